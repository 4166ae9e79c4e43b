import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '@internal/test-utils';
import { guardOutput } from './output';

jest.setTimeout(120_000);

const failing = (code: string) => Object.assign(new Error(code), { code });

describe('guardOutput', () => {
  it('tells once that the reader has gone, and of nothing that may pass', () => {
    const streams = [new EventEmitter(), new EventEmitter()];
    const onReaderGone = jest.fn();
    guardOutput(onReaderGone, streams);
    streams[0].emit('error', failing('ENOSPC'));
    streams[1].emit('error', failing('EIO'));
    expect(onReaderGone).not.toHaveBeenCalled();
    for (const stream of [...streams, ...streams]) {
      stream.emit('error', failing('EPIPE'));
    }
    expect(onReaderGone).toHaveBeenCalledTimes(1);
  });
});

describe('a backend whose output cannot be written', () => {
  let folder: string;
  let url: string;
  let backend: ChildProcess;

  const isReady = async () => {
    const answer = await fetch(`${url}/.backstage/health/v1/readiness`).catch(
      () => undefined,
    );
    return answer?.ok === true;
  };

  /** Waits for a message of the backend; Backstage sends some of its own. */
  const message = (wanted: string) =>
    new Promise<void>(resolve => {
      backend.on('message', sent => sent === wanted && resolve());
    });

  async function start(stdout: 'pipe' | number): Promise<void> {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const config = path.join(folder, 'app-config.yaml');
    // JSON is YAML too.
    await writeFile(
      config,
      JSON.stringify({
        app: { baseUrl: url },
        backend: {
          baseUrl: url,
          listen: { host: '127.0.0.1', port },
          database: { client: 'better-sqlite3', connection: ':memory:' },
        },
      }),
    );
    backend = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli-node/config/nodeTransform.cjs'),
        path.join(__dirname, '__testUtils__/guardedBackend.ts'),
        '--config',
        config,
      ],
      {
        // In tests Backstage leaves uncaught exceptions alone.
        env: { ...process.env, NODE_ENV: 'development' },
        stdio: ['ignore', stdout, 'pipe', 'ipc'],
      },
    );
    let output = '';
    const collect = (text: string) => {
      output += text;
    };
    backend.stdout?.setEncoding('utf8').on('data', collect);
    backend.stderr?.setEncoding('utf8').on('data', collect);
    const hasEnded = await Promise.race([
      once(backend, 'exit'),
      message('ready'),
    ]);
    if (hasEnded) {
      throw new Error(`It ended: ${output}`);
    }
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'portal-output-'));
  });
  afterEach(async () => {
    if (backend.exitCode === null) {
      backend.kill('SIGKILL');
      await once(backend, 'exit');
    }
    await rm(folder, { recursive: true });
  });

  it('ends when its reader has gone', async () => {
    await start('pipe');
    backend.stdout?.destroy();
    backend.kill('SIGUSR2');
    expect(await once(backend, 'exit')).toEqual([1, null]);
  });

  it('goes on in silence when its disk is full', async () => {
    const full = await open('/dev/full', 'w');
    try {
      await start(full.fd);
      const logged = message('logged');
      backend.kill('SIGUSR2');
      await logged;
      // An endless chain of log entries would leave no time for an answer.
      for (let turn = 0; turn < 20; turn++) {
        expect(await isReady()).toBe(true);
      }
      backend.kill('SIGTERM');
      expect(await once(backend, 'exit')).toEqual([0, null]);
    } finally {
      await full.close();
    }
  });
});
