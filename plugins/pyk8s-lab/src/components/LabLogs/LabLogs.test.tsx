import { act, screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import {
  aFailedLab,
  aLab,
  aProvisioningLab,
  anEvent,
  aPausedLab,
  aResponseError,
  FakeLabApi,
  someLogSources,
} from '../../__testUtils__';
import { openLab, renderLabs } from '../../__testUtils__/renderLabs';

const button = (name: string | RegExp) => screen.getByRole('button', { name });
const log = () => screen.findByRole('log', { name: /^Log of/ });
const search = () => screen.getByRole('searchbox', { name: /Search this log/ });

/** Chooses in one of the pickers. */
async function pick(user: UserEvent, picker: RegExp, option: string | RegExp) {
  await user.click(await screen.findByRole('button', { name: picker }));
  await user.click(await screen.findByRole('option', { name: option }));
}

async function openLogs(query = '', lab = aLab()) {
  const rendered = await openLab(lab, `/logs${query}`);
  await screen.findByRole('group', { name: 'Which log' });
  return rendered;
}

describe('LabLogs', () => {
  it('shows how the lab was made in the last attempt, and follows it', async () => {
    const { api } = await openLogs();
    expect(await log()).toHaveAccessibleName(
      /^Log of provisioning \(Attempt 2/,
    );
    expect(api.log.query).toEqual({
      source: 'provisioning',
      run: 'run-2',
      tail: 1_000,
    });
    api.log.write(' ✓ Preparing nodes');
    expect(await screen.findByText(/Preparing nodes/)).toBeVisible();
    api.log.write('ERROR: failed to create cluster');
    const failed = await screen.findByText(/failed to create cluster/);
    expect(
      within(failed.parentElement!).getByText('Error:'),
    ).toBeInTheDocument();
    expect(screen.getByText('Following, 2 lines')).toBeVisible();
    api.log.break();
    expect(await screen.findByText('Ended, 2 lines')).toBeVisible();
    expect(button('Pause the log')).toBeDisabled();
  });

  it('connects for no log while nobody sees the page, also for another one', async () => {
    const { api, user } = await openLab(aLab());
    const hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    try {
      await user.click(screen.getByRole('link', { name: 'Logs' }));
      await log();
      await pick(user, /Lines$/, 'Last 100');
      expect(api.followLabLogs).not.toHaveBeenCalled();
      hidden.mockReturnValue(false);
      act(() => {
        document.dispatchEvent(new Event('visibilitychange'));
      });
      await waitFor(() => expect(api.followLabLogs).toHaveBeenCalledTimes(1));
      expect(api.log.query).toMatchObject({ tail: 100 });
      api.log.write('first');
      expect(await screen.findByText('Following, 1 line')).toBeVisible();
    } finally {
      hidden.mockRestore();
    }
  });

  it('lets go of a log while nobody sees the page, and goes on after its last line', async () => {
    const { api } = await openLogs();
    await log();
    api.log.write('first', 'second');
    expect(await screen.findByText('Following, 2 lines')).toBeVisible();
    act(() => {
      window.dispatchEvent(new Event('pagehide'));
    });
    expect(api.log.signal?.aborted).toBe(true);
    act(() => {
      window.dispatchEvent(new Event('pageshow'));
    });
    await waitFor(() => expect(api.logs).toHaveLength(2));
    api.log.write('second', 'third');
    expect(await screen.findByText('Following, 3 lines')).toBeVisible();
    expect(screen.getAllByText('second')).toHaveLength(1);
  });

  it("offers the cluster's own nodes and services", async () => {
    const { user, api } = await openLogs();
    await pick(user, /Log$/, 'Node');
    await waitFor(() =>
      expect(api.log.query).toEqual({
        source: 'node',
        node: 'control-plane',
        tail: 1_000,
      }),
    );
    await pick(user, /Node$/, 'Worker 1');
    await pick(user, /Service$/, 'kubelet');
    await pick(user, /Lines$/, 'Last 100');
    await pick(user, /Since$/, 'Last 5 minutes');
    await waitFor(() =>
      expect(api.log.query).toEqual({
        source: 'node',
        node: 'worker',
        unit: 'kubelet',
        tail: 100,
        since: '5m',
      }),
    );
    // Nobody listens to what was chosen before.
    expect(api.logs.slice(0, -1).every(({ signal }) => signal?.aborted)).toBe(
      true,
    );
    expect(await log()).toHaveAccessibleName('Log of kubelet on Worker 1');
  });

  it('finds a pod among many, with its containers and their previous log', async () => {
    const { user, api } = await openLogs('?source=pod');
    expect(screen.getByText('Choose a pod to see its log.')).toBeVisible();
    expect(screen.queryByRole('log', { name: /^Log of/ })).toBeNull();
    await user.click(button(/Pod$/));
    await user.type(await screen.findByPlaceholderText(/Search by/), 'web');
    expect(screen.queryByRole('option', { name: /coredns/ })).toBeNull();
    await user.click(
      screen.getByRole('option', { name: 'default/web (CrashLoopBackOff)' }),
    );
    await waitFor(() =>
      expect(api.log.query).toEqual({
        source: 'pod',
        namespace: 'default',
        pod: 'web',
        container: 'server',
        tail: 1_000,
      }),
    );
    await user.click(await screen.findByRole('switch', { name: 'Previous' }));
    await waitFor(() =>
      expect(api.log.query).toMatchObject({ previous: true }),
    );
    await pick(user, /Container$/, 'prepare (runs first)');
    await waitFor(() =>
      expect(api.log.query).toMatchObject({ container: 'prepare' }),
    );
    expect(api.log.query).not.toHaveProperty('previous');
    expect(screen.getByRole('switch', { name: 'Previous' })).toBeDisabled();
  });

  it('shows what the URL names, and says when that is gone', async () => {
    const { api } = await openLogs(
      '?source=pod&namespace=default&pod=web&container=server&previous=true',
    );
    await log();
    expect(api.log.query).toMatchObject({
      pod: 'web',
      container: 'server',
      previous: true,
    });
  });

  it('says that what the URL names is not there any more', async () => {
    const { api, user } = await openLogs('?source=pod&namespace=shop&pod=gone');
    expect(
      await screen.findByText('The pod shop/gone no longer exists.'),
    ).toBeVisible();
    expect(api.logs).toHaveLength(0);

    api.logSources = someLogSources({
      pods: [
        {
          namespace: 'shop',
          name: 'gone',
          phase: 'Running',
          containers: [{ name: 'main', init: false, restarts: 0 }],
        },
      ],
    });
    await user.click(button('Refresh'));
    expect(await log()).toHaveAccessibleName('Log of gone, main');
  });

  it('pauses, and goes on with what has come', async () => {
    const { user, api } = await openLogs();
    api.log.write('before');
    expect(await screen.findByText('before')).toBeVisible();
    await user.click(button('Pause the log'));
    api.log.write('meanwhile');
    expect(await screen.findByText('Paused, 1 line, 1 new line')).toBeVisible();
    expect(screen.queryByText('meanwhile')).toBeNull();
    await user.click(button('Resume the log'));
    expect(await screen.findByText('meanwhile')).toBeVisible();
    expect(screen.getByText('Following, 2 lines')).toBeVisible();
  });

  it('reads a log without following it', async () => {
    const { user, api } = await openLogs();
    await user.click(button('Follow'));
    expect(api.log.signal?.aborted).toBe(true);
    await pick(user, /Log$/, 'Node');
    expect(await screen.findByText('All that there is.')).toBeVisible();
    expect(screen.getByText('Not followed, 1 line')).toBeVisible();
    api.getLabLogs.mockResolvedValueOnce('More lines.\n');
    await user.click(button('Refresh'));
    expect(await screen.findByText('More lines.')).toBeVisible();
    expect(api.logs).toHaveLength(1);
  });

  it('searches, and goes from one line that matches to the next', async () => {
    const { user, api } = await openLogs();
    api.log.write('one', 'Two', 'three', 'two again');
    await screen.findByText('three');
    await user.type(search(), 'two');
    // What is typed leads to the first match at once.
    expect(await screen.findByText('1 of 2')).toBeVisible();
    expect(screen.getByText('Match 1, line 2')).toBeInTheDocument();
    const current = (await log()).querySelector('[aria-current]');
    expect(current).toHaveTextContent('Two');
    await user.keyboard('{Enter}');
    expect(await screen.findByText('2 of 2')).toBeVisible();
    await user.click(button('Next match'));
    expect(await screen.findByText('1 of 2')).toBeVisible();
    await user.click(button('Previous match'));
    expect(await screen.findByText('2 of 2')).toBeVisible();
    // It stays where it is while the text still matches there.
    await user.type(search(), ' ');
    expect(await screen.findByText('1 of 1')).toBeVisible();
    await user.type(search(), 'x');
    expect(await screen.findByText('No match')).toBeVisible();
    expect(button('Next match')).toBeDisabled();
  });

  it('holds 100,000 lines without as many elements, and says what is gone', async () => {
    const { user, api } = await openLogs('?source=node');
    const many = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => `line ${from + index}`);
    api.log.write(...many(0, 100_000));
    expect(
      await screen.findByText('Following, 100,000 lines'),
    ).toBeInTheDocument();
    // The end is in sight.
    expect(screen.getByText('line 99999')).toBeVisible();
    expect((await log()).querySelectorAll('*').length).toBeLessThan(500);
    expect(screen.queryByText(/were removed/)).toBeNull();

    api.log.write(...many(100_000, 101_500));
    expect(await screen.findByText('line 101499')).toBeVisible();
    expect(
      screen.getByText(/^The oldest 2,000 lines were removed/),
    ).toBeVisible();

    await user.type(search(), 'line 50000');
    await user.keyboard('{Enter}');
    expect(await screen.findByText('1 of 1')).toBeVisible();
    await user.click(button('Wrap lines'));
    expect((await log()).querySelectorAll('*').length).toBeLessThan(500);
  });

  it('draws a flood in a few goes', async () => {
    const { api } = await openLogs();
    await log();
    const drawn = jest.fn();
    const observer = new MutationObserver(drawn);
    observer.observe(await log(), { subtree: true, childList: true });
    for (let line = 0; line < 5_000; line++) {
      api.log.write(`line ${line}`);
    }
    expect(await screen.findByText('line 4999')).toBeVisible();
    observer.disconnect();
    expect(drawn.mock.calls.length).toBeLessThan(50);
  });

  it('saves and copies what is shown', async () => {
    const { user, api, toastTitles } = await openLogs(
      '?source=node&unit=kubelet',
    );
    api.log.write('a', '\u001b[31mb\u001b[0m');
    await screen.findByText('b');
    const blobs: Blob[] = [];
    URL.createObjectURL = jest.fn(blob => {
      blobs.push(blob as Blob);
      return 'blob:log';
    });
    URL.revokeObjectURL = jest.fn();
    const saved: string[] = [];
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function save(this: HTMLAnchorElement) {
        saved.push(this.download);
      });
    await user.click(button('Download the log'));
    click.mockRestore();
    expect(saved).toEqual(['demo-control-plane-kubelet.log']);
    expect(blobs[0].type).toBe('text/plain');
    expect(blobs[0].size).toBe('a\nb\n'.length);

    document.execCommand = jest.fn(() => true);
    await user.click(button('Copy the log'));
    await waitFor(() => expect(toastTitles()).toContain('The log copied'));
  });

  it("shows the server's words when it refuses, and tries again", async () => {
    const api = new FakeLabApi([aLab()]);
    const error = await aResponseError(429, 'Busy', 'Too many logs are read.');
    api.followLabLogs.mockImplementationOnce(async function* refuse() {
      throw error;
    });
    const { user } = renderLabs(`/labs/${aLab().id}/logs`, api);
    expect(await screen.findByText('Too many logs are read.')).toBeVisible();
    expect(screen.getByText('The log could not be read')).toBeVisible();
    await user.click(button('Reconnect'));
    await waitFor(() => expect(api.logs).toHaveLength(1));
    api.log.write('here it is');
    expect(await screen.findByText('here it is')).toBeVisible();
    expect(screen.queryByText('Too many logs are read.')).toBeNull();
  });

  it('connects again when a log breaks off: once by itself, then by a button', async () => {
    const { user, api } = await openLogs();
    api.log.write('first');
    await screen.findByText('first');
    act(() => api.log.break(new Error('The connection broke.')));
    await waitFor(() => expect(api.logs).toHaveLength(2));
    api.log.write('first', 'second');
    expect(await screen.findByText('second')).toBeVisible();
    expect(screen.getAllByText('first')).toHaveLength(1);
    api.log.break(new Error('The connection broke.'));
    expect(await screen.findByText('The log was interrupted')).toBeVisible();
    expect(screen.getByText('second')).toBeVisible();
    await user.click(button('Reconnect'));
    await waitFor(() => expect(api.logs).toHaveLength(3));
  });

  it('says to screen readers what a log does, and reads no lines', async () => {
    const { api } = await openLogs();
    expect(await log()).toHaveAttribute('aria-live', 'off');
    expect(await log()).toHaveAttribute('tabindex', '0');
    api.log.write('a');
    const said = await screen.findByText(/^Following.*: log of provisioning/);
    expect(said.closest('[role=status]')).not.toBeNull();
    const words = said.textContent;
    api.log.write('b', 'c');
    await screen.findByText('Following, 3 lines');
    expect(said).toHaveTextContent(words!);
    api.log.break();
    expect(
      await screen.findByText(/^Ended, 3 lines: log of provisioning/),
    ).toBeInTheDocument();
  });

  it('offers only how a lab was made while it is not running, and says why', async () => {
    const { user, api } = await openLogs('?source=node', aPausedLab());
    expect(screen.getByText(/Resume it to read the logs/)).toBeVisible();
    expect(api.log.query).toMatchObject({ source: 'provisioning' });
    await user.click(button(/Log$/));
    expect(await screen.findByRole('option', { name: 'Pod' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await user.keyboard('{Escape}');

    // What the link meant is shown as soon as it can be.
    api.stream.push(anEvent(1, aLab({ version: 9 })));
    await waitFor(() =>
      expect(api.log.query).toMatchObject({ source: 'node' }),
    );
    expect(screen.queryByText(/Resume it to read the logs/)).toBeNull();
  });

  it('asks for the attempts again as the lab is made', async () => {
    const api = new FakeLabApi([aLab({ status: 'QUEUED', phases: [] })]);
    api.logSources = someLogSources({ runs: [], nodes: [], pods: [] });
    renderLabs(`/labs/${aLab().id}/logs`, api);
    expect(await screen.findByText(/No output yet/)).toBeVisible();
    api.logSources = someLogSources({ nodes: [], pods: [] });
    api.stream.push(anEvent(1, aProvisioningLab({ version: 2 })));
    await waitFor(() => expect(api.logs).toHaveLength(1));
    api.log.write(' • Starting');
    expect(await screen.findByText(/Starting/)).toBeVisible();
  });

  it('follows a lab that is made though nothing was printed yet', async () => {
    const api = new FakeLabApi([aProvisioningLab()]);
    api.logSources = someLogSources({ runs: [], nodes: [], pods: [] });
    renderLabs(`/labs/${aLab().id}/logs`, api);
    expect(await log()).toHaveAccessibleName('Log of provisioning');
    expect(api.log.query).toEqual({ source: 'provisioning', tail: 1_000 });
    api.log.write('Ensuring node image');
    expect(await screen.findByText('Ensuring node image')).toBeVisible();

    // No event tells of a run: it is asked for.
    api.logSources = someLogSources({ nodes: [], pods: [] });
    await waitFor(() => expect(api.log.query).toMatchObject({ run: 'run-2' }));
  });

  it('reads on when a cluster does not tell its pods this time', async () => {
    const { user, api } = await openLogs('?source=pod&pod=web');
    await log();
    api.log.write('before');
    expect(await screen.findByText('before')).toBeVisible();
    api.logSources = someLogSources({
      nodes: [],
      pods: [],
      message: 'The API server does not answer.',
    });
    await user.click(button('Refresh'));
    expect(
      await screen.findByText(
        /does not answer. The lists show those known before/,
      ),
    ).toBeVisible();
    expect(screen.getByText('before')).toBeVisible();
    expect(api.logs).toHaveLength(1);
    expect(api.log.signal?.aborted).toBe(false);
  });

  it('reads a pod by its name where not all are listed', async () => {
    const api = new FakeLabApi([aLab()]);
    const [pod] = someLogSources().pods;
    api.logSources = someLogSources({
      pods: Array.from({ length: 500 }, (_, index) => ({
        ...pod,
        name: `web-${index}`,
      })),
    });
    const { user } = renderLabs(`/labs/${aLab().id}/logs?source=pod`, api);
    const field = await screen.findByRole('textbox', { name: /Another pod/ });
    expect(screen.getByText(/only 500 are listed/)).toBeVisible();
    expect(button('Show')).toBeDisabled();
    await user.type(field, 'shop/cart-1{Enter}');
    await waitFor(() =>
      expect(api.log?.query).toEqual({
        source: 'pod',
        namespace: 'shop',
        pod: 'cart-1',
        tail: 1_000,
      }),
    );
  });

  it('shows as much of a log as the URL names', async () => {
    const { api } = await openLogs('?source=node&tail=100&since=5m');
    await log();
    expect(api.log.query).toMatchObject({ tail: 100, since: '5m' });
    expect(button(/Lines$/)).toHaveTextContent('Last 100');
  });

  it('downloads all logs, saying how much has come, also from another tab', async () => {
    const { user, api } = await openLogs();
    URL.createObjectURL = jest.fn(() => 'blob:logs');
    URL.revokeObjectURL = jest.fn();
    const saved: string[] = [];
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function save(this: HTMLAnchorElement) {
        saved.push(this.download);
      });
    await user.click(button('Download everything'));
    expect(await screen.findByText('Preparing the archive.')).toBeVisible();
    await waitFor(() => expect(api.archives).toHaveLength(1));
    api.archive.write(2 * 2 ** 20);
    expect(await screen.findByText(/archive: 2 MiB so far/)).toBeVisible();
    await user.click(button('Cancel'));
    expect(api.archive.signal?.aborted).toBe(true);
    expect(
      await screen.findByText('Cancelled: nothing was saved.'),
    ).toBeVisible();
    expect(button('Download everything')).toHaveFocus();

    await user.click(button('Download everything'));
    await waitFor(() => expect(api.archives).toHaveLength(2));
    await user.click(screen.getByRole('link', { name: 'Activity' }));
    api.archive.write(1_024);
    api.archive.end();
    await waitFor(() => expect(saved).toEqual(['demo-logs.tar.gz']));
    click.mockRestore();
    await user.click(screen.getByRole('link', { name: 'Logs' }));
    expect(
      await screen.findByText('demo-logs.tar.gz downloaded: 1 KiB.'),
    ).toBeVisible();
  });

  it('says why all logs cannot be downloaded', async () => {
    const { user, api } = await openLogs();
    const error = await aResponseError(
      429,
      'Busy',
      'Two archives are in progress.',
    );
    api.getLabLogsArchive.mockRejectedValueOnce(error);
    await user.click(button('Download everything'));
    expect(
      await screen.findByText('Two archives are in progress.'),
    ).toBeVisible();
  });

  it('is what a lab that failed leads to', async () => {
    const { user, api } = await openLab(aFailedLab());
    await user.click(await screen.findByRole('link', { name: 'Open the log' }));
    await log();
    expect(api.log.query).toMatchObject({ source: 'provisioning' });
    expect(screen.getByText(/The lab failed, so the logs/)).toBeVisible();
  });

  it('says why the cluster tells of no nodes and pods', async () => {
    const api = new FakeLabApi([aLab()]);
    api.logSources = someLogSources({
      nodes: [],
      pods: [],
      message: 'The API server does not answer.',
    });
    renderLabs(`/labs/${aLab().id}/logs?source=node`, api);
    expect(
      await screen.findByText('The API server does not answer.'),
    ).toBeVisible();
    expect(screen.getByText('No nodes.')).toBeVisible();
  });

  it('says why it does not know what has logs, and asks again', async () => {
    const api = new FakeLabApi([aLab()]);
    const error = await aResponseError(503, 'Unavailable', 'Docker is away.');
    api.getLabLogSources.mockRejectedValueOnce(error);
    const { user } = renderLabs(`/labs/${aLab().id}/logs`, api);
    expect(await screen.findByText('Docker is away.')).toBeVisible();
    await user.click(button('Try again'));
    expect(await log()).toBeVisible();
  });

  it('is not offered to those who may not read logs', async () => {
    const { api } = await openLab(aLab({ id: 'no-logs' }), '/logs', [
      'pyk8s-lab.lab.logs',
    ]);
    expect(
      await screen.findByText(
        'You are not allowed to read the logs of this lab',
      ),
    ).toBeVisible();
    expect(api.getLabLogSources).not.toHaveBeenCalled();
  });

  it('says that nothing real writes logs in a simulated lab', async () => {
    await openLogs('', aLab({ simulated: true }));
    expect(screen.getByText(/its logs are sample data/)).toBeVisible();
  });
});
