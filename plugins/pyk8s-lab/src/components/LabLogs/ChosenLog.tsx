import type {
  Lab,
  LabLogSources,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Text } from '@backstage/ui';
import { useState } from 'react';
import { messageOf } from '../../api';
import { type LogSourcesResult, useLogChoice } from '../../hooks';
import { abilitiesOf } from '../../labs';
import { type LogChoice, resolve } from '../../logs';
import { LogPickers } from './LogPickers';
import { type LogRange, rangedQuery, USUAL_RANGE } from './range';
import { ReadLog } from './ReadLog';
import styles from './LabLogs.module.css';

/** Chooses a log, and shows it. */
export const ChosenLog = ({
  lab,
  sources,
  from,
}: {
  lab: Lab;
  sources: LabLogSources;
  from: Omit<LogSourcesResult, 'sources'>;
}) => {
  const [wanted, choose] = useLogChoice();
  const [range, setRange] = useState<LogRange>(USUAL_RANGE);
  const [follows, setFollows] = useState(true);
  // Counted, so that a log that is not followed is read again.
  const [refreshes, setRefreshes] = useState(0);
  const blockedBy = abilitiesOf(lab).clusterLogsBlockedBy;
  const choice: LogChoice =
    blockedBy && wanted.source !== 'provisioning'
      ? { source: 'provisioning' }
      : wanted;
  const resolved = resolve(choice, sources);
  const { missing, hint, query } = resolved;

  return (
    <>
      {blockedBy && (
        <Alert status="info" icon role="status" title={blockedBy} />
      )}
      {!blockedBy && sources.message && (
        <Alert
          status="warning"
          icon
          role="status"
          title="The cluster does not say which nodes and pods it has"
          description={sources.message}
        />
      )}
      {from.error && (
        <Alert
          status="warning"
          icon
          role="alert"
          title="What has logs could not be asked for again"
          description={messageOf(from.error)}
        />
      )}
      <LogPickers
        sources={sources}
        choice={choice}
        resolved={resolved}
        range={range}
        hasOnlyProvisioning={blockedBy !== undefined}
        isRefreshing={from.isLoading}
        onChoose={choose}
        onRange={changes => setRange({ ...range, ...changes })}
        onRefresh={() => {
          from.refresh();
          setRefreshes(count => count + 1);
        }}
      />
      {missing && <Alert status="warning" icon role="status" title={missing} />}
      {hint && (
        <Text as="p" color="secondary" className={styles.note}>
          {hint}
        </Text>
      )}
      {query && (
        <ReadLog
          // Nothing of another log is left: neither a search nor a pause.
          key={JSON.stringify(query)}
          lab={lab}
          resolved={resolved}
          query={rangedQuery(query, range)}
          refreshes={refreshes}
          follows={follows}
          onFollow={setFollows}
        />
      )}
    </>
  );
};
