import { screen, waitFor } from '@testing-library/react';
import {
  aLab,
  aProvisioningLab,
  anEvent,
  aPausedLab,
  aResponseError,
} from '../../__testUtils__';
import { openLab } from '../../__testUtils__/renderLabs';

describe('LabConnection', () => {
  const saved: { name: string; blob: Blob }[] = [];
  beforeEach(() => {
    saved.length = 0;
    let blob: Blob;
    Object.assign(URL, {
      createObjectURL: (content: Blob) => {
        blob = content;
        return 'blob:kubeconfig';
      },
      revokeObjectURL: () => {},
    });
    jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function click(this: HTMLAnchorElement) {
        saved.push({ name: this.download, blob });
      });
  });
  afterEach(() => jest.restoreAllMocks());

  it('downloads the kubeconfig under the name of the lab', async () => {
    const { user, toastTitles } = await openLab(aLab(), '/connection');
    await user.click(
      await screen.findByRole('button', { name: 'Download kubeconfig' }),
    );
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(saved[0].name).toBe('demo.kubeconfig');
    expect(saved[0].blob.size).toBe('apiVersion: v1\n'.length);
    expect(toastTitles()).toEqual(['demo.kubeconfig downloaded']);
  });

  it('has a kubeconfig for viewers, and says what it is', async () => {
    const { user, api } = await openLab(aLab(), '/connection');
    const button = await screen.findByRole('button', {
      name: 'Download viewer kubeconfig',
    });
    expect(button).toHaveAccessibleDescription(
      /read-only, without secrets\..*Expires .*Download a new one if you extend the lab/,
    );
    await user.click(button);
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(saved[0].name).toBe('demo-viewer.kubeconfig');
    expect(api.getKubeconfig).toHaveBeenCalledWith(aLab().id, {
      for: 'viewer',
    });
  });

  it('is not offered to those who may not connect', async () => {
    await openLab(aLab({ id: 'no-key' }), '/connection', [
      'pyk8s-lab.lab.kubeconfig',
    ]);
    expect(
      await screen.findByText('You are not allowed to connect to this lab'),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: /kubeconfig/ })).toBeNull();
  });

  it('says so when one may not download after all', async () => {
    const { user, api, toasts } = await openLab(aLab(), '/connection');
    api.getKubeconfig.mockRejectedValue(
      await aResponseError(403, 'NotAllowedError', 'Only its owner may.'),
    );
    await user.click(
      await screen.findByRole('button', { name: 'Download kubeconfig' }),
    );
    await waitFor(() =>
      expect(toasts[0]).toMatchObject({
        title: 'You are not allowed to read the kubeconfig of demo',
        description: 'Only its owner may.',
      }),
    );
  });

  it('explains why one cannot connect to a paused lab', async () => {
    await openLab(aPausedLab(), '/connection');
    expect(await screen.findByText(/Resume it to connect/)).toBeVisible();
    expect(
      screen.getByRole('button', { name: 'Download viewer kubeconfig' }),
    ).toBeDisabled();
  });

  it('says why a download failed', async () => {
    const { user, api, toasts } = await openLab(aLab(), '/connection');
    api.getKubeconfig.mockRejectedValue(
      await aResponseError(409, 'ConflictError', 'It is not running.'),
    );
    await user.click(
      await screen.findByRole('button', { name: 'Download kubeconfig' }),
    );
    await waitFor(() =>
      expect(toasts[0]).toMatchObject({ description: 'It is not running.' }),
    );
    expect(saved).toHaveLength(0);
  });

  it('gives lines to copy', async () => {
    const { user, toastTitles } = await openLab(aLab(), '/connection');
    expect(
      await screen.findByRole('group', { name: 'The commands' }),
    ).toHaveTextContent(
      'export KUBECONFIG="$HOME/Downloads/demo.kubeconfig" kubectl --context kind-demo get nodes',
    );
    expect(
      screen.getByRole('group', { name: 'The endpoint' }),
    ).toHaveTextContent('https://localhost:6443');

    document.execCommand = jest.fn(() => true);
    await user.click(
      screen.getByRole('button', { name: 'Copy: The commands' }),
    );
    await waitFor(() => expect(toastTitles()).toEqual(['The commands copied']));
  });

  it.each([
    ['The merge command', `pyk8s cluster get-kubeconfig ${aLab().id} --merge`],
    [
      'The merge command through the portal',
      `pyk8s cluster get-kubeconfig ${aLab().id} --via-portal --merge`,
    ],
  ])('gives the line of the CLI to copy: %s', async (name, line) => {
    const { user, toastTitles } = await openLab(aLab(), '/connection');
    expect(await screen.findByRole('group', { name })).toHaveTextContent(line);
    document.execCommand = jest.fn(() => true);
    await user.click(screen.getByRole('button', { name: `Copy: ${name}` }));
    await waitFor(() => expect(toastTitles()).toEqual([`${name} copied`]));
  });

  it('does not tell to use kubectl with a simulated lab', async () => {
    await openLab(aLab({ simulated: true }), '/connection');
    expect(
      await screen.findByText(/kubectl cannot connect with it/),
    ).toBeVisible();
    expect(screen.queryByRole('group', { name: 'The commands' })).toBeNull();
    expect(screen.queryByText(/pyk8s cluster/)).toBeNull();
    expect(
      screen.getByRole('button', { name: 'Download kubeconfig' }),
    ).toBeEnabled();
  });

  it('says why there is nothing to download, until the lab runs', async () => {
    const lab = aProvisioningLab();
    const { api } = await openLab(lab, '/connection');
    const button = await screen.findByRole('button', {
      name: 'Download kubeconfig',
    });
    expect(button).toBeDisabled();
    expect(
      screen.getByText(
        /still provisioning. You can connect as soon as it is running/,
      ),
    ).toBeVisible();

    api.stream.push(anEvent(1, aLab({ version: 2 })));
    await waitFor(() => expect(button).toBeEnabled());
  });
});
