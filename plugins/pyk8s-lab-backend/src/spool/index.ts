export { Spool, type SpoolPlace } from './Spool';
