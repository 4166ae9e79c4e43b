import { mockCredentials } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { EVERY_LAB, NO_LAB } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { aLab } from '../__testUtils__/builders';
import { someAccess } from '../__testUtils__/someAccess';
import { OPERATIONS, type Operation } from './operations';
import { RightsWatch } from './RightsWatch';

const alice = {
  userRef: 'user:default/alice',
  ownershipRefs: ['user:default/alice'],
  credentials: mockCredentials.user('user:default/alice'),
};
const lab = aLab();

describe('OPERATIONS', () => {
  const { paths } = parse(
    readFileSync(join(__dirname, '../schema/openapi.yaml'), 'utf8'),
  ) as { paths: Record<string, Record<string, Record<string, string>>> };
  const described = Object.values(paths)
    .flatMap(methods => Object.values(methods))
    .flatMap(({ operationId, ...rest }) =>
      operationId ? [[operationId, rest['x-permission']] as const] : [],
    );

  it('has a rule for each operation of the OpenAPI file, and no other', () => {
    const ofKube = Object.keys(OPERATIONS).filter(name => /Kube/.test(name));
    expect(ofKube.sort()).toEqual([
      'changeKube',
      'getKubeconfig',
      'openKubeSession',
      'readKube',
    ]);
    expect(Object.keys(OPERATIONS).sort()).toEqual(
      [
        ...described.map(([name]) => name),
        ...ofKube.filter(name => name !== 'getKubeconfig'),
      ].sort(),
    );
  });

  it.each(described)(
    '%s needs the permission that the file says',
    (name, permission) => {
      const { permission: own } = OPERATIONS[name as Operation];
      // What everybody signed in may ask is answered with the labs that they may read.
      expect(permission === 'none' ? 'pyk8s-lab.lab.read' : permission).toBe(
        own.name,
      );
    },
  );
});

describe('Access', () => {
  let readable: typeof EVERY_LAB | typeof NO_LAB;
  let allowed: typeof EVERY_LAB | typeof NO_LAB;
  let asked = 0;
  const access = someAccess(
    { get: async () => lab },
    {
      watch: { askAgainMs: 5 },
      authorizer: {
        mayCreate: async () => allowed === EVERY_LAB,
        labsFor: async <T extends readonly unknown[]>(permissions: T) => {
          asked += 1;
          return permissions.map((_, index) =>
            index === 0 ? readable : allowed,
          ) as never;
        },
      },
    },
  );
  const run = (
    operation: Operation,
    act: (signal: AbortSignal) => Promise<unknown> = async () => 'done',
    until?: () => Promise<unknown>,
  ) =>
    access.run(
      operation,
      { caller: alice, lab: lab.id, until },
      (_entitled, signal) => act(signal),
    );
  const untilAborted = (signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });

  /** Returns when a running watch would have checked several times. */
  const othersAskedAgain = () =>
    new Promise<void>(resolve => {
      let times = 0;
      const watch = RightsWatch.start({
        caller: alice,
        askAgainMs: 5,
        decide: async caller => {
          times += 1;
          if (times === 5) {
            watch.stop();
            resolve();
          }
          return { entitled: caller };
        },
      });
    });

  beforeEach(() => {
    readable = EVERY_LAB;
    allowed = EVERY_LAB;
  });

  it('does what is allowed', async () => {
    await expect(run('deleteLab')).resolves.toBe('done');
  });

  it.each(Object.keys(OPERATIONS) as Operation[])(
    'does nothing of %s when it is refused',
    async operation => {
      readable = NO_LAB;
      allowed = NO_LAB;
      const act = jest.fn();
      await expect(run(operation, act)).rejects.toMatchObject({
        name: operation === 'createLab' ? 'NotAllowedError' : 'NotFoundError',
      });
      expect(act).not.toHaveBeenCalled();
    },
  );

  it('does nothing without its lab but read and create', async () => {
    const done: Operation[] = [];
    const refusals: string[] = [];
    for (const operation of Object.keys(OPERATIONS) as Operation[]) {
      await access
        .run(operation, { caller: alice }, async () => done.push(operation))
        .catch(error => refusals.push(error.message));
    }
    expect(
      refusals.every(text => text.endsWith(' is decided of one lab: name it.')),
    ).toBe(true);
    const mayBeDone = Object.entries(OPERATIONS)
      .filter(([, { permission }]) =>
        /\.(?:read|create)$/.test(permission.name),
      )
      .map(([name]) => name);
    expect(done).toEqual(mayBeDone);
  });

  it('stops checking once the operation has failed', async () => {
    await expect(
      run('execInLab', async () => {
        throw new Error('it failed');
      }),
    ).rejects.toThrow('it failed');
    const before = asked;
    await othersAskedAgain();
    expect(asked).toBe(before);
  });

  it('stops checking once the started operation has failed', async () => {
    await run(
      'importLabImage',
      async () => undefined,
      () => Promise.reject(new Error('the job failed')),
    );
    const before = asked;
    await othersAskedAgain();
    expect(asked).toBe(before);
  });

  it('says what is missing of a lab that the caller may read', async () => {
    allowed = NO_LAB;
    await expect(run('pauseLab')).rejects.toThrow(
      'You may see the lab "demo" but not pause it: this needs the permission pyk8s-lab.lab.update. Ask user:default/alice, who owns it, or those who run the portal.',
    );
  });

  it('gives the caller with what was decided', async () => {
    await access.run(
      'updateLab',
      { caller: alice, lab: lab.id },
      async ({ rights }) => {
        expect(rights?.readable).toBe(EVERY_LAB);
        expect(() => rights?.assertAllowed?.(lab)).not.toThrow();
      },
    );
  });

  it('ends a running operation when its rights are lost', async () => {
    const running = run('execInLab', untilAborted);
    readable = NO_LAB;
    await expect(running).rejects.toThrow(NotFoundError);
  });

  it('checks an unwatched operation only once', async () => {
    let signal: AbortSignal | undefined;
    await run('deleteLab', async given => {
      signal = given;
      readable = NO_LAB;
    });
    expect(signal?.aborted).toBe(false);
  });

  it('checks again until the started operation has ended', async () => {
    let started: AbortSignal | undefined;
    let end: () => void = () => undefined;
    await run(
      'importLabImage',
      async signal => {
        started = signal;
      },
      () =>
        new Promise<void>(resolve => {
          end = resolve;
        }),
    );
    expect(started?.aborted).toBe(false);
    readable = NO_LAB;
    await new Promise(resolve => started?.addEventListener('abort', resolve));
    expect(started?.reason).toBeInstanceOf(NotFoundError);
    end();
  });
});
