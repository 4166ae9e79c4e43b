import { TestDatabases } from '@backstage/backend-test-utils';
import type { ClusterCommand } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Knex } from 'knex';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { eventually } from '../__testUtils__/eventually';
import { LabRows } from '../__testUtils__/LabRows';
import type { LabRecord } from '../database';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const ALICE = 'user:default/alice';
const bytes = (text: string) => new TextEncoder().encode(text);

describe('commands in labs', () => {
  let knex: Knex;
  let world: ApiWorld;
  let rows: LabRows;
  let lab: LabRecord;
  /** What the provider was given to run. */
  let run: ClusterCommand[];

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    world = await ApiWorld.start(knex, {
      exec: {
        commands: ['kubectl', { command: 'crictl', asRoot: true }],
        timeout: '20s',
        maxTimeout: '1m',
        maxOutput: '4Ki',
        perLab: 2,
      },
    });
    rows = await LabRows.create(knex);
    lab = await rows.add(ALICE);
    run = [];
    world.exec = async (_ref, command, { onOutput }) => {
      run.push(command);
      await onOutput('stdout', bytes('NAME\n'));
      await onOutput('stderr', bytes('No resources found\n'));
      return { exitCode: 0 };
    };
  });
  afterEach(() => world.stop());

  const send = (body: object, id = lab.id) =>
    world.as('alice').post(`/labs/${id}/exec`).send(body);
  const exec = (command: string, more: object = {}) =>
    send({ command, ...more });
  const activity = async () =>
    (await world.as('alice').get(`/labs/${lab.id}/activity`)).body.items;
  /** Runs until it is ended; resolves when it has started. */
  const runForEver = () => {
    const started = new Promise<void>(resolve => {
      world.exec = async (_ref, command, { signal }) => {
        run.push(command);
        resolve();
        return new Promise((_, reject) => {
          const end = () => reject(signal.reason);
          signal.addEventListener('abort', end);
          if (signal.aborted) {
            end();
          }
        });
      };
    });
    return started;
  };

  it('run with the arguments that were typed, and answer with what is printed', async () => {
    const { body } = await exec(`kubectl get pods -o jsonpath='{.items[*]}'`, {
      timeout: '30s',
    }).expect(200);
    expect(body).toEqual({
      output: 'NAME\n',
      error: 'No resources found\n',
      exitCode: 0,
      durationMs: expect.any(Number),
      truncated: false,
      timedOut: false,
    });
    expect(run).toEqual([
      {
        argv: ['kubectl', 'get', 'pods', '-o', 'jsonpath={.items[*]}'],
        asRoot: false,
        input: undefined,
        timeoutMs: 30_000,
      },
    ]);
  });

  it('run with arguments that are given as a list, and are recorded without secrets', async () => {
    const argv = ['kubectl', 'get', 'pods', '-l', "a='$b", '--token=hunter2'];
    await send({ argv }).expect(200);
    expect(run[0].argv).toEqual(argv);
    const [event] = await activity();
    expect(event.data.command).toBe(
      `kubectl get pods -l 'a='\\''$b' '--token=***'`,
    );
  });

  it('read what they are given', async () => {
    await exec('kubectl apply -f -', { input: 'kind: Pod' }).expect(200);
    expect(run[0]).toMatchObject({ input: 'kind: Pod', timeoutMs: 20_000 });
  });

  it('run as root where the portal says so', async () => {
    await exec('crictl images').expect(200);
    expect(run[0]).toMatchObject({ asRoot: true });
  });

  it('are recorded as they end, with their output', async () => {
    world.exec = async (_ref, _command, { onOutput }) => {
      await onOutput('stderr', bytes('error: not found\n'));
      return { exitCode: 1 };
    };
    const { body } = await exec('kubectl get nothing').expect(200);
    expect(body).toMatchObject({ exitCode: 1, error: 'error: not found\n' });
    const [event] = await activity();
    expect(event).toMatchObject({
      type: 'lab.command',
      actorRef: ALICE,
      message: 'kubectl get nothing ended with exit code 1.',
      data: { command: 'kubectl get nothing', exitCode: 1 },
    });
  });

  it('count as use of the lab', async () => {
    expect((await rows.get(lab.id))?.lastActiveAt).toBeUndefined();
    await exec('kubectl get pods').expect(200);
    expect((await rows.get(lab.id))?.lastActiveAt).toBeInstanceOf(Date);
  });

  it('are recorded without the secrets in them', async () => {
    await exec(
      'kubectl create secret generic s --from-literal=password=hunter2',
    ).expect(200);
    const [event] = await activity();
    expect(JSON.stringify(event)).not.toContain('hunter2');
    expect(event.data.command).toContain('--from-literal=password=');
    expect(run[0].argv).toContain('--from-literal=password=hunter2');
  });

  it.each<[string, object, string]>([
    ['a pipe', { command: 'kubectl get pods | cat' }, '|'],
    ['another program', { command: 'cat /etc/passwd' }, 'kubectl'],
    ['a terminal', { command: 'kubectl edit pod a' }, 'edit'],
    ['a line and arguments', { command: 'kubectl', argv: ['kubectl'] }, 'argv'],
    ['no arguments', { argv: [] }, 'argv'],
    ['arguments of another program', { argv: ['cat', 'a'] }, 'kubectl'],
    ['no command', { command: '  ' }, 'command'],
    ['too long a time', { command: 'kubectl version', timeout: '2m' }, '1m'],
    ['no time', { command: 'kubectl version', timeout: 'soon' }, 'soon'],
    [
      'what is misspelt',
      { command: 'kubectl apply -f -', inputs: 'kind: Pod' },
      'did you mean "input"?',
    ],
    ['what it does not know', { command: 'kubectl version', tty: true }, ''],
    ['nothing', {}, ''],
  ])('refuse %s', async (_, body, word) => {
    const refused = await send(body);
    expect([refused.status, refused.body.error.name]).toEqual([
      400,
      'InputError',
    ]);
    expect(refused.body.error.message).toContain(word);
    expect(run).toEqual([]);
  });

  it('take manifests larger than other requests, and nothing beyond that', async () => {
    const statuses = [];
    for (const length of [500_000, 1_048_577, 5_000_000]) {
      const { status } = await exec('kubectl apply -f -', {
        input: 'x'.repeat(length),
      });
      statuses.push(status);
    }
    expect(statuses).toEqual([200, 413, 413]);
  });

  it.each([
    ['PAUSED', 'the lab "lab-2" is PAUSED. Resume it first.'],
    ['ERROR', 'the lab "lab-2" is ERROR. Recreate it, or delete it.'],
    ['PROVISIONING', 'the lab "lab-2" is PROVISIONING. Wait until it is.'],
  ] as const)('run in no lab that is %s', async (status, words) => {
    const other = await rows.add(ALICE, status);
    const refused = await send({ command: 'kubectl version' }, other.id);
    expect([refused.status, refused.body.error.message]).toEqual([
      409,
      expect.stringContaining(words),
    ]);
    expect(run).toEqual([]);
  });

  it('keep what fits of what is printed', async () => {
    world.exec = async (_ref, _command, { onOutput }) => {
      for (let line = 0; line < 100; line += 1) {
        await onOutput('stdout', bytes('x'.repeat(1000)));
      }
      return { exitCode: 0 };
    };
    const { body } = await exec('kubectl get pods').expect(200);
    expect([body.output.length, body.truncated, body.exitCode]).toEqual([
      4096,
      true,
      0,
    ]);
  });

  it('are ended when their time is over', async () => {
    void runForEver();
    const { body } = await exec('kubectl get pods', { timeout: '1s' }).expect(
      200,
    );
    expect(body).toMatchObject({ timedOut: true, exitCode: 124 });
    expect((await activity())[0].message).toBe(
      'kubectl get pods was stopped because it timed out.',
    );
  });

  it('are ended when the caller has left', async () => {
    const started = runForEver();
    const left = new AbortController();
    const answer = world
      .client('alice')
      .execInLab(
        lab.id,
        { command: 'kubectl get pods' },
        { signal: left.signal },
      );
    await started;
    left.abort();
    await expect(answer).rejects.toThrow();
    await eventually(
      async () =>
        (await activity())[0].message === 'kubectl get pods was cancelled.',
    );
    // Its place is free again.
    world.exec = async () => ({ exitCode: 0 });
    await Promise.all([
      exec('kubectl version').expect(200),
      exec('kubectl version').expect(200),
    ]);
  });

  it('run so many at once in a lab', async () => {
    const started = runForEver();
    const left = new AbortController();
    const client = world.client('alice');
    const request = { command: 'kubectl get pods' };
    const running = [1, 2].map(() =>
      client
        .execInLab(lab.id, request, { signal: left.signal })
        .catch(() => undefined),
    );
    await started;
    await eventually(() => run.length === 2);
    const refused = await exec('kubectl version');
    expect([
      refused.status,
      refused.headers['retry-after'],
      refused.body.error.message,
    ]).toEqual([
      429,
      '1',
      'The lab runs 2 commands, the maximum at one time: wait until one has ended, or cancel one.',
    ]);
    // Other labs have places of their own.
    const other = await rows.add(ALICE);
    world.exec = async () => ({ exitCode: 0 });
    await send({ command: 'kubectl version' }, other.id).expect(200);
    left.abort();
    await Promise.all(running);
  });

  it('that a cluster does not run are told so, and not what it was', async () => {
    world.exec = async () => {
      throw new Error('Docker cannot be reached.');
    };
    const failed = await exec('kubectl version');
    expect([failed.status, failed.body.error.message]).toEqual([
      503,
      'The lab "lab-1" did not run the command: Docker cannot be reached.',
    ]);
    expect((await activity())[0].message).toBe('kubectl version failed.');
  });

  it('that lose their lab are told what has become of it', async () => {
    world.exec = async () => {
      await world.as('alice').delete(`/labs/${lab.id}`).expect(202);
      throw new Error('the container is gone');
    };
    const failed = await exec('kubectl version');
    expect([failed.status, failed.body.error.message]).toEqual([
      409,
      expect.stringMatching(/the lab "lab-1" is DELET(ING|ED)/),
    ]);
  });

  it('are told while they run to those who stream', async () => {
    let goOn: () => void = () => undefined;
    world.exec = async (_ref, _command, { onOutput }) => {
      await onOutput('stdout', bytes('one\n'));
      await new Promise<void>(resolve => {
        goOn = resolve;
      });
      await onOutput('stderr', bytes('two\n'));
      return { exitCode: 3 };
    };
    const frames = [];
    for await (const frame of world
      .client('alice')
      .streamExec(lab.id, { command: 'kubectl get pods -w' })) {
      frames.push(frame);
      goOn();
    }
    expect(frames).toEqual([
      { type: 'output', stream: 'stdout', text: 'one\n' },
      { type: 'output', stream: 'stderr', text: 'two\n' },
      {
        type: 'exit',
        exitCode: 3,
        durationMs: expect.any(Number),
        truncated: false,
        timedOut: false,
      },
    ]);
  });

  it('that stream end with what is told of them, like those whose reader has gone', async () => {
    let ended = false;
    world.exec = async (_ref, _command, { signal, onOutput }) => {
      while (!signal.aborted) {
        await onOutput('stdout', bytes('x'.repeat(1000)));
      }
      ended = true;
      throw signal.reason;
    };
    const frames = [];
    for await (const frame of world
      .client('alice')
      .streamExec(lab.id, { command: 'kubectl logs a -f' })) {
      frames.push(frame);
    }
    expect(frames.at(-1)).toMatchObject({
      type: 'exit',
      exitCode: 141,
      truncated: true,
      timedOut: false,
    });
    expect(ended).toBe(true);
  });

  it('that could not be ended are not said to have ended', async () => {
    world.exec = async (_ref, _command, { signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () =>
          reject(new Error('it runs on in the node')),
        );
      });
    const answer = await exec('kubectl version', { timeout: '1s' });
    expect([answer.status, answer.body.error.message]).toEqual([
      503,
      'The lab "lab-1" did not run the command to an end that is known: it runs on in the node',
    ]);
    expect((await activity())[0].message).toBe('kubectl version failed.');
    expect(world.logged.join('\n')).toContain('not be ended');
  });

  it('end soon after the right to them is gone', async () => {
    let reason: unknown;
    world.exec = async (_ref, _command, { signal, onOutput }) => {
      await onOutput('stdout', bytes('one\n'));
      await world.handOver(knex, lab, 'user:default/bob');
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reason = signal.reason;
          reject(reason);
        });
      });
    };
    const stream = world
      .client('alice')
      .streamExec(lab.id, { command: 'kubectl get pods -w' });
    await stream.next();
    await expect(stream.next()).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    expect(reason).toMatchObject({ name: 'NotFoundError' });
  }, 30_000);

  it('that stream are refused like others before they begin', async () => {
    const stream = world
      .client('alice')
      .streamExec(lab.id, { command: 'kubectl get pods | cat' });
    await expect(stream.next()).rejects.toMatchObject({
      response: { status: 400 },
      cause: { message: expect.stringContaining('|') },
    });
  });

  it('that stream tell in the stream what goes wrong after that', async () => {
    world.exec = async () => {
      throw new Error('Docker cannot be reached.');
    };
    const stream = world
      .client('alice')
      .streamExec(lab.id, { command: 'kubectl version' });
    await expect(stream.next()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message:
        'The lab "lab-1" did not run the command: Docker cannot be reached.',
    });
  });

  it('that stream end when their reader stops', async () => {
    let ended: unknown;
    world.exec = async (_ref, _command, { signal, onOutput }) => {
      await onOutput('stdout', bytes('one\n'));
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          ended = signal.reason;
          reject(signal.reason);
        });
      });
    };
    for await (const _ of world
      .client('alice')
      .streamExec(lab.id, { command: 'kubectl get pods -w' })) {
      break;
    }
    await eventually(() => ended !== undefined);
    expect(ended).toMatchObject({ message: 'The caller has left.' });
  });

  it('end when the portal stops', async () => {
    const started = runForEver();
    const answer = world
      .client('alice')
      .execInLab(lab.id, { command: 'kubectl get pods' })
      .catch(error => error);
    await started;
    await world.stop();
    expect((await answer).cause.message).toContain('The portal stops');
  });

  it('are offered as the portal has them', async () => {
    const { body } = await world.as('alice').get('/options').expect(200);
    expect(body.exec).toEqual({
      commands: ['kubectl', 'crictl'],
      timeoutSeconds: 20,
      maxTimeoutSeconds: 60,
      maxOutputBytes: 4096,
    });
  });
});
