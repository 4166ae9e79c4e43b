import type {
  Lab,
  LabApi,
  LabPhaseName,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  aFailedLab,
  aLab,
  aLabInTheMaking,
  simulatedOptions,
  someOptions,
} from '../src/__testUtils__/builders';
import { aResponseError } from '../src/__testUtils__/errors';
import { InMemoryLabApi } from './InMemoryLabApi';

const OWNERS = ['user:default/guest', 'group:default/guests'];
const MINUTE = 60;

const fromNow = (seconds: number) =>
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

// The builders are for tests, whose now is long past or to come.
function startedNow(lab: Lab, secondsLeft: number): Lab {
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
    expiresAt: fromNow(secondsLeft),
    phases: lab.status === 'QUEUED' ? [] : phases,
  };
}

function someLabs(): Lab[] {
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
        owner: group,
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
      aLab({ id: 'a7', name: 'old-one', owner: group, status: 'DELETING' }),
      0,
    ),
  ];
}

function refusing(status: number, name: string, message: string): LabApi {
  const api = new InMemoryLabApi(someOptions({ owners: OWNERS }), []);
  api.listLabs = async () => {
    throw await aResponseError(status, name, message);
  };
  api.streamLabs = async function* refuse() {
    throw await aResponseError(status, name, message);
  };
  return api;
}

/** What the page can be looked at with: `/labs?scenario=<name>`. */
const SCENARIOS: Record<string, () => LabApi> = {
  some: () => new InMemoryLabApi(someOptions({ owners: OWNERS }), someLabs()),
  empty: () => new InMemoryLabApi(someOptions({ owners: OWNERS }), []),
  simulated: () =>
    new InMemoryLabApi(
      { ...simulatedOptions(), owners: OWNERS },
      someLabs().map(lab => ({ ...lab, simulated: true })),
    ),
  many: () =>
    new InMemoryLabApi(
      someOptions({ owners: OWNERS }),
      Array.from({ length: 1_000 }, (_, index) =>
        startedNow(
          aLab({ id: `m${index}`, name: `lab-${index}`, owner: OWNERS[0] }),
          (index + 1) * MINUTE,
        ),
      ),
    ),
  failed: () =>
    refusing(503, 'ServiceUnavailableError', 'The database is down'),
  denied: () =>
    refusing(403, 'NotAllowedError', 'Only members of engineering use labs'),
  slow: () => {
    const api = new InMemoryLabApi(someOptions({ owners: OWNERS }), someLabs());
    api.listLabs = () => new Promise(() => {});
    return api;
  },
  interrupted: () => {
    const api = new InMemoryLabApi(someOptions({ owners: OWNERS }), someLabs());
    api.streamLabs = async function* refuse() {
      throw new Error('The network is down');
    };
    return api;
  },
};

/** The API for the scenario that the page's URL names. */
export function createScenario(): LabApi {
  const name = new URLSearchParams(window.location.search).get('scenario');
  return (SCENARIOS[name ?? 'some'] ?? SCENARIOS.some)();
}
