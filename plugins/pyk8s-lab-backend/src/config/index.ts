export type {
  ImageSettings,
  LabSettings,
  NotificationSettings,
  ServiceSettings,
} from './LabSettings';
export { readLabSettings } from './readLabSettings';
