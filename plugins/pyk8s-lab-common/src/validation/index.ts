export { formatDuration, parseDuration } from './durations';
export * from './quantities';
export { LAB_NAME_MAX_LENGTH, explainLabName } from './labName';
