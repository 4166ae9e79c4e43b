/**
 * Simulated clusters for PyK8s-Lab.
 *
 * @packageDocumentation
 */
export { simulatedModule as default } from './module';
export {
  SimulatedLabProvider,
  type SimulatedLabProviderOptions,
  type SimulatedMoment,
} from './provider/SimulatedLabProvider';
