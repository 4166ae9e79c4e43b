export { LabsRouter } from './LabsRouter';
