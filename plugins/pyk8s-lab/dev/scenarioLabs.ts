import type {
  Lab,
  LabPhaseName,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  aFailedLab,
  aLab,
  aLabInTheMaking,
  aPausedLab,
} from '../src/__testUtils__/builders';

/** Who the user of the scenarios is: in person, and a group. */
export const OWNERS = ['user:default/guest', 'group:default/guests'];
/** In seconds. */
export const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** An instant some seconds from now. */
export const fromNow = (seconds: number) =>
  new Date(Date.now() + seconds * 1_000).toISOString();

const PHASE_STARTS: [LabPhaseName, number][] = [
  ['image', -82],
  ['nodes', -80],
  ['config', -75],
  ['control-plane', -74],
  ['cni', -66],
  ['storage', -65],
  ['ready', -64],
];
const RUNNING_SINCE = -60;

/**
 * A lab as it is when it has been made just now. The builders are for tests,
 * whose now is long past or to come.
 */
export function startedNow(lab: Lab, secondsLeft: number): Lab {
  const starts = lab.runningAt ? PHASE_STARTS : PHASE_STARTS.slice(0, 4);
  const phases = starts.map(([name, start], index) => {
    const next = PHASE_STARTS[index + 1]?.[1] ?? RUNNING_SINCE;
    const isLast = index === starts.length - 1;
    return {
      name,
      startedAt: fromNow(isLast && !lab.runningAt ? -3 : start),
      finishedAt: isLast && !lab.runningAt ? undefined : fromNow(next),
    };
  });
  return {
    ...lab,
    createdBy: OWNERS[0],
    createdAt: fromNow(-90),
    runningAt: lab.runningAt && fromNow(RUNNING_SINCE),
    pausedAt: lab.pausedAt && fromNow(-20),
    maxExpiresAt: fromNow(72 * HOUR),
    expiresAt: fromNow(secondsLeft),
    phases: lab.status === 'QUEUED' ? [] : phases,
  };
}

/** A lab in each state that one may want to look at. */
export function someLabs(): Lab[] {
  const [me, group] = OWNERS;
  return [
    startedNow(
      aLab({
        id: 'a1',
        name: 'calm-otter',
        owner: me,
        purpose: 'Try the new ingress controller before the upgrade',
        conditions: { dns: { status: 'ok', message: 'DNS answers' } },
      }),
      94 * MINUTE,
    ),
    startedNow(
      aLab({
        id: 'a2',
        name: 'payments-smoke-test',
        owner: group,
        spec: { kubernetesVersion: 'v1.33.2', workers: 2 },
        serverVersion: 'v1.33.2',
        nodes: [
          { name: 'control-plane', role: 'control-plane', state: 'ready' },
          { name: 'worker', role: 'worker', state: 'ready' },
          { name: 'worker2', role: 'worker', state: 'not-ready' },
        ],
      }),
      12 * MINUTE,
    ),
    startedNow(
      aLab({ id: 'a3', name: 'last-minute', owner: me }),
      3 * MINUTE + 20,
    ),
    startedNow(
      aLabInTheMaking({ id: 'a4', name: 'brave-falcon', owner: me }),
      30 * MINUTE,
    ),
    startedNow(
      aLabInTheMaking({
        id: 'a5',
        name: 'next-in-line',
        owner: me,
        status: 'QUEUED',
        queuePosition: 2,
        statusMessage: 'Waits for memory on the host',
      }),
      30 * MINUTE,
    ),
    startedNow(
      aFailedLab({
        id: 'a6',
        name: 'witty-walrus',
        owner: me,
        statusMessage:
          'ERROR: failed to create cluster: failed to init node with kubeadm: command "docker exec --privileged lab-x-control-plane kubeadm init" failed with error: exit status 1\n\nCommand Output: I1201 09:00:00.000000 initconfiguration.go:261] loading configuration\n[init] Using Kubernetes version: v1.34.4\nerror execution phase wait-control-plane: failed while waiting for the control plane to start',
      }),
      20 * MINUTE,
    ),
    startedNow(
      aLab({ id: 'a7', name: 'old-one', owner: me, status: 'DELETING' }),
      0,
    ),
    startedNow(
      aPausedLab({
        id: 'a8',
        name: 'sleeping-seal',
        owner: me,
        statusMessage:
          'Paused because nobody used it for 30m. Resume it to continue.',
        lastActiveAt: fromNow(-30 * MINUTE),
        spec: {
          kubernetesVersion: 'v1.34.4',
          workers: 0,
          resources: { cpu: '2', memory: '4Gi' },
        },
      }),
      50 * MINUTE,
    ),
    startedNow(
      aPausedLab({
        id: 'a9',
        name: 'frozen-fox',
        owner: me,
        pausedSecondsLeft: 2 * HOUR + 10 * MINUTE,
      }),
      2 * HOUR + 10 * MINUTE,
    ),
    startedNow(
      aLab({
        id: 'a10',
        name: 'lost-lynx',
        owner: me,
        status: 'ERROR',
        statusMessage:
          'The cluster no longer exists: something other than this portal removed it. Recreate it, or delete the lab.',
        nodes: [],
      }),
      40 * MINUTE,
    ),
    {
      ...startedNow(
        aLab({ id: 'a11', name: 'oldest-owl', owner: me }),
        14 * MINUTE,
      ),
      maxExpiresAt: fromNow(14 * MINUTE),
    },
  ];
}

/** Labs of the caller, who sees those of many others too. */
export function manyLabs(): Lab[] {
  const teams = ['payments', 'search', 'mobile', 'data'];
  return Array.from({ length: 1_000 }, (_, index) => ({
    ...startedNow(
      aLab({
        id: `m${index}`,
        name: `lab-${index}`,
        owner:
          index % 100 === 0
            ? OWNERS[0]
            : `group:default/team-${teams[index % teams.length]}`,
      }),
      (index + 20) * MINUTE,
    ),
    createdAt: fromNow(-index),
  }));
}
