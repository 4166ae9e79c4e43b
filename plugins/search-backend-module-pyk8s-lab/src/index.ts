/**
 * Labs of PyK8s-Lab in Backstage's search.
 *
 * @packageDocumentation
 */
export { searchModulePyk8sLab as default } from './module';
