import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import {
  aJob,
  aLab,
  anEvent,
  anImage,
  aPausedLab,
  aResponseError,
  FakeLabApi,
  someImages,
  someOptions,
} from '../../__testUtils__';
import { openLab, renderLabs } from '../../__testUtils__/renderLabs';

const button = (name: string | RegExp) => screen.getByRole('button', { name });
const files = () => screen.getByLabelText('Image archives');
const progress = () => screen.findByRole('region', { name: 'Imports' });
const table = () => screen.findByRole('grid', { name: 'Images' });
const archive = (name = 'app.tar', content = 'an archive') =>
  new File([content], name);

async function openImages(api = new FakeLabApi([aLab()]), denied?: string[]) {
  const lab = [...api.state.labs.values()][0];
  const rendered = renderLabs(`/labs/${lab.id}/images`, api, denied);
  await screen.findByRole('heading', { name: lab.name });
  return { ...rendered, api };
}

describe('LabImages', () => {
  it('lists the images of the nodes, imported ones first', async () => {
    const api = new FakeLabApi([aLab()]);
    const [mine, own] = someImages().items;
    api.images = someImages({
      items: [mine, { ...own, nodes: ['control-plane', 'worker'] }],
      nodes: ['control-plane', 'worker'],
    });
    const { user, toastTitles } = await openImages(api);
    const rows = within(await table()).getAllByRole('row');
    expect(rows).toHaveLength(3);
    expect(rows[1]).toHaveTextContent('docker.io/library/my-app:1.0');
    expect(rows[1]).toHaveTextContent('1 of 2, not Worker 1');
    expect(rows[1]).toHaveTextContent('3 MiB');
    expect(rows[1]).toHaveTextContent('Imported');
    expect(rows[2]).toHaveTextContent('2 of 2');
    expect(rows[2]).toHaveTextContent('Preloaded or pulled');

    await user.type(
      screen.getByRole('searchbox', { name: 'Search images' }),
      'coredns',
    );
    expect(within(await table()).getAllByRole('row')).toHaveLength(2);
    document.execCommand = jest.fn(() => true);
    await user.click(button(/^Copy registry.k8s.io/));
    await waitFor(() => expect(toastTitles()).toContain('The name copied'));
    await user.keyboard('{Escape}');
    await user.type(
      screen.getByRole('searchbox', { name: 'Search images' }),
      'nothing',
    );
    expect(await screen.findByText('No image matches.')).toBeVisible();
  });

  it('brings in an archive, with its progress, until it is there', async () => {
    const { user, api } = await openImages();
    expect(
      await screen.findByText(/At most 4 GiB unpacked, for linux.amd64/),
    ).toBeVisible();
    expect(screen.queryByRole('textbox', { name: /lab host/ })).toBeNull();
    await user.upload(files(), archive());
    const list = within(await progress());
    expect(await list.findByText('app.tar (10 B)')).toBeVisible();
    expect(await list.findByText('Uploading')).toBeVisible();
    expect(list.getByRole('progressbar')).not.toHaveAttribute('value');
    expect(api.upload.name).toBe('app.tar');
    expect(api.upload.source).toHaveProperty('archive');

    // The server tells how far it is before it answers.
    api.state.setJob(aJob({ progress: 40 }));
    expect(await list.findByText('Bring in app.tar')).toBeVisible();
    expect(list.getByRole('progressbar')).toHaveAttribute('value', '40');
    expect(list.getByText('The archive is being received.')).toBeVisible();
    expect(list.getAllByRole('listitem')).toHaveLength(1);

    api.upload.accept(aJob({ progress: 50 }));
    api.images = someImages({
      items: [
        anImage({
          id: 'new',
          names: ['docker.io/library/app:latest'],
          imported: true,
        }),
      ],
    });
    const done = aJob({
      status: 'SUCCEEDED',
      message: 'It is in every node.',
      endedAt: '2026-12-01T09:00:12Z',
    });
    api.state.setJob(done);
    expect(await list.findByText(/Done after 12s/)).toBeVisible();
    expect(list.queryByRole('progressbar')).toBeNull();
    expect(
      (await screen.findAllByText('docker.io/library/app:latest'))[0],
    ).toBeVisible();
    // Kubernetes would ask a registry for it without being told.
    expect(screen.getByText(/--image-pull-policy=IfNotPresent/)).toBeVisible();
    expect(
      screen.getByText(
        'Bring in app.tar: Done after 12s. It is in every node.',
      ),
    ).toBeInTheDocument();
  });

  it('takes what is dropped, and shows that it would', async () => {
    const { api } = await openImages();
    const area = await screen.findByRole('group', {
      name: 'Import image archives',
    });
    const dataTransfer = { types: ['Files'], files: [archive('dropped.tar')] };
    fireEvent.dragEnter(area, { dataTransfer });
    expect(screen.getByText('Drop to import')).toBeVisible();
    // Else the browser opens the file.
    expect(fireEvent.dragOver(area, { dataTransfer })).toBe(false);
    fireEvent.dragLeave(area, { dataTransfer });
    expect(screen.getByText('Drop image archives here')).toBeVisible();
    fireEvent.dragEnter(area, { dataTransfer: { types: ['text/plain'] } });
    expect(screen.getByText('Drop image archives here')).toBeVisible();
    fireEvent.drop(area, { dataTransfer });
    await waitFor(() => expect(api.uploads).toHaveLength(1));
    expect(api.upload.name).toBe('dropped.tar');
  });

  it('refuses at once what is too large', async () => {
    const api = new FakeLabApi([aLab()]);
    api.options = someOptions({
      images: { maxArchiveBytes: 5, hostImages: [] },
    });
    const { user } = await openImages(api);
    await screen.findByText(/At most 5 B/);
    await user.upload(files(), archive());
    const list = within(await progress());
    expect(await list.findByText(/can have at most 5 B/)).toBeVisible();
    expect(
      await screen.findByText(/^app.tar: The file has 10 B/),
    ).toBeInTheDocument();
    expect(api.importLabImage).not.toHaveBeenCalled();
    await user.click(button('Dismiss: app.tar'));
    expect(screen.queryByRole('region', { name: 'Imports' })).toBeNull();
  });

  it("shows once why an archive was refused, in the server's words", async () => {
    const { user, api } = await openImages();
    await table();
    await user.upload(files(), archive());
    await waitFor(() => expect(api.uploads).toHaveLength(1));
    const message = 'This is not an image archive.';
    api.state.setJob(aJob({ status: 'FAILED', message }));
    api.upload.refuse(await aResponseError(400, 'InputError', message));
    const list = within(await progress());
    expect(await list.findByText(/^Failed/)).toBeVisible();
    await waitFor(() => expect(list.getAllByText(message)).toHaveLength(1));
    // One that was refused before there was a job is there all the same.
    await user.upload(files(), archive('b.tar'));
    await waitFor(() => expect(api.uploads).toHaveLength(2));
    api.upload.refuse(await aResponseError(507, 'Full', 'No room left.'));
    expect(await list.findByText('No room left.')).toBeVisible();
  });

  it('goes on while another tab is looked at, and cancels with its job', async () => {
    const { user, api } = await openImages();
    await table();
    await user.upload(files(), archive());
    await waitFor(() => expect(api.uploads).toHaveLength(1));
    await user.click(screen.getByRole('link', { name: 'Activity' }));
    expect(await screen.findByText('Nothing has happened yet.')).toBeVisible();
    expect(api.upload.signal?.aborted).toBe(false);
    api.state.setJob(aJob());
    await user.click(screen.getByRole('link', { name: 'Images' }));
    await user.click(
      await screen.findByRole('button', { name: 'Cancel: Bring in app.tar' }),
    );
    await waitFor(() => expect(api.upload.signal?.aborted).toBe(true));
    expect(api.cancelJob).toHaveBeenCalledWith('job-1');
    const list = within(await progress());
    expect(await list.findByText(/^Cancelled/)).toBeVisible();
    await waitFor(() => expect(list.getAllByRole('listitem')).toHaveLength(1));
  });

  it('brings in an image of the lab host where that is allowed', async () => {
    const api = new FakeLabApi([aLab()]);
    api.options = someOptions({
      images: { maxArchiveBytes: 5, hostImages: ['team/*', 'my-app:*'] },
    });
    const { user } = await openImages(api);
    const field = await screen.findByRole('textbox', {
      name: 'Image of the lab host',
    });
    expect(screen.getByText(/Allowed: team\/\*, my-app:\*/)).toBeVisible();
    expect(button('Import')).toBeDisabled();
    await user.type(field, ' my-app:1.0 {Enter}');
    await waitFor(() =>
      expect(api.upload?.source).toEqual({ image: 'my-app:1.0' }),
    );
    expect(field).toHaveValue('');
  });

  it('puts a command into the Console', async () => {
    const { user } = await openImages();
    const use = within(
      await screen.findByRole('region', { name: 'Use an image' }),
    );
    await user.click(await use.findByRole('link', { name: 'Open in Console' }));
    expect(await screen.findByRole('textbox', { name: 'Command' })).toHaveValue(
      'kubectl create deployment my-app --image=docker.io/library/my-app:1.0',
    );
  });

  it('looks again when an event says that images have changed', async () => {
    const { api } = await openImages();
    await table();
    api.images = someImages({
      items: [anImage({ names: ['new.example/x:1'] })],
    });
    api.tell(anEvent(1, aLab({ version: 2 }), { type: 'lab.extended' }));
    api.tell(anEvent(2, aLab({ version: 3 }), { type: 'lab.image' }));
    expect(await screen.findByText('new.example/x:1')).toBeVisible();
    expect(screen.queryByRole('region', { name: 'Use an image' })).toBeNull();
    expect(api.listLabImages).toHaveBeenCalledTimes(2);
  });

  it('shows images, and offers no import to those who may only look', async () => {
    const lab = aLab({ id: 'only-images' });
    const api = new FakeLabApi([lab]);
    api.state.jobs = [aJob({ createdBy: 'user:default/grace' })];
    await openImages(api, ['pyk8s-lab.lab.exec']);
    await table();
    expect(
      await screen.findByText(
        /You are not allowed to import images into this lab/,
      ),
    ).toBeVisible();
    expect(screen.queryByLabelText('Image archives')).toBeNull();
    expect(screen.queryByRole('link', { name: /Console$/ })).toHaveTextContent(
      /^Console$/,
    );
    const list = within(await progress());
    expect(await list.findByText('Bring in app.tar')).toBeVisible();
    expect(list.queryByRole('button')).toBeNull();
  });

  it('asks a lab for nothing that is paused, and says why', async () => {
    const { api } = await openLab(aPausedLab(), '/images');
    expect(
      await screen.findByText(/Resume it to see and import/),
    ).toBeVisible();
    expect(api.listLabImages).not.toHaveBeenCalled();
    expect(screen.queryByLabelText('Image archives')).toBeNull();
    api.tell(anEvent(1, aLab({ version: 9 })));
    expect(await table()).toBeVisible();
  });

  it('shows nothing of a lab that may not be seen any more', async () => {
    const { api } = await openImages();
    await table();
    api.tell({ type: 'lab.hidden', labId: aLab().id });
    expect(
      await screen.findByText(
        'You are not allowed to see the images of this lab',
      ),
    ).toBeVisible();
  });

  it('says why it does not know the images or the jobs, and asks again', async () => {
    const api = new FakeLabApi([aLab()]);
    api.listLabImages.mockRejectedValueOnce(
      await aResponseError(503, 'Unavailable', 'Docker is away.'),
    );
    api.listJobs.mockRejectedValueOnce(new Error('The database is down.'));
    const { user } = await openImages(api);
    expect(await screen.findByText('Docker is away.')).toBeVisible();
    const [ofJobs, ofImages] = await screen.findAllByRole('button', {
      name: 'Try again',
    });
    await user.click(ofImages);
    expect(await table()).toBeVisible();
    expect(screen.getByText('The database is down.')).toBeVisible();
    await user.click(ofJobs);
    await waitFor(() =>
      expect(screen.queryByText('The database is down.')).toBeNull(),
    );
  });
});
