export { configFolder, homeOf } from './folder';
export {
  InstanceStore,
  assertInstanceName,
  explainUnknown,
} from './InstanceStore';
export {
  assertOrdinary,
  isCode,
  readIfThere,
  writeSecretFile,
} from './secretFile';
export type { Credentials, Instance, Settings } from './shapes';
