import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { type Config, ConfigReader } from '@backstage/config';
import {
  TechdocsGenerator,
  techdocsGeneratorExtensionPoint,
} from '@backstage/plugin-techdocs-node';
import { buildPages } from './pages/buildPages';

const KEY = 'techdocs.generator.runIn';
const OMITS_PLUGIN = 'techdocs.generator.mkdocs.omitTechdocsCorePlugin';
const PROBE_MS = 30_000;

/**
 * Builds documentation with the machine's own mkdocs where it has what TechDocs
 * needs, and by itself elsewhere, so that pages come up on a machine with neither Python nor
 * images to pull. A choice in the configuration is left alone.
 */
const techdocsGeneratorModule = createBackendModule({
  pluginId: 'techdocs',
  moduleId: 'pyk8s-lab-generator',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        techdocs: techdocsGeneratorExtensionPoint,
      },
      async init({ config, logger, techdocs }) {
        if (config.has(KEY)) {
          return;
        }
        const generator = TechdocsGenerator.fromConfig(runLocally(config), {
          logger,
        });
        const plugins = config.getOptionalBoolean(OMITS_PLUGIN)
          ? []
          : ['techdocs-core'];
        if (await hasMkdocs(plugins)) {
          logger.info(
            'Documentation is built with the mkdocs of this machine.',
          );
          techdocs.setTechdocsGenerator(generator);
          return;
        }
        logger.info(
          'Documentation is built from Markdown, without extensions of mkdocs. For these, run "pip install mkdocs-techdocs-core" and start again, or set techdocs.generator.runIn to docker.',
        );
        techdocs.setTechdocsGenerator(
          Object.assign(generator, { run: buildPages }),
        );
      },
    });
  },
});

/** Builds a site: mkdocs lists no plugins, and may be in a Python of its own. */
async function hasMkdocs(plugins: string[]): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pyk8s-lab-mkdocs-'));
  try {
    const config = JSON.stringify({ site_name: 'Probe', plugins });
    await writeFile(path.join(folder, 'mkdocs.yml'), config);
    await mkdir(path.join(folder, 'docs'));
    await writeFile(path.join(folder, 'docs', 'index.md'), '# Probe\n');
    await promisify(execFile)('mkdocs', ['build', '-d', 'site'], {
      cwd: folder,
      env: process.env,
      timeout: PROBE_MS,
    });
    return true;
  } catch {
    return false;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runLocally(config: Config): Config {
  return ConfigReader.fromConfigs([
    { context: 'app-config', data: config.get() },
    { context: KEY, data: { techdocs: { generator: { runIn: 'local' } } } },
  ]);
}

export default techdocsGeneratorModule;
