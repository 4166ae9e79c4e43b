/** A named part of a kubeconfig. */
export interface Named {
  name: string;
  [key: string]: unknown;
}

/** The parts of a kubeconfig that are used here. */
export interface Kubeconfig {
  apiVersion?: string;
  kind?: string;
  'current-context'?: string;
  clusters?: Named[];
  users?: Named[];
  contexts?: (Named & { context?: { cluster?: string; user?: string } })[];
}

/** How a lab is marked in a kubeconfig. */
export interface LabMark {
  /** The lab's id. */
  lab: string;
  /** The lab's name. */
  name: string;
  /** The address of its portal. */
  portal: string;
  /** The user who fetched it, if the token says so. */
  user?: string;
  /** The lab's expiry when it was merged. It may have been extended since. */
  expires?: string;
  /** The context that was current before the lab was merged. */
  previous?: string;
}

/** The name of the extension that contains the mark. */
export const EXTENSION = 'pyk8s-lab.io';

/** The lists of a kubeconfig. */
export const LISTS = ['clusters', 'users', 'contexts'] as const;
