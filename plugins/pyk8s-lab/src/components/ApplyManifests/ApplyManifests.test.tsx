import { screen, waitFor, within } from '@testing-library/react';
import {
  aJob,
  aLab,
  aPausedLab,
  aResponseError,
  FakeLabApi,
  someOptions,
} from '../../__testUtils__';
import { renderLabs } from '../../__testUtils__/renderLabs';

const POD = 'kind: Pod\nmetadata:\n  name: a\n';
const section = () => screen.findByRole('region', { name: 'Manifests' });
const openButton = () =>
  screen.findByRole('button', { name: 'Apply manifests' });
const submit = () => screen.getByRole('button', { name: 'Apply' });

async function openApply(api = new FakeLabApi([aLab()])) {
  const rendered = renderLabs(
    `/labs/${[...api.state.labs.values()][0].id}/console`,
    api,
  );
  await rendered.user.click(await openButton());
  const dialog = within(await screen.findByRole('dialog'));
  const paste = async (text: string) => {
    await rendered.user.click(
      dialog.getByRole('textbox', { name: /Or paste manifests/ }),
    );
    await rendered.user.paste(text);
  };
  return { ...rendered, api, dialog, paste };
}

describe('ApplyManifests', () => {
  it('applies what was pasted, and shows how it goes and ends', async () => {
    const { user, api, dialog, paste, captured } = await openApply();
    expect(submit()).toBeDisabled();
    await paste(POD);
    await user.type(dialog.getByRole('textbox', { name: /Namespace/ }), 'shop');
    await user.click(dialog.getByRole('checkbox', { name: /on the server/ }));
    api.applyToLab.mockResolvedValueOnce(
      aJob({ type: 'apply', title: 'Apply of 1 file', message: 'Applying' }),
    );
    await user.click(submit());

    expect(
      await within(await section()).findByText('Apply of 1 file'),
    ).toBeVisible();
    expect(screen.queryByRole('dialog')).toBeNull();
    const [id, archive, options] = api.applyToLab.mock.calls[0];
    expect(id).toBe(aLab().id);
    expect(archive.size).toBeGreaterThan(POD.length);
    expect(options).toEqual({ namespace: 'shop', serverSide: true });
    expect(captured()).toContainEqual([
      'apply',
      'manifests',
      { provider: 'kind', outcome: 'success' },
    ]);

    const failed = aJob({
      type: 'apply',
      title: 'Apply of 1 file',
      status: 'FAILED',
      message: 'no matches for kind "Pod" in version "v2"',
      endedAt: '2026-12-01T10:00:03Z',
      version: 2,
    });
    api.stream.push({
      seq: 9,
      labId: aLab().id,
      at: '2026-12-01T10:00:03Z',
      type: 'job.failed',
      message: failed.message,
      lab: aLab(),
      job: failed,
    });
    expect(
      await within(await section()).findByText(/no matches for kind/, {
        selector: 'li p',
      }),
    ).toBeVisible();
  });

  it('sends an archive with the folder of a kustomization', async () => {
    const { user, api, dialog } = await openApply();
    const archive = new File(['a'], 'shop.tar.gz');
    await user.upload(dialog.getByLabelText('Files', { selector: 'input' }), [
      archive,
    ]);
    expect(dialog.getByText('shop.tar.gz')).toBeVisible();
    await user.type(
      dialog.getByRole('textbox', { name: /Folder of the kustomization/ }),
      'overlays/dev',
    );
    await user.click(submit());
    await waitFor(() =>
      expect(api.applyToLab).toHaveBeenCalledWith(aLab().id, archive, {
        paths: ['overlays/dev'],
        kustomize: true,
      }),
    );
  });

  it('says why files cannot be sent, and takes them out', async () => {
    const { user, dialog } = await openApply();
    const input = dialog.getByLabelText('Files', { selector: 'input' });
    await user.upload(input, [
      new File(['a'], 'a.tar'),
      new File(['b'], 'b.yaml'),
    ]);
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'Apply an archive by itself',
    );
    expect(submit()).toBeDisabled();
    await user.click(dialog.getByRole('button', { name: 'Remove files' }));
    expect(dialog.queryByRole('alert')).toBeNull();
  });

  it('keeps what was pasted when the portal refuses it', async () => {
    const { user, api, dialog, paste } = await openApply();
    api.applyToLab.mockRejectedValueOnce(
      await aResponseError(
        409,
        'ConflictError',
        'Manifests are being applied to this lab.',
      ),
    );
    await paste(POD);
    await user.click(submit());
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'Manifests are being applied to this lab.',
    );
    expect(
      dialog.getByRole('textbox', { name: /Or paste manifests/ }),
    ).toHaveValue(POD);
  });

  it('cancels what runs', async () => {
    const api = new FakeLabApi([aLab()]);
    api.state.jobs = [aJob({ type: 'apply', title: 'Apply of 2 files' })];
    const { user } = renderLabs(`/labs/${aLab().id}/console`, api);
    await user.click(
      await within(await section()).findByRole('button', { name: /Cancel/ }),
    );
    expect(api.cancelJob).toHaveBeenCalledWith('job-1');
  });

  it('is not offered where nothing can be applied', async () => {
    renderLabs(
      `/labs/${aLab().id}/console`,
      new FakeLabApi([aPausedLab({ name: 'paused' })]),
    );
    expect(await openButton()).toBeDisabled();
  });

  it('is not there where kubectl may not be run', async () => {
    const api = new FakeLabApi([aLab()]);
    const options = someOptions();
    api.options = {
      ...options,
      exec: { ...options.exec, commands: ['crictl'] },
    };
    renderLabs(`/labs/${aLab().id}/console`, api);
    expect(
      await screen.findByRole('textbox', { name: 'Command' }),
    ).toBeVisible();
    expect(screen.queryByRole('region', { name: 'Manifests' })).toBeNull();
  });
});
