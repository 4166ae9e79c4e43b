import { mockServices } from '@backstage/backend-test-utils';
import { PortalCatalog, type PortalCatalogOptions } from './LabCatalog';

const REF = 'component:default/checkout';

describe('PortalCatalog', () => {
  const start = (
    getEntitiesByRefs: PortalCatalogOptions['catalog']['getEntitiesByRefs'],
  ) =>
    new PortalCatalog({
      catalog: { getEntitiesByRefs },
      auth: mockServices.auth(),
      logger: mockServices.logger.mock(),
      timeoutMs: 20,
    });

  it('does not wait for a catalog that never answers', async () => {
    const catalog = start(() => new Promise(() => undefined));
    await expect(catalog.has(REF)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining(`whether it has ${REF}`),
    });
  });
});
