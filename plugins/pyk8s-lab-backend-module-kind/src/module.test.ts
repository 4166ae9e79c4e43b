import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  labProvidersExtensionPoint,
  type LabProvider,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import kindModule from './index';

/** Starts the module with a plugin that accepts providers. */
async function startWith(kind: object) {
  const added: LabProvider[] = [];
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);
  const backend = await startTestBackend({
    features: [
      createBackendPlugin({
        pluginId: 'pyk8s-lab',
        register(reg) {
          reg.registerExtensionPoint(labProvidersExtensionPoint, {
            addProvider: provider => added.push(provider),
          });
          reg.registerInit({ deps: {}, async init() {} });
        },
      }),
      kindModule,
      logger.factory,
      mockServices.rootConfig.factory({ data: { pyk8sLab: { kind } } }),
    ],
  });
  await backend.stop();
  return { added, logger };
}

describe('kindModule', () => {
  const { DOCKER_HOST } = process.env;

  beforeEach(() => {
    process.env.DOCKER_HOST = 'unix:///no/such/docker.sock';
  });

  afterEach(() => {
    if (DOCKER_HOST === undefined) {
      delete process.env.DOCKER_HOST;
    } else {
      process.env.DOCKER_HOST = DOCKER_HOST;
    }
  });

  it('adds its provider, and logs why no lab can be created', async () => {
    const { added, logger } = await startWith({ binary: 'no-such-kind' });

    expect(added.map(({ id }) => id)).toEqual(['kind']);
    const [warning] = logger.warn.mock.calls[0];
    expect(warning).toContain('Docker was not found');
    expect(warning).toContain('The kind command was not found');
  });

  it('fails the start with an invalid key', async () => {
    await expect(startWith({ reach: { listen: 'here' } })).rejects.toThrow(
      'pyk8sLab.kind.reach.listen',
    );
  });
});
