import {
  createMockDirectory,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { techdocsGeneratorExtensionPoint } from '@backstage/plugin-techdocs-node';
import type { JsonObject } from '@backstage/types';
import { chmod } from 'node:fs/promises';
import techdocsGeneratorModule from './module';
import { buildPages } from './pages/buildPages';

const directory = createMockDirectory();

/** Builds whatever there is. */
const MKDOCS = '#!/bin/sh\n';

/** An mkdocs without the plugin of TechDocs, which tells its version all the same. */
const PLAIN_MKDOCS = `#!/bin/sh
[ "$1" = --version ] && exit 0
while read -r line || [ -n "$line" ]; do
  case "$line" in *techdocs-core*) exit 1 ;; esac
done < mkdocs.yml
`;

/** Starts the module on a machine whose only command is the given one. */
async function start(options: {
  command?: string;
  script?: string;
  generator?: JsonObject;
}) {
  directory.setContent({
    [options.command ?? 'none']: options.script ?? MKDOCS,
  });
  await chmod(directory.resolve(options.command ?? 'none'), 0o755);
  jest.replaceProperty(process, 'env', {
    ...process.env,
    PATH: directory.path,
  });
  const setTechdocsGenerator = jest.fn();
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);
  await startTestBackend({
    extensionPoints: [
      [techdocsGeneratorExtensionPoint, { setTechdocsGenerator }],
    ],
    features: [
      techdocsGeneratorModule,
      logger.factory,
      mockServices.rootConfig.factory({
        data: { techdocs: { generator: options.generator } },
      }),
    ],
  });
  return { setTechdocsGenerator, said: logger.info.mock.calls.flat() };
}

afterEach(() => jest.restoreAllMocks());

describe('the generator of documentation', () => {
  it('is the mkdocs of the machine where there is one', async () => {
    const { setTechdocsGenerator, said } = await start({ command: 'mkdocs' });

    expect(setTechdocsGenerator).toHaveBeenCalledTimes(1);
    expect(said).toContainEqual(
      expect.stringMatching(/mkdocs of this machine/),
    );
  });

  it('is its own elsewhere, and the log says how to have extensions', async () => {
    const { setTechdocsGenerator, said } = await start({});

    const [[{ run }]] = setTechdocsGenerator.mock.calls;
    expect(run).toBe(buildPages);
    expect(said).toContainEqual(
      expect.stringMatching(/Markdown.*pip install mkdocs-techdocs-core/),
    );
  });

  it('is its own where mkdocs lacks the plugin of TechDocs', async () => {
    const { setTechdocsGenerator, said } = await start({
      command: 'mkdocs',
      script: PLAIN_MKDOCS,
    });

    const [[{ run }]] = setTechdocsGenerator.mock.calls;
    expect(run).toBe(buildPages);
    expect(said).toContainEqual(
      expect.stringMatching(/pip install mkdocs-techdocs-core/),
    );
  });

  it('is mkdocs without that plugin where the configuration omits it', async () => {
    const { said } = await start({
      command: 'mkdocs',
      script: PLAIN_MKDOCS,
      generator: { mkdocs: { omitTechdocsCorePlugin: true } },
    });

    expect(said).toContainEqual(
      expect.stringMatching(/mkdocs of this machine/),
    );
  });

  it('is what the configuration says, if it says something', async () => {
    const { setTechdocsGenerator } = await start({
      command: 'mkdocs',
      generator: { runIn: 'docker' },
    });

    expect(setTechdocsGenerator).not.toHaveBeenCalled();
  });
});
