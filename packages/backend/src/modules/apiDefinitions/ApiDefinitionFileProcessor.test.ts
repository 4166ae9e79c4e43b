import {
  createMockDirectory,
  type MockDirectoryContentCallbackContext,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { JsonValue } from '@backstage/types';
import { parse } from 'yaml';
import { ApiDefinitionFileProcessor } from './ApiDefinitionFileProcessor';

const directory = createMockDirectory({
  content: {
    'secret.yaml': 'not for the catalog',
    repository: {
      'catalog-info.yaml': '',
      'api.yaml': 'openapi: 3.0.3',
      link: (context: MockDirectoryContentCallbackContext) =>
        context.symlink('../secret.yaml'),
    },
  },
});

function process(
  definition: JsonValue,
  options: {
    kind?: string;
    type?: string;
    target?: string;
    annotations?: Record<string, string>;
  } = {},
) {
  const entity: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: options.kind ?? 'API',
    metadata: { name: 'labs', annotations: options.annotations },
    spec: { type: 'openapi', definition },
  };
  return new ApiDefinitionFileProcessor({
    backendUrl: 'https://portal.example.com/',
  }).preProcessEntity(entity, {
    type: options.type ?? 'file',
    target: options.target ?? directory.resolve('repository/catalog-info.yaml'),
  });
}

describe('ApiDefinitionFileProcessor', () => {
  it('reads the file beside the catalog file', async () => {
    const { spec } = await process({ $text: './api.yaml' });

    expect(spec).toEqual({ type: 'openapi', definition: 'openapi: 3.0.3' });
  });

  it('names the backend as the server of an API that it serves', async () => {
    const { spec } = await process(
      { $text: './api.yaml' },
      { annotations: { 'pyk8s-lab.io/served-at': '/api/pyk8s-lab' } },
    );

    expect(parse(String(spec?.definition))).toEqual({
      openapi: '3.0.3',
      servers: [{ url: 'https://portal.example.com/api/pyk8s-lab' }],
    });
  });

  it.each(['../secret.yaml', './a/../../secret.yaml', './link'])(
    'does not leave the folder with %s',
    async reference => {
      await expect(process({ $text: reference })).rejects.toThrow(
        /outside the folder/,
      );
    },
  );

  it('fails when there is no such file', async () => {
    await expect(process({ $text: './gone.yaml' })).rejects.toThrow(/ENOENT/);
  });

  it.each([
    ['a definition in place', 'openapi: 3.0.3', {}],
    ['a URL', { $text: 'https://example.com/api.yaml' }, {}],
    ['another placeholder', { $json: './api.yaml' }, {}],
    [
      'a catalog file at a URL',
      { $text: './api.yaml' },
      { type: 'url', target: 'https://example.com/catalog-info.yaml' },
    ],
    ['another kind', { $text: './api.yaml' }, { kind: 'Component' }],
  ])('leaves %s alone', async (_what, definition, options) => {
    const { spec } = await process(definition, options);

    expect(spec?.definition).toEqual(definition);
  });
});
