export {
  LabEventHub,
  type HubEvent,
  type HubMessage,
  type HubQueueMove,
} from './LabEventHub';
