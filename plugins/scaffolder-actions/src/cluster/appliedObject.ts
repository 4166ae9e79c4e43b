import type {
  KubernetesObject,
  V1LabelSelector,
} from '@kubernetes/client-node';
import type { Manifest } from '../manifests';
import { labelSelector } from './podProblems';

const MAX_NAMESPACE = 63;
/** Longer ones are no selectors of pods. */
const MAX_SELECTOR = 2_000;

/** What is kept of an object that has been applied. */
export interface AppliedObject extends Manifest {
  /** Selects its pods, as the API's `labelSelector` takes it; empty for none. */
  readonly podSelector: string;
}

/**
 * What is kept of an object: what it was applied as, and of the answer no more than
 * is needed, since there can be thousands, each as large as its cluster likes.
 */
export function appliedObject(
  manifest: Manifest,
  answer: KubernetesObject & { spec?: { selector?: V1LabelSelector } },
): AppliedObject {
  const { apiVersion, kind, metadata } = manifest;
  const given: unknown = answer.metadata?.namespace;
  const namespace =
    typeof given === 'string' ? given.slice(0, MAX_NAMESPACE) : undefined;
  return {
    apiVersion,
    kind,
    metadata: { name: metadata.name, ...(namespace && { namespace }) },
    podSelector: selectorOf(answer),
  };
}

function selectorOf(answer: { spec?: { selector?: V1LabelSelector } }): string {
  try {
    const selector = labelSelector(answer.spec?.selector);
    return selector.length > MAX_SELECTOR ? '' : selector;
  } catch {
    // It is not shaped as a selector is: other kinds have fields of that name.
    return '';
  }
}
