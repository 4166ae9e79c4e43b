export type { Finding } from './Check';
export { diagnose } from './diagnose';
