/**
 * Simulated clusters for PyK8s-Lab.
 *
 * @packageDocumentation
 */
export { simulatedModule as default } from './module';
export { SimulatedLabProvider } from './provider/SimulatedLabProvider';
export type {
  SimulatedLabProviderOptions,
  SimulatedMoment,
} from './provider/SimulatedLabProviderOptions';
