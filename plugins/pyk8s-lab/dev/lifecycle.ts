import {
  type Lab,
  phasesFor,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { type InMemoryLabs, iso } from './InMemoryLabs';

const STEP_MS = 2_500;
const MAX_LIFETIME_MS = 72 * 3_600_000;

const later = (action: () => void) => setTimeout(action, STEP_MS);

const finishAll = ({ phases }: Lab, now: string) =>
  phases.map(phase => ({ ...phase, finishedAt: phase.finishedAt ?? now }));

/** Makes a lab, from the phase that comes next. */
export function makeLab(labs: InMemoryLabs, id: string) {
  const lab = labs.get(id);
  if (lab.status === 'DELETING' || lab.status === 'DELETED') {
    return;
  }
  const names = phasesFor(lab.spec.workers);
  const done = lab.phases.length;
  if (done === names.length) {
    runLab(labs, id);
    return;
  }
  const now = iso(Date.now());
  labs.change(
    id,
    {
      status: 'PROVISIONING',
      phase: names[done],
      phases: [...finishAll(lab, now), { name: names[done], startedAt: now }],
      progress: done / names.length,
    },
    'lab.phase',
    `Phase ${names[done]} begins.`,
  );
  later(() => makeLab(labs, id));
}

function runLab(labs: InMemoryLabs, id: string) {
  const lab = labs.get(id);
  const now = Date.now();
  const workers = Array.from({ length: lab.spec.workers }, (_, index) => ({
    name: `${lab.name}-worker${index || ''}`,
    role: 'worker' as const,
    state: 'ready',
  }));
  labs.change(
    id,
    {
      status: 'RUNNING',
      phase: undefined,
      progress: 1,
      phases: finishAll(lab, iso(now)),
      nodes: [
        {
          name: `${lab.name}-control-plane`,
          role: 'control-plane',
          state: 'ready',
        },
        ...workers,
      ],
      conditions: {
        dns: { status: 'pending', message: 'CoreDNS is starting' },
      },
      runningAt: iso(now),
      expiresAt: iso(now + lab.ttlSeconds * 1_000),
      maxExpiresAt: iso(now + MAX_LIFETIME_MS),
      serverVersion: 'v1.34.4',
      endpoint: 'https://localhost:41327',
    },
    'lab.updated',
    'The lab is running.',
  );
  later(() =>
    labs.change(
      id,
      { conditions: { dns: { status: 'ok', message: 'DNS answers' } } },
      'lab.updated',
      'DNS answers.',
    ),
  );
}

/** Stops a lab, which takes a moment. */
export function pauseLab(
  labs: InMemoryLabs,
  id: string,
  options: { stopsTime: boolean; actorRef: string },
) {
  labs.change(
    id,
    { status: 'PAUSING' },
    'lab.pausing',
    'Pausing.',
    options.actorRef,
  );
  later(() => {
    const { nodes, secondsLeft } = labs.get(id);
    labs.change(
      id,
      {
        status: 'PAUSED',
        pausedAt: iso(Date.now()),
        pausedSecondsLeft: options.stopsTime ? secondsLeft : undefined,
        nodes: nodes.map(node => ({ ...node, state: 'stopped' })),
        conditions: {},
      },
      'lab.paused',
      'The lab is paused.',
    );
  });
}

/** Starts a lab again, which takes a moment. */
export function resumeLab(labs: InMemoryLabs, id: string, actorRef: string) {
  const { pausedSecondsLeft } = labs.get(id);
  labs.change(
    id,
    {
      status: 'RESUMING',
      statusMessage: '',
      pausedAt: undefined,
      pausedSecondsLeft: undefined,
      ...(pausedSecondsLeft !== undefined && {
        expiresAt: iso(Date.now() + pausedSecondsLeft * 1_000),
      }),
    },
    'lab.resuming',
    'Resuming.',
    actorRef,
  );
  later(() => {
    const { nodes } = labs.get(id);
    labs.change(
      id,
      {
        status: 'RUNNING',
        nodes: nodes.map(node => ({ ...node, state: 'ready' })),
        conditions: { dns: { status: 'ok', message: 'DNS answers' } },
      },
      'lab.resumed',
      'The cluster is running again.',
    );
  });
}

/** Deletes a lab, which takes a moment. */
export function endLab(labs: InMemoryLabs, id: string, actorRef?: string) {
  labs.change(
    id,
    { status: 'DELETING' },
    'lab.deleting',
    actorRef ? 'Deletion requested.' : 'The lab has expired.',
    actorRef,
  );
  later(() =>
    labs.change(
      id,
      { status: 'DELETED', deletedAt: iso(Date.now()) },
      'lab.deleted',
      'Deleted. Nothing is left of it.',
    ),
  );
}
