/** Aborts when one of those does that there are. */
export function anySignal(
  ...signals: readonly (AbortSignal | undefined)[]
): AbortSignal {
  return AbortSignal.any(signals.flatMap(signal => signal ?? []));
}
