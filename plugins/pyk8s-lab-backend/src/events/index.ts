export { describeEvents, type HubEvent } from './describeEvents';
export { LabEventHub, type HubMessage, type HubQueueMove } from './LabEventHub';
