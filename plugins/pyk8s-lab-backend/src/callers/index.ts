export { callerEnd, type LabCaller, type LabRights } from './LabCaller';
export {
  callerOf,
  readCaller,
  readReader,
  renewCaller,
  type AnyRequest,
  type CallerServices,
} from './readCaller';
