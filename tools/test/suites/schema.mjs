import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LOGS_DIR, RESULTS_DIR, fromRoot } from '../../common/paths.mjs';
import { countSchemathesis, noCounts } from '../counts.mjs';
import { startBackend } from '../machine/backend.mjs';
import { ensureSchemathesis, findPython } from '../machine/schemathesis.mjs';

export const OPENAPI_FILE = 'plugins/pyk8s-lab-backend/src/schema/openapi.yaml';
export const CONFIG_FILE = 'tools/test/schemathesis/config.toml';

/** Labs that exist at the start; some requests delete them. */
const LABS = 10;
const RUNNING_MS = 60_000;
const ASK_EVERY_MS = 200;

/** Simulated labs, with quotas for all requests. */
const PLUGIN_CONFIG = {
  defaultProvider: 'simulated',
  simulated: { enabled: true, provisioningTime: '1s' },
  provisioning: { concurrency: LABS },
  quotas: { perUser: 10_000, perGroup: 10_000, total: 10_000 },
  createRate: { limit: 100_000 },
  changeRate: { limit: 100_000 },
  images: { hostImages: ['*'] },
};

async function callApi(api, token, path, init) {
  const response = await fetch(`${api}${path}`, {
    ...init,
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${token}`,
    },
  });
  if (!response.ok) {
    throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
  return response.json();
}

/** Creates labs, and waits until all of them run. */
async function makeLabs(api, token) {
  for (let number = 1; number <= LABS; number++) {
    await callApi(api, token, '/labs', {
      method: 'POST',
      body: JSON.stringify({ name: `lab-${number}` }),
    });
  }
  const deadline = Date.now() + RUNNING_MS;
  while (
    (await callApi(api, token, '/labs?status=RUNNING')).totalItems < LABS
  ) {
    if (Date.now() > deadline) {
      throw new Error('the simulated labs did not start');
    }
    await delay(ASK_EVERY_MS);
  }
}

async function runSchemathesis(context, python, api, token) {
  const file = join(RESULTS_DIR, 'schema.json');
  await rm(file, { force: true });
  // Hypothesis stores its examples in the working directory.
  const cwd = await mkdtemp(join(tmpdir(), 'pyk8s-lab-schema-'));
  try {
    const { code } = await context.run(
      python,
      [
        '-m',
        'schemathesis.cli',
        '--no-color',
        '--config-file',
        fromRoot(CONFIG_FILE),
        'run',
        fromRoot(OPENAPI_FILE),
        `--report-json-path=${file}`,
      ],
      {
        cwd,
        env: {
          ...context.env,
          PYK8S_LAB_API_URL: api,
          PYK8S_LAB_API_TOKEN: token,
        },
      },
    );
    const report = JSON.parse(await readFile(file, 'utf8'));
    context.print(`${report.test_cases.generated} requests`);
    return { ...countSchemathesis(report), code };
  } catch (error) {
    return {
      ...noCounts(),
      problems: [`schemathesis wrote no report: ${error.message}`],
    };
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

/** The API of simulated labs, called with input that its OpenAPI file allows and with other input. */
export const schema = {
  id: 'schema',
  title: 'The API against its OpenAPI file',
  background: true,
  timeoutMs: 10 * 60_000,
  needs: async ({ env }) =>
    (await findPython(env))
      ? undefined
      : {
          why: 'Schemathesis needs Python 3.11 or newer with venv',
          remedy:
            'install it: sudo apt-get install python3 python3-venv, or brew install python',
        },
  async run(context) {
    const python = await ensureSchemathesis({
      env: context.env,
      onLine: context.print,
    });
    const backend = await startBackend({
      env: context.env,
      pyk8sLab: PLUGIN_CONFIG,
      logFile: join(LOGS_DIR, 'schema-backend.log'),
    });
    try {
      const token = await backend.signIn('alice');
      const api = `${backend.url}/api/pyk8s-lab`;
      await makeLabs(api, token);
      return await runSchemathesis(context, python, api, token);
    } finally {
      await backend.stop();
    }
  },
};
