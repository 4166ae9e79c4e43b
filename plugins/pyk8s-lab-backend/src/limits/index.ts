export { anySignal } from './anySignal';
export { ChangeRate } from './ChangeRate';
export { IdleLimit } from './IdleLimit';
export { LabSlots } from './LabSlots';
export { readRest } from './readRest';
