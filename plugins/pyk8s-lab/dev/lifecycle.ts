import {
  type Lab,
  phasesFor,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { type InMemoryLabs, iso } from './InMemoryLabs';

const STEP_MS = 2_500;

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
      queuePosition: undefined,
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

/** Deletes a lab, which takes a moment. */
export function endLab(labs: InMemoryLabs, id: string, actorRef?: string) {
  labs.change(
    id,
    { status: 'DELETING' },
    'lab.deleting',
    actorRef ? 'The deletion was asked for.' : 'Its time is over.',
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
