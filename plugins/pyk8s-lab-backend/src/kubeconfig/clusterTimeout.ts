/** How long somebody waits for a cluster to give a kubeconfig, or to make a token. */
export const CLUSTER_TIMEOUT_MS = 15_000;
