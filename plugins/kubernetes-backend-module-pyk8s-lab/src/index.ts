/**
 * Labs of PyK8s-Lab in Backstage's Kubernetes plugin.
 *
 * @packageDocumentation
 */
export { kubernetesModulePyk8sLab as default } from './module';
