import { TestDatabases } from '@backstage/backend-test-utils';
import { testImageArchive } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Knex } from 'knex';
import { someSettings } from '../__testUtils__/builders';
import { eventually } from '../__testUtils__/eventually';
import { alice, LabHarness } from '../__testUtils__/LabHarness';
import type { Replica } from '../__testUtils__/replicas';
import { parseImagePattern } from './imagePatterns';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const NAME = 'docker.io/library/app:1.0';

describe('an import of an image of the lab host', () => {
  let knex: Knex;
  let harness: LabHarness;
  let lab: Lab;
  let first: Replica;
  let second: Replica;

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    harness = await LabHarness.create({
      knex,
      settings: {
        images: {
          ...someSettings().images,
          hostImages: [parseImagePattern('app:*')],
        },
      },
    });
    lab = await harness.request();
    await harness.settleUntil(lab, 'RUNNING');
    first = harness.replica();
    second = harness.replica();
  });
  afterEach(async () => {
    await Promise.all([first.stop(), second.stop()]);
    await knex.destroy();
  });

  const sendImage = async () => {
    const { platform } = await second.images.list(lab.id, alice);
    return testImageArchive({ names: [NAME], platforms: [platform] }).open();
  };
  /** Starts an import in the first replica, which is stopped in the middle of it. */
  const interrupt = async () => {
    let isAsked = false;
    harness.provider.images.hostImage = (_host, _image, { signal }) =>
      new Promise((_, reject) => {
        isAsked = true;
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const { job, done } = await first.images.import(
      lab.id,
      { image: 'app:1.0' },
      alice,
      { sending: new AbortController().signal },
    );
    await eventually(() => isAsked);
    await Promise.allSettled([done, first.stop()]);
    harness.provider.images.hostImage = sendImage;
    harness.advance(1);
    return job.id;
  };
  const ended = async (id: string) => {
    await eventually(
      async () => (await second.jobs.get(id, alice)).status !== 'RUNNING',
    );
    return second.jobs.get(id, alice);
  };

  it('is continued by another portal when its own is stopped', async () => {
    const id = await interrupt();
    // Nothing has failed, so nothing says so.
    expect(await harness.eventTypes(lab)).not.toContain('lab.image');
    await second.jobWorker.takeOver();
    expect(await ended(id)).toMatchObject({
      status: 'SUCCEEDED',
      createdBy: alice.userRef,
      result: { names: [NAME] },
      steps: [{ name: 'receive' }, { name: 'import' }],
    });
    const { items } = await second.images.list(lab.id, alice);
    expect(items).toContainEqual(
      expect.objectContaining({ names: [NAME], imported: true }),
    );
    expect((await harness.activity(lab.id, 1)).items).toMatchObject([
      { type: 'lab.image', actorRef: alice.userRef, data: { jobId: id } },
    ]);
  });

  it('is not continued in a lab that has another owner by then', async () => {
    const id = await interrupt();
    await harness.update(lab.id, { owner: 'group:default/team-a' });
    await second.jobWorker.takeOver();
    expect(await ended(id)).toMatchObject({
      status: 'FAILED',
      message: expect.stringContaining('transferred to another owner'),
    });
  });

  it('is not continued in a lab that no longer runs', async () => {
    const id = await interrupt();
    await harness.pause(lab.id);
    await harness.settleUntil(lab, 'PAUSED');
    await second.jobWorker.takeOver();
    expect(await ended(id)).toMatchObject({
      status: 'FAILED',
      message: expect.stringContaining('Resume it first'),
    });
  });
});
