import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import labs from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend';
import { SimulatedLabProvider } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import { labProvidersExtensionPoint } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import request from 'supertest';
import { freePort } from '@internal/test-utils';

const DEPLOY = path.resolve(__dirname, '../../../deploy');
const OWNER = 'user:default/mock';

/** The metrics of labs that a text names, without the suffixes of histograms. */
const namedIn = (text: string) =>
  [
    ...new Set(
      [...text.matchAll(/\bpyk8s_lab_\w+/g)].map(([name]) =>
        name.replace(/_(bucket|sum|count)$/, ''),
      ),
    ),
  ].sort();

/** Asks again until the text of the metrics has what is wanted. */
async function metricsWith(url: string, wanted: RegExp[]): Promise<string> {
  for (;;) {
    const text = await (await fetch(url)).text();
    if (wanted.every(pattern => pattern.test(text))) {
      return text;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

/** A provider that fails once, and then makes labs. */
const provider = createBackendModule({
  pluginId: 'pyk8s-lab',
  moduleId: 'provider-of-the-test',
  register(reg) {
    reg.registerInit({
      deps: { providers: labProvidersExtensionPoint },
      async init({ providers }) {
        let failures = 0;
        providers.addProvider(
          SimulatedLabProvider.create({
            provisioningTimeMs: 0,
            maxWorkers: 1,
            intercept({ verb }) {
              if (verb === 'create' && failures++ === 0) {
                throw new Error('no luck');
              }
            },
          }),
        );
      },
    });
  },
});

describe('metrics for Prometheus', () => {
  it('are those that the dashboard and the alerts query, without personal data', async () => {
    const port = await freePort();
    process.env.OTEL_METRICS_EXPORTER = 'prometheus';
    process.env.OTEL_EXPORTER_PROMETHEUS_PORT = String(port);
    jest.requireActual('./instrumentation');
    const backend = await startTestBackend({
      features: [
        labs,
        provider,
        schedulerServiceFactory,
        mockServices.userInfo.factory(),
        mockServices.rootConfig.factory({
          data: {
            backend: {
              database: { client: 'better-sqlite3', connection: ':memory:' },
            },
            pyk8sLab: { defaultProvider: 'simulated', ttl: { min: '1s' } },
          },
        }),
      ],
    });
    try {
      const { body: lab } = await request(backend.server)
        .post('/api/pyk8s-lab/labs')
        .set('Authorization', mockCredentials.user.header(OWNER))
        .send({ name: 'a-telling-name', purpose: 'a secret plan', ttl: '1s' })
        .expect(201);

      // It fails once, comes up, and its time is over.
      const text = await metricsWith(`http://127.0.0.1:${port}/metrics`, [
        /pyk8s_lab_step_failures_total\{step="provision",cause="other".*\} 1/,
        /pyk8s_lab_provisioning_duration_count\{.*\} 1/,
        /pyk8s_lab_expiry_lag_count\{.*\} 1/,
        /pyk8s_lab_labs\{status="DELETED".*\} 1/,
        // Backstage's own, which an alert goes by.
        /backend_tasks_task_runs_count_total\{taskId="pyk8s-lab-reconcile",.*result="completed"/,
      ]);

      const dashboard = await readFile(
        path.join(DEPLOY, 'grafana/pyk8s-lab.json'),
        'utf8',
      );
      const alerts = await readFile(
        path.join(DEPLOY, 'prometheus/pyk8s-lab.rules.yaml'),
        'utf8',
      );
      const made = namedIn(text);
      expect(namedIn(dashboard)).toEqual(made);
      expect(made).toEqual(expect.arrayContaining(namedIn(alerts)));

      for (const word of [lab.id, 'a-telling-name', 'secret plan', OWNER]) {
        expect(text).not.toContain(word);
      }
      // What attributes there are, which is how many series there can be.
      expect(
        new Set(
          [...text.matchAll(/^pyk8s_lab_\w+\{(.*)\}/gm)].flatMap(([, all]) =>
            [...all.matchAll(/(\w+)="/g)].map(([, name]) => name),
          ),
        ),
      ).toEqual(
        new Set(['status', 'phase', 'step', 'cause', 'le', 'otel_scope_name']),
      );
    } finally {
      await backend.stop();
    }
  }, 60_000);

  it('say so where they cannot be read, and hold nothing up', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    process.env.OTEL_METRICS_EXPORTER = 'prometheus';
    process.env.OTEL_EXPORTER_PROMETHEUS_PORT = String(port);
    const said = new Promise(resolve => {
      jest.spyOn(process.stderr, 'write').mockImplementationOnce(text => {
        resolve(text);
        return true;
      });
    });
    jest.isolateModules(() => jest.requireActual('./instrumentation'));
    expect(await said).toMatch(
      /^Metrics cannot be read: .*EADDRINUSE.*OTEL_EXPORTER_PROMETHEUS_PORT/,
    );
    await new Promise(resolve => taken.close(resolve));
  });
});
