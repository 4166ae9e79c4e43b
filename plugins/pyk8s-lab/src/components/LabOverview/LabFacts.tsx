import {
  formatDuration,
  type Lab,
  type LabEvent,
  type LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { ReactNode } from 'react';
import { type LabActions, useFormatInstant } from '../../hooks';
import { describeNodes, describeResources, describeVersion } from '../../labs';
import { useTranslate } from '../../translation';
import { OwnerLink } from '../common/OwnerLink';
import { LabOwner } from './LabOwner';
import { PausedBy } from './PausedBy';
import styles from './LabFacts.module.css';

type FactName =
  | 'owner'
  | 'createdBy'
  | 'purpose'
  | 'component'
  | 'created'
  | 'runningSince'
  | 'pausedSince'
  | 'lastUsed'
  | 'pausedWhenIdle'
  | 'livesFor'
  | 'ends'
  | 'givenUpBy'
  | 'deleted'
  | 'kubernetes'
  | 'nodes'
  | 'limits'
  | 'provider';

/** What is known of a lab, as a list of names and values. */
export const LabFacts = ({
  lab,
  liveEvents,
  options,
  actions,
  mayUpdate,
}: {
  lab: Lab;
  /** What has come over the stream, the newest first. */
  liveEvents: readonly LabEvent[];
  options: LabOptions | undefined;
  actions: LabActions;
  /** The user may change the lab. */
  mayUpdate: boolean;
}) => {
  const t = useTranslate();
  const formatInstant = useFormatInstant();
  const isBeingMade = lab.status === 'QUEUED' || lab.status === 'PROVISIONING';
  const hasEnd =
    lab.expiresAt && !lab.deletedAt && lab.pausedSecondsLeft === undefined;
  const idleAfter = options?.pause.idleAfterSeconds;
  const facts: [FactName, ReactNode][] = [
    [
      'owner',
      <LabOwner
        key="owner"
        lab={lab}
        actions={actions}
        mayUpdate={mayUpdate}
      />,
    ],
    ['createdBy', <OwnerLink key="creator" entityRef={lab.createdBy} />],
    ['purpose', lab.purpose],
    [
      'component',
      lab.component && <OwnerLink key="component" entityRef={lab.component} />,
    ],
    ['created', formatInstant(lab.createdAt)],
    ['runningSince', lab.runningAt && formatInstant(lab.runningAt)],
    [
      'pausedSince',
      lab.status === 'PAUSED' && lab.pausedAt && (
        <PausedBy
          lab={lab}
          liveEvents={liveEvents}
          time={formatInstant(lab.pausedAt)}
        />
      ),
    ],
    ['lastUsed', lab.lastActiveAt && formatInstant(lab.lastActiveAt)],
    [
      'pausedWhenIdle',
      lab.status === 'RUNNING' &&
        idleAfter !== undefined &&
        t('overview.about.idleAfter', { time: formatDuration(idleAfter) }),
    ],
    ['livesFor', formatDuration(lab.ttlSeconds)],
    [
      isBeingMade ? 'givenUpBy' : 'ends',
      hasEnd && lab.expiresAt && formatInstant(lab.expiresAt),
    ],
    ['deleted', lab.deletedAt && formatInstant(lab.deletedAt)],
    ['kubernetes', describeVersion(t, lab)],
    ['nodes', describeNodes(t, lab.spec.workers)],
    ['limits', describeResources(t, lab.spec.resources)],
    [
      'provider',
      t('overview.about.providerOnHost', {
        provider: lab.provider,
        host: lab.host,
      }),
    ],
  ];
  return (
    <dl className={styles.facts}>
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{t(`overview.about.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
};
