import type {
  LabApi,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  aLab,
  simulatedOptions,
  someOptions,
} from '../src/__testUtils__/builders';
import { aResponseError } from '../src/__testUtils__/errors';
import { InMemoryLabApi } from './InMemoryLabApi';
import { manyLabs, MINUTE, OWNERS, someLabs, startedNow } from './scenarioLabs';

function myOptions(changes: Partial<LabOptions> = {}): LabOptions {
  const { providers, quotas } = someOptions();
  const [kind] = providers;
  return someOptions({
    owners: OWNERS,
    providers: [
      {
        ...kind,
        capacity: [
          {
            host: 'local',
            cpus: 8,
            memoryBytes: 16 * 2 ** 30,
            memoryFreeBytes: 3.2 * 2 ** 30,
            diskFreeBytes: 41 * 2 ** 30,
          },
        ],
      },
    ],
    quotas: quotas.map((quota, index) => ({
      ...quota,
      owner: OWNERS[index],
      limit: [10, 10, 50][index],
    })),
    pause: { stopsTime: false, idleAfterSeconds: 30 * MINUTE },
    images: {
      maxArchiveBytes: 4 * 2 ** 30,
      hostImages: ['registry.example.com/team/*', 'my-app:*'],
    },
    ...changes,
  });
}

function refusing(status: number, name: string, message: string): LabApi {
  const api = new InMemoryLabApi(myOptions(), []);
  api.listLabs = async () => {
    throw await aResponseError(status, name, message);
  };
  api.streamLabs = async function* refuse() {
    throw await aResponseError(status, name, message);
  };
  return api;
}

/** What the page can be looked at with: `/labs?scenario=<name>`. */
const SCENARIOS: Record<string, () => LabApi> = {
  some: () => {
    const api = new InMemoryLabApi(myOptions(), someLabs());
    api.record(
      'a8',
      'lab.idle',
      'Paused because nobody used it for 30m. Resume it to continue.',
    );
    api.record('a9', 'lab.pausing', 'Pausing.', OWNERS[0]);
    api.record('a9', 'lab.paused', 'The lab is paused. The timer is stopped.');
    api.record('a3', 'lab.expiring', 'Ends in 5m.');
    api.record('a10', 'lab.vanished', 'The cluster no longer exists.');
    return api;
  },
  empty: () => new InMemoryLabApi(myOptions(), []),
  // Permissions are denied too: see permissions.ts.
  viewer: () => new InMemoryLabApi(myOptions(), someLabs()),
  full: () => {
    const { quotas, createRate } = myOptions();
    return new InMemoryLabApi(
      myOptions({
        quotas: quotas.map(quota => ({ ...quota, limit: 5 })),
        createRate: { ...createRate, left: 0, retryAfterSeconds: 130 },
        provisioning: { concurrency: 2, active: 2, queued: 3 },
      }),
      someLabs(),
    );
  },
  admin: () => new InMemoryLabApi(myOptions({ seesAll: true }), manyLabs()),
  simulated: () =>
    new InMemoryLabApi(
      { ...simulatedOptions(), owners: OWNERS },
      someLabs().map(lab => ({ ...lab, simulated: true })),
    ),
  many: () =>
    new InMemoryLabApi(
      myOptions(),
      Array.from({ length: 1_000 }, (_, index) =>
        startedNow(
          aLab({ id: `m${index}`, name: `lab-${index}`, owner: OWNERS[0] }),
          (index + 1) * MINUTE,
        ),
      ),
    ),
  failed: () =>
    refusing(503, 'ServiceUnavailableError', 'The database is down'),
  denied: () =>
    refusing(403, 'NotAllowedError', 'Only members of engineering use labs'),
  slow: () => {
    const api = new InMemoryLabApi(myOptions(), someLabs());
    api.listLabs = () => new Promise(() => {});
    return api;
  },
  interrupted: () => {
    const api = new InMemoryLabApi(myOptions(), someLabs());
    api.streamLabs = async function* refuse() {
      throw new Error('The network is down');
    };
    return api;
  },
};

/** The scenario that the page's URL named when it was opened. */
export const SCENARIO =
  new URLSearchParams(window.location.search).get('scenario') ?? 'some';

/** The API for the scenario. */
export function createScenario(): LabApi {
  return (SCENARIOS[SCENARIO] ?? SCENARIOS.some)();
}
