/** Aborts when one of the given signals does. */
export function anySignal(
  ...signals: readonly (AbortSignal | undefined)[]
): AbortSignal {
  return AbortSignal.any(signals.flatMap(signal => signal ?? []));
}
