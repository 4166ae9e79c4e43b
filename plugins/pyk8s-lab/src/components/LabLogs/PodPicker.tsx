import type {
  LabLogContainer,
  LabLogPod,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Select, Switch } from '@backstage/ui';
import { type LogChoice, mayHaveMorePods, type ResolvedLog } from '../../logs';
import { type Translate, useTranslate } from '../../translation';
import { PodByName } from './PodByName';
import styles from './LabLogs.module.css';

const idOf = ({ namespace, name }: LabLogPod) => `${namespace}/${name}`;

const labelOf = (t: Translate, pod: LabLogPod) =>
  pod.phase === 'Running'
    ? idOf(pod)
    : t('logs.choice.podInPhase', { pod: idOf(pod), phase: pod.phase });

function labelOfContainer(
  t: Translate,
  { name, init, restarts }: LabLogContainer,
): string {
  const facts = [
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
        options={pods.map(one => ({ id: idOf(one), label: labelOf(t, one) }))}
        value={pod ? idOf(pod) : null}
        onChange={choosePod}
      />
      {mayHaveMorePods(pods) && (
        <PodByName
          listed={pods.length}
          onChoose={name => onChoose({ source: 'pod', ...name })}
        />
      )}
      {pod && (
        <Select
          label={t('logs.choice.container')}
          className={styles.picker}
          options={pod.containers.map(one => ({
            id: one.name,
            label: labelOfContainer(t, one),
          }))}
          value={container?.name ?? null}
          onChange={name => chooseContainer(pod, { container: String(name) })}
        />
      )}
      {pod && container && (container.restarts > 0 || previous) && (
        <Switch
          label={t('logs.choice.previous')}
          className={styles.switch}
          isSelected={previous}
          onChange={isPrevious =>
            chooseContainer(pod, {
              container: container.name,
              previous: isPrevious,
            })
          }
        />
      )}
    </>
  );
};
