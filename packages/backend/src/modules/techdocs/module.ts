import { execFile } from 'node:child_process';
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
import { buildPages } from './pages';

const KEY = 'techdocs.generator.runIn';

/**
 * Builds documentation with the machine's own mkdocs where there is one, and by
 * itself elsewhere, so that pages come up on a machine with neither Python nor
 * images to pull. A choice in the configuration is left alone.
 */
export const techdocsGeneratorModule = createBackendModule({
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
        if (await hasMkdocs()) {
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

async function hasMkdocs(): Promise<boolean> {
  try {
    await promisify(execFile)('mkdocs', ['--version'], {
      env: process.env,
      timeout: 10_000,
    });
    return true;
  } catch {
    return false;
  }
}

function runLocally(config: Config): Config {
  return ConfigReader.fromConfigs([
    { context: 'app-config', data: config.get() },
    { context: KEY, data: { techdocs: { generator: { runIn: 'local' } } } },
  ]);
}
