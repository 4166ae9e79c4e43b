import type {
  Lab,
  LabLogSources,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Text } from '@backstage/ui';
import { useState } from 'react';
import { messageOf } from '../../api';
import { type LogSourcesResult, useLogChoice } from '../../hooks';
import { type LogChoice, rangedQuery, resolve } from '../../logs';
import { useTranslate } from '../../translation';
import { LogPickers } from './LogPickers';
import { ReadLog } from './ReadLog';
import styles from './LabLogs.module.css';

/** Chooses a log, and shows it. */
export const ChosenLog = ({
  lab,
  sources,
  hasOnlyProvisioning,
  from,
}: {
  lab: Lab;
  sources: LabLogSources;
  /** Nodes and pods cannot be asked now. */
  hasOnlyProvisioning: boolean;
  from: Omit<LogSourcesResult, 'sources'>;
}) => {
  const t = useTranslate();
  const { choice: wanted, range, choose, changeRange } = useLogChoice();
  const [follows, setFollows] = useState(true);
  // Counted, so that a log that is not followed is read again.
  const [refreshes, setRefreshes] = useState(0);
  const choice: LogChoice =
    hasOnlyProvisioning && wanted.source !== 'provisioning'
      ? { source: 'provisioning' }
      : wanted;
  const isBeingMade = lab.status === 'PROVISIONING';
  const resolved = resolve(t, choice, sources, isBeingMade);
  const { missing, hint, query } = resolved;

  return (
    <>
      {!hasOnlyProvisioning && sources.message && (
        <Alert
          status="warning"
          icon
          role="status"
          title={t('logs.sourcesUntold')}
          description={
            sources.nodes.length > 0
              ? t('logs.sourcesFromBefore', { reason: sources.message })
              : sources.message
          }
        />
      )}
      {from.error && (
        <Alert
          status="warning"
          icon
          role="alert"
          title={t('logs.sourcesNotRefreshed')}
          description={messageOf(from.error)}
        />
      )}
      <LogPickers
        sources={sources}
        choice={choice}
        resolved={resolved}
        range={range}
        hasOnlyProvisioning={hasOnlyProvisioning}
        isRefreshing={from.isLoading}
        onChoose={choose}
        onRange={changeRange}
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
