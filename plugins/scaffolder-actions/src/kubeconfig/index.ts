export { redactKubeconfig, secretsOf } from './redactions';
export { writeSecretFile } from './writeSecretFile';
