import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  readKubeconfig,
  type ClusterRef,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { parse, stringify } from 'yaml';
import { controlPlaneOf, docker } from '../commands';
import { kubectlWith } from '../kubectl';
import type { KindLabProvider } from '../../../KindLabProvider';

const ADMIN_CONF = '/etc/kubernetes/admin.conf';
const KEPT = '/var/tmp/admin.conf.kept';
const TEST_TIMEOUT_MS = 60_000;
const spec = { kubernetesVersion: 'default', workers: 0 };

/** Entries that a lab's owner could add to the file to run programs on other machines. */
export function describeHostileKubeconfig(
  provider: KindLabProvider,
  refOf: () => ClusterRef,
): void {
  describe('an administrator’s file that would run a program', () => {
    let folder: string;
    let canary: string;
    let original: string;
    const { signal } = new AbortController();
    const inNode = (script: string) =>
      docker('exec', controlPlaneOf(refOf()), 'sh', '-c', script);

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'pyk8s-lab-canary-'));
      canary = join(folder, 'canary');
      original = await inNode(`cp -a ${ADMIN_CONF} ${KEPT}; cat ${KEPT}`);
    });
    afterEach(async () => {
      await inNode(`rm -rf ${ADMIN_CONF}; cp -a ${KEPT} ${ADMIN_CONF}`);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const exec = () => ({
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: 'touch',
        args: [canary],
        interactiveMode: 'Never',
      },
    });
    const authProvider = () => ({
      'auth-provider': {
        name: 'gcp',
        config: { 'cmd-path': 'touch', 'cmd-args': canary },
      },
    });

    /** Changes the file in place, as the lab's owner can. */
    const write = async (change: (user: object) => object, server?: string) => {
      const config = parse(original);
      config.users[0].user = change(config.users[0].user);
      config.clusters[0].cluster['proxy-url'] = 'http://127.0.0.1:9';
      config.clusters[0].cluster.server = server ?? 'https://192.0.2.1:6443';
      const base64 = Buffer.from(stringify(config)).toString('base64');
      await inNode(`echo ${base64} | base64 -d > ${ADMIN_CONF}`);
    };
    const useAll = () =>
      Promise.allSettled([
        provider.kubeconfig(refOf(), { signal }),
        provider.viewerKubeconfig(refOf(), {
          expiresAt: new Date(Date.now() + 3_600_000),
          signal,
        }),
        provider.can.logs.logSources(refOf(), { signal }),
        provider.can.activity.activity(refOf(), { signal }),
      ]);

    it.each([
      ['exec', exec],
      ['auth-provider', authProvider],
    ])(
      'is invalid with only %s',
      async (_, programOf) => {
        await write(programOf);
        const results = await useAll();
        expect(results.map(({ status }) => status)).toEqual(
          Array(4).fill('rejected'),
        );
        expect(await provider.check(refOf(), spec, { signal })).toMatchObject({
          ready: false,
        });
        expect(existsSync(canary)).toBe(false);
      },
      TEST_TIMEOUT_MS,
    );

    it.each([
      ['exec', exec],
      ['auth-provider', authProvider],
    ])(
      'works without its %s, and at the lab’s own address',
      async (_, programOf) => {
        await write(user => ({ ...user, ...programOf(), as: 'nobody' }));
        const [owner, viewer, ...others] = await useAll();
        expect(others.map(({ status }) => status)).toEqual([
          'fulfilled',
          'fulfilled',
        ]);
        for (const result of [owner, viewer]) {
          const yaml = result.status === 'fulfilled' ? result.value : '';
          expect(yaml).not.toMatch(/exec|auth-provider|proxy-url|as:|192\.0/);
          expect(new URL(readKubeconfig(yaml).server).hostname).toBe(
            'localhost',
          );
          const kubectl = kubectlWith(yaml);
          try {
            expect(await kubectl('get', 'pods', '-A')).toContain('coredns');
          } finally {
            kubectl.remove();
          }
        }
        expect(existsSync(canary)).toBe(false);
      },
      TEST_TIMEOUT_MS,
    );
  });
}
