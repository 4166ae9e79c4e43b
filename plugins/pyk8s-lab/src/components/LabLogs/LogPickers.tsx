import type { LabLogSources } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button, Select } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import {
  type LogChoice,
  type LogRange,
  type ResolvedLog,
  SINCES,
  TAILS,
} from '../../logs';
import { useTranslate } from '../../translation';
import { NodePicker } from './NodePicker';
import { PodPicker } from './PodPicker';
import { RunPicker } from './RunPicker';
import styles from './LabLogs.module.css';

const EVER = 'ever';

const SOURCES: LogChoice['source'][] = ['provisioning', 'node', 'pod'];

/** Chooses which log is shown, and how much of it. */
export const LogPickers = ({
  sources,
  choice,
  resolved,
  range,
  hasOnlyProvisioning,
  isRefreshing,
  onChoose,
  onRange,
  onRefresh,
}: {
  sources: LabLogSources;
  choice: LogChoice;
  resolved: ResolvedLog;
  range: LogRange;
  /** Nodes and pods cannot be asked now. */
  hasOnlyProvisioning: boolean;
  isRefreshing: boolean;
  onChoose: (choice: LogChoice) => void;
  onRange: (changes: Partial<LogRange>) => void;
  onRefresh: () => void;
}) => {
  const t = useTranslate();
  return (
    <div
      role="group"
      aria-label={t('logs.choice.label')}
      className={styles.pickers}
    >
      <Select
        label={t('logs.choice.log')}
        className={styles.smallPicker}
        options={SOURCES.map(source => ({
          id: source,
          label: t(`logs.choice.${source}`),
          disabled: hasOnlyProvisioning && source !== 'provisioning',
        }))}
        value={choice.source}
        onChange={source => onChoose({ source } as LogChoice)}
      />
      {choice.source === 'provisioning' && (
        <RunPicker
          runs={sources.runs}
          chosen={resolved.run}
          onChoose={onChoose}
        />
      )}
      {choice.source === 'node' && (
        <NodePicker
          nodes={sources.nodes}
          chosen={resolved.node}
          unit={choice.unit}
          onChoose={onChoose}
        />
      )}
      {choice.source === 'pod' && (
        <PodPicker
          pods={sources.pods}
          chosen={resolved}
          previous={choice.previous === true}
          onChoose={onChoose}
        />
      )}
      <Select
        label={t('logs.choice.lines')}
        className={styles.smallPicker}
        options={TAILS.map(tail => ({
          id: String(tail),
          label: t('logs.choice.lastLines', { lines: tail }),
        }))}
        value={String(range.tail)}
        onChange={tail => onRange({ tail: Number(tail) })}
      />
      {choice.source !== 'provisioning' && (
        <Select
          label={t('logs.choice.since')}
          className={styles.smallPicker}
          options={[
            { id: EVER, label: t('logs.choice.sinceBeginning') },
            ...SINCES.map(since => ({
              id: since,
              label: t(`logs.choice.since${since}`),
            })),
          ]}
          value={range.since ?? EVER}
          onChange={since =>
            onRange({ since: since === EVER ? undefined : String(since) })
          }
        />
      )}
      <Button
        variant="secondary"
        iconStart={<RiRefreshLine />}
        isPending={isRefreshing}
        onPress={onRefresh}
      >
        {t('logs.choice.refresh')}
      </Button>
    </div>
  );
};
