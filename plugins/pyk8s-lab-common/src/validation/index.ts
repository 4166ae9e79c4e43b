export { formatDuration, parseDuration } from './durations';
export { LAB_NAME_MAX_LENGTH, explainLabName } from './labName';
