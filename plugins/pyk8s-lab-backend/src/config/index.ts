export type {
  ImageSettings,
  LabSettings,
  NotificationSettings,
  QuotaLimits,
  ServiceSettings,
} from './LabSettings';
export { readLabSettings } from './readLabSettings';
