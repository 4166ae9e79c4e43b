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

const KEY = 'techdocs.generator.runIn';

/**
 * Builds documentation with the machine's own mkdocs where there is one, and in
 * a container otherwise, so that pages come up with either. A choice in the
 * configuration is left alone.
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
        const runIn = (await hasMkdocs()) ? 'local' : 'docker';
        logger.info(
          runIn === 'local'
            ? 'Documentation is built with the mkdocs of this machine.'
            : 'Documentation is built in a Docker container. Without Docker, run "pip install mkdocs-techdocs-core" and start again.',
        );
        techdocs.setTechdocsGenerator(
          TechdocsGenerator.fromConfig(withRunIn(config, runIn), { logger }),
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

function withRunIn(config: Config, runIn: 'local' | 'docker'): Config {
  return ConfigReader.fromConfigs([
    { context: 'app-config', data: config.get() },
    { context: KEY, data: { techdocs: { generator: { runIn } } } },
  ]);
}
