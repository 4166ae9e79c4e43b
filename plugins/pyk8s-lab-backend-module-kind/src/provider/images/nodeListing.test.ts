import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contentOf } from './imageContent';
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
      expect(contentOf(target.digest, listing)).toEqual({
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
    expect(contentOf(digest, listing)?.id).toBe(config);
  });
});
