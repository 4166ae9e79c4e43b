/** A named part of a kubeconfig. */
export interface Named {
  name: string;
  [key: string]: unknown;
}

/** The parts of a kubeconfig that are of interest. */
export interface Kubeconfig {
  apiVersion?: string;
  kind?: string;
  'current-context'?: string;
  clusters?: Named[];
  users?: Named[];
  contexts?: (Named & { context?: { cluster?: string; user?: string } })[];
}

/** What a context is known by as that of a lab. */
export interface LabMark {
  /** The lab's id. */
  lab: string;
  /** The lab's name. */
  name: string;
  /** The portal that it is of. */
  portal: string;
  /** Whose sign-in it was got with, where the token says so. */
  user?: string;
  /** When the lab ended, as known when it was merged. It may have been extended. */
  expires?: string;
  /** The context that was current before the lab was merged. */
  previous?: string;
}

/** The name of the extension that holds the mark. */
export const EXTENSION = 'pyk8s-lab.io';

/** The lists of a kubeconfig. */
export const LISTS = ['clusters', 'users', 'contexts'] as const;
