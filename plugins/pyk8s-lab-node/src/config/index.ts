export { StrictConfig, type ConfigQuantity } from './StrictConfig';
export {
  readProvisioningSettings,
  type ProvisioningSettings,
} from './provisioning';
export { readTaskSchedule } from './readTaskSchedule';
