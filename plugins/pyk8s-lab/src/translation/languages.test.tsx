import {
  createFrontendModule,
  createTranslationMessages,
  createTranslationResource,
  type TranslationMessages,
  type TranslationResource,
} from '@backstage/frontend-plugin-api';
import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import { TranslationBlueprint } from '@backstage/plugin-app-react';
import { act, screen, within } from '@testing-library/react';
import plugin, { labApiRef, pyk8sLabTranslationRef } from '..';
import { aLab, FakeLabApi } from '../__testUtils__';
// The app loads the page when it shows it: the first time takes long.

/** Shows the labs in an app that has words of its own. */
function renderWith(
  resource: TranslationResource | TranslationMessages,
  languages: string[],
) {
  renderTestApp({
    features: [
      plugin,
      createFrontendModule({
        pluginId: 'app',
        extensions: [
          TranslationBlueprint.make({ name: 'labs', params: { resource } }),
        ],
      }),
    ],
    config: {
      app: {
        baseUrl: 'http://localhost:3000',
        extensions: [
          {
            'api:app/app-language': {
              config: {
                availableLanguages: languages,
                defaultLanguage: languages[0],
              },
            },
          },
        ],
      },
      backend: { baseUrl: 'http://localhost:7007' },
    },
    initialRouteEntries: ['/labs'],
    apis: [
      [labApiRef, new FakeLabApi([aLab()])],
      mockApis.identity({
        userEntityRef: 'user:default/ada',
        ownershipEntityRefs: ['user:default/ada'],
      }),
    ],
  });
}

const german = createTranslationResource({
  ref: pyk8sLabTranslationRef,
  translations: {
    de: async () => ({
      default: createTranslationMessages({
        ref: pyk8sLabTranslationRef,
        messages: {
          'labsPage.titleOwn': 'Deine Labs',
          'labTable.timeLeft': 'Restzeit',
          'status.RUNNING': 'Läuft',
          'nodes.controlPlaneOnly': 'Nur die Steuerebene',
          'labMenu.title': 'Aktionen für {{name}}',
        },
      }),
    }),
  },
});

/** Chooses a language as another tab of the browser does. */
const choose = (language: string) =>
  act(async () => {
    localStorage.setItem('language', language);
    window.dispatchEvent(new StorageEvent('storage', { key: 'language' }));
  });

describe('the labs in other words', () => {
  afterEach(() => localStorage.clear());

  it('are shown in the language of the app, and in another at once', async () => {
    renderWith(german, ['de', 'en']);
    const row = await screen.findByRole('row', { name: /demo/ });
    expect(
      screen.getByRole('heading', { name: 'Deine Labs' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('columnheader', { name: 'Restzeit' }),
    ).toBeVisible();
    expect(within(row).getByText('Läuft')).toBeVisible();
    expect(within(row).getByTitle('Nur die Steuerebene')).toBeVisible();
    expect(
      within(row).getByRole('button', { name: 'Aktionen für demo' }),
    ).toBeVisible();
    // What is not translated is in English.
    expect(screen.getByRole('button', { name: 'Create lab' })).toBeVisible();

    await choose('en');
    const rowThen = await screen.findByRole('row', { name: /demo/ });
    expect(
      screen.getByRole('columnheader', { name: 'Time left' }),
    ).toBeVisible();
    expect(within(rowThen).getByText('Running')).toBeVisible();
    expect(within(rowThen).getByTitle('Control plane only')).toBeVisible();
    expect(
      screen.getByRole('heading', { name: 'Your labs' }),
    ).toBeInTheDocument();
  });

  it('can have another English word for one of them', async () => {
    renderWith(
      createTranslationMessages({
        ref: pyk8sLabTranslationRef,
        messages: { 'labsPage.create': 'New playground' },
      }),
      ['en'],
    );
    expect(
      await screen.findByRole('button', { name: 'New playground' }),
    ).toBeVisible();
    expect(
      screen.getByRole('heading', { name: 'Your labs' }),
    ).toBeInTheDocument();
  });
});
