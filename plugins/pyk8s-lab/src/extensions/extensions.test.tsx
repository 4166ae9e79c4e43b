import type { Entity } from '@backstage/catalog-model';
import type { OverridableFrontendPlugin } from '@backstage/frontend-plugin-api';
import {
  createExtensionTester,
  mockApis,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { SearchFilterResultTypeBlueprint } from '@backstage/plugin-search-react/alpha';
import { LAB_ID_ANNOTATION } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { screen } from '@testing-library/react';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import plugin, { labApiRef } from '..';
import { aLab, FakeLabApi } from '../__testUtils__';
import { anEntity } from '../__testUtils__/renderOnEntity';
import { extensions } from '../plugin';
import { entityLabsContent } from './entity';
import { myLabsWidget } from './home';
import { labSearchType } from './search';

/** The page of an entity in an app that has the plugin. */
function showPageOf(entity: Entity) {
  renderTestApp({
    features: [plugin],
    extensions: [createTestEntityPage({ entity })],
    apis: [
      [labApiRef, new FakeLabApi([aLab({ id: '1' })])],
      mockApis.identity({
        userEntityRef: 'user:default/ada',
        ownershipEntityRefs: ['user:default/ada'],
      }),
    ],
  });
}

// Every part is loaded when it is shown first.
const LOADED = { timeout: 20_000 };

describe('what the plugin adds to the catalog', () => {
  it('shows the lab on the page of its resource', async () => {
    showPageOf(
      anEntity('Resource', 'lab-1', {
        annotations: { [LAB_ID_ANNOTATION]: '1' },
      }),
    );
    expect(
      await screen.findByRole('heading', { name: 'Lab' }, LOADED),
    ).toBeVisible();
  });

  it('shows labs on the page of a component', async () => {
    showPageOf(anEntity('Component', 'checkout'));
    expect(
      await screen.findByRole('heading', { name: 'Labs of checkout' }, LOADED),
    ).toBeVisible();
  });

  it('has a tab of its own there, under no menu', () => {
    const { group, title } = EntityContentBlueprint.dataRefs;
    const content = createExtensionTester(entityLabsContent);
    expect(content.get(title)).toBe('Labs');
    expect(content.get(group)).toBeUndefined();
  });

  it.each(['Group', 'User'])('shows labs on the page of a %s', async kind => {
    showPageOf(anEntity(kind, 'ada'));
    expect(
      await screen.findByRole('heading', { name: 'Labs' }, LOADED),
    ).toBeVisible();
  });

  it.each([
    ['a resource that is no lab', anEntity('Resource', 'bucket')],
    ['an API', anEntity('API', 'orders')],
  ])('shows nothing on the page of %s', async (_what, entity) => {
    showPageOf(entity);
    expect(
      await screen.findByTestId('empty-entity-page', {}, LOADED),
    ).toBeVisible();
  });
});

describe('titles', () => {
  const { widget } = HomePageWidgetBlueprint.dataRefs;
  const { resultType } = SearchFilterResultTypeBlueprint.dataRefs;

  it('are there without configuration', () => {
    expect(createExtensionTester(myLabsWidget).get(widget)).toMatchObject({
      name: 'MyLabs',
      title: 'My labs',
    });
    expect(createExtensionTester(labSearchType).get(resultType)).toMatchObject({
      value: 'pyk8s-lab',
      name: 'Labs',
    });
  });

  it('of the widget and of the search type can be configured', () => {
    const config = { title: 'Clusters', description: 'What you may use' };
    expect(
      createExtensionTester(myLabsWidget, { config }).get(widget),
    ).toMatchObject({ name: 'MyLabs', ...config });
    expect(
      createExtensionTester(labSearchType, {
        config: { title: 'Clusters' },
      }).get(resultType),
    ).toMatchObject({ value: 'pyk8s-lab', name: 'Clusters' });
  });
});

describe('docs/extensions.md', () => {
  const page = readFileSync(
    path.resolve(__dirname, '../../../../docs/extensions.md'),
    'utf8',
  );
  const documented = [...page.matchAll(/^\| `([a-z-]+:pyk8s-lab[^`]*)`/gm)].map(
    ([, id]) => id,
  );

  it('names every extension that there is, and no other', () => {
    const known: OverridableFrontendPlugin = plugin;
    expect(documented).toHaveLength(extensions.length);
    expect(new Set(documented).size).toBe(documented.length);
    for (const id of documented) {
      expect(known.getExtension(id)).toBeDefined();
    }
  });

  it('configures only extensions that there are', () => {
    const configured = [...page.matchAll(/^ +- ([a-z-]+:pyk8s-lab[^:\n]*)/gm)];
    expect(configured.length).toBeGreaterThan(0);
    for (const [, id] of configured) {
      expect(documented).toContain(id);
    }
  });
});
