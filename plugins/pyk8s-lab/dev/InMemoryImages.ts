import type {
  Lab,
  LabImage,
  LabImageList,
  LabImageSource,
  LabJob,
  LabLogsArchive,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { anImage } from '../src/__testUtils__/builders';
import { aResponseError } from '../src/__testUtils__/errors';
import { iso } from './InMemoryLabs';

// Slow enough to be looked at.
const STEP_MS = 500;
const STEPS = 12;
const PIECE_BYTES = 300_000;
const MIB = 2 ** 20;

const CLUSTERS_OWN: [string, number][] = [
  ['docker.io/kindest/kindnetd:v20250512-df8de77b', 42],
  ['docker.io/kindest/local-path-provisioner:v20250214-acbabc1a', 20],
  ['registry.k8s.io/coredns/coredns:v1.12.1', 22],
  ['registry.k8s.io/etcd:3.6.4-0', 71],
  ['registry.k8s.io/kube-apiserver:v1.34.4', 104],
  ['registry.k8s.io/pause:3.10.1', 0.3],
];

const wait = () => new Promise(resolve => setTimeout(resolve, STEP_MS));

/** The images of labs and what brings them in, in the memory of the browser. */
export class InMemoryImages {
  readonly #imported = new Map<string, LabImage[]>();
  readonly #onImported: (labId: string, message: string) => void;
  #jobs: LabJob[] = [];

  constructor(onImported: (labId: string, message: string) => void) {
    this.#onImported = onImported;
  }

  of(lab: Lab): LabImageList {
    const nodes = lab.nodes.map(({ name }) => name);
    const own = CLUSTERS_OWN.map(([name, size]) =>
      anImage({ id: name, names: [name], sizeBytes: size * MIB, nodes }),
    );
    return {
      items: [...(this.#imported.get(lab.id) ?? []), ...own],
      nodes,
      platform: 'linux/amd64',
    };
  }

  jobs(labId: string | undefined): LabJob[] {
    return this.#jobs.filter(job => !labId || job.labId === labId);
  }

  async job(id: string): Promise<LabJob> {
    const job = this.#jobs.find(one => one.id === id);
    if (!job) {
      throw await aResponseError(404, 'NotFoundError', `There is no job ${id}`);
    }
    return job;
  }

  async cancel(id: string): Promise<LabJob> {
    const { status } = await this.job(id);
    return status === 'RUNNING'
      ? this.#end(id, 'CANCELLED', 'Nothing of it is left in the lab.')
      : this.job(id);
  }

  /** Takes an archive; one whose name has "bad" is none. */
  async import(
    lab: Lab,
    source: LabImageSource,
    { name, signal }: { name?: string; signal?: AbortSignal },
    me: string,
  ): Promise<LabJob> {
    const what = 'image' in source ? source.image : name ?? 'an archive';
    const { id } = this.#begin(lab, what, me);
    for (let step = 1; step < STEPS / 2; step++) {
      await wait();
      if (signal?.aborted) {
        this.#end(id, 'CANCELLED', 'The sender has left.');
        throw signal.reason;
      }
      this.#change(id, { progress: Math.round((100 * step) / STEPS) });
    }
    if (/bad/.test(what)) {
      const why = 'This is not an image archive: make one with docker save.';
      this.#end(id, 'FAILED', why);
      throw await aResponseError(400, 'InputError', why);
    }
    this.#goOn(lab, id, what);
    return this.job(id);
  }

  async #goOn(lab: Lab, id: string, what: string): Promise<void> {
    for (let step = STEPS / 2; step < STEPS; step++) {
      this.#change(id, {
        progress: Math.round((100 * step) / STEPS),
        message: 'Is being brought into the nodes.',
      });
      await wait();
      if ((await this.job(id)).status !== 'RUNNING') {
        return;
      }
    }
    const app = what.replace(/\.tar.*$/, '').toLowerCase();
    const image = anImage({
      id: `sha256:${id}`,
      names: [app.includes(':') ? app : `docker.io/library/${app}:latest`],
      sizeBytes: 37 * MIB,
      nodes: lab.nodes.slice(0, 2).map(node => node.name),
      imported: true,
    });
    this.#imported.set(lab.id, [image, ...(this.#imported.get(lab.id) ?? [])]);
    this.#end(id, 'SUCCEEDED', 'It is in every node.');
    this.#onImported(lab.id, `The image ${app} was brought in.`);
  }

  /** All logs of a lab, of which nothing can be read. */
  logs(signal: AbortSignal | undefined): LabLogsArchive {
    let left = STEPS;
    const body = new ReadableStream<Uint8Array>({
      pull: async pieces => {
        await wait();
        left -= 1;
        if (left === 0 || signal?.aborted) {
          pieces.close();
        } else {
          pieces.enqueue(new Uint8Array(PIECE_BYTES));
        }
      },
    });
    return { jobId: 'logs', body };
  }

  #begin(lab: Lab, what: string, me: string): LabJob {
    const job: LabJob = {
      id: Math.random().toString(36).slice(2),
      labId: lab.id,
      labName: lab.name,
      type: 'images.import',
      title: `Bring in ${what}`,
      status: 'RUNNING',
      message: 'Receiving the archive',
      steps: [],
      attempt: 1,
      version: 1,
      createdBy: me,
      createdAt: iso(Date.now()),
    };
    this.#jobs = [job, ...this.#jobs];
    return job;
  }

  #end(id: string, status: LabJob['status'], message: string): LabJob {
    return this.#change(id, { status, message, endedAt: iso(Date.now()) });
  }

  #change(id: string, changes: Partial<LabJob>): LabJob {
    this.#jobs = this.#jobs.map(job =>
      job.id === id ? { ...job, ...changes, version: job.version + 1 } : job,
    );
    return this.#jobs.find(job => job.id === id)!;
  }
}
