export { CreateLabDialog } from './CreateLabDialog';
export { explainTtl, providerOf, ttlPresets } from './labForm';
export { TtlField } from './TtlField';
