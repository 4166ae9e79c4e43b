import type { LabEventList } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import { aLab, anEvent, FakeLabApi } from '../../__testUtils__';
import { renderLabs } from '../../__testUtils__/renderLabs';

describe('LabActivity', () => {
  const history = (count: number) =>
    Array.from({ length: count }, (_, index) => {
      const { lab: _lab, ...event } = anEvent(count - index, aLab());
      return event;
    });
  const messages = () =>
    within(screen.getByRole('list', { name: 'Activity' }))
      .getAllByRole('listitem')
      .map(item => item.querySelector('p')?.textContent);

  it('shows the newest first, page by page, and what happens now', async () => {
    const api = new FakeLabApi([aLab()]);
    api.activity = history(40);
    const { user } = renderLabs(`/labs/${aLab().id}/activity`, api);
    expect(await screen.findByText('Event 40')).toBeVisible();
    expect(messages()).toHaveLength(30);

    await user.click(screen.getByRole('button', { name: 'Show older' }));
    expect(await screen.findByText('Event 1')).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Show older' }),
    ).not.toBeInTheDocument();

    api.stream.push(
      // What came of a job has an event of its own.
      anEvent(41, aLab(), { type: 'job.started', message: 'A job' }),
      anEvent(42, aLab(), {
        message: 'The kubeconfig was read.',
        actorRef: 'user:default/grace',
      }),
    );
    expect(await screen.findByText('The kubeconfig was read.')).toBeVisible();
    expect(messages().slice(0, 2)).toEqual([
      'The kubeconfig was read.',
      'Event 40',
    ]);
    expect(screen.getByText('grace')).toBeVisible();
  });

  it('has what happened while nobody saw the page', async () => {
    const api = new FakeLabApi([aLab()]);
    api.activity = history(3);
    renderLabs(`/labs/${aLab().id}/activity`, api);
    expect(await screen.findByText('Event 3')).toBeVisible();
    act(() => {
      window.dispatchEvent(new Event('pagehide'));
    });
    api.activity = history(45);
    act(() => {
      window.dispatchEvent(new Event('pageshow'));
    });
    expect(await screen.findByText('Event 45')).toBeVisible();
    // What lies between is read from there on.
    expect(messages()).toHaveLength(30);
    expect(screen.getByRole('button', { name: 'Show older' })).toBeVisible();
  });

  it('says what kind of thing happened, also when it does not know it', async () => {
    const api = new FakeLabApi([aLab()]);
    const types = ['lab.expiring', 'lab.paused', 'lab.future-thing'];
    api.activity = history(3).map((event, index) => ({
      ...event,
      type: types[index],
      message: index === 2 ? '' : event.message,
    }));
    renderLabs(`/labs/${aLab().id}/activity`, api);
    expect(await screen.findByText(/^Ends soon ·/)).toBeVisible();
    expect(screen.getByText(/^Paused ·/)).toBeVisible();
    expect(messages()[2]).toBe('Future thing');
  });

  it('shows one category, also of what happens now', async () => {
    const api = new FakeLabApi([aLab()]);
    api.activity = history(2);
    const { user } = renderLabs(`/labs/${aLab().id}/activity`, api);
    await screen.findByText('Event 2');
    api.activity = [];
    await user.click(screen.getByRole('button', { name: /Show$/ }));
    await user.click(
      await screen.findByRole('option', { name: 'Commands and sessions' }),
    );
    expect(await screen.findByText('No events of this kind.')).toBeVisible();
    expect(api.getLabActivity).toHaveBeenLastCalledWith(
      aLab().id,
      expect.objectContaining({ category: ['commands'] }),
    );
    api.stream.push(
      anEvent(3, aLab(), { type: 'lab.extended', message: 'Extended.' }),
      anEvent(4, aLab(), { type: 'lab.command', message: 'kubectl get pods' }),
    );
    expect(await screen.findByText('kubectl get pods')).toBeVisible();
    expect(messages()).toEqual(['kubectl get pods']);
  });

  describe('of one category', () => {
    const commands = (count: number) =>
      history(count).map(event => ({
        ...event,
        type: 'lab.command',
        message: `Command ${event.seq}`,
      }));
    const choose = async (
      user: ReturnType<typeof renderLabs>['user'],
      name: string,
    ) => {
      await user.click(screen.getByRole('button', { name: /Show$/ }));
      await user.click(await screen.findByRole('option', { name }));
    };

    it('stays so when the page is seen again', async () => {
      const api = new FakeLabApi([aLab()]);
      const read = api.getLabActivity.getMockImplementation();
      api.activity = history(2);
      const { user } = renderLabs(`/labs/${aLab().id}/activity`, api);
      await screen.findByText('Event 2');
      const all = history(90);
      // As the server does: cursors go on in what was asked for.
      api.getLabActivity.mockImplementation(async (id, page = {}) => {
        api.activity = page.category ? commands(45) : all;
        return read!(id, page);
      });
      await choose(user, 'Commands and sessions');
      expect(await screen.findByText('Command 45')).toBeVisible();
      const asked = api.getLabActivity.mock.calls.length;
      act(() => {
        window.dispatchEvent(new Event('pagehide'));
      });
      act(() => {
        window.dispatchEvent(new Event('pageshow'));
      });
      await waitFor(() =>
        expect(api.getLabActivity).toHaveBeenCalledTimes(asked + 1),
      );
      await user.click(
        await screen.findByRole('button', { name: 'Show older' }),
      );
      expect(await screen.findByText('Command 1')).toBeVisible();
      expect(messages()).toHaveLength(45);
      for (const [, page] of api.getLabActivity.mock.calls.slice(asked)) {
        expect(page).toMatchObject({ category: ['commands'] });
      }
    });

    it('does not get a page that was asked for before it was chosen', async () => {
      const api = new FakeLabApi([aLab()]);
      api.activity = history(40);
      const { user } = renderLabs(`/labs/${aLab().id}/activity`, api);
      await screen.findByText('Event 40');
      let answer: (list: LabEventList) => void = () => {};
      api.getLabActivity.mockImplementationOnce(
        () =>
          new Promise(resolve => {
            answer = resolve;
          }),
      );
      await user.click(screen.getByRole('button', { name: 'Show older' }));
      api.activity = commands(35);
      await choose(user, 'Commands and sessions');
      expect(await screen.findByText('Command 35')).toBeVisible();
      await act(async () => answer({ items: history(10), pageInfo: {} }));
      expect(messages()).toHaveLength(30);
      expect(screen.queryByText('Event 10')).not.toBeInTheDocument();
      expect(screen.getByRole('button', { name: 'Show older' })).toBeVisible();
    });
  });

  it('says why it could not be read, and tries again', async () => {
    const api = new FakeLabApi([aLab()]);
    api.activity = history(1);
    api.getLabActivity.mockRejectedValueOnce(new Error('No connection'));
    const { user } = renderLabs(`/labs/${aLab().id}/activity`, api);
    expect(await screen.findByRole('alert')).toHaveTextContent('No connection');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Event 1')).toBeVisible();
  });
});
