import { screen, waitFor, within } from '@testing-library/react';
import {
  aFailedLab,
  aLab,
  aPausedLab,
  aResponseError,
  FakeLabApi,
} from '../../__testUtils__';
import { renderLabs } from '../../__testUtils__/renderLabs';

const UPDATE = 'pyk8s-lab.lab.update';
const DELETE = 'pyk8s-lab.lab.delete';
const KUBECONFIG = 'pyk8s-lab.lab.kubeconfig';

async function openMenu(lab = aLab(), denied: string[] = []) {
  const api = new FakeLabApi([lab]);
  const rendered = renderLabs('/labs', api, denied);
  const button = await screen.findByRole('button', {
    name: `Actions for ${lab.name}`,
  });
  const askedBefore = rendered.asked();
  await rendered.user.click(button);
  const menu = await screen.findByRole('menu');
  const choose = async (name: string) =>
    rendered.user.click(await within(menu).findByRole('menuitem', { name }));
  const titles = () =>
    within(menu)
      .getAllByRole('menuitem')
      .map(({ textContent }) => textContent);
  return { ...rendered, api, button, menu, choose, titles, askedBefore };
}

describe('LabMenu', () => {
  it('asks what one may do only when it is opened', async () => {
    const { asked, askedBefore, titles } = await openMenu(aLab({ id: 'm1' }));
    expect(askedBefore).toEqual(['pyk8s-lab.lab.create']);
    await waitFor(() =>
      expect(asked()).toEqual(
        expect.arrayContaining([UPDATE, DELETE, KUBECONFIG]),
      ),
    );
    await waitFor(() =>
      expect(titles()).toEqual([
        'Open',
        'Extend by 1h',
        'Pause',
        'Download kubeconfig',
        'Edit…',
        'Transfer…',
        'Delete…',
      ]),
    );
  });

  it('leads to the page of the lab', async () => {
    const { menu } = await openMenu();
    expect(
      await within(menu).findByRole('menuitem', { name: 'Open' }),
    ).toHaveAttribute('href', `/labs/${aLab().id}`);
  });

  it.each([
    ['nothing', [UPDATE, DELETE, KUBECONFIG], ['Open']],
    ['connecting', [UPDATE, DELETE], ['Open', 'Download kubeconfig']],
    ['deleting', [UPDATE, KUBECONFIG], ['Open', 'Delete…']],
  ])('has only what is allowed: %s', async (name, denied, expected) => {
    const { titles } = await openMenu(aLab({ id: `may-${name}` }), denied);
    await waitFor(() => expect(titles()).toEqual(expected));
  });

  it.each([
    ['paused', aPausedLab({ id: 'p' }), 'Resume', 'resumeLab'],
    ['running', aLab({ id: 'r' }), 'Pause', 'pauseLab'],
    ['failed', aFailedLab({ id: 'f' }), 'Recreate', 'retryLab'],
  ] as const)(
    'does what a %s lab can do',
    async (_status, lab, title, method) => {
      const { api, choose, toastTitles } = await openMenu(lab);
      await choose(title);
      await waitFor(() => expect(api[method]).toHaveBeenCalledWith(lab.id));
      await waitFor(() => expect(toastTitles()).toHaveLength(1));
    },
  );

  it('extends by an hour, and shows it', async () => {
    const { api, choose, toastTitles } = await openMenu();
    await choose('Extend by 1h');
    await waitFor(() =>
      expect(toastTitles()).toEqual([
        expect.stringMatching(/^demo extended by 1h, ends /),
      ]),
    );
    expect(api.updateLab).toHaveBeenCalledWith(aLab().id, { extendBy: '1h' });
  });

  it('asks before it deletes', async () => {
    const { user, api, choose } = await openMenu();
    await choose('Delete…');
    const dialog = await screen.findByRole('dialog', { name: 'Delete demo?' });
    expect(api.deleteLab).not.toHaveBeenCalled();
    await user.click(
      within(dialog).getByRole('button', { name: 'Delete demo' }),
    );
    await waitFor(() => expect(api.deleteLab).toHaveBeenCalledWith(aLab().id));
    await waitFor(() =>
      expect(screen.getByRole('row', { name: /demo/ })).toHaveTextContent(
        'Deleting',
      ),
    );
  });

  it('edits what a lab is for', async () => {
    const { user, api, choose, toastTitles } = await openMenu();
    await choose('Edit…');
    const dialog = within(
      await screen.findByRole('dialog', { name: 'Edit demo' }),
    );
    await user.type(dialog.getByRole('textbox', { name: 'Purpose' }), 'A demo');
    await user.click(dialog.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(toastTitles()).toEqual(['demo updated']));
    expect(api.updateLab).toHaveBeenCalledWith(aLab().id, {
      purpose: 'A demo',
    });
  });

  it('transfers a lab to one of my groups', async () => {
    const { user, api, choose, toastTitles } = await openMenu();
    await choose('Transfer…');
    const dialog = await screen.findByRole('dialog', {
      name: 'Transfer demo',
    });
    await user.type(
      within(dialog).getByRole('textbox', { name: 'New owner' }),
      'group:default/compilers',
    );
    await user.click(
      await within(dialog).findByRole('button', {
        name: 'Transfer to compilers (group)',
      }),
    );
    await waitFor(() =>
      expect(toastTitles()).toEqual(['demo transferred to compilers (group)']),
    );
    expect(api.updateLab).toHaveBeenCalledWith(aLab().id, {
      owner: 'group:default/compilers',
    });
  });

  it('says so when something is not allowed after all', async () => {
    const { api, choose, toasts } = await openMenu();
    api.pauseLab.mockRejectedValue(
      await aResponseError(403, 'NotAllowedError', 'Ask its owner.'),
    );
    await choose('Pause');
    await waitFor(() =>
      expect(toasts).toEqual([
        {
          title: 'You may not pause demo',
          description: 'Ask its owner.',
          status: 'danger',
        },
      ]),
    );
  });

  it('can be used with the keyboard, and gives the focus back', async () => {
    const { user, api, button } = await openMenu();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(button).toHaveFocus());
    await user.keyboard('{Enter}');
    await screen.findByRole('menuitem', { name: 'Pause' });
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    await waitFor(() => expect(api.pauseLab).toHaveBeenCalledTimes(1));
  });
});
