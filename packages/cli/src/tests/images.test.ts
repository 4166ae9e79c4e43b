import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { testImageArchive } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { Terminal, TestPortal } from '../__testUtils__';

jest.setTimeout(60_000);

/** A `docker` with one image that records its arguments. */
const docker = (folder: string) => `#!/bin/sh
echo "$*" >> ${folder}/asked
case "$2 $*" in
  *missing*) echo "Error: No such image: missing" >&2; exit 1 ;;
  *broken*) [ "$2" = inspect ] && { echo 100; exit 0; }
    echo half; echo "Error: disk full" >&2; exit 1 ;;
  inspect*) wc -c < ${folder}/image.tar ;;
  save*) cat ${folder}/image.tar ;;
esac
`;

describe('pyk8s cluster load-image', () => {
  let portal: TestPortal;
  let alice: Terminal;
  let archive: string;

  beforeAll(async () => {
    portal = await TestPortal.start();
    alice = await Terminal.create(portal.env());
    archive = join(alice.home, 'image.tar');
    await writeFile(
      archive,
      await buffer(
        testImageArchive({ names: ['docker.io/library/app:1'] }).open(),
      ),
    );
    await writeFile(join(alice.home, 'docker'), docker(alice.home));
    await chmod(join(alice.home, 'docker'), 0o755);
    alice.env.PATH = `${alice.home}:${alice.env.PATH}`;
    await alice.run(['cluster', 'create', 'demo', '--wait']);
  });
  afterAll(async () => {
    await portal.stop();
    await alice.remove();
  });

  const load = (...args: string[]) =>
    alice.run(['cluster', 'load-image', 'demo', ...args]);
  const names = async () => {
    const { items } = await portal.labs().listLabs({ q: 'demo' });
    const images = await portal.labs().listLabImages(items[0].id);
    return images.items.flatMap(each => each.names);
  };

  it('takes an archive from a file, and from standard input', async () => {
    const file = await load('--archive', archive);
    expect([file.code, file.stderr]).toEqual([
      0,
      expect.stringContaining('Sending image.tar to demo'),
    ]);
    expect(await names()).toContain('docker.io/library/app:1');
    const piped = await alice.run(
      ['cluster', 'load-image', 'demo', '--archive', '-'],
      { stdin: await readFile(archive) },
    );
    expect(piped.code).toBe(0);
  });

  it('takes an image of the local Docker', async () => {
    expect(await load('app:1')).toMatchObject({ code: 0 });
    expect(await readFile(join(alice.home, 'asked'), 'utf8')).toBe(
      'image inspect --format {{.Size}} app:1\nimage save app:1\n',
    );
  });

  it('passes only image names to Docker', async () => {
    const before = await readFile(join(alice.home, 'asked'), 'utf8');
    for (const name of ['--help', '-o=/tmp/x', 'a b', '$(id)', 'a;b', '']) {
      expect((await load('--', name)).code).toBe(2);
    }
    expect(await readFile(join(alice.home, 'asked'), 'utf8')).toBe(before);
  });

  it('reports problems with an image', async () => {
    const missing = await load('missing:1');
    expect([missing.code, missing.stderr]).toEqual([
      3,
      expect.stringContaining('Your Docker has no image missing:1'),
    ]);
    const broken = await load('broken:1');
    expect([broken.code, broken.stderr]).toEqual([
      1,
      expect.stringContaining(
        'Docker could not save broken:1: Error: disk full',
      ),
    ]);
    expect((await load()).code).toBe(2);
    expect((await load('app:1', '--archive', archive)).code).toBe(2);
    expect((await load('--archive', '/nowhere')).code).toBe(2);
    const none = join(alice.home, 'none.tar');
    await writeFile(none, 'no archive');
    expect(await load('--archive', none)).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('archive'),
    });
  });

  it('cancels the job on Ctrl-C', async () => {
    const controller = new AbortController();
    const cut = await alice.run(
      ['cluster', 'load-image', 'demo', '--archive', archive],
      {
        signal: controller.signal,
        onError: said => {
          if (/\n./.test(said)) {
            controller.abort('SIGINT');
          }
        },
      },
    );
    expect(cut.code).toBe(130);
    expect(cut.stderr).toContain('The import is cancelled');
    // Cancelling takes effect after the current step.
    let [job] = (await portal.labs().listJobs()).items;
    while (job.status === 'RUNNING') {
      job = await portal.labs().getJob(job.id);
    }
    expect(job.status).toBe('CANCELLED');
  });
});
