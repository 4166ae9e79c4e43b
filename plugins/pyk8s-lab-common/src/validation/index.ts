export {
  durationProblemOf,
  formatDuration,
  parseDuration,
  type DurationProblem,
} from './durations';
export * from './quantities';
export {
  LAB_NAME_MAX_LENGTH,
  explainLabName,
  labNameProblemOf,
  type LabNameProblem,
} from './labName';
