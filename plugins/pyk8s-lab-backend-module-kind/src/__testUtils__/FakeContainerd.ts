import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { toError } from '@backstage/errors';
import { extract, pack } from 'tar-stream';
import type { ContainerProgram, OnProgramOutput } from '../docker/DockerHost';
import type { FakeProgram } from './FakeDockerHost';

/** An image, regardless of its names. */
interface FakeImage {
  readonly id: string;
  readonly layers: readonly { size: number }[];
  /** The entries of its archive without the manifest. */
  readonly entries: ReadonlyMap<string, Buffer>;
  readonly manifest: object;
}

/** The number of arguments of the wrapper of every command. */
const WRAPPER_WORDS = 6;
const PLATFORM = 'linux/amd64';

function digestOf(content: string | Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/**
 * The containerd of every node, in memory, as its command-line tool shows it. It reads
 * archives of `docker save` before Docker 25. Programs that do not concern images are
 * run by `others`.
 */
export class FakeContainerd {
  /** The targets, by container id and by name. */
  readonly #nodes = new Map<string, Map<string, string>>();
  /** The images, by target. */
  readonly #images = new Map<string, FakeImage>();
  readonly #others: FakeProgram;
  /** The container's id and the command of each call. */
  readonly calls: string[] = [];
  /** Returns containerd's error message for a call. */
  refuse: (containerId: string, call: string) => string | undefined = () =>
    undefined;
  /** Called at the start of each call. */
  onCall: (containerId: string, call: string) => void | Promise<void> = () =>
    undefined;

  constructor(others: FakeProgram = async () => 0) {
    this.#others = others;
  }

  /** Adds an image to a node, as an import does. */
  async add(containerId: string, archive: Readable): Promise<void> {
    await this.#import(containerId, archive);
  }

  /** Points a name only to the target of another name. */
  rename(containerId: string, from: string, to: string): void {
    this.#rows(containerId).set(to, this.#target(containerId, from));
  }

  remove(containerId: string, ...names: string[]): void {
    names.forEach(name => this.#rows(containerId).delete(name));
  }

  /** The whole state of a node, for comparisons. */
  stateOf(containerId: string): Record<string, string> {
    return Object.fromEntries(
      [...this.#rows(containerId)].sort(([a], [b]) => a.localeCompare(b)),
    );
  }

  readonly program: FakeProgram = async (program, print, id) => {
    const argv = program.argv.slice(WRAPPER_WORDS);
    const call = callOf(argv);
    if (call === undefined) {
      return this.#others(program, print, id);
    }
    this.calls.push(`${id} ${call}`);
    await this.onCall(id, call);
    const refusal = this.refuse(id, call);
    if (refusal !== undefined) {
      await print('stderr', Buffer.from(`ctr: ${refusal}\n`));
      return 1;
    }
    try {
      await (call === 'list'
        ? print('stdout', Buffer.from(this.#listing(id)))
        : this.#run(id, call.split(' '), program, print));
    } catch (error) {
      const { message } = toError(error);
      await print('stderr', Buffer.from(`a warning\nctr: ${message}\n`));
      return 1;
    }
    return 0;
  };

  async #run(
    id: string,
    [verb, ...words]: string[],
    { input }: ContainerProgram,
    print: OnProgramOutput,
  ): Promise<void> {
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
        this.#rows(id).set(name, target);
      }
    }
  }

  async #export(id: string, names: readonly string[]): Promise<Readable> {
    const target = this.#target(id, names[0]);
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

  #rows(id: string): Map<string, string> {
    const rows = this.#nodes.get(id) ?? new Map();
    this.#nodes.set(id, rows);
    return rows;
  }

  #target(id: string, name: string): string {
    const target = this.#rows(id).get(name);
    if (target === undefined) {
      throw new Error(`image "${name}": not found`);
    }
    return target;
  }

  /** The platform, then the kubelet's images as crictl prints them. */
  #listing(id: string): string {
    const byId = new Map<string, string[]>();
    for (const [name, target] of this.#rows(id)) {
      const image = this.#images.get(target)?.id ?? '';
      byId.set(image, [...(byId.get(image) ?? []), name]);
    }
    const images = [...byId].map(([image, names]) => ({
      id: image,
      repoTags: names.filter(name => !name.includes('@')),
      repoDigests: names.filter(name => name.includes('@')),
      size: String(this.#sizeOf(image)),
    }));
    return `x86_64\n${JSON.stringify({ images }, null, 2)}\n`;
  }

  #sizeOf(id: string): number {
    const image = [...this.#images.values()].find(one => one.id === id);
    return image?.layers.reduce((sum, { size }) => sum + size, 0) ?? 0;
  }
}

/** The image operation of a program; undefined for other programs. */
function callOf([program, ...args]: string[]): string | undefined {
  if (program === 'ctr') {
    return args.slice(2).join(' ');
  }
  const [, script = ''] = program === 'sh' ? args : [];
  if (script.includes('crictl images')) {
    return 'list';
  }
  return script.includes('images import') ? 'import -' : undefined;
}

/** Expands Docker's names as containerd does. */
function inFull(tag: string): string {
  const [first, ...rest] = tag.split('/');
  if (rest.length === 0) {
    return `docker.io/library/${tag}`;
  }
  return /[.:]/.test(first) ? tag : `docker.io/${tag}`;
}
