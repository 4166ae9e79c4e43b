export {
  LabHealth,
  labHealthServiceRef,
  type LabHealthReport,
  type LabHealthService,
} from './LabHealth';
