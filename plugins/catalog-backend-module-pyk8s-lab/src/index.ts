/**
 * Labs of PyK8s-Lab in the catalog.
 *
 * @packageDocumentation
 */
export { catalogModulePyk8sLab as default } from './module';
