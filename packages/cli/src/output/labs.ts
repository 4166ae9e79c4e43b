import {
  formatDuration,
  type Lab,
  type LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { shortOwner } from '../labs';
import { plain, type Style } from './terminal';
import { table } from './table';

const COLOURS: Readonly<Partial<Record<LabStatus, Parameters<Style>[0]>>> = {
  RUNNING: 'green',
  ERROR: 'red',
  PAUSED: 'dim',
  DELETED: 'dim',
  DELETING: 'dim',
};

/** A table of labs. */
export function labTable(
  labs: readonly Lab[],
  style: Style,
  now: number,
): string {
  return table(
    ['NAME', 'OWNER', 'STATUS', 'VERSION', 'NODES', 'LEFT', 'AGE', 'ID'],
    labs.map(lab => [
      plain(lab.name),
      plain(shortOwner(lab.owner)),
      style(COLOURS[lab.status] ?? 'yellow', statusOf(lab)),
      versionOf(lab),
      String(lab.spec.workers + 1),
      timeLeft(lab, now),
      formatRoughly((now - Date.parse(lab.createdAt)) / 1000),
      lab.id,
    ]),
  );
}

/** The details of one lab. */
export function labDetails(lab: Lab, style: Style): string {
  const { resources } = lab.spec;
  const rows: [string, string | undefined][] = [
    ['Name', lab.name],
    ['Id', lab.id],
    ['Owner', lab.owner],
    ['Status', style(COLOURS[lab.status] ?? 'yellow', statusOf(lab))],
    ['Message', plain(lab.statusMessage)],
    ['Purpose', lab.purpose && plain(lab.purpose)],
    ['Component', lab.component],
    ['Provider', `${lab.provider}${lab.simulated ? ' (simulated)' : ''}`],
    ['Kubernetes', lab.serverVersion ?? lab.spec.kubernetesVersion],
    ['Nodes', `1 control plane, ${lab.spec.workers} workers`],
    [
      'Resources',
      [
        resources?.cpu && `${resources.cpu} CPU`,
        resources?.memory && `${resources.memory} memory`,
      ]
        .filter(Boolean)
        .join(', '),
    ],
    ['Endpoint', lab.endpoint],
    ['Created', `${lab.createdAt} by ${lab.createdBy}`],
    ['Expires', lab.expiresAt && `${lab.expiresAt} (${left(lab)})`],
    ...Object.entries(lab.conditions).map(
      ([name, { status, message }]): [string, string] => [
        `Condition ${name}`,
        [status, message].filter(Boolean).map(String).map(plain).join(': '),
      ],
    ),
    ['Portal', lab.links.page],
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 3;
  return rows
    .filter(([, value]) => value)
    .map(([name, value = '']) => {
      // Only the status is coloured.
      const shown = name === 'Status' ? value : plain(value);
      return `${`${name}:`.padEnd(width)}${shown}\n`;
    })
    .join('');
}

/** The status with its progress. */
export function statusOf(lab: Lab): string {
  switch (lab.status) {
    case 'QUEUED':
      return lab.queuePosition
        ? `QUEUED (number ${lab.queuePosition})`
        : 'QUEUED';
    case 'PROVISIONING':
      return lab.phase
        ? `PROVISIONING (${lab.phase}, ${Math.round(lab.progress * 100)} %)`
        : 'PROVISIONING';
    default:
      return lab.status;
  }
}

/** The Kubernetes version, marked when the lab is simulated. */
function versionOf(lab: Lab): string {
  const version = plain(lab.serverVersion ?? lab.spec.kubernetesVersion);
  return lab.simulated ? `${version} (simulated)` : version;
}

/** The current step of a lab: `3/8 control-plane`. */
export function stepOf(lab: Lab): string {
  const planned = lab.plannedPhases ?? [];
  const index = planned.findIndex(({ name }) => name === lab.phase);
  return index < 0
    ? plain(lab.phase ?? '')
    : `${index + 1}/${planned.length} ${plain(planned[index].name)}`;
}

function left(lab: Lab): string {
  return `${formatRoughly(lab.secondsLeft ?? 0)} left`;
}

function timeLeft(lab: Lab, now: number): string {
  if (lab.pausedSecondsLeft !== undefined) {
    return formatRoughly(lab.pausedSecondsLeft);
  }
  return lab.expiresAt && lab.runningAt
    ? formatRoughly((Date.parse(lab.expiresAt) - now) / 1000)
    : '-';
}

/** A duration in its two largest units. */
export function formatRoughly(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 3_600) {
    return formatDuration(whole);
  }
  return formatDuration(whole - (whole % (whole < 86_400 ? 60 : 3_600)));
}
