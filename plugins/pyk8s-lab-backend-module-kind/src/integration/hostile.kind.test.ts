import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  ClusterLogSource,
  ClusterRef,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { CLUSTER_TIMEOUT_MS, describeWithKind } from '@internal/test-utils';
import {
  controlPlaneOf,
  docker,
  processesIn,
  until,
} from './__testUtils__/commands';
import { describeHostileKubeconfig } from './__testUtils__/describe/describeHostileKubeconfig';
import { realNames, realProvider } from './__testUtils__/kindHost';

/** The interval of measurements. */
const INTERVAL_MS = 20;

/** Measures the memory growth of this process. */
class MemoryWatch {
  readonly #before: number;
  readonly #timer: NodeJS.Timeout;
  #most = 0;

  constructor() {
    this.#before = process.memoryUsage.rss();
    this.#timer = setInterval(() => this.#measure(), INTERVAL_MS);
  }

  /** @returns the maximum growth, in bytes */
  end(): number {
    clearInterval(this.#timer);
    this.#measure();
    return this.#most;
  }

  #measure(): void {
    const grown = process.memoryUsage.rss() - this.#before;
    this.#most = Math.max(this.#most, grown);
  }
}

const spec = { kubernetesVersion: 'default', workers: 0 };
const TEST_TIMEOUT_MS = 120_000;
const MIB = 2 ** 20;
/** The allowed growth for the output of a node, including garbage. */
const MAX_GROWTH = 128 * MIB;
/** The size after which a reader stops, as the portal does. */
const ENOUGH = 4 * MIB;

const ADMIN_CONF = '/etc/kubernetes/admin.conf';
const KUBELET_CONF = '/etc/kubernetes/kubelet.conf';
/** The folder of replaced files. */
const KEPT = '/var/tmp/kept';
const MANIFESTS = '/etc/kubernetes/manifests';

/** Prints endlessly, without a newline. */
const ENDLESS = 'exec cat /dev/zero';
/** Names of a megabyte, invalid UTF-8, and terminal escapes. */
const ODD = [
  'head -c 1048576 /dev/zero | tr "\\0" x; echo',
  'printf "\\377\\376\\033[2J\\033]0;title\\007 sha256:\\n"',
  'for n in 1 2 3; do head -c 1048576 /dev/zero | tr "\\0" "\\n"; done',
].join('\n');

/**
 * Simulates the owner of a lab, who is root on its nodes and can replace any file. All
 * cases share a cluster, and each restores its changes.
 */
describeWithKind('A cluster whose owner means ill', () => {
  const provider = realProvider();
  let ref: ClusterRef;

  const inNode = (script: string) =>
    docker('exec', controlPlaneOf(ref), 'sh', '-c', script);
  const limited = (ms: number) => ({ signal: AbortSignal.timeout(ms) });
  const failureOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'it did not fail',
      (error: Error) => error.message,
    );

  /** Replaces a file during a function. */
  const withFile = async (
    path: string,
    script: string,
    work: () => Promise<void>,
  ) => {
    await inNode(`cp -a ${path} ${KEPT}`);
    try {
      await inNode(`rm ${path}\n${script}`);
      await work();
    } finally {
      await inNode(`rm -rf ${path}; mv ${KEPT} ${path}`);
    }
  };
  /** Replaces a program of the node. */
  const withProgram = async (
    name: string,
    script: string,
    work: () => Promise<void>,
  ) => {
    const path = await inNode(`readlink -f "$(command -v ${name})"`);
    await withFile(
      path,
      `cat > ${path} <<'END'\n#!/bin/sh\n${script}\nEND\nchmod 755 ${path}`,
      work,
    );
  };
  const bounded = async (work: () => Promise<void>) => {
    const memory = new MemoryWatch();
    try {
      await work();
    } finally {
      expect(memory.end()).toBeLessThan(MAX_GROWTH);
    }
  };
  /** Reads output up to a size. */
  const taking = () => {
    const enough = new AbortController();
    const signal = AbortSignal.any([
      enough.signal,
      AbortSignal.timeout(TEST_TIMEOUT_MS / 2),
    ]);
    const taken = { bytes: 0, text: '' };
    const take = (chunk: Uint8Array) => {
      taken.bytes += chunk.length;
      taken.text = (taken.text + Buffer.from(chunk)).slice(-100_000);
      if (taken.bytes >= ENOUGH) {
        enough.abort(new Error('That is enough.'));
      }
    };
    return { signal, take, taken };
  };

  beforeAll(async () => {
    ref = { name: realNames().next(), host: 'local' };
    await provider.create(ref, spec, new StepRecorder());
  }, CLUSTER_TIMEOUT_MS);

  afterAll(async () => {
    await provider.destroy(ref, new StepRecorder());
  }, CLUSTER_TIMEOUT_MS);

  describeHostileKubeconfig(provider, () => ref);

  it.each([
    ['a terabyte of nothing', `truncate -s 1T ${ADMIN_CONF}`],
    ['newlines', `yes '' | head -c 20000000 > ${ADMIN_CONF}`],
    ['a pipe', `mkfifo ${ADMIN_CONF}`],
    ['a link that leads to no end', `ln -s /dev/zero ${ADMIN_CONF}`],
    ['a link to itself', `ln -s ${ADMIN_CONF} ${ADMIN_CONF}`],
    [
      'a directory of large files',
      `mkdir ${ADMIN_CONF} && for n in 1 2 3; do truncate -s 10G ${ADMIN_CONF}/$n; done`,
    ],
    ['a device', `mknod ${ADMIN_CONF} c 1 5`],
  ])(
    'has no kubeconfig with %s',
    async (_, script) => {
      await withFile(ADMIN_CONF, script, async () => {
        await bounded(async () => {
          expect(
            await failureOf(provider.kubeconfig(ref, limited(30_000))),
          ).toMatch(/has more than 64 KiB|has no kubeconfig|cannot be read/);
          const checked = await provider
            .check(ref, spec, limited(30_000))
            .catch((error: Error) => ({
              ready: false,
              waitingFor: error.message,
            }));
          expect(checked).toMatchObject({
            ready: false,
            waitingFor: expect.stringMatching(
              /64 KiB|to be set up|cannot be read/,
            ),
          });
        });
      });
      expect(await provider.kubeconfig(ref, limited(30_000))).toContain('kind');
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'resumes with a file full of newlines, or reports the error',
    async () => {
      await withFile(
        KUBELET_CONF,
        `yes '' | head -c 65536 > ${KUBELET_CONF}`,
        () => provider.can.power.resume(ref, spec, new StepRecorder()),
      );
      await withFile(
        KUBELET_CONF,
        `yes '' | head -c 1000000 > ${KUBELET_CONF}`,
        async () => {
          expect(
            await failureOf(
              provider.can.power.resume(ref, spec, new StepRecorder()),
            ),
          ).toContain('kubelet.conf in the node has more than 64 KiB');
        },
      );
    },
    TEST_TIMEOUT_MS,
  );

  it.each([
    ['kubectl', ENDLESS],
    ['kubectl', 'yes "$(printf "\\033[2J\\377")"'],
  ])(
    'runs a %s that prints endlessly until it is aborted: %s',
    async (program, script) => {
      await withProgram(program, script, () =>
        bounded(async () => {
          const { signal, take, taken } = taking();
          const failure = await failureOf(
            provider.can.commands.exec(
              ref,
              { argv: [program, 'get', 'pods'], timeoutMs: 60_000 },
              { signal, onOutput: (_, chunk) => take(chunk) },
            ),
          );
          expect(failure).toBe('That is enough.');
          expect(taken.bytes).toBeLessThan(2 * ENOUGH);
          await until(
            async () => (await processesIn(ref, 'get pods')).length === 0,
          );
        }),
      );
    },
    TEST_TIMEOUT_MS,
  );

  describe('whose journal', () => {
    const source = (): ClusterLogSource => ({
      kind: 'node',
      node: controlPlaneOf(ref),
    });
    const read = ({ signal, take }: ReturnType<typeof taking>) =>
      provider.can.logs.logs(ref, source(), {
        tailLines: 1_000,
        follow: false,
        signal,
        onOutput: take,
      });

    it.each([
      ['is one endless line', ENDLESS],
      ['is endless lines', "yes ''"],
    ])(
      '%s is read until its reader has enough',
      async (_, script) => {
        await withProgram('journalctl', script, () =>
          bounded(async () => {
            const reader = taking();
            expect(await failureOf(read(reader))).toBe('That is enough.');
            expect(reader.taken.bytes).toBeLessThan(2 * ENOUGH);
          }),
        );
      },
      TEST_TIMEOUT_MS,
    );

    it(
      'is an endless secret, which is redacted, is read up to a limit',
      async () => {
        const script = "yes 'password=' | tr -d '\\n'";
        await withProgram('journalctl', script, () =>
          bounded(async () => {
            expect(await failureOf(read(taking()))).toContain(
              'has more than can be read',
            );
          }),
        );
      },
      TEST_TIMEOUT_MS,
    );

    it(
      'fails with an endless message is reported briefly',
      async () => {
        const script = 'head -c 9000000 /dev/urandom >&2; exit 1';
        await withProgram('journalctl', script, () =>
          bounded(async () => {
            const failure = await failureOf(read(taking()));
            expect(failure).toContain('journalctl ended with 1');
            expect(failure.length).toBeLessThan(1_000);
            expect(failure).not.toMatch(/\p{Cc}/u);
          }),
        );
      },
      TEST_TIMEOUT_MS,
    );

    it(
      "is read without messages of the host's kernel",
      async () => {
        await inNode('echo "a line for the kernel" > /dev/kmsg');
        await inNode('logger "a line for the node, token=hunter2"');
        await until(async () => {
          const reader = taking();
          await read(reader);
          expect(reader.taken.text).not.toMatch(/ kernel: |hunter2/);
          return reader.taken.text.includes('for the node, token=[redacted]');
        });
        const ofUnit = taking();
        await provider.can.logs.logs(
          ref,
          { ...source(), unit: 'kubelet' } as ClusterLogSource,
          {
            tailLines: 5,
            follow: false,
            signal: ofUnit.signal,
            onOutput: ofUnit.take,
          },
        );
        const lines = ofUnit.taken.text.trim().split('\n');
        expect(lines.filter(line => line.includes(' kubelet['))).not.toEqual(
          [],
        );
        expect(ofUnit.taken.text).not.toContain('for the node');
      },
      TEST_TIMEOUT_MS,
    );
  });

  it.each(['crictl', 'uname'])(
    'lists no images when %s prints anything else',
    async program => {
      await withProgram(program, ODD, () =>
        bounded(async () => {
          const listed = await provider.can.images
            .images(ref, limited(90_000))
            .then(JSON.stringify, (error: Error) => error.message);
          expect(listed.length).toBeLessThan(100_000);
          expect(listed).not.toMatch(/\p{Cc}/u);
        }),
      );
    },
    TEST_TIMEOUT_MS,
  );

  it.each([
    ['is an endless invalid archive', ENDLESS],
    ['is an invalid archive', ODD],
  ])(
    'exports bounded logs when the output of tar %s',
    async (_, script) => {
      const directory = mkdtempSync(join(tmpdir(), 'hostile-'));
      try {
        await withProgram('tar', script, () =>
          bounded(async () => {
            await failureOf(
              provider.can.logs.exportLogs(ref, {
                directory,
                maxBytes: 2 * MIB,
                // kind waits for a tar that never ends.
                ...limited(20_000),
              }),
            );
          }),
        );
        const files = readdirSync(directory, {
          recursive: true,
          withFileTypes: true,
        }).filter(entry => entry.isFile());
        const bytes = files.map(
          ({ parentPath, name }) => statSync(join(parentPath, name)).size,
        );
        expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(3 * MIB);
      } finally {
        rmSync(directory, { recursive: true });
      }
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'reports bounded values, and is trusted for a minute',
    async () => {
      const kubectl = `kubectl --kubeconfig=${ADMIN_CONF} --namespace=kube-system`;
      const status = JSON.stringify({
        status: {
          readyReplicas: 0,
          availableReplicas: 0,
          conditions: [
            {
              type: 'Progressing',
              status: 'False',
              reason: 'x'.repeat(1_000),
              message: 'much to say '.repeat(1_000),
            },
          ],
        },
      });
      // Otherwise the controller would overwrite the status.
      const manifest = `${MANIFESTS}/kube-controller-manager.yaml`;
      await withFile(manifest, 'true', async () => {
        await until(
          async () =>
            (await processesIn(ref, 'kube-controller-manager --')).length === 0,
        );
        await inNode(
          `${kubectl} patch deployment coredns --subresource=status --type=merge --patch='${status}'`,
        );
        const checked = await provider.check(ref, spec, limited(30_000));
        expect(checked?.conditions.dns).toMatchObject({
          status: 'failed',
          message: expect.stringMatching(
            /^CoreDNS does not start: much to say .*…$/,
          ),
        });
        expect(checked?.conditions.dns.message.length).toBeLessThan(600);
        // And no controller would mark its nodes as not Ready.
        await until(async () => {
          const again = await provider.check(ref, spec, limited(30_000));
          return again?.ready === false;
        });
        const stale = await provider.check(ref, spec, limited(30_000));
        expect(stale?.waitingFor).toMatch(
          /^the controller manager \(nothing was heard of it for /,
        );
      });
      await until(async () => {
        const again = await provider.check(ref, spec, limited(30_000));
        return again?.ready === true;
      });
    },
    2 * TEST_TIMEOUT_MS,
  );
});
