/** What kind puts on the containers that it creates. */
export const CLUSTER_LABEL = 'io.x-k8s.kind.cluster';
/** Also on load balancers, which are made of another image than nodes. */
export const ROLE_LABEL = 'io.x-k8s.kind.role';
