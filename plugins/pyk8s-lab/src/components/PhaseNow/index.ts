export { PhaseNow } from './PhaseNow';
