import { mockApis } from '@backstage/frontend-test-utils';
import { waitFor } from '@testing-library/react';
import { aResponseError, FakeLabApi } from '../__testUtils__';
import { FakeBrowser, FakeTab } from '../__testUtils__/FakeTabs';
import { Connections } from '../browserTabs';
import { CommandMemory } from './CommandMemory';
import { ConsoleSession } from './ConsoleSession';
import { textOf } from './output';

const POLICY_SECONDS = 600;

function open(
  options: { drawsByItself?: boolean; connections?: Connections } = {},
) {
  const api = new FakeLabApi();
  const memory = CommandMemory.create(mockApis.storage());
  const drawings: (() => void)[] = [];
  const session = ConsoleSession.create({
    labId: 'one',
    api,
    memory,
    connections: options.connections,
    ...(!options.drawsByItself && {
      onceBefore: callback => drawings.push(callback),
    }),
  });
  const changed = jest.fn();
  session.subscribe(changed);
  const run = (command: string) => {
    session.edit({ command });
    return session.run(POLICY_SECONDS);
  };
  const last = () => session.getState().scrollback.entries.slice(-1)[0];
  return {
    api,
    memory,
    session,
    changed,
    run,
    last,
    lastText: () => textOf(last().blocks),
    draw: () => drawings.splice(0).forEach(callback => callback()),
  };
}

describe('ConsoleSession', () => {
  it('runs a command for as long as it may, and keeps what it prints', async () => {
    const { api, session, run, last, lastText } = open();
    const done = run('  kubectl get pods ');
    expect(session.getState()).toMatchObject({
      isRunning: true,
      draft: { command: '' },
    });
    expect(api.command.request).toEqual({
      command: 'kubectl get pods',
      timeout: '600s',
    });
    api.command.print('a\u001b[31mb');
    api.command.print('\u001b[0mc\n');
    api.command.exit({ exitCode: 3 });
    await done;
    expect(session.getState().isRunning).toBe(false);
    expect(lastText()).toBe('abc\n');
    expect(last().ending).toEqual({
      how: 'exited',
      exitCode: 3,
      durationMs: 1_234,
      truncated: false,
      timedOut: false,
    });
  });

  it('tells once per drawing, however many frames come', async () => {
    const { api, run, lastText, changed, draw } = open();
    const done = run('kubectl get pods');
    changed.mockClear();
    for (let line = 0; line < 5_000; line++) {
      api.command.print(`line ${line}\n`);
    }
    await waitFor(() => {
      draw();
      expect(lastText()).toMatch(/line 4999\n$/);
    });
    expect(changed.mock.calls.length).toBeLessThan(20);
    api.command.exit();
    await done;
    expect(lastText().split('\n')).toHaveLength(5_001);
  });

  it('tells what comes also where the browser does not draw', async () => {
    const { api, run, lastText } = open({ drawsByItself: true });
    const frames = jest
      .spyOn(window, 'requestAnimationFrame')
      .mockReturnValue(1);
    run('kubectl get pods -w');
    api.command.print('a\n');
    await waitFor(() => expect(lastText()).toBe('a\n'));
    frames.mockRestore();
  });

  it('gives the input where there is one, and keeps it for the next time', async () => {
    const { api, session, run } = open();
    session.edit({ hasInput: true, input: 'kind: Pod\n' });
    const done = run('kubectl apply -f -');
    expect(api.command.request.input).toBe('kind: Pod\n');
    expect(session.getState().draft).toEqual({
      command: '',
      input: 'kind: Pod\n',
      hasInput: false,
    });
    api.command.exit();
    await done;
    run('kubectl get pods');
    expect(api.command.request.input).toBeUndefined();
  });

  it('runs one command at a time, and nothing when nothing was typed', async () => {
    const { api, run } = open();
    await run('  ');
    run('kubectl get pods');
    await run('kubectl get nodes');
    expect(api.commands).toHaveLength(1);
  });

  it('cancels', async () => {
    const { api, session, run, last, lastText } = open();
    const done = run('kubectl get pods -w');
    api.command.print('a\n');
    session.cancel();
    await done;
    expect(api.command.signal?.aborted).toBe(true);
    expect(last().ending).toMatchObject({ how: 'cancelled' });
    expect(lastText()).toBe('a\n');
    session.cancel();
    expect(session.getState().isRunning).toBe(false);
  });

  it("keeps the server's words when it refuses or fails", async () => {
    const { api, run, last } = open();
    const refused = run('kubectl get pods | grep x');
    api.command.break(await aResponseError(400, 'InputError', 'No pipes.'));
    await refused;
    expect(last().ending).toEqual({ how: 'refused', message: 'No pipes.' });

    const lost = run('kubectl get pods');
    api.command.break(new Error('The connection broke.'));
    await lost;
    expect(last().ending).toMatchObject({ how: 'lost' });

    const silent = run('kubectl get pods');
    api.command.break();
    await silent;
    expect(last().ending).toEqual({ how: 'unended' });
  });

  it('goes on after what was printed is cleared', async () => {
    const { api, session, run, lastText, draw } = open();
    const done = run('kubectl get pods -w');
    api.command.print('before\n');
    await waitFor(() => {
      draw();
      expect(lastText()).toBe('before\n');
    });
    session.clear();
    api.command.print('after\n');
    api.command.exit();
    await done;
    expect(lastText()).toBe('after\n');
  });

  it('remembers commands, but those with secrets only for as long as it lives', async () => {
    const { api, session, memory, run } = open();
    const secret = 'kubectl create secret generic db --from-literal=a=b';
    for (const command of ['kubectl get pods', secret]) {
      const done = run(command);
      api.command.exit();
      await done;
    }
    session.showOlder();
    expect(session.getState().draft.command).toBe(secret);
    expect(await memory.read('one')).toEqual(['kubectl get pods']);

    const later = ConsoleSession.create({ labId: 'one', api, memory });
    await waitFor(() => {
      later.showOlder();
      expect(later.getState().draft.command).toBe('kubectl get pods');
    });
    later.forgetHistory();
    await waitFor(async () => expect(await memory.read('one')).toEqual([]));
  });

  it('works without the storage', async () => {
    const broken = mockApis.storage.mock();
    broken.forBucket.mockReturnValue(broken);
    broken.snapshot.mockImplementation(() => {
      throw new Error('Not allowed');
    });
    const api = new FakeLabApi();
    const memory = CommandMemory.create(broken);
    const session = ConsoleSession.create({ labId: 'one', api, memory });
    session.edit({ command: 'kubectl get pods' });
    const done = session.run(POLICY_SECONDS);
    api.command.exit();
    await done;
    session.showOlder();
    expect(session.getState().draft.command).toBe('kubectl get pods');
  });

  it('waits for a connection of the browser, runs then, and gives it back', async () => {
    const browser = new FakeBrowser();
    const others = new Connections(new FakeTab(browser).locks);
    const held = [
      await others.acquire('work'),
      await others.acquire('work'),
      await others.acquire('work'),
      await others.acquire('work'),
    ];
    const connections = new Connections(new FakeTab(browser).locks);
    const { api, session, run, last } = open({ connections });
    const cancelled = run('kubectl get nodes');
    await waitFor(() => expect(session.getState().isWaiting).toBe(true));
    session.cancel();
    await cancelled;
    expect(last().ending).toMatchObject({ how: 'cancelled' });
    expect(session.getState().isWaiting).toBe(false);
    expect(api.commands).toHaveLength(0);

    const done = run('kubectl get pods');
    await waitFor(() => expect(session.getState().isWaiting).toBe(true));
    held[0].release();
    await waitFor(() => expect(api.commands).toHaveLength(1));
    expect(session.getState().isWaiting).toBe(false);
    api.command.exit();
    await done;
    await waitFor(() => expect(browser.held).toHaveLength(3));
  });
});
