import { coreExtensionData } from '@backstage/frontend-plugin-api';
import {
  createExtensionTester,
  mockApis,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import plugin, { labApiRef } from '.';
import { labsPage } from './extensions/labs';
import { labsRouteRef } from './routes';
import { aLab, FakeLabApi } from './__testUtils__';

describe('the plugin', () => {
  it('has a page that the sidebar can show', () => {
    const page = createExtensionTester(labsPage);
    expect(page.get(coreExtensionData.routePath)).toBe('/labs');
    expect(page.get(coreExtensionData.title)).toBe('Labs');
    expect(page.get(coreExtensionData.icon)).toBeDefined();
    expect(page.get(coreExtensionData.routeRef)).toBe(labsRouteRef);
  });

  it('works when it is added to an app, with a link in the sidebar', async () => {
    renderTestApp({
      features: [plugin],
      initialRouteEntries: ['/labs'],
      apis: [
        [labApiRef, new FakeLabApi([aLab()])],
        mockApis.identity({
          userEntityRef: 'user:default/ada',
          ownershipEntityRefs: ['user:default/ada'],
        }),
      ],
    });
    expect(await screen.findByRole('row', { name: /demo/ })).toBeVisible();
    expect(screen.getAllByRole('link', { name: 'Labs' })[0]).toHaveAttribute(
      'href',
      '/labs',
    );
  });
});
