/**
 * What every {@link @pyk8s-lab/backstage-plugin-pyk8s-lab-node#LabProvider} is
 * tested with.
 *
 * @packageDocumentation
 */
export {
  runProviderContract,
  type ProviderContractOptions,
} from './providerContract';
export { StepRecorder } from './StepRecorder';
export {
  testImageArchive,
  type TestImageArchive,
  type TestImageOptions,
} from './imageArchive';
export { testPem } from './testPem';
