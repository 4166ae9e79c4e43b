export { CreateLabDialog } from './CreateLabDialog';
export { explainTtl } from './explainForm';
export { providerOf, ttlPresets } from './labForm';
export { TtlField } from './TtlField';
