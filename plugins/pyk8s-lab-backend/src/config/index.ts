export type {
  ImageSettings,
  LabSettings,
  NotificationSettings,
} from './LabSettings';
export { readLabSettings } from './readLabSettings';
