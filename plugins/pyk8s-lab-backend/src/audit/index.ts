export { AuditTrail, type AuditedAction } from './AuditTrail';
export { shortened } from './shortened';
