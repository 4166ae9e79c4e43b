import type { LabCaller } from './LabService';

/** When a caller's credentials end. @returns undefined for what has no end */
export function callerEnd({
  expiresAt,
  credentials,
}: LabCaller): Date | undefined {
  return expiresAt ?? credentials.expiresAt;
}
