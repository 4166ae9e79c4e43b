import type { Removed } from './KubeconfigFiles';

/** Messages: which contexts were removed and why, and which one is current. */
export function explainRemoved(
  { contexts, pointer }: Removed,
  why?: string,
): string[] {
  const lines = contexts.map(
    context =>
      `The context ${context} is removed from your kubeconfig${
        why ? `: ${why}` : ''
      }.`,
  );
  if (!pointer) {
    return lines;
  }
  const { context, file, isPrevious } = pointer;
  if (context === undefined) {
    return [
      ...lines,
      'kubectl has no current context now: choose one with "kubectl config use-context NAME".',
    ];
  }
  return [
    ...lines,
    isPrevious
      ? `kubectl is back at the context ${context}.`
      : `kubectl uses the context ${context} now (of ${file}).`,
  ];
}
