import {
  formatDuration,
  type Lab,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { ReactNode } from 'react';
import { describeNodes, formatInstant, versionOf } from '../../labs';
import { OwnerLink } from '../OwnerLink';
import styles from './LabFacts.module.css';

/** What is known of a lab, as a list of names and values. */
export const LabFacts = ({ lab }: { lab: Lab }) => {
  const isBeingMade = lab.status === 'QUEUED' || lab.status === 'PROVISIONING';
  const facts: [string, ReactNode][] = [
    ['Owner', <OwnerLink key="owner" entityRef={lab.owner} />],
    ['Created by', <OwnerLink key="creator" entityRef={lab.createdBy} />],
    ['Purpose', lab.purpose],
    ['Created', formatInstant(lab.createdAt)],
    ['Running since', lab.runningAt && formatInstant(lab.runningAt)],
    ['Lives for', formatDuration(lab.ttlSeconds)],
    [
      isBeingMade ? 'Given up' : 'Ends',
      lab.expiresAt && !lab.deletedAt && formatInstant(lab.expiresAt),
    ],
    ['Deleted', lab.deletedAt && formatInstant(lab.deletedAt)],
    ['Kubernetes', versionOf(lab)],
    ['Nodes', describeNodes(lab.spec.workers)],
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
