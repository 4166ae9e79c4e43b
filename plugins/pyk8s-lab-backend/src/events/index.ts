export { LabEventHub, type HubEvent } from './LabEventHub';
