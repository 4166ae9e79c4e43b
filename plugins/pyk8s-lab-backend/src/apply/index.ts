export { ApplyService } from './ApplyService';
export { parseApply } from './ApplyRequest';
