import { ProviderUnavailableError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { ClusterBusyError } from '../clusters/ClusterLeases';
import type { FailureCause } from '../metrics/LabMetrics';

/** The message of an error for a lab's owner. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A host has no capacity now, which does not count as a failure. */
export class NoRoomError extends ProviderUnavailableError {}

/** True when the provider could not be reached, which counts as no attempt. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof Error && error.name === 'ProviderUnavailableError';
}

/** True when another changes the cluster, so that a step waits for its turn. */
export function isBusy(error: unknown): boolean {
  return error instanceof ClusterBusyError;
}

/** Why a step failed, in one word; undefined where it only waits. */
export function causeOf(error: unknown): FailureCause | undefined {
  if (error instanceof NoRoomError || isBusy(error)) {
    return undefined;
  }
  if (isUnavailable(error)) {
    return 'unavailable';
  }
  if (!(error instanceof Error)) {
    return 'other';
  }
  if (error.name === 'StepTimeoutError') {
    return 'timeout';
  }
  return error.name === 'ProvisioningError' ? 'provisioning' : 'other';
}
