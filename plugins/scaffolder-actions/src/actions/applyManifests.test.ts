import { refuse } from '@internal/test-utils';
import type { LabJob } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ActionWorld } from '../__testUtils__/ActionWorld';
import { addLab, RUNNING } from '../__testUtils__/someLabs';

const OBJECTS = [
  { apiVersion: 'v1', kind: 'Namespace', name: 'preview' },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'preview',
    name: 'web',
  },
];

describe('pyk8s-lab:apply', () => {
  let world: ActionWorld;
  let id: string;

  beforeEach(async () => {
    world = await ActionWorld.start();
    id = addLab(world.api, RUNNING).id;
    await write({ 'manifests/web.yaml': 'kind: Deployment' });
  });
  afterEach(() => world.stop());

  async function write(files: Record<string, string>) {
    for (const [name, content] of Object.entries(files)) {
      const file = join(world.workspace, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
  }
  const apply = (input: object = {}, options: object = {}) =>
    world.run('pyk8s-lab:apply', { id, path: 'manifests', ...input }, options);
  const succeeding = () => {
    world.api.memory.applying = {
      status: 'SUCCEEDED',
      message: 'Applied 2 objects.',
      result: { objects: OBJECTS, warnings: [] },
    };
  };
  const job = () => world.api.memory.state.jobs[0];
  const changeJob = (change: Partial<LabJob>) =>
    world.api.memory.state.setJob({ ...job(), ...change });
  const asked = () => {
    const [{ query, bytes }] = world.api.to(`/labs/${id}/apply`);
    return {
      query: [...query],
      tar: gunzipSync(bytes ?? '').toString('latin1'),
    };
  };
  const untilFollowed = () =>
    world.api.until(() => world.api.sent('GET /events').length > 0);

  it('sends the content of a folder, and outputs what was applied', async () => {
    await write({ 'manifests/deep/a.json': 'DEEP', 'other.yaml': 'OTHER' });
    succeeding();
    expect(await apply({ namespace: 'preview', timeout: '10m' })).toEqual({
      objects: OBJECTS,
    });
    expect(world.log).toEqual(['Applied 2 objects.']);
    const { query, tar } = asked();
    expect(query).toEqual([
      ['path', 'manifests'],
      ['kustomize', 'false'],
      ['recursive', 'true'],
      ['serverSide', 'true'],
      ['forceConflicts', 'true'],
      ['namespace', 'preview'],
      ['wait', 'true'],
      ['timeout', '10m'],
    ]);
    expect(tar).toContain('DEEP');
    expect(tar).not.toContain('OTHER');
  });

  it('renders a kustomization, with the folders that it references', async () => {
    await write({
      'deploy/overlay/kustomization.yaml': 'resources: [../base]',
      'deploy/base/kustomization.yaml': 'resources: [a.yaml]',
      'deploy/base/a.yaml': 'BASE',
    });
    succeeding();
    await apply({ path: 'deploy/overlay', serverSide: false, wait: false });
    const { query, tar } = asked();
    expect(Object.fromEntries(query)).toMatchObject({
      path: 'overlay',
      kustomize: 'true',
      serverSide: 'false',
      forceConflicts: 'false',
      wait: 'false',
    });
    expect(tar).toContain('BASE');
  });

  it('logs the progress of the job until it ends', async () => {
    const applying = apply();
    await untilFollowed();
    const message = 'Waiting for Deployment default/web: not observed yet';
    changeJob({ message });
    while (!world.log.includes(message)) {
      await new Promise(setImmediate);
    }
    changeJob({
      status: 'FAILED',
      message:
        'Deployment default/web failed: it exceeded its progress deadline',
    });
    await expect(applying).rejects.toThrow(
      /^Deployment default\/web failed: it exceeded its progress deadline$/,
    );
    expect(world.log).toEqual(['Applying manifests', message]);
    expect(world.outputs).toEqual({});
  });

  it('keeps its error short, with the details in the log', async () => {
    world.api.memory.applying = {
      status: 'FAILED',
      message: `Not everything in lab demo was rolled out within 1s. ${'x'.repeat(
        500,
      )}`,
    };
    await expect(apply({ timeout: '1s' })).rejects.toThrow(
      /^Not everything in lab demo was rolled out within 1s. The log has the details.$/,
    );
    expect(world.log.join()).toContain('xxx');
  });

  it('cancels the job when its task is cancelled', async () => {
    const controller = new AbortController();
    const failure = apply({}, { signal: controller.signal }).catch(
      error => error,
    );
    await untilFollowed();
    controller.abort();
    expect((await failure).message).toBe(
      'The task was cancelled while manifests were applied to lab demo.',
    );
    expect(job().status).toBe('CANCELLED');
  });

  it.each([
    ['../elsewhere', 'leads out of the workspace'],
    ['/etc', 'leads out of the workspace'],
    ['none', 'There is no file or folder'],
  ])('refuses %s, and sends nothing', async (path, message) => {
    await expect(apply({ path })).rejects.toThrow(message);
    expect(world.api.requests).toEqual([]);
  });

  it('fails with the message of the API', async () => {
    world.api.intercept = ({ path }, response) =>
      path.includes('/apply') &&
      refuse(response, 409, 'ConflictError', 'The lab is PAUSED: resume it.');
    await expect(apply()).rejects.toThrow(
      `Nothing was applied to lab ${id}: The lab is PAUSED: resume it.`,
    );
    world.api.change(id, { simulated: true });
    await expect(apply()).rejects.toThrow('lab demo is simulated');
  });

  it('logs in a dry run what it would apply', async () => {
    expect(await apply({}, { isDryRun: true })).toEqual({ objects: [] });
    expect(world.log).toEqual([`Dry run: would apply manifests to lab ${id}`]);
    expect(world.api.requests).toEqual([]);
  });
});
