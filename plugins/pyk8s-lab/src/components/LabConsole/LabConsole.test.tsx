import { act, screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import {
  aLab,
  anEvent,
  aPausedLab,
  aResponseError,
  FakeLabApi,
  someOptions,
} from '../../__testUtils__';
import { openLab, renderLabs } from '../../__testUtils__/renderLabs';

const field = () => screen.findByRole('textbox', { name: 'Command' });
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const entry = (command: string) => screen.getByRole('group', { name: command });
const spoken = () => screen.getByText(/^The command/, { selector: 'span' });

/** The console of a lab that runs. */
async function openConsole(lab = aLab()) {
  const rendered = await openLab(lab, '/console');
  const command = await field();
  return { ...rendered, command };
}

async function run(user: UserEvent, command: string) {
  await user.type(await field(), `${command}{Enter}`);
}

describe('LabConsole', () => {
  it('runs a command, and shows what it prints as it does', async () => {
    const { user, api, command } = await openConsole();
    await run(user, 'kubectl get pods');
    expect(api.command.labId).toBe(aLab().id);
    expect(api.command.request).toEqual({
      command: 'kubectl get pods',
      timeout: '600s',
    });
    expect(command).toHaveValue('');
    expect(command).toHaveFocus();
    expect(command).toHaveAccessibleDescription(/Escape cancels it/);
    expect(
      within(entry('kubectl get pods')).getByText('Running'),
    ).toBeVisible();

    api.command.print('NAME   READY\n');
    expect(await screen.findByText(/NAME READY/)).toBeVisible();
    expect(screen.queryByText(/Exit code/)).not.toBeInTheDocument();

    api.command.print('\u001b[32mweb\u001b[0m    1/1\n');
    api.command.exit();
    expect(await screen.findByText('Exit code 0 after 1.2 s')).toBeVisible();
    expect(screen.getByText(/web 1\/1/)).toBeVisible();
    expect(button('Cancel')).toBeDisabled();
  });

  it.each([
    ['k get po', 'kubectl get po'],
    ['get nodes', 'kubectl get nodes'],
  ])('runs "%s" as "%s", and shows that', async (typed, command) => {
    const { user, api } = await openConsole();
    await run(user, typed);
    expect(api.command.request.command).toBe(command);
    expect(entry(command)).toBeVisible();
    api.command.exit();
    await user.keyboard('{ArrowUp}');
    expect(await field()).toHaveValue(command);
  });

  it('takes a pasted command of several lines as a shell would', async () => {
    const { user, command } = await openConsole();
    await user.click(command);
    await user.paste('kubectl get pods \\\n  -A\n');
    expect(command).toHaveValue('kubectl get pods   -A');
    await user.clear(command);
    await user.paste('kubectl delete pod a\nkubectl get pods');
    expect(command).toHaveValue('');
    expect(
      screen.getByText(/You pasted 2 lines, but one command runs at a time/),
    ).toBeVisible();
    await user.type(command, 'k');
    expect(screen.queryByText(/You pasted .* lines/)).not.toBeInTheDocument();
  });

  it('tells standard error apart in words, and says the exit code', async () => {
    const { user, api } = await openConsole();
    await run(user, 'kubectl get x');
    api.command.print('fine\n');
    api.command.print('no such resource\n', 'stderr');
    api.command.exit({ exitCode: 1 });
    expect(await screen.findByText('Exit code 1 after 1.2 s')).toBeVisible();
    const label = screen.getByText('stderr');
    expect(label.parentElement).toHaveTextContent('stderrno such resource');
    expect(screen.getByText(/fine/)).not.toHaveTextContent('stderr');
  });

  it('says when something is left out, or the time was over', async () => {
    const { user, api } = await openConsole();
    await run(user, 'kubectl logs x');
    api.command.print('x\n');
    api.command.exit({ truncated: true });
    expect(await screen.findByText(/^Truncated after 1 MiB\./)).toBeVisible();

    await run(user, 'kubectl get pods -w');
    api.command.exit({ timedOut: true, exitCode: 124, durationMs: 600_000 });
    expect(await screen.findByText('Timed out after 10m 00s')).toBeVisible();
  });

  describe('cancelling', () => {
    it('ends the command, and leaves the focus where one types', async () => {
      const { user, api, command } = await openConsole();
      await run(user, 'kubectl get pods -w');
      await user.click(button('Cancel'));
      expect(api.command.signal?.aborted).toBe(true);
      expect(await screen.findByText(/^Cancelled after/)).toBeVisible();
      expect(command).toHaveFocus();
    });

    it('is done with Escape, too', async () => {
      const { user, api } = await openConsole();
      await run(user, 'kubectl get pods -w');
      await user.keyboard('{Escape}');
      expect(api.command.signal?.aborted).toBe(true);
      expect(await screen.findByText(/^Cancelled after/)).toBeVisible();
    });

    it('is not what a double click on Run does', async () => {
      const { user, api } = await openConsole();
      await user.type(await field(), 'kubectl get pods');
      await user.dblClick(button(/^Run/));
      expect(api.commands).toHaveLength(1);
      expect(api.command.signal?.aborted).toBe(false);
    });

    it('does not lose the focus when the command ends just then', async () => {
      const { user, api, command } = await openConsole();
      await run(user, 'kubectl get pods');
      act(() => button('Cancel').focus());
      api.command.exit();
      await screen.findByText(/^Exit code 0/);
      expect(command).toHaveFocus();
    });
  });

  it("shows a refusal in the server's words", async () => {
    const { user, api } = await openConsole();
    api.streamExec.mockImplementationOnce(async function* refuse() {
      throw await aResponseError(400, 'InputError', 'There are no pipes.');
    });
    await run(user, 'kubectl get pods | grep x');
    const refused = await screen.findByText('Not run');
    expect(
      within(entry('kubectl get pods | grep x')).getByText(
        'There are no pipes.',
      ),
    ).toBeVisible();
    expect(refused).toBeVisible();
    expect(spoken()).toHaveTextContent('There are no pipes.');
  });

  it('says to screen readers how a command ended, and reads no output', async () => {
    const { user, api } = await openConsole();
    const log = screen.getByRole('log', { name: 'Output' });
    expect(log).toHaveAttribute('aria-live', 'off');
    expect(log).toHaveAttribute('tabindex', '0');
    await run(user, 'kubectl get pods');
    api.command.print('a\n');
    api.command.exit();
    const first = await waitFor(spoken);
    expect(first).toHaveTextContent(
      'The command ended with exit code 0 after 1.2 s.',
    );
    expect(first.closest('[role=status]')).not.toBeNull();

    // The same words again are another announcement.
    await run(user, 'kubectl get pods');
    api.command.exit();
    await waitFor(() => expect(spoken()).not.toBe(first));
  });

  it('goes through the history with the arrows', async () => {
    const { user, api, command } = await openConsole();
    for (const one of ['kubectl get pods', 'kubectl get nodes']) {
      await run(user, one);
      api.command.exit();
      await waitFor(() => expect(button('Cancel')).toBeDisabled());
    }
    await user.type(command, 'kubectl des');
    await user.keyboard('{ArrowUp}');
    expect(command).toHaveValue('kubectl get nodes');
    await user.keyboard('{ArrowUp}{ArrowUp}');
    expect(command).toHaveValue('kubectl get pods');
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(command).toHaveValue('kubectl des');

    await user.click(button('Clear history'));
    await user.type(command, '{ArrowUp}');
    expect(command).toHaveValue('kubectl des');
  });

  it('suggests useful commands, to be chosen with the keyboard alone', async () => {
    const { user, api, command } = await openConsole();
    const chips = screen.getByRole('group', { name: 'Useful commands' });
    expect(within(chips).queryByRole('button', { name: 'Images' })).toBeNull();
    const nodes = within(chips).getByRole('button', { name: 'Nodes' });
    act(() => nodes.focus());
    await user.keyboard('{Enter}');
    expect(command).toHaveValue('kubectl get nodes -o wide');
    expect(command).toHaveFocus();
    expect(api.streamExec).not.toHaveBeenCalled();
    await user.keyboard('{Enter}');
    expect(api.command.request.command).toBe('kubectl get nodes -o wide');
  });

  it('gives a command something to read', async () => {
    const { user, api } = await openConsole();
    expect(screen.queryByRole('textbox', { name: 'Stdin' })).toBeNull();
    await user.click(button('Add stdin'));
    await user.type(await field(), 'kubectl apply -f -');
    const input = screen.getByRole('textbox', { name: 'Stdin' });
    await user.type(input, 'kind: Pod{Enter}x: y');
    expect(api.streamExec).not.toHaveBeenCalled();
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(api.command.request).toMatchObject({
      command: 'kubectl apply -f -',
      input: 'kind: Pod\nx: y',
    });
    expect(screen.getByText('(with 2 lines of stdin)')).toBeVisible();
    expect(screen.queryByRole('textbox', { name: 'Stdin' })).toBeNull();
  });

  it('copies what a command printed, and clears', async () => {
    const { user, api, toastTitles } = await openConsole();
    await run(user, 'kubectl get pods');
    api.command.print('a\n');
    api.command.exit();
    await screen.findByText(/^Exit code 0/);
    document.execCommand = jest.fn(() => true);
    await user.click(button('Copy the output of kubectl get pods'));
    await waitFor(() => expect(toastTitles()).toEqual(['The output copied']));

    await user.click(button('Clear'));
    expect(screen.getByText(/No commands yet/)).toBeVisible();
    expect(await field()).toHaveFocus();
  });

  it('draws a flood of output in a few goes, and all of it', async () => {
    const { user, api } = await openConsole();
    await run(user, 'kubectl logs x');
    const drawn = jest.fn();
    const observer = new MutationObserver(drawn);
    observer.observe(screen.getByRole('log'), {
      subtree: true,
      childList: true,
      characterData: true,
    });
    const lines = Array.from({ length: 5_000 }, (_, line) => `line ${line}\n`);
    lines.forEach(line => api.command.print(line));
    api.command.exit();
    await screen.findByText(/^Exit code 0/);
    observer.disconnect();
    expect(drawn.mock.calls.length).toBeLessThan(50);
    expect(screen.getByRole('log').querySelector('pre')?.textContent).toBe(
      lines.join(''),
    );
  });

  it('goes on while another tab is looked at, and keeps what is typed', async () => {
    const { user, api, command } = await openConsole();
    await run(user, 'kubectl get pods -w');
    await user.type(command, 'kubectl get no');
    await user.click(screen.getByRole('link', { name: 'Activity' }));
    expect(screen.queryByRole('log')).toBeNull();
    api.command.print('new pod\n');
    await user.click(screen.getByRole('link', { name: 'Console' }));
    expect(await screen.findByText(/new pod/)).toBeVisible();
    expect(await field()).toHaveValue('kubectl get no');
    expect(api.command.signal?.aborted).toBe(false);
    await user.click(button('Cancel'));
    expect(await screen.findByText(/^Cancelled after/)).toBeVisible();
  });

  it('says that a lab is paused, and keeps what was printed', async () => {
    const { user, api } = await openConsole();
    await run(user, 'kubectl get pods');
    api.command.print('a pod\n');
    api.command.exit();
    await screen.findByText(/^Exit code 0/);
    const [page] = api.streams;
    page.push(anEvent(1, aPausedLab({ version: 2 })));
    expect(await screen.findByText(/Resume it to run commands/)).toBeVisible();
    expect(screen.getByText(/a pod/)).toBeVisible();
    expect(await field()).toBeDisabled();
    expect(button('Nodes')).toBeDisabled();

    page.push(anEvent(2, aLab({ version: 3 })));
    await waitFor(async () => expect(await field()).toBeEnabled());
  });

  it('is not offered to those who may not run commands', async () => {
    await openLab(aLab({ id: 'no-commands' }), '/console', [
      'pyk8s-lab.lab.exec',
    ]);
    expect(
      await screen.findByText(
        'You are not allowed to run commands in this lab',
      ),
    ).toBeVisible();
    expect(screen.queryByRole('textbox')).toBeNull();
  });

  it('says when commands are switched off', async () => {
    const api = new FakeLabApi([aLab()]);
    const { exec } = someOptions();
    api.options = someOptions({ exec: { ...exec, commands: [] } });
    renderLabs(`/labs/${aLab().id}/console`, api);
    expect(
      await screen.findByText('Commands are disabled on this portal'),
    ).toBeVisible();
  });

  it('says that nothing really runs in a simulated lab', async () => {
    await openConsole(aLab({ simulated: true }));
    expect(
      screen.getByText(/the output of commands is sample data/),
    ).toBeVisible();
  });
});
