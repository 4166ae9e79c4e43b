import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Text } from '@backstage/ui';
import {
  RiCheckboxCircleFill,
  RiErrorWarningFill,
  RiTimeLine,
} from '@remixicon/react';
import type { ReactNode } from 'react';
import styles from './LabNodes.module.css';

type Health = 'ok' | 'pending' | 'failed';

const ICONS = {
  ok: RiCheckboxCircleFill,
  pending: RiTimeLine,
  failed: RiErrorWarningFill,
};

const Item = ({
  name,
  health,
  children,
}: {
  name: string;
  health: Health;
  children: ReactNode;
}) => {
  const Icon = ICONS[health];
  return (
    <li className={styles.item}>
      <Icon
        size={20}
        aria-hidden="true"
        className={`${styles.icon} ${styles[health]}`}
      />
      <span className={styles.name}>{name}</span>
      <span className={styles.state}>{children}</span>
    </li>
  );
};

const CONDITION_NAMES: Record<string, string> = { dns: 'DNS' };

const nodeHealth = (state: string): Health =>
  state === 'ready' ? 'ok' : 'pending';

const conditionHealth = (status: string): Health =>
  status === 'ok' || status === 'failed' ? status : 'pending';

/** The nodes of a lab and its conditions, each with how it is. */
export const LabNodes = ({ lab }: { lab: Lab }) => {
  const conditions = Object.entries(lab.conditions);
  if (lab.nodes.length === 0 && conditions.length === 0) {
    return (
      <Text as="p" color="secondary" className={styles.none}>
        {lab.runningAt ? 'There are none any more.' : 'There are none yet.'}
      </Text>
    );
  }
  return (
    <ul className={styles.list}>
      {lab.nodes.map(node => (
        <Item key={node.name} name={node.name} health={nodeHealth(node.state)}>
          {node.role}, {node.state}
        </Item>
      ))}
      {conditions.map(([name, { status, message }]) => (
        <Item
          key={name}
          name={CONDITION_NAMES[name] ?? name}
          health={conditionHealth(status)}
        >
          {message || status}
        </Item>
      ))}
    </ul>
  );
};
