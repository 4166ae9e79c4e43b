import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { toError } from '@backstage/errors';
import { extract, pack } from 'tar-stream';
import type { ContainerProgram, OnProgramOutput } from '../docker';
import type { FakeProgram } from './FakeDockerHost';

/** A name in a node. */
interface FakeRow {
  readonly target: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** An image, however it is named. */
interface FakeImage {
  readonly id: string;
  readonly layers: readonly { size: number }[];
  /** The entries of its archive, but for its manifest. */
  readonly entries: ReadonlyMap<string, Buffer>;
  readonly manifest: object;
}

/** How many words the wrapper of every command has before the command. */
const WRAPPER_WORDS = 6;
const MANAGED = 'io.cri-containerd.image';
const PLATFORM = 'linux/amd64';

function digestOf(content: string | Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/**
 * The containerd of every node, in memory, as its own tool shows it. It reads the
 * archives that `docker save` wrote before Docker 25. Other programs than those that
 * the provider runs for images are left to `others`.
 */
export class FakeContainerd {
  /** By the container's id, then by name. */
  readonly #nodes = new Map<string, Map<string, FakeRow>>();
  /** By the target. */
  readonly #images = new Map<string, FakeImage>();
  readonly #others: FakeProgram;
  /** The container's id, and what was called there. */
  readonly calls: string[] = [];
  /** What a call fails with, in containerd's words. */
  refuse: (containerId: string, call: string) => string | undefined = () =>
    undefined;
  /** Called when a call begins. */
  onCall: (containerId: string, call: string) => void | Promise<void> = () =>
    undefined;

  constructor(others: FakeProgram = async () => 0) {
    this.#others = others;
  }

  /** Gives a node an image, as an import does. */
  async add(containerId: string, archive: Readable): Promise<void> {
    await this.#import(containerId, archive);
    this.#manage(containerId);
  }

  /** Lets a name stand for what another one stands for, and for no more than that. */
  rename(containerId: string, from: string, to: string): void {
    const rows = this.#rows(containerId);
    const { target = '' } = rows.get(from) ?? {};
    rows.set(to, { target, labels: rows.get(to)?.labels ?? {} });
  }

  remove(containerId: string, ...names: string[]): void {
    names.forEach(name => this.#rows(containerId).delete(name));
  }

  /** All that a node has, to compare it. */
  stateOf(containerId: string): Record<string, FakeRow> {
    return Object.fromEntries(
      [...this.#rows(containerId)].sort(([a], [b]) => a.localeCompare(b)),
    );
  }

  readonly program: FakeProgram = async (program, print, id) => {
    const argv = program.argv.slice(WRAPPER_WORDS);
    const isListing = argv[0] === 'sh' && argv[2].includes('images ls');
    if (argv[0] !== 'ctr' && !isListing) {
      return this.#others(program, print, id);
    }
    const call = isListing ? 'list' : argv.slice(2).join(' ');
    this.calls.push(`${id} ${call}`);
    await this.onCall(id, call);
    const refusal = this.refuse(id, call);
    if (refusal !== undefined) {
      await print('stderr', Buffer.from(`ctr: ${refusal}\n`));
      return 1;
    }
    try {
      await (isListing
        ? print('stdout', Buffer.from(this.#listing(id)))
        : this.#run(id, argv.slice(3), program, print));
    } catch (error) {
      const { message } = toError(error);
      await print('stderr', Buffer.from(`a warning\nctr: ${message}\n`));
      return 1;
    }
    this.#manage(id);
    return 0;
  };

  async #run(
    id: string,
    [verb, ...words]: string[],
    { input }: ContainerProgram,
    print: OnProgramOutput,
  ): Promise<void> {
    const rows = this.#rows(id);
    const args = words.filter(word => !word.startsWith('--'));
    switch (verb) {
      case 'import':
        await this.#import(id, Readable.from(input ?? []));
        break;
      case 'export':
        for await (const chunk of await this.#export(id, args.slice(1))) {
          await print('stdout', chunk);
        }
        break;
      case 'tag':
        rows.set(args[1], this.#row(id, args[0]));
        break;
      case 'rm':
        args.forEach(name => rows.delete(name));
        break;
      case 'label': {
        const [name, label] = args;
        const [key] = label.split('=', 1);
        const value = label.slice(key.length + 1);
        const row = this.#row(id, name);
        const { [key]: _, ...others } = row.labels;
        rows.set(name, {
          ...row,
          labels: value === '' ? others : { ...others, [key]: value },
        });
        break;
      }
      default:
        throw new Error(`${verb} is no command of ctr`);
    }
  }

  async #import(id: string, archive: Readable): Promise<void> {
    const entries = new Map<string, Buffer>();
    const unpack = extract();
    archive.on('error', error => unpack.destroy(error));
    archive.pipe(unpack);
    for await (const entry of unpack) {
      entries.set(entry.header.name, await buffer(Readable.from(entry)));
    }
    const manifests = JSON.parse(
      String(entries.get('manifest.json') ?? 'unrecognized image format'),
    );
    entries.delete('manifest.json');
    for (const manifest of manifests) {
      const config = entries.get(manifest.Config) ?? Buffer.from('{}');
      const { os, architecture } = JSON.parse(String(config));
      if (`${os}/${architecture}` !== PLATFORM) {
        throw new Error('image might be filtered out');
      }
      const target = digestOf(`a manifest of ${config}`);
      this.#images.set(target, {
        id: digestOf(config),
        layers: manifest.Layers.map((layer: string) => ({
          size: entries.get(layer)?.length,
        })),
        entries,
        manifest,
      });
      for (const tag of manifest.RepoTags) {
        const name = inFull(tag);
        const labels = this.#rows(id).get(name)?.labels ?? {};
        this.#rows(id).set(name, { target, labels });
      }
    }
  }

  async #export(id: string, names: readonly string[]): Promise<Readable> {
    const { target } = this.#row(id, names[0]);
    const { entries, manifest } = this.#images.get(target) ?? {
      entries: [],
      manifest: {},
    };
    const archive = pack();
    for (const [name, content] of entries) {
      archive.entry({ name }, content);
    }
    archive.entry(
      { name: 'manifest.json' },
      JSON.stringify([{ ...manifest, RepoTags: names }]),
    );
    archive.finalize();
    return Readable.from(archive);
  }

  #rows(id: string): Map<string, FakeRow> {
    const rows = this.#nodes.get(id) ?? new Map();
    this.#nodes.set(id, rows);
    return rows;
  }

  #row(id: string, name: string): FakeRow {
    const row = this.#rows(id).get(name);
    if (!row) {
      throw new Error(`image "${name}": not found`);
    }
    return row;
  }

  /** As the kubelet's side of containerd: it gives each image a name by its id. */
  #manage(id: string): void {
    const rows = this.#rows(id);
    for (const [name, { target, labels }] of [...rows]) {
      if (labels[MANAGED] === undefined) {
        const managed = { ...labels, [MANAGED]: 'managed' };
        rows.set(name, { target, labels: managed });
        rows.set(this.#images.get(target)?.id ?? name, {
          target,
          labels: { [MANAGED]: 'managed' },
        });
      }
    }
  }

  #listing(id: string): string {
    const rows = [...this.#rows(id)].map(([name, { target, labels }]) => {
      const pairs = Object.entries(labels).map(pair => pair.join('='));
      const words = pairs.sort().join(',') || '-';
      return `image ${name}   a/type ${target}  1.0 KiB  ${PLATFORM}  ${words} `;
    });
    const contents = [...this.#images].map(([target, image]) => {
      const manifest = JSON.stringify({
        config: { digest: image.id },
        layers: image.layers,
      });
      return `content ${target} ${Buffer.from(manifest).toString('base64')}`;
    });
    return [
      'machine x86_64',
      'snapshotter overlayfs',
      ...rows,
      ...contents,
      '',
    ].join('\n');
  }
}

/** As containerd reads the names that Docker writes. */
function inFull(tag: string): string {
  const [first, ...rest] = tag.split('/');
  if (rest.length === 0) {
    return `docker.io/library/${tag}`;
  }
  return /[.:]/.test(first) ? tag : `docker.io/${tag}`;
}
