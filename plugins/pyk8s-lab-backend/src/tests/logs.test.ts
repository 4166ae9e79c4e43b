import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { InputError } from '@backstage/errors';
import { ProvisioningError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Knex } from 'knex';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { anId } from '../__testUtils__/builders';
import { eventually } from '../__testUtils__/eventually';
import { LabRows } from '../__testUtils__/LabRows';
import { DatabaseLabOutputs, type LabRecord } from '../database';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const ALICE = 'user:default/alice';
const bytes = (text: string) => new TextEncoder().encode(text);

describe('logs of labs', () => {
  let knex: Knex;
  let world: ApiWorld;
  let rows: LabRows;

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    world = await ApiWorld.start(knex, {
      provisioning: { attempts: 1 },
    });
    rows = await LabRows.create(knex);
  });
  afterEach(() => world.stop());

  const client = () => world.client('alice');
  const get = (lab: { id: string }, query: string) =>
    world.as('alice').get(`/labs/${lab.id}/logs?${query}`);
  const texts = async (pieces: AsyncIterable<string>) => {
    let all = '';
    for await (const piece of pieces) {
      all += piece;
    }
    return all;
  };

  describe('of making them', () => {
    it('are kept, with their times, also of an attempt that failed', async () => {
      world.intercept = ({ verb, phase }) => {
        if (verb === 'create' && phase === 'cni') {
          throw new ProvisioningError('no network', { retryable: false });
        }
      };
      const lab = await client().createLab({ name: 'demo' });
      await world.until('alice', lab.id, 'ERROR');
      const { runs, message } = await client().getLabLogSources(lab.id);
      expect(runs).toEqual([
        {
          id: expect.any(String),
          attempt: 1,
          beganAt: expect.stringMatching(/Z$/),
        },
      ]);
      expect(message).toContain('it is ERROR');
      const log = await client().getLabLogs(lab.id, { source: 'provisioning' });
      expect(log).toMatch(/^\d{4}-.+Z Simulated: image\n/);
      expect(log).toMatch(/Z Failed: no network\n$/);

      // Recreated, it has one more; the first stays.
      world.intercept = () => undefined;
      await client().retryLab(lab.id);
      await world.until('alice', lab.id, 'RUNNING');
      const again = await client().getLabLogSources(lab.id);
      expect(again.runs).toHaveLength(2);
      const first = { source: 'provisioning', run: runs[0].id } as const;
      expect(await client().getLabLogs(lab.id, first)).toBe(log);
      const last = await client().getLabLogs(lab.id, {
        source: 'provisioning',
        tail: 2,
      });
      expect(last.match(/\n/g)).toHaveLength(2);
      expect(last).toMatch(/Simulated: ready\n.+ The cluster is ready\n$/);
    });

    it('are followed as they come, to their end', async () => {
      let goOn = false;
      world.intercept = async ({ verb, phase }) => {
        if (verb === 'create' && phase === 'cni') {
          await eventually(() => goOn);
        }
      };
      const lab = await client().createLab({ name: 'demo' });
      const pieces = client().followLabLogs(lab.id, { source: 'provisioning' });
      let log = '';
      for await (const piece of pieces) {
        log += piece;
        goOn ||= log.includes('Simulated: cni');
      }
      const phases = [...log.matchAll(/Simulated: (\S+)/g)].map(m => m[1]);
      expect(phases).toEqual([
        'image',
        'nodes',
        'config',
        'control-plane',
        'cni',
        'storage',
        'ready',
      ]);
      expect(log).toMatch(/The cluster is ready\n$/);
      expect(log).toBe(
        await client().getLabLogs(lab.id, { source: 'provisioning' }),
      );
    });

    it('that are long come whole, piece by piece', async () => {
      const lab = await rows.add(ALICE, 'ERROR');
      const outputs = await DatabaseLabOutputs.create({
        database: mockServices.database({ knex, migrations: { skip: true } }),
      });
      for (let piece = 0; piece < 450; piece += 1) {
        await outputs.append({
          labId: lab.id,
          runId: anId(900),
          attempt: 1,
          at: new Date(),
          text: `line ${piece}\n`,
        });
      }
      const log = await client().getLabLogs(lab.id, {
        source: 'provisioning',
        tail: 449,
      });
      expect(log.split('\n').slice(0, 2)).toEqual(['line 1', 'line 2']);
      expect(log).toMatch(/line 449\n$/);
    });

    it('of a lab without any are empty, and unknown ones are refused', async () => {
      const lab = await rows.add(ALICE);
      expect((await get(lab, 'source=provisioning').expect(200)).text).toBe('');
      expect(
        await texts(client().followLabLogs(lab.id, { source: 'provisioning' })),
      ).toBe('');
      const refused = await get(lab, `source=provisioning&run=${anId(5)}`);
      expect([refused.status, refused.body.error.message]).toEqual([
        400,
        expect.stringContaining('no such run'),
      ]);
    });
  });

  describe('from their clusters', () => {
    let lab: LabRecord;
    beforeEach(async () => {
      lab = await rows.add(ALICE);
    });

    it('come from what there is', async () => {
      await world.makeCluster(lab);
      const sources = await client().getLabLogSources(lab.id);
      expect(sources.message).toBeUndefined();
      expect(sources.nodes.length).toBeGreaterThan(0);
      const log = await client().getLabLogs(lab.id, {
        source: 'node',
        node: sources.nodes[0].name,
      });
      expect(log).toContain('imulated');
    });

    it('are asked for as they were asked for, and count as work in the lab', async () => {
      const asked: unknown[] = [];
      world.logs = async (_ref, source, options) => {
        asked.push({ ...source, ...options });
        await options.onOutput(bytes('one\ntw'));
        await options.onOutput(bytes('o\n'));
      };
      const answer = await get(
        lab,
        'source=pod&namespace=a&pod=b&container=c&previous=true&tail=7&since=1m',
      ).expect(200);
      expect(answer.text).toBe('one\ntwo\n');
      expect(answer.headers).toMatchObject({
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store, no-transform',
      });
      expect(asked).toEqual([
        expect.objectContaining({
          kind: 'pod',
          namespace: 'a',
          pod: 'b',
          container: 'c',
          previous: true,
          tailLines: 7,
          sinceSeconds: 60,
          follow: false,
        }),
      ]);
      expect((await rows.get(lab.id))?.lastActiveAt).toBeInstanceOf(Date);

      // A previous log does not grow, however it is asked for.
      expect(
        await texts(
          client().followLabLogs(lab.id, {
            source: 'pod',
            pod: 'b',
            previous: true,
          }),
        ),
      ).toBe('one\ntwo\n');
      expect(asked.at(-1)).toMatchObject({ previous: true, follow: false });
    });

    it.each([false, true])(
      'that do not exist are refused with their reason, followed or not',
      async follow => {
        world.logs = async () => {
          throw new InputError('There is no pod "b".');
        };
        const refused = await get(lab, `source=pod&pod=b&follow=${follow}`);
        expect([refused.status, refused.body.error.message]).toEqual([
          400,
          'There is no pod "b".',
        ]);
      },
    );

    it('that cannot be read say why', async () => {
      world.logs = async () => {
        throw new Error('Docker cannot be reached.');
      };
      const failed = await get(lab, 'source=node');
      expect([failed.status, failed.body.error.message]).toEqual([
        503,
        'The log could not be read: Docker cannot be reached.',
      ]);
    });

    it('that break are not taken for whole ones', async () => {
      world.logs = async (_ref, _source, { onOutput }) => {
        await onOutput(bytes('one\n'));
        throw new Error('The connection broke.');
      };
      await expect(
        client().getLabLogs(lab.id, { source: 'node' }),
      ).rejects.toThrow();
      const followed = client().followLabLogs(lab.id, { source: 'node' });
      expect(await followed.next()).toMatchObject({ value: 'one\n' });
      await expect(followed.next()).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        message: 'The log could not be read: The connection broke.',
      });
    });

    it('are read no further when their reader has left', async () => {
      let ended = false;
      world.logs = async (_ref, _source, { onOutput, signal }) => {
        await onOutput(bytes('one\n'));
        await new Promise(resolve => signal.addEventListener('abort', resolve));
        ended = true;
      };
      for await (const piece of client().followLabLogs(lab.id, {
        source: 'node',
      })) {
        expect(piece).toBe('one\n');
        break;
      }
      await eventually(() => ended);
    });

    it('are read no faster than their reader reads', async () => {
      const chunk = bytes(`${'x'.repeat(65_535)}\n`);
      let written = 0;
      let ended = false;
      world.logs = async (_ref, _source, { onOutput, signal }) => {
        while (!signal.aborted) {
          await onOutput(chunk);
          written += chunk.length;
        }
        ended = true;
      };
      const pieces = client().followLabLogs(lab.id, { source: 'node' });
      await pieces.next();
      // It comes to a stop by itself, with what sockets hold.
      let before = -1;
      await eventually(async () => {
        const same = written === before;
        before = written;
        await new Promise(resolve => setTimeout(resolve, 300));
        return same;
      });
      expect(written).toBeLessThan(64_000_000);
      await pieces.return(undefined);
      await eventually(() => ended);
    });

    it('lose no line, however fast they come and slow their reader is', async () => {
      const LINES = 500_000;
      world.logs = async (_ref, _source, { onOutput }) => {
        let rest = '';
        for (let n = 0; n < LINES; n++) {
          rest += `${n} ${'x'.repeat(90)}\n`;
          // In pieces that end within lines.
          if (rest.length > 16_384) {
            await onOutput(bytes(rest.slice(0, 16_384)));
            rest = rest.slice(16_384);
          }
        }
        await onOutput(bytes(rest));
      };
      const pieces = client().followLabLogs(lab.id, {
        source: 'node',
        tail: 100_000,
      });
      let next = 0;
      let taken = 0;
      for await (const piece of pieces) {
        for (const line of piece.trimEnd().split('\n')) {
          if (!line.startsWith(`${next} `)) {
            throw new Error(`not the line ${next}: ${line}`);
          }
          next += 1;
        }
        taken += 1;
        if (taken % 500 === 0) {
          await new Promise(resolve => setTimeout(resolve, 200));
        }
      }
      expect(next).toBe(LINES);
    }, 60_000);

    it('are cut where they are too long to be sent whole', async () => {
      const chunk = bytes(`${'x'.repeat(1_048_575)}\n`);
      world.logs = async (_ref, _source, { onOutput, signal }) => {
        while (!signal.aborted) {
          await onOutput(chunk);
        }
      };
      const { text } = await get(lab, 'source=node').expect(200);
      expect(text.length).toBeLessThan(17_000_000);
      expect(text).toMatch(/There is more: ask for fewer lines/);
    });

    it('are told while the lab runs', async () => {
      const paused = await rows.add(ALICE, 'PAUSED');
      const refused = await get(paused, 'source=node');
      expect([refused.status, refused.body.error.message]).toEqual([
        409,
        `Logs of nodes and pods can be read while a lab is RUNNING; the lab "${paused.name}" is PAUSED. Resume it first.`,
      ]);
    });

    it('are read by so many at once', async () => {
      world.logs = async (_ref, _source, { signal }) => {
        await new Promise(resolve => signal.addEventListener('abort', resolve));
      };
      const left = new AbortController();
      const following = Array.from({ length: 16 }, () =>
        texts(
          client().followLabLogs(
            lab.id,
            { source: 'node' },
            { signal: left.signal },
          ),
        ).catch(() => undefined),
      );
      let refused = await get(lab, 'source=provisioning');
      await eventually(async () => {
        refused = await get(lab, 'source=provisioning');
        return refused.status === 429;
      });
      expect(refused.body.error.message).toBe(
        '16 logs of this lab are being read, the maximum at one time: stop following one.',
      );
      left.abort();
      await Promise.all(following);
      await eventually(
        async () => (await get(lab, 'source=provisioning')).status === 200,
      );
    });

    it('end with the portal', async () => {
      let started = false;
      world.logs = async (_ref, _source, { signal, onOutput }) => {
        await onOutput(bytes('one\n'));
        started = true;
        await new Promise(resolve => signal.addEventListener('abort', resolve));
      };
      const all = texts(client().followLabLogs(lab.id, { source: 'node' }));
      await eventually(() => started);
      const told = all.catch(error => error);
      await world.stop();
      expect(await told).toMatchObject({
        name: 'ServiceUnavailableError',
        message: 'The portal stops: read the log again in a moment.',
      });
    });

    it('end at their timeout though they are not read', async () => {
      const chunk = bytes(`${'x'.repeat(65_535)}\n`);
      let ended = false;
      world.logs = async (_ref, _source, { onOutput, signal }) => {
        while (!signal.aborted) {
          await onOutput(chunk);
        }
        ended = true;
      };
      const pieces = client().followLabLogs(lab.id, { source: 'node' });
      await pieces.next();
      const stopped = world.stop();
      await eventually(() => ended);
      await pieces.return(undefined);
      await stopped;
      expect(ended).toBe(true);
    });
  });
});
