export { anySignal } from './anySignal';
export { IdleLimit } from './IdleLimit';
export { LabSlots } from './LabSlots';
export { readRest } from './readRest';
