/**
 * Tests for every {@link @pyk8s-lab/backstage-plugin-pyk8s-lab-node#LabProvider}.
 *
 * @packageDocumentation
 */
export { runProviderContract } from './providerContract';
export type { ProviderContractOptions } from './ProviderUnderTest';
export { StepRecorder } from './StepRecorder';
export { testImageArchive, type TestImageArchive } from './imageArchive';
export type { TestImageOptions } from './platformImage';
export { testPem } from './testPem';
