/**
 * The backend of PyK8s-Lab: labs with an owner and an expiry, their API and
 * lifecycle.
 *
 * @packageDocumentation
 */
export { pyk8sLabPlugin as default } from './plugin';
