import {
  aCluster,
  aLab,
  anId,
  at,
  someSettings,
} from '../__testUtils__/builders';
import type { ClusterState } from '../database';
import { decide, decideSpare, retryPauseMs } from './decide';
import { observed } from './transitions/observed';

const pendingDns = {
  conditions: { dns: { status: 'pending' as const, message: '' } },
};

const rules = someSettings();
const decideAt = (lab: ReturnType<typeof aLab>, seconds = 0, idle?: number) =>
  decide(lab, at(seconds), {
    ...rules,
    pause: { stopsTime: false, idleAfterSeconds: idle },
  });

describe('decide', () => {
  it.each([
    ['running, nothing due', {}, 'rest'],
    ['running, DNS on its way', pendingDns, 'inspect'],
    ['queued', { status: 'QUEUED' }, 'rest'],
    ['in error', { status: 'ERROR' }, 'rest'],
    ['provisioning', { status: 'PROVISIONING' }, 'provision'],
    ['deletion asked for', { desired: 'deleted' }, 'destroy'],
    [
      'deletion asked for while it is made',
      { desired: 'deleted', status: 'PROVISIONING' },
      'destroy',
    ],
    [
      'deletion asked for, and over',
      { desired: 'deleted', expiresAt: at(-1) },
      'destroy',
    ],
    [
      'deleted and over',
      { status: 'DELETED', desired: 'deleted', expiresAt: at(-1) },
      'rest',
    ],
    ['over', { expiresAt: at(-1) }, 'expire'],
    ['over in this instant', { expiresAt: at(0) }, 'expire'],
    [
      'over in a millisecond',
      { expiresAt: new Date(at(0).getTime() + 1) },
      'rest',
    ],
    ['over while queued', { status: 'QUEUED', expiresAt: at(-1) }, 'expire'],
    [
      'over while it is made',
      { status: 'PROVISIONING', expiresAt: at(-1) },
      'expire',
    ],
    ['over in error', { status: 'ERROR', expiresAt: at(-1) }, 'expire'],
    ['to be paused', { status: 'PAUSING', desired: 'paused' }, 'pause'],
    ['to be resumed', { status: 'RESUMING' }, 'resume'],
    ['paused', { status: 'PAUSED', desired: 'paused' }, 'rest'],
    [
      'over while paused',
      { status: 'PAUSED', desired: 'paused', expiresAt: at(-1) },
      'expire',
    ],
    [
      'paused with DNS unknown',
      { status: 'PAUSED', desired: 'paused', ...pendingDns },
      'rest',
    ],
  ] as const)('%s: %s', (_, change, expected) => {
    expect(decideAt(aLab({ warnedSeconds: 300, ...change })).do).toBe(expected);
  });

  it('lets a running lab rest until its time is over', () => {
    const lab = aLab({ expiresAt: at(60), warnedSeconds: 300 });
    expect(decideAt(lab)).toEqual({ do: 'rest', until: at(60) });
  });

  it('looks at a running lab again when a warning of its owner is due', () => {
    const lab = aLab({ expiresAt: at(7200) });
    expect(decideAt(lab)).toEqual({ do: 'rest', until: at(6300) });
    expect(decideAt(lab, 6300)).toEqual({ do: 'warn', seconds: 900 });
    expect(decideAt({ ...lab, warnedSeconds: 900 }, 6300)).toEqual({
      do: 'rest',
      until: at(6900),
    });
  });

  it('warns of a paused lab too', () => {
    const lab = aLab({ status: 'PAUSED', desired: 'paused' });
    expect(decideAt(lab, 6300).do).toBe('warn');
  });

  it('watches a running lab only where idle labs are paused', () => {
    const lab = aLab({ activityCheckedAt: at(0) });
    expect(decideAt(lab, 600)).toMatchObject({ do: 'rest', until: at(6300) });
    expect(decideAt(lab, 0, 600)).toEqual({ do: 'rest', until: at(60) });
    expect(decideAt(lab, 60, 600)).toEqual({ do: 'watch' });
    const paused = aLab({ status: 'PAUSED', desired: 'paused' });
    expect(decideAt(paused, 60, 600)).toMatchObject({ do: 'rest' });
  });
});

describe('what was observed of a cluster', () => {
  const node = (state: 'running' | 'stopped' | 'unknown') => ({
    name: 'c-control-plane',
    role: 'control-plane' as const,
    state,
    detail: state,
  });
  const seen = (
    nodes: ReturnType<typeof node>[],
    change: Parameters<typeof aLab>[0] = {},
    look: { version?: number; state?: ClusterState } = {},
  ) =>
    aLab({
      nodes: [{ name: node('running').name, role: 'control-plane', state: '' }],
      ...change,
      cluster: aCluster(anId(1), {
        state: look.state ?? 'ready',
        version: 3,
        observed: { version: look.version ?? 3, nodes },
      }),
    });
  const paused = { status: 'PAUSED', desired: 'paused' } as const;

  it.each([
    ['runs as it should', seen([node('running')]), 'rest'],
    ['has vanished', seen([]), 'reflect'],
    ['has vanished while paused', seen([], paused), 'reflect'],
    ['has stopped', seen([node('stopped')]), 'reflect'],
    ['is in no known state', seen([node('unknown')]), 'reflect'],
    ['is stopped while paused', seen([node('stopped')], paused), 'rest'],
    ['runs although it is paused', seen([node('running')], paused), 'reflect'],
    [
      'failed and has come back',
      seen([node('running')], { status: 'ERROR' }, { state: 'gone' }),
      'reflect',
    ],
    [
      'failed, with nothing left',
      seen([], { status: 'ERROR' }, { state: 'gone' }),
      'rest',
    ],
    [
      'was looked at before it got its state',
      seen([], {}, { version: 2 }),
      'rest',
    ],
    ['is provisioned again', seen([], { status: 'PROVISIONING' }), 'provision'],
    ['deletion requested', seen([], { desired: 'deleted' }), 'destroy'],
  ])('a lab whose cluster %s', (_, lab, expected) => {
    expect(decide(lab, at(30), rules).do).toBe(expected);
    // Once: what it comes to asks for nothing more.
    const change = observed(lab, rules, at(30));
    const state =
      typeof change?.cluster === 'object' && 'state' in change.cluster
        ? { state: change.cluster.state, version: 4 }
        : {};
    const next = {
      ...lab,
      ...change?.set,
      cluster: { ...aCluster(anId(1)), ...lab.cluster, ...state },
    };
    expect(observed(next, rules, at(31))).toBeUndefined();
  });

  it.each([
    ['ready', [node('running')], 'rest'],
    ['ready', [], 'forget'],
    ['stopped', [], 'forget'],
    ['removing', [node('running')], 'remove'],
    ['removing', [], 'remove'],
    ['broken', [], 'rest'],
    ['broken', [node('running')], 'rest'],
    ['provisioning', [], 'remove'],
    ['gone', [], 'rest'],
    ['gone', [node('running')], 'remove'],
  ] as const)(
    'a cluster without a lab that is %s with the nodes %j: %s',
    (state, nodes, expected) => {
      const look = { version: 1, nodes };
      const cluster = aCluster(anId(1), { state, observed: look });
      expect(decideSpare(cluster, at(1), rules.retention).do).toBe(expected);
    },
  );

  it('keeps a spare that was not checked since it got its state', () => {
    const look = { version: 1, nodes: [] };
    const spare = aCluster(anId(1), { version: 2, observed: look });
    expect(decideSpare(spare, at(1), rules.retention).do).toBe('rest');
  });

  it('removes an orphan after a grace', () => {
    const orphan = aCluster(anId(1), { state: 'broken', since: at(60) });
    const stepAt = (seconds: number) =>
      decideSpare(orphan, at(seconds), rules.retention);
    expect(stepAt(60)).toEqual({ do: 'rest', until: at(660) });
    expect(stepAt(659).do).toBe('rest');
    expect(stepAt(660)).toEqual({ do: 'remove' });
  });
});

describe('retryPauseMs', () => {
  it('doubles from 2 s and stays at 60 s', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 100].map(retryPauseMs)).toEqual([
      2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ]);
  });
});
