import { observe, observed } from './observed';
import {
  isPodOf,
  podProblems as problemsOf,
  warnings as warningsOf,
} from './podProblems';

const podProblems = (items: object[]) =>
  problemsOf(observe(observed.pod, { items }));
const warnings = (items: object[]) =>
  warningsOf(observe(observed.event, { items }), 'web');

const pod = (status: object) => ({ metadata: { name: 'web-1' }, status });
const container = (more: object) => ({
  name: 'main',
  image: 'i',
  imageID: 'i',
  ready: false,
  restartCount: 0,
  ...more,
});

describe('podProblems', () => {
  it.each<[object, string[]]>([
    [
      container({
        state: {
          waiting: {
            reason: 'ImagePullBackOff',
            message: 'Back-off\n pulling',
          },
        },
      }),
      ['pod web-1: container main: ImagePullBackOff – Back-off pulling'],
    ],
    [
      container({
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 3 } },
      }),
      ['pod web-1: container main: CrashLoopBackOff, exit code 3'],
    ],
    [
      container({
        state: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
      }),
      ['pod web-1: container main: OOMKilled, exit code 137'],
    ],
    [
      container({ state: { running: {} } }),
      ['pod web-1: container main is not ready'],
    ],
    [container({ state: { running: {} }, ready: true }), []],
    [container({ state: { waiting: { reason: 'ContainerCreating' } } }), []],
    [container({ state: { terminated: { exitCode: 0 } } }), []],
  ])('tells what keeps a container', (given, problems) => {
    const statuses = [given];
    expect(podProblems([pod({ containerStatuses: statuses })])).toEqual(
      problems,
    );
    expect(podProblems([pod({ initContainerStatuses: statuses })])).toEqual(
      problems,
    );
  });

  it.each([
    ['app:1', 'app:1'],
    [
      'registry.example.com:5000/team/app:1',
      'registry.example.com:5000/team/app:1',
    ],
    [
      'registry.example.com:5000/team/app',
      'registry.example.com:5000/team/app:<tag>',
    ],
  ])('points from the digest of %s to its tag', (name, tag) => {
    const image = `${name}@sha256:${'a'.repeat(64)}`;
    const waiting = { reason: 'ErrImageNeverPull' };
    const containerStatuses = [container({ image, state: { waiting } })];
    expect(podProblems([pod({ containerStatuses })])).toEqual([
      'pod web-1: container main: ErrImageNeverPull',
      expect.stringContaining(`write ${tag} without the digest`),
    ]);
    const running = [container({ image, state: { running: {} } })];
    expect(podProblems([pod({ containerStatuses: running })])).toEqual([
      'pod web-1: container main is not ready',
    ]);
  });

  it('reports why a pod has no node', () => {
    const conditions = [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message: 'Insufficient memory',
      },
    ];
    expect(podProblems([pod({ conditions }), pod({})])).toEqual([
      'pod web-1: Unschedulable – Insufficient memory',
    ]);
  });
});

describe('warnings', () => {
  const event = (name: string, message: string, type = 'Warning') => ({
    metadata: {},
    type,
    reason: 'Failed',
    message,
    involvedObject: { kind: 'Pod', name },
  });

  it('are those about the objects, the latest of each kind', () => {
    expect(
      warnings([
        event('web-1', 'first'),
        event('web-1', 'last'),
        event('other', 'not this'),
        event('web-2', 'nothing wrong', 'Normal'),
        event('web-3', 'x'.repeat(1_000)),
      ]),
    ).toEqual([
      'pod web-1: Failed – last',
      `pod web-3: Failed – ${'x'.repeat(299)}…`,
    ]);
  });
});

describe('isPodOf', () => {
  const owned = (kind: string, name: string) =>
    observe(observed.pod, {
      metadata: { name: 'a-pod', ownerReferences: [{ kind, name }] },
    })[0];

  it.each([
    ['Deployment', 'web', owned('ReplicaSet', 'web-5d4f'), true],
    ['Deployment', 'web', owned('ReplicaSet', 'web-blue-5d4f'), false],
    ['Job', 'once', owned('Job', 'once'), true],
    ['StatefulSet', 'once', owned('Job', 'once'), false],
    ['Pod', 'a-pod', owned('Job', 'once'), true],
  ])('%s %s', (kind, name, found, expected) => {
    expect(isPodOf(found, { kind, name })).toBe(expected);
  });
});
