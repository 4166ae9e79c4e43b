import { LAB_ID_ANNOTATION } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { screen, waitFor } from '@testing-library/react';
import {
  aFailedLab,
  aLab,
  aProvisioningLab,
  anEvent,
  aResponseError,
  FakeLabApi,
} from '../../__testUtils__';
import { anEntity, renderOnEntity } from '../../__testUtils__/renderOnEntity';
import { EntityLabCard } from './EntityLabCard';

const cardOf = (id: string, api: FakeLabApi, denied: string[] = []) =>
  renderOnEntity(
    <EntityLabCard />,
    anEntity('Resource', 'lab-1', { annotations: { [LAB_ID_ANNOTATION]: id } }),
    { api, denied },
  );

describe('EntityLabCard', () => {
  it('shows how the lab is, and leads to its page', async () => {
    const lab = aLab({ id: 'card-1' });
    cardOf(lab.id, new FakeLabApi([lab]));
    expect(await screen.findByText('Running')).toBeVisible();
    expect(screen.getByRole('timer')).toBeVisible();
    expect(screen.getByText('Live')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Open the lab' })).toHaveAttribute(
      'href',
      '/labs/card-1',
    );
  });

  it('follows the lab while it is made', async () => {
    const lab = aProvisioningLab({ id: 'card-2' });
    const api = new FakeLabApi([lab]);
    cardOf(lab.id, api);
    expect(await screen.findByText(/Starting the control plane/)).toBeVisible();
    expect(
      await screen.findByText(/The lab is still provisioning/),
    ).toBeVisible();

    const running = aLab({ id: lab.id, version: 2 });
    api.stream.push(anEvent(1, running));
    expect(await screen.findByText('Running')).toBeVisible();
    expect(
      screen.getByRole('button', { name: 'Download kubeconfig' }),
    ).toBeEnabled();
  });

  it('gives the kubeconfig and a command that uses it', async () => {
    window.URL.createObjectURL = jest.fn(() => 'blob:x');
    window.URL.revokeObjectURL = jest.fn();
    jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation();
    const lab = aLab({ id: 'card-3' });
    const api = new FakeLabApi([lab]);
    const { user } = cardOf(lab.id, api);
    await user.click(
      await screen.findByRole('button', { name: 'Download kubeconfig' }),
    );
    expect(api.getKubeconfig).toHaveBeenCalledWith(lab.id, { for: 'owner' });
    expect(
      screen.getByRole('group', { name: 'The command' }),
    ).toHaveTextContent(
      'kubectl --kubeconfig "$HOME/Downloads/demo.kubeconfig" get nodes',
    );
  });

  it('extends the lab, with the keyboard alone', async () => {
    const lab = aLab({ id: 'card-4' });
    const api = new FakeLabApi([lab]);
    const { user } = cardOf(lab.id, api);
    const extend = await screen.findByRole('button', { name: 'Extend' });
    await user.tab();
    expect(extend).toHaveFocus();
    await user.keyboard('{Enter}');
    await screen.findByRole('menuitem', { name: 'By 30 minutes' });
    await user.keyboard('{ArrowDown}{Enter}');
    await waitFor(() =>
      expect(api.updateLab).toHaveBeenCalledWith(lab.id, { extendBy: '1h' }),
    );
  });

  it('offers nothing that the user may not do', async () => {
    const lab = aLab({ id: 'card-5' });
    cardOf(lab.id, new FakeLabApi([lab]), [
      'pyk8s-lab.lab.update',
      'pyk8s-lab.lab.kubeconfig',
    ]);
    expect(
      await screen.findByText(/You can see this lab, but not connect to it/),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Extend' })).toBeNull();
    expect(
      screen.queryByRole('button', { name: 'Download kubeconfig' }),
    ).toBeNull();
  });

  it('says that a lab failed, and why', async () => {
    const lab = aFailedLab({ id: 'card-6' });
    cardOf(lab.id, new FakeLabApi([lab]));
    expect(await screen.findByText('Failed')).toBeVisible();
    expect(screen.getByText(/no space left on device/)).toBeVisible();
  });

  it('says so where the user may not see the lab', async () => {
    cardOf('somebody-elses', new FakeLabApi());
    expect(
      await screen.findByText(
        'This lab is not visible to you, or it is deleted',
      ),
    ).toBeVisible();
    expect(screen.queryByRole('link', { name: 'Open the lab' })).toBeNull();
  });

  it('says so when the lab is deleted while one looks', async () => {
    const lab = aLab({ id: 'card-7' });
    const api = new FakeLabApi([lab]);
    cardOf(lab.id, api);
    await screen.findByText('Running');
    api.stream.push(
      anEvent(
        1,
        { ...lab, status: 'DELETED', version: 2 },
        { type: 'lab.deleted' },
      ),
    );
    expect(await screen.findByText('This lab is deleted')).toBeVisible();
  });

  it('says so when the user may not see the lab any more', async () => {
    const lab = aLab({ id: 'card-8' });
    const api = new FakeLabApi([lab]);
    cardOf(lab.id, api);
    await screen.findByText('Running');
    api.stream.push({ type: 'lab.hidden', labId: lab.id });
    expect(
      await screen.findByText('You no longer have access to this lab'),
    ).toBeVisible();
  });

  it('shows that it loads, then what went wrong, and tries again', async () => {
    const lab = aLab({ id: 'card-9' });
    const api = new FakeLabApi([lab]);
    api.getLab.mockRejectedValueOnce(
      await aResponseError(503, 'ServiceUnavailableError', 'No database'),
    );
    const { user } = cardOf(lab.id, api);
    expect(screen.getByRole('status')).toHaveTextContent('Loading the lab');
    expect(await screen.findByText('No database')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Running')).toBeVisible();
  });
});
