import type {
  LabLogContainer,
  LabLogPod,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Select, Switch } from '@backstage/ui';
import { type LogChoice, mayHaveMorePods, type ResolvedLog } from '../../logs';
import { PodByName } from './PodByName';
import styles from './LabLogs.module.css';

const idOf = ({ namespace, name }: LabLogPod) => `${namespace}/${name}`;

const labelOf = (pod: LabLogPod) =>
  pod.phase === 'Running' ? idOf(pod) : `${idOf(pod)} (${pod.phase})`;

function labelOfContainer({ name, init, restarts }: LabLogContainer): string {
  const facts = [
    ...(init ? ['runs first'] : []),
    ...(restarts > 0
      ? [`${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`]
      : []),
  ];
  return facts.length > 0 ? `${name} (${facts.join(', ')})` : name;
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
        label="Pod"
        className={styles.widePicker}
        placeholder={pods.length > 0 ? 'Choose a pod' : 'None'}
        isDisabled={pods.length === 0}
        search={{ placeholder: 'Search by namespace or name' }}
        options={pods.map(one => ({ id: idOf(one), label: labelOf(one) }))}
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
          label="Container"
          className={styles.picker}
          options={pod.containers.map(one => ({
            id: one.name,
            label: labelOfContainer(one),
          }))}
          value={container?.name ?? null}
          onChange={name => chooseContainer(pod, { container: String(name) })}
        />
      )}
      {pod && container && (container.restarts > 0 || previous) && (
        <Switch
          label="Previous"
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
