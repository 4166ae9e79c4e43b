import type { LabLogNode } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Select } from '@backstage/ui';
import { describeNode } from '../../labs';
import type { LogChoice } from '../../logs';
import { useTranslate } from '../../translation';
import styles from './LabLogs.module.css';

// No unit of systemd can be called so.
const ALL = '*';

/** Chooses a node, and one of its services. */
export const NodePicker = ({
  nodes,
  chosen,
  unit,
  onChoose,
}: {
  nodes: readonly LabLogNode[];
  chosen: LabLogNode | undefined;
  unit: string | undefined;
  onChoose: (choice: LogChoice) => void;
}) => {
  const t = useTranslate();
  return (
    <>
      <Select
        label={t('logs.choice.node')}
        className={styles.picker}
        placeholder={t('logs.choice.none')}
        isDisabled={nodes.length === 0}
        options={nodes.map(({ name }) => ({
          id: name,
          label: describeNode(t, name),
          description: name,
        }))}
        value={chosen?.name ?? null}
        onChange={node =>
          onChoose({ source: 'node', node: String(node), unit })
        }
      />
      {chosen && (
        <Select
          label={t('logs.choice.service')}
          className={styles.smallPicker}
          options={[
            { id: ALL, label: t('logs.choice.allServices') },
            ...chosen.units.map(name => ({ id: name, label: name })),
          ]}
          value={unit ?? ALL}
          onChange={service =>
            onChoose({
              source: 'node',
              node: chosen.name,
              unit: service === ALL ? undefined : String(service),
            })
          }
        />
      )}
    </>
  );
};
