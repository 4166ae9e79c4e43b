/**
 * Scaffolder actions of PyK8s-Lab.
 *
 * @packageDocumentation
 */
export { scaffolderModulePyk8sLab as default } from './module';
