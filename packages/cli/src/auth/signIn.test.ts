import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { FakeAuth, seconds, Terminal, tokenUntil } from '../__testUtils__';
import { InstanceStore } from '../config';
import { Session } from './Session';
import { signIn } from './signIn';

describe('signing in with a browser', () => {
  let auth: FakeAuth;

  beforeEach(async () => {
    auth = await FakeAuth.start();
  });
  afterEach(async () => auth.stop());

  const wait = <T>(result: Promise<T>) => result;

  /** Opens the link, and redirects as the test says. */
  const through = (
    comeBack: (callback: string, state: string) => Promise<void>,
  ) => {
    const links: string[] = [];
    const done = signIn({
      portal: auth.url,
      wait,
      open: async link => {
        links.push(link);
        const start = await fetch(link, { redirect: 'manual' });
        const to = new URL(start.headers.get('location') ?? '');
        auth.challenge = to.searchParams.get('code_challenge') ?? '';
        expect(to.searchParams.get('code_challenge_method')).toBe('S256');
        expect(to.searchParams.get('client_id')).toBe(
          `${auth.url}/api/auth/.well-known/oauth-client/cli.json`,
        );
        await comeBack(
          to.searchParams.get('redirect_uri') ?? '',
          to.searchParams.get('state') ?? '',
        );
      },
    });
    done.catch(() => undefined);
    return { done, links };
  };

  it('exchanges the code for tokens, and shows no secret', async () => {
    let secret = '';
    const { done, links } = through(async (callback, state) => {
      secret = state;
      await fetch(`${callback}?code=the-code&state=${state}`);
    });
    expect(await done).toMatchObject({
      refreshToken: 'refresh-2',
      expiresAt: expect.any(Number),
    });
    expect(links[0]).not.toContain(secret);
    expect(links[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/start\//);
  });

  it('accepts a code only from the portal that it asked', async () => {
    const answers: number[] = [];
    const { done } = through(async (callback, state) => {
      for (const url of [
        `${callback}?code=other&state=guess`,
        `${callback}?code=other`,
        `${callback}?error=access_denied&state=guess`,
        callback.replace('/callback', '/start/guess'),
        `${callback}?code=the-code&state=${state}`,
      ]) {
        answers.push((await fetch(url)).status);
      }
    });
    await done;
    expect(answers).toEqual([400, 400, 400, 404, 200]);
    expect(auth.sent).toHaveLength(1);
  });

  it('redirects the browser only once', async () => {
    const { done, links } = through(async (callback, state) => {
      expect((await fetch(links[0], { redirect: 'manual' })).status).toBe(410);
      await fetch(`${callback}?code=the-code&state=${state}`);
    });
    await done;
  });

  it('reports the error of the portal', async () => {
    const refused = through(async (callback, state) => {
      await fetch(`${callback}?error=access_denied&state=${state}`);
    });
    await expect(refused.done).rejects.toThrow('was refused in the browser');
    const wrong = through(async (callback, state) => {
      await fetch(`${callback}?code=wrong&state=${state}`);
    });
    await expect(wrong.done).rejects.toThrow('rejects the sign-in (no)');
    auth.supported = false;
    await expect(
      signIn({ portal: auth.url, wait, open: () => undefined }),
    ).rejects.toThrow('auth.clientIdMetadataDocuments');
  });

  it.each([
    ['https://honest.example.com/api/auth', 'give the address https://honest'],
    ['https://honest.example.com', 'corrects backend.baseUrl'],
    ['no address', 'corrects backend.baseUrl'],
  ])(
    'refuses an issuer that is not the portal itself: %s',
    async (issuer, said) => {
      auth.issuer = issuer;
      const open = jest.fn();
      await expect(signIn({ portal: auth.url, wait, open })).rejects.toThrow(
        said,
      );
      expect(open).not.toHaveBeenCalled();
    },
  );

  it('names a portal that does not answer, and what to do', async () => {
    jest
      .spyOn(AbortSignal, 'timeout')
      .mockReturnValueOnce(AbortSignal.abort(new Error('time up')));
    await expect(
      signIn({ portal: auth.url, wait, open: jest.fn() }),
    ).rejects.toThrow(`${auth.url} does not answer (for 20 s): check`);
  });

  it('answers a malformed request and keeps waiting', async () => {
    const { done } = through(async (callback, state) => {
      const { hostname, port } = new URL(callback);
      const answer = await new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), hostname, () =>
          socket.end(`GET // HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`),
        );
        text(socket).then(resolve, reject);
      });
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      await fetch(`${callback}?code=the-code&state=${state}`);
    });
    await done;
  });

  describe('Session', () => {
    let terminal: Terminal;
    let store: InstanceStore;

    beforeEach(async () => {
      terminal = await Terminal.create();
      store = InstanceStore.create(terminal.env);
    });
    afterEach(async () => terminal.remove());

    const open = async (left: number, refreshToken?: string) => {
      const credentials = {
        accessToken: tokenUntil(seconds() + left, 'old'),
        refreshToken,
      };
      await store.save('work', { url: auth.url }, credentials);
      const session = () =>
        new Session({ url: auth.url, instance: 'work', store, credentials });
      return { session, credentials };
    };

    it('renews a token that expires soon, once for all callers', async () => {
      const { session, credentials } = await open(60, 'refresh-1');
      const all = await Promise.all(
        [1, 2, 3].map(() => session().credentials()),
      );
      expect(auth.sent).toHaveLength(1);
      expect(new Set(all.map(each => each.accessToken)).size).toBe(1);
      expect(all[0].accessToken).not.toBe(credentials.accessToken);
      expect(await store.credentials('work')).toMatchObject({
        refreshToken: 'refresh-2',
      });
    });

    it('does not renew a token that is valid for longer', async () => {
      const { session, credentials } = await open(600, 'refresh-1');
      expect(await session().credentials()).toEqual(credentials);
      await session().credentials({ secondsLeft: 900 });
      expect(auth.sent).toHaveLength(1);
    });

    it('says that the user must sign in again', async () => {
      const over = (await open(-5)).session();
      await expect(over.credentials()).rejects.toThrow(
        'Your sign-in has expired',
      );
      const refused = (await open(-5, 'used')).session();
      await expect(refused.credentials()).rejects.toThrow(
        'run "pyk8s auth login --instance work"',
      );
    });

    it('uses a valid token although the portal cannot renew it', async () => {
      const { session, credentials } = await open(60, 'refresh-1');
      await auth.stop();
      expect(await session().credentials()).toEqual(credentials);
    });
  });
});
