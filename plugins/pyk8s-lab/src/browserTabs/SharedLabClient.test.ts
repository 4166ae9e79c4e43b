import { FakeBrowser, FakeTab } from '../__testUtils__/FakeTabs';
import { SharedLabClient } from './SharedLabClient';

describe('SharedLabClient', () => {
  const aClient = (
    browser: FakeBrowser | undefined,
    identity: { user: string; groups: string[] },
  ) => {
    const fetched = jest.fn(
      async (_url: unknown, _init?: RequestInit) =>
        new Response(
          new ReadableStream({
            start: controller =>
              controller.enqueue(
                new TextEncoder().encode('id: 1\ndata: {"seq":1}\n\n'),
              ),
          }),
        ),
    );
    const client = new SharedLabClient({
      discoveryApi: { getBaseUrl: async id => `http://portal/api/${id}` },
      fetchApi: { fetch: fetched },
      identityApi: {
        getBackstageIdentity: async () => ({
          type: 'user',
          userEntityRef: identity.user,
          ownershipEntityRefs: identity.groups,
        }),
        getProfileInfo: async () => ({}),
        getCredentials: async () => ({ token: 'secret' }),
        signOut: async () => {},
      },
      tabs: browser && new FakeTab(browser),
    });
    const first = async () => {
      const { value } = await client.streamLabs().next();
      return value;
    };
    return { client, fetched, first };
  };
  const ada = () => ({ user: 'user:default/ada', groups: ['a', 'b'] });

  it('shares one stream among the tabs of a person', async () => {
    const browser = new FakeBrowser();
    const one = aClient(browser, ada());
    const same = aClient(browser, { ...ada(), groups: ['b', 'a'] });
    await Promise.all([one.first(), same.first()]);
    expect([one.fetched.mock.calls, same.fetched.mock.calls].flat()).toEqual([
      [
        'http://portal/api/pyk8s-lab/events',
        expect.objectContaining({ signal: expect.anything() }),
      ],
    ]);
  });

  it.each([
    ['another person', { ...ada(), user: 'user:default/grace' }],
    ['the same person with other groups', { ...ada(), groups: ['a'] }],
  ])('gives %s a stream of their own', async (_who, identity) => {
    const browser = new FakeBrowser();
    const one = aClient(browser, ada());
    await one.first();
    const other = aClient(browser, identity);
    await other.first();
    expect(other.fetched).toHaveBeenCalledTimes(1);
  });

  it('opens none in the name of somebody who signed in since', async () => {
    const identity = ada();
    const { client, fetched } = aClient(new FakeBrowser(), identity);
    const frames = client.streamLabs();
    const next = frames.next();
    // The key is known, and the connection is not yet open.
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    identity.user = 'user:default/grace';
    await expect(next).rejects.toThrow('Another user has signed in');
    expect(fetched).not.toHaveBeenCalled();
  });

  it('has a stream of its own where tabs cannot find each other', async () => {
    const clients = [aClient(undefined, ada()), aClient(undefined, ada())];
    for (const { first, fetched } of clients) {
      // All that reads in a tab shares it: browsers have few connections.
      const all = await Promise.all([first(), first()]);
      expect(all).toMatchObject([{ seq: 1 }, { seq: 1 }]);
      expect(fetched).toHaveBeenCalledTimes(1);
    }
  });
});
