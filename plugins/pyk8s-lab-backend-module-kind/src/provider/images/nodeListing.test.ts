import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contentsOf } from './imageContent';
import { ListingReader } from './ListingReader';
import { listingProgram } from './nodeListing';

const run = promisify(execFile);
const NAME = 'docker.io/library/app:1.0';
const PLATFORM = { os: 'linux', architecture: 'amd64' };

/** A folder of programs: the node's containerd, with some contents. */
class FakeNode {
  readonly directory: string;

  static async create(): Promise<FakeNode> {
    const node = new FakeNode(await mkdtemp(join(tmpdir(), 'node-')));
    await node.program('uname', 'echo x86_64');
    await node.program('containerd', 'true');
    return node;
  }

  private constructor(directory: string) {
    this.directory = directory;
  }

  async program(name: string, script: string): Promise<void> {
    const path = join(this.directory, name);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
  }

  async content(value: object): Promise<{ digest: string }> {
    const text = JSON.stringify(value, null, 2);
    const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    await writeFile(join(this.directory, digest), text);
    return { digest };
  }

  /** What a listing has when a name stands for a content. */
  async listing(target: string) {
    await this.program(
      'ctr',
      `case "$2" in
        images) echo "REF TYPE DIGEST SIZE PLATFORMS LABELS"; echo "${NAME} type ${target} 1 p -" ;;
        content) cat "${this.directory}/$4" ;;
      esac`,
    );
    const [command, ...args] = listingProgram('contents');
    const { stdout } = await run(command, args, {
      env: { PATH: `${this.directory}:${process.env.PATH}` },
    });
    const reader = new ListingReader('node');
    await reader.write(Buffer.from(stdout));
    return reader.end();
  }
}

describe('the listing of a node', () => {
  let node: FakeNode;
  beforeEach(async () => {
    node = await FakeNode.create();
  });
  afterEach(() => rm(node.directory, { recursive: true }));

  const image = async () => {
    const config = `sha256:${'c'.repeat(64)}`;
    const manifest = await node.content({
      config: { digest: config },
      layers: [{ digest: `sha256:${'1'.repeat(64)}`, size: 7 }],
    });
    return { config, manifest };
  };

  it.each([0, 1, 2, 3])(
    'has the image behind %s indexes in one another',
    async depth => {
      const { config, manifest } = await image();
      let target = manifest;
      for (let n = 0; n < depth; n++) {
        const child = n === 0 ? { ...target, platform: PLATFORM } : target;
        target = await node.content({ schemaVersion: 2, manifests: [child] });
      }
      const listing = await node.listing(target.digest);
      expect(contentsOf(listing)(target.digest)).toEqual({
        id: config,
        sizeBytes: 7,
      });
    },
  );

  it('takes what is for the node before what says nothing of it', async () => {
    const { config, manifest } = await image();
    const other = await node.content({
      config: { digest: `sha256:${'d'.repeat(64)}` },
      layers: [],
    });
    const unknown = { os: 'unknown', architecture: 'unknown' };
    const { digest } = await node.content({
      manifests: [
        { ...other, platform: unknown },
        other,
        { ...manifest, platform: PLATFORM },
      ],
    });
    const listing = await node.listing(digest);
    expect(contentsOf(listing)(digest)?.id).toBe(config);
  });

  it('visits indexes that share their children once', async () => {
    const names = (level: number) =>
      Array.from(
        { length: 20 },
        (_, n) => `sha256:${String(20 * level + n).padStart(64, '0')}`,
      );
    const blobs = new Map(
      [0, 1, 2, 3].flatMap(level =>
        names(level).map(name => [
          name,
          { manifests: level < 3 ? names(level + 1) : [] },
        ]),
      ),
    );
    const get = jest.spyOn(blobs, 'get');
    const contentOf = contentsOf({ blobs });
    for (let n = 0; n < 2_000; n++) {
      expect(contentOf(names(0)[n % 20])).toBeUndefined();
    }
    // Twenty children of each, and the names; it was 8,421 for each name.
    expect(get.mock.calls.length).toBeLessThan(4_000);
  });

  it('visits so many contents of a node in all', async () => {
    const name = (n: number) => `sha256:${String(n).padStart(64, '0')}`;
    const content = { id: name(1), sizeBytes: 1 };
    const blobs = new Map(
      Array.from({ length: 30_000 }, (_, n) => [
        name(n),
        { content, manifests: [] },
      ]),
    );
    const contentOf = contentsOf({ blobs });
    const found = [...blobs.keys()].filter(contentOf);
    expect(found).toHaveLength(20_000);
  });
});
