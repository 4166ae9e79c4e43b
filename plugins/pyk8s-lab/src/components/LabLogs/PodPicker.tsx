import type {
  LabLogContainer,
  LabLogPod,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Select, Switch } from '@backstage/ui';
import { RiErrorWarningFill } from '@remixicon/react';
import { type LogChoice, mayHaveMorePods, type ResolvedLog } from '../../logs';
import { type Translate, useTranslate } from '../../translation';
import { PodByName } from './PodByName';
import styles from './LabLogs.module.css';

const idOf = ({ namespace, name }: LabLogPod) => `${namespace}/${name}`;

const labelOf = (t: Translate, pod: LabLogPod) =>
  pod.reason === undefined && pod.phase === 'Running'
    ? idOf(pod)
    : t('logs.choice.podInPhase', {
        pod: idOf(pod),
        phase: pod.reason ?? pod.phase,
      });

function labelOfContainer(
  t: Translate,
  { name, init, restarts, reason }: LabLogContainer,
): string {
  const facts = [
    ...(reason ? [reason] : []),
    ...(init ? [t('logs.choice.runsFirst')] : []),
    ...(restarts > 0 ? [t('logs.choice.restarts', { count: restarts })] : []),
  ];
  return facts.length > 0
    ? t('logs.choice.containerWithFacts', { container: name, facts })
    : name;
}

/** Chooses a pod, one of its containers, and which of its runs. */
export const PodPicker = ({
  pods,
  chosen: { pod, container },
  previous,
  onChoose,
}: {
  pods: readonly LabLogPod[];
  chosen: Pick<ResolvedLog, 'pod' | 'container'>;
  /** The log from before the last restart was chosen. */
  previous: boolean;
  onChoose: (choice: LogChoice) => void;
}) => {
  const t = useTranslate();
  const choosePod = (id: unknown) => {
    const next = pods.find(one => idOf(one) === id);
    if (next) {
      const { namespace, name } = next;
      onChoose({ source: 'pod', namespace, pod: name });
    }
  };
  const chooseContainer = (
    of: LabLogPod,
    changes: { container?: string; previous?: boolean },
  ) =>
    onChoose({
      source: 'pod',
      namespace: of.namespace,
      pod: of.name,
      ...changes,
    });

  return (
    <>
      <Select
        label={t('logs.choice.pod')}
        className={styles.widePicker}
        placeholder={
          pods.length > 0 ? t('logs.choice.choosePod') : t('logs.choice.none')
        }
        isDisabled={pods.length === 0}
        search={{ placeholder: t('logs.choice.searchPods') }}
        options={pods.map(one => ({
          id: idOf(one),
          label: labelOf(t, one),
          // The words say it; the mark makes it easy to find in a long list.
          leadingIcon: one.reason ? (
            <RiErrorWarningFill
              size={16}
              aria-hidden="true"
              className={styles.unhealthy}
            />
          ) : undefined,
        }))}
        value={pod ? idOf(pod) : null}
        onChange={choosePod}
      />
      {mayHaveMorePods(pods) && (
        <PodByName
          listed={pods.length}
          onChoose={name => onChoose({ source: 'pod', ...name })}
        />
      )}
      {/* There from the beginning, so that nothing moves when a pod is chosen. */}
      <Select
        label={t('logs.choice.container')}
        className={styles.picker}
        placeholder={t('logs.choice.none')}
        isDisabled={!pod}
        options={(pod?.containers ?? []).map(one => ({
          id: one.name,
          label: labelOfContainer(t, one),
        }))}
        value={container?.name ?? null}
        onChange={name =>
          pod && chooseContainer(pod, { container: String(name) })
        }
      />
      <Switch
        label={t('logs.choice.previous')}
        className={styles.switch}
        isSelected={previous}
        isDisabled={!pod || !container || !(container.restarts > 0 || previous)}
        onChange={isPrevious =>
          pod &&
          container &&
          chooseContainer(pod, {
            container: container.name,
            previous: isPrevious,
          })
        }
      />
    </>
  );
};
