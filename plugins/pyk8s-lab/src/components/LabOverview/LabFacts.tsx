import {
  formatDuration,
  type Lab,
  type LabEvent,
  type LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { ReactNode } from 'react';
import type { LabActions } from '../../hooks';
import {
  describeNodes,
  describeResources,
  formatInstant,
  versionOf,
} from '../../labs';
import { useTranslate } from '../../translation';
import { OwnerLink } from '../OwnerLink';
import { LabOwner } from './LabOwner';
import { PausedBy } from './PausedBy';
import styles from './LabFacts.module.css';

/** What is known of a lab, as a list of names and values. */
export const LabFacts = ({
  lab,
  liveEvents,
  options,
  actions,
  mayHandOver,
}: {
  lab: Lab;
  /** What has come over the stream, the newest first. */
  liveEvents: readonly LabEvent[];
  options: LabOptions | undefined;
  actions: LabActions;
  /** The user may give the lab to another owner. */
  mayHandOver: boolean;
}) => {
  const t = useTranslate();
  const isBeingMade = lab.status === 'QUEUED' || lab.status === 'PROVISIONING';
  const hasEnd =
    lab.expiresAt && !lab.deletedAt && lab.pausedSecondsLeft === undefined;
  const idleAfter = options?.pause.idleAfterSeconds;
  const facts: [string, ReactNode][] = [
    [
      'Owner',
      <LabOwner
        key="owner"
        lab={lab}
        actions={actions}
        mayHandOver={mayHandOver}
      />,
    ],
    ['Created by', <OwnerLink key="creator" entityRef={lab.createdBy} />],
    ['Purpose', lab.purpose],
    [
      t('entity.component'),
      lab.component && <OwnerLink key="component" entityRef={lab.component} />,
    ],
    ['Created', formatInstant(lab.createdAt)],
    ['Running since', lab.runningAt && formatInstant(lab.runningAt)],
    [
      'Paused since',
      lab.status === 'PAUSED' && lab.pausedAt && (
        <>
          {formatInstant(lab.pausedAt)}{' '}
          <PausedBy lab={lab} liveEvents={liveEvents} />
        </>
      ),
    ],
    ['Last used', lab.lastActiveAt && formatInstant(lab.lastActiveAt)],
    [
      'Paused when idle',
      lab.status === 'RUNNING' &&
        idleAfter !== undefined &&
        `After ${formatDuration(idleAfter)} without use`,
    ],
    ['Lives for', formatDuration(lab.ttlSeconds)],
    [
      isBeingMade ? 'Given up if not ready by' : 'Ends',
      hasEnd && lab.expiresAt && formatInstant(lab.expiresAt),
    ],
    ['Deleted', lab.deletedAt && formatInstant(lab.deletedAt)],
    ['Kubernetes', versionOf(lab)],
    ['Nodes', describeNodes(lab.spec.workers)],
    ['Limits', describeResources(lab.spec.resources)],
    ['Provider', `${lab.provider} on ${lab.host}`],
  ];
  return (
    <dl className={styles.facts}>
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
};
