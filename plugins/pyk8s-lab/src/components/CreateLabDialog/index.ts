export { CreateLabDialog } from './CreateLabDialog';
export { DurationField } from './DurationField';
export { explainDuration, explainPurpose, explainTtl } from './explainForm';
export { providerOf, ttlPresets } from './labForm';
export { TtlField } from './TtlField';
