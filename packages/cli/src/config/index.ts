export { configFolder, homeOf } from './folder';
export {
  InstanceStore,
  assertInstanceName,
  explainUnknownInstance,
} from './InstanceStore';
export {
  assertRegularFile,
  hasCode,
  readIfExists,
  writeSecretFile,
} from './secretFile';
export type { Credentials, Instance, Settings } from './shapes';
