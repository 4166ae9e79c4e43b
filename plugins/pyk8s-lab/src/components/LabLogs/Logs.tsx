import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Skeleton } from '@backstage/ui';
import { useLogSources } from '../../hooks';
import { ErrorState } from '../common/ErrorState';
import { ChosenLog } from './ChosenLog';

/** The logs of a lab, as soon as it is known which there are. */
export const Logs = ({
  lab,
  hasOnlyProvisioning,
}: {
  lab: Lab;
  /** Nodes and pods cannot be asked now. */
  hasOnlyProvisioning: boolean;
}) => {
  const { sources, ...from } = useLogSources(lab);
  if (sources) {
    return (
      <ChosenLog
        lab={lab}
        sources={sources}
        hasOnlyProvisioning={hasOnlyProvisioning}
        from={from}
      />
    );
  }
  return from.error ? (
    <ErrorState error={from.error} what="logs" onRetry={from.refresh} />
  ) : (
    <Skeleton width="100%" height={480} />
  );
};
