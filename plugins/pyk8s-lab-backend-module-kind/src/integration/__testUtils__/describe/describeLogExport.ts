import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterRef } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { commandRunner, controlPlaneOf, docker, until } from '../commands';
import { CLUSTER_TIMEOUT_MS } from '@internal/test-utils';
import { processesOf } from '../kindHost';
import { containerIn, imageWithShell, startPod } from '../pods';
import type { KindLabProvider } from '../../../KindLabProvider';

const TEST_TIMEOUT_MS = 120_000;
const MIB = 2 ** 20;
const PROXY_PASSWORD = 'hunter2-of-the-proxy';
const TOKEN = 'abcdef.0123456789abcdef';

/** In the node, where a lab's owner is root and can replace it. */
const TAR = '/usr/bin/tar';

/** @param cluster - created before and removed after the tests */
export function describeLogExport(
  provider: KindLabProvider,
  cluster: () => ClusterRef,
): void {
  describe('The export of the logs of a real cluster', () => {
    let ref: ClusterRef;
    let base: string;
    let directory: string;
    const run = commandRunner(provider, () => ref);

    const exportLogs = (
      options: { maxBytes?: number; signal?: AbortSignal } = {},
    ) =>
      provider.can.logs.exportLogs(ref, {
        directory,
        maxBytes: 200 * MIB,
        signal: new AbortController().signal,
        ...options,
      });
    const files = (below: string = directory) =>
      (readdirSync(below, { recursive: true }) as string[]).filter(path =>
        statSync(join(below, path)).isFile(),
      );
    const read = (path: string) => readFileSync(join(directory, path), 'utf8');
    const has = (path: string, text: string) => read(path).includes(text);
    const inNode = (...argv: string[]) =>
      docker('exec', controlPlaneOf(ref), ...argv);

    beforeAll(async () => {
      ref = cluster();
      const image = await imageWithShell(run);
      await startPod(run, {
        name: 'talks',
        image,
        script: `echo a line of the pod; echo joining with ${TOKEN}; sleep 1000`,
      });
      await until(async () => {
        const { pods } = await provider.can.logs.logSources(ref, {
          signal: new AbortController().signal,
        });
        return containerIn(pods, 'talks')?.phase === 'Running';
      });
      await inNode(
        'logger',
        `via http://me:${PROXY_PASSWORD}@proxy.example.com`,
      );
    }, CLUSTER_TIMEOUT_MS);

    beforeEach(() => {
      base = mkdtempSync(join(tmpdir(), 'export-'));
      directory = join(base, 'a', 'b');
      mkdirSync(directory, { recursive: true });
    });

    afterEach(() => {
      rmSync(base, { recursive: true });
    });

    it(
      'has those of the node and of the pods, and nothing of the host',
      async () => {
        expect(await exportLogs()).toEqual({ truncated: false });

        const node = controlPlaneOf(ref);
        // A boolean, since a failure would print the long content.
        expect(has(`${node}/kubelet.log`, 'kubelet[')).toBe(true);
        expect(has(`${node}/journal.log`, '[redacted]@proxy.example')).toBe(
          true,
        );
        const ofPod = files().find(path => path.includes('default_talks_'));
        expect(has(ofPod ?? 'none', 'a line of the pod')).toBe(true);

        expect(
          files().filter(path => /inspect|docker-info/.test(path)),
        ).toEqual([]);
        const mounts: { Type: string; Source: string }[] = JSON.parse(
          await docker('inspect', '--format', '{{json .Mounts}}', node),
        );
        const all = files().map(read).join('\n');
        const secrets = [
          PROXY_PASSWORD,
          TOKEN,
          'PRIVATE KEY',
          'LS0tLS1CRUdJTi',
          'Docker Root Dir',
          `Name: ${hostname()}\n`,
          ...mounts
            .filter(({ Type }) => Type === 'volume')
            .map(({ Source }) => Source),
          base,
        ];
        expect(secrets.filter(secret => all.includes(secret))).toEqual([]);
        expect(/\beyJ[\w-]{8,}\.eyJ/.exec(all)).toBeNull();
      },
      TEST_TIMEOUT_MS,
    );

    it(
      'is cut where there is no more room',
      async () => {
        expect(await exportLogs({ maxBytes: 100_000 })).toEqual({
          truncated: true,
        });

        const bytes = files()
          .filter(path => path !== 'EXPORT-PROBLEMS.txt')
          .reduce((sum, path) => sum + statSync(join(directory, path)).size, 0);
        expect(bytes).toBeGreaterThan(0);
        expect(bytes).toBeLessThanOrEqual(100_000);
        expect(processesOf('export logs')).toEqual([]);
      },
      TEST_TIMEOUT_MS,
    );

    describe('from a node in which another tar runs', () => {
      const replaceTar = (script: string) =>
        inNode(
          'sh',
          '-c',
          `mv ${TAR} ${TAR}.real && printf '%s\\n' '#!/bin/sh' "$1" > ${TAR} && chmod +x ${TAR}`,
          'sh',
          script,
        );

      afterEach(async () => {
        await inNode('mv', `${TAR}.real`, TAR);
      });

      it(
        'writes nothing outside of its directory',
        async () => {
          await replaceTar(
            `cd /tmp && exec ${TAR}.real -cPf - --transform=s,out,../../../out, in.log out.log`,
          );
          await inNode(
            'sh',
            '-c',
            'echo in > /tmp/in.log; echo out > /tmp/out.log',
          );

          await exportLogs();

          expect(files(base).filter(path => /out\.log/.test(path))).toEqual([]);
          expect(files()).toContain(join(controlPlaneOf(ref), 'in.log'));
          expect(read('EXPORT-PROBLEMS.txt')).toMatch(/insecure file path/);
        },
        TEST_TIMEOUT_MS,
      );

      it(
        'ends with what is being written, and with kind, when aborted',
        async () => {
          await replaceTar('echo x; exec sleep 3600');
          const controller = new AbortController();
          const reason = new Error('cancelled');
          const exporting = exportLogs({ signal: controller.signal });
          exporting.catch(() => undefined);
          const running = () =>
            processesOf(ref.name).filter(line => /export logs|exec/.test(line));
          await until(async () => running().length > 1);

          controller.abort(reason);

          await expect(exporting).rejects.toBe(reason);
          expect(running()).toEqual([]);
          expect(files()).toEqual([]);
        },
        TEST_TIMEOUT_MS,
      );
    });

    it(
      'cannot be had while it is paused',
      async () => {
        await provider.can.power.pause(ref, new StepRecorder());

        await expect(exportLogs()).rejects.toThrow(
          'Its logs can be exported when it is ready.',
        );
      },
      TEST_TIMEOUT_MS,
    );
  });
}
