/**
 * KinD clusters for PyK8s-Lab.
 *
 * @packageDocumentation
 */
export { kindModule as default } from './module';
