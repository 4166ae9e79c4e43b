import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { JsonObject } from '@backstage/types';

const BACKEND = 'http://localhost:7007';

const answer = (body: unknown) => ({
  ok: true,
  status: 200,
  headers: new Headers({ 'content-type': 'application/json' }),
  json: async () => body,
  text: async () => JSON.stringify(body),
});

const identity = (name: string) => ({
  profile: { displayName: name },
  backstageIdentity: {
    // Not signed: the browser only reads when it expires.
    token: `e30.${btoa(JSON.stringify({ exp: 4_000_000_000 }))}.`,
    expiresInSeconds: 3_600,
    identity: {
      type: 'user',
      userEntityRef: `user:default/${name}`,
      ownershipEntityRefs: [`user:default/${name}`],
    },
  },
});

async function renderApp(auth: JsonObject = {}) {
  jest.replaceProperty(process, 'env', {
    ...process.env,
    NODE_ENV: 'test',
    // The type says a string; the app takes what the build step puts there.
    APP_CONFIG: [
      {
        context: 'test',
        data: {
          app: { title: 'PyK8s-Lab', baseUrl: 'http://localhost' },
          backend: { baseUrl: BACKEND },
          techdocs: { storageUrl: `${BACKEND}/api/techdocs/static/docs` },
          auth,
        },
      },
    ] as unknown as string,
  });
  const { default: App } = await import('./App');
  render(App.createRoot());
}

const demo = {
  providers: {
    demo: {
      users: [
        { entityRef: 'user:default/alice', title: 'Alice Moreau' },
        { entityRef: 'user:default/bob', title: 'Bob Tanaka' },
      ],
    },
  },
};

describe('App', () => {
  let signIns: (string | null)[];

  beforeEach(() => {
    signIns = [];
    localStorage.clear();
    window.history.replaceState({}, '', '/');
    const fakeFetch = jest.fn(async (input: RequestInfo | URL, init) => {
      const url = String(input instanceof Request ? input.url : input);
      if (url.startsWith(`${BACKEND}/api/auth/demo/refresh`)) {
        const user = new Headers(init?.headers).get('x-demo-user');
        signIns.push(user);
        return answer(identity(user?.split('/')[1] ?? 'nobody'));
      }
      throw new TypeError(`Not in this test: ${url}`);
    });
    // Only what the app reads of a response is there.
    global.fetch = fakeFetch as unknown as typeof fetch;
  });
  afterEach(() => jest.restoreAllMocks());

  it('lets one choose who to be, and remembers it', async () => {
    await renderApp(demo);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Sign in as Bob Tanaka' }),
    );
    await waitFor(() => expect(signIns).toContain('user:default/bob'));
    expect(
      await screen.findByRole('link', { name: 'PyK8s-Lab: home' }),
    ).toHaveAttribute('href', '/');
    expect(localStorage.getItem('pyk8s-lab.demo-user')).toBe(
      'user:default/bob',
    );
  });

  it('leads to the labs', async () => {
    localStorage.setItem('pyk8s-lab.demo-user', 'user:default/alice');
    await renderApp(demo);
    expect(
      await screen.findByRole('heading', { name: 'Your labs' }),
    ).toBeVisible();
    expect(window.location.pathname).toBe('/labs');
    const [inSidebar] = screen.getAllByRole('link', { name: 'Labs' });
    expect(inSidebar).toHaveAttribute('href', '/labs');
  });

  it('keeps the catalog in the sidebar, under its own path', async () => {
    localStorage.setItem('pyk8s-lab.demo-user', 'user:default/alice');
    await renderApp(demo);
    expect(
      await screen.findByRole('link', { name: 'Catalog' }),
    ).toHaveAttribute('href', '/catalog');
  });
});
