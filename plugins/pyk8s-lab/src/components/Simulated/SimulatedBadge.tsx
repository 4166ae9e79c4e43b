import { Badge } from '@backstage/ui';

/** Marks a lab behind which there is no cluster. */
export const SimulatedBadge = () => (
  <Badge title="No cluster stands behind this lab.">Simulated</Badge>
);
