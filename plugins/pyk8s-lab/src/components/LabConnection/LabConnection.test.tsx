import { screen, waitFor } from '@testing-library/react';
import {
  aLab,
  aLabInTheMaking,
  anEvent,
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
      screen.getByRole('button', { name: 'Download kubeconfig' }),
    );
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(saved[0].name).toBe('demo.kubeconfig');
    expect(saved[0].blob.size).toBe('apiVersion: v1\n'.length);
    expect(toastTitles()).toEqual(['demo.kubeconfig is downloaded']);
  });

  it('says why a download failed', async () => {
    const { user, api, toasts } = await openLab(aLab(), '/connection');
    api.getKubeconfig.mockRejectedValue(
      await aResponseError(409, 'ConflictError', 'It is not running.'),
    );
    await user.click(
      screen.getByRole('button', { name: 'Download kubeconfig' }),
    );
    await waitFor(() =>
      expect(toasts[0]).toMatchObject({ description: 'It is not running.' }),
    );
    expect(saved).toHaveLength(0);
  });

  it('gives lines to copy', async () => {
    const { user, toastTitles } = await openLab(aLab(), '/connection');
    expect(
      screen.getByRole('group', { name: 'The commands' }),
    ).toHaveTextContent(
      'export KUBECONFIG="$HOME/Downloads/demo.kubeconfig" kubectl get nodes',
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

  it('says why there is nothing to download, until the lab runs', async () => {
    const lab = aLabInTheMaking();
    const { api } = await openLab(lab, '/connection');
    const button = screen.getByRole('button', {
      name: 'Download kubeconfig',
    });
    expect(button).toBeDisabled();
    expect(
      screen.getByText(/still being made. You can connect as soon as it runs/),
    ).toBeVisible();

    api.stream.push(anEvent(1, aLab({ version: 2 })));
    await waitFor(() => expect(button).toBeEnabled());
  });
});
