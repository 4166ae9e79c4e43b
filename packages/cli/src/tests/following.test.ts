import { Terminal, TestPortal } from '../__testUtils__';

jest.setTimeout(60_000);

describe('commands that run until Ctrl-C', () => {
  let portal: TestPortal;
  let alice: Terminal;

  beforeAll(async () => {
    portal = await TestPortal.start();
    alice = await Terminal.create(portal.env());
  });
  afterAll(async () => {
    await portal.stop();
    await alice.remove();
  });

  it('list --watch prints each change', async () => {
    const controller = new AbortController();
    const watching = alice.run(['cluster', 'list', '--watch'], {
      signal: controller.signal,
      onOutput: said => {
        if (said.includes('user:default/alice/seen RUNNING\n')) {
          controller.abort('SIGINT');
        }
      },
    });
    await portal.labs().createLab({ name: 'seen' });
    const { code, stdout, stderr } = await watching;
    expect([code, stderr]).toEqual([0, '']);
    // Each state once, with no line twice in a row.
    const lines = stdout.trim().split('\n');
    expect(lines.filter((line, at) => line === lines[at - 1])).toEqual([]);
    expect(lines[lines.length - 1]).toBe('user:default/alice/seen RUNNING');
  });

  it('logs --follow prints new lines', async () => {
    await alice.run(['cluster', 'create', 'logged', '--wait']);
    const controller = new AbortController();
    const { code, stdout } = await alice.run(
      ['cluster', 'logs', 'logged', '--source', 'node', '--follow'],
      {
        signal: controller.signal,
        onOutput: () => controller.abort('SIGINT'),
      },
    );
    expect(code).toBe(0);
    expect(stdout).not.toBe('');
  });
});
