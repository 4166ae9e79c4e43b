import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ButtonIcon, Text } from '@backstage/ui';
import {
  RiCheckboxCircleFill,
  RiErrorWarningFill,
  RiFileCopyLine,
  RiTimeLine,
} from '@remixicon/react';
import type { ReactNode } from 'react';
import { useCopy } from '../../hooks';
import { describeNode } from '../../labs';
import { type Translate, useTranslate } from '../../translation';
import styles from './LabNodes.module.css';

type Health = 'ok' | 'pending' | 'failed';

const ICONS = {
  ok: RiCheckboxCircleFill,
  pending: RiTimeLine,
  failed: RiErrorWarningFill,
};

const Item = ({
  name,
  fullName,
  health,
  children,
}: {
  name: string;
  /** By which kubectl, Docker and the CLI know it; it can be copied. */
  fullName?: string;
  health: Health;
  children: ReactNode;
}) => {
  const t = useTranslate();
  const copy = useCopy();
  const Icon = ICONS[health];
  return (
    <li className={styles.item}>
      <Icon
        size={20}
        aria-hidden="true"
        className={`${styles.icon} ${styles[health]}`}
      />
      <span className={styles.name} title={fullName}>
        {name}
      </span>
      <span className={styles.state}>{children}</span>
      {fullName && (
        <ButtonIcon
          size="small"
          variant="tertiary"
          icon={<RiFileCopyLine />}
          aria-label={t('copyBlock.copy', { what: fullName })}
          className={styles.copy}
          onPress={() => copy(fullName, fullName)}
        />
      )}
    </li>
  );
};

const nodeHealth = (state: string): Health =>
  state === 'ready' ? 'ok' : 'pending';

const conditionHealth = (status: string): Health =>
  status === 'ok' || status === 'failed' ? status : 'pending';

/** How a node is; what is not known is shown as the provider says it. */
function stateOf(t: Translate, state: string): string {
  switch (state) {
    case 'ready':
      return t('overview.nodes.states.ready');
    case 'not-ready':
      return t('overview.nodes.states.notReady');
    case 'joining':
      return t('overview.nodes.states.joining');
    case 'stopped':
      return t('overview.nodes.states.stopped');
    default:
      return state;
  }
}

/** The nodes of a lab and its conditions, each with how it is. */
export const LabNodes = ({ lab }: { lab: Lab }) => {
  const t = useTranslate();
  const conditions = Object.entries(lab.conditions);
  if (lab.nodes.length === 0 && conditions.length === 0) {
    return (
      <Text as="p" color="secondary" className={styles.none}>
        {lab.runningAt
          ? t('overview.nodes.noneAnyMore')
          : t('overview.nodes.noneYet')}
      </Text>
    );
  }
  return (
    <ul className={styles.list}>
      {lab.nodes.map(node => (
        <Item
          key={node.name}
          name={describeNode(t, node.name)}
          fullName={node.name}
          health={nodeHealth(node.state)}
        >
          {stateOf(t, node.state)}
        </Item>
      ))}
      {conditions.map(([name, { status, message }]) => (
        <Item
          key={name}
          name={name === 'dns' ? t('overview.nodes.dns') : name}
          health={conditionHealth(status)}
        >
          {message || t(`overview.nodes.conditions.${status}`)}
        </Item>
      ))}
    </ul>
  );
};
