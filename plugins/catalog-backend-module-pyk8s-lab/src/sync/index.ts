export {
  LabEntityProvider,
  type LabEntityProviderOptions,
} from './LabEntityProvider';
