import { CommandError } from './CommandRunner';
import { ProcessGroupRunner } from './ProcessGroupRunner';

const runner = new ProcessGroupRunner();
const options = { env: { PATH: process.env.PATH ?? '' }, timeoutMs: 20_000 };

/** Runs a script in Node, which every test machine has. */
const runScript = (
  script: string,
  more: Partial<Parameters<typeof runner.run>[2]> = {},
) => runner.run(process.execPath, ['-e', script], { ...options, ...more });

async function failureOf(run: Promise<unknown>): Promise<CommandError> {
  const error = await run.then(
    () => undefined,
    reason => reason,
  );
  expect(error).toBeInstanceOf(CommandError);
  return error;
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

describe('ProcessGroupRunner', () => {
  it('returns the output of both streams', async () => {
    const output = await runScript(
      'console.log("one"); console.error("two"); process.stdout.write("end")',
    );

    expect(output.split('\n').sort()).toEqual(['end', 'one', 'two']);
  });

  it('passes arguments without a shell', async () => {
    const output = await runner.run(
      process.execPath,
      ['-e', 'console.log(process.argv[1])', '--', '$(id); `id` "&& id'],
      options,
    );

    expect(output).toBe('$(id); `id` "&& id');
  });

  it('passes only the given environment', async () => {
    const output = await runScript('console.log(Object.keys(process.env))', {
      env: { ONLY: 'this' },
    });

    expect(output).toBe("[ 'ONLY' ]");
  });

  it('writes the input', async () => {
    const output = await runScript('process.stdin.pipe(process.stdout)', {
      input: 'kind: Cluster\n',
    });

    expect(output).toBe('kind: Cluster');
  });

  it('accepts a command that does not read its input', async () => {
    await expect(
      runScript('process.exit(0)', { input: 'x'.repeat(1_000_000) }),
    ).resolves.toBe('');
  });

  it('passes lines on as they arrive', async () => {
    const lines: string[] = [];
    const controller = new AbortController();

    await failureOf(
      runScript('console.log("first"); setInterval(() => {}, 1000)', {
        signal: controller.signal,
        onLine: line => {
          lines.push(line);
          controller.abort();
        },
      }),
    );

    expect(lines).toEqual(['first']);
  });

  it('reports how a command failed', async () => {
    const error = await failureOf(
      runScript('console.error("no such thing"); process.exit(3)'),
    );

    expect(error).toMatchObject({
      failure: 'exit',
      exitCode: 3,
      output: 'no such thing',
    });
    expect(error.argv[0]).toBe(process.execPath);
    expect(error.message).toContain('exit code 3');
    expect(error.message).not.toContain('\n');
  });

  it('reports a missing command', async () => {
    const error = await failureOf(
      runner.run('no-such-command-anywhere', [], options),
    );

    expect(error.failure).toBe('not-found');
  });

  it('keeps the end of a long output', async () => {
    const output = await runScript(
      'for (let i = 0; i < 10000; i++) console.log("line " + i)',
      { maxOutputBytes: 100 },
    );

    expect(Buffer.byteLength(output)).toBeLessThanOrEqual(100);
    expect(output).toMatch(/line 9999$/);
  });

  it('does not start when it is already aborted', async () => {
    const error = await failureOf(
      runScript('console.log("ran")', { signal: AbortSignal.abort() }),
    );

    expect(error).toMatchObject({ failure: 'aborted', output: '' });
  });

  it('ends the whole group when it is aborted, even if SIGTERM is ignored', async () => {
    const controller = new AbortController();
    const pids: number[] = [];
    // Both the command and its child ignore SIGTERM.
    const stubborn =
      'process.on("SIGTERM", () => {}); console.log(process.pid); setInterval(() => {}, 1000);';
    const run = runScript(
      `${stubborn} require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(
        stubborn,
      )}], { stdio: "inherit" })`,
      {
        signal: controller.signal,
        onLine: line => {
          pids.push(Number(line));
          if (pids.length === 2) {
            controller.abort();
          }
        },
      },
    );

    expect((await failureOf(run)).failure).toBe('aborted');
    await eventually(() => !pids.some(isAlive));
  }, 30_000);

  it('ends a command after its timeout', async () => {
    const error = await failureOf(
      runScript('console.log("hanging"); setInterval(() => {}, 1000)', {
        timeoutMs: 1_000,
      }),
    );

    expect(error).toMatchObject({ failure: 'timeout', output: 'hanging' });
    expect(error.message).toContain('within 1 s');
  });

  it('does not wait for a process that left the group with its output', async () => {
    const pids: number[] = [];
    await runScript(
      'const c = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true, stdio: "inherit" }); console.log(c.pid); c.unref();',
      { onLine: line => pids.push(Number(line)) },
    );

    expect(isAlive(pids[0])).toBe(true);
    process.kill(pids[0], 'SIGKILL');
  });
});
