import { expect, test } from '../support/fixtures';
import { Pyk8s } from '../support/CommandLine';

const LINK = /http:\/\/127\.0\.0\.1:\d+\/start\/\S+/;

test('a user signs in on the command line, and works there', async ({
  page,
  portal,
}) => {
  const pyk8s = await Pyk8s.create();
  try {
    // The catalog reads the example users in the first seconds after a start.
    await portal.token('alice');
    let tell: (link: string) => void = () => undefined;
    const link = new Promise<string>(resolve => {
      tell = resolve;
    });
    const url = portal.backendUrl;
    const login = pyk8s.run(
      ['auth', 'login', '--instance', 'work', '--url', url, '--no-browser'],
      written => {
        const [found] = LINK.exec(written) ?? [];
        if (found) {
          tell(found);
        }
      },
    );
    const ended = login.then(({ stderr }) => {
      throw new Error(`It ended before anybody was signed in: ${stderr}`);
    });
    const start = await Promise.race([link, ended]);
    ended.catch(() => undefined);

    await page.goto(start);
    await page.getByRole('button', { name: /Alice/ }).click();
    await page.getByRole('button', { name: 'Authorize' }).click();
    await expect(page.getByText('You are signed in.')).toBeVisible();
    const { code, stdout, stderr } = await login;
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining('as user:default/alice; this is the instance'),
    ]);

    const kept = await pyk8s.credentials();
    const secrets = [...kept.matchAll(/Token: (\S+)/g)].map(([, it]) => it);
    expect(secrets).toHaveLength(2);
    for (const secret of secrets) {
      expect(stdout + stderr).not.toContain(secret);
      expect(portal.backendOutput).not.toContain(secret);
    }

    const made = await pyk8s.run([
      ...['cluster', 'create', 'from-a-shell', '--ttl', '1h', '--wait'],
      ...['--provider', 'simulated'],
    ]);
    expect([made.code, made.stdout]).toEqual([
      0,
      expect.stringContaining('RUNNING'),
    ]);
    const listed = await pyk8s.run(['lab', 'list', '-o', 'name']);
    expect(listed.stdout).toBe('from-a-shell\n');

    // An expired token is renewed once by concurrent commands.
    await pyk8s.changeCredentials(text =>
      text.replace(/expiresAt: \d+/, 'expiresAt: 1'),
    );
    const all = await Promise.all(
      [1, 2, 3].map(() => pyk8s.run(['credential', '--lab', 'any'])),
    );
    expect(all.map(ran => [ran.code, ran.stderr])).toEqual(
      Array(3).fill([0, '']),
    );
    const tokens = all.map(ran => JSON.parse(ran.stdout).status);
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(1);
    expect(Date.parse(tokens[0].expirationTimestamp)).toBeGreaterThan(
      Date.now() + 300_000,
    );

    const status = await pyk8s.run(['auth', 'status', '-o', 'json']);
    expect(JSON.parse(status.stdout)).toMatchObject({
      url,
      user: 'user:default/alice',
      signedIn: true,
      renews: true,
    });
    const doctor = await pyk8s.run(['doctor']);
    expect([doctor.code, doctor.stdout]).toEqual([
      0,
      expect.stringContaining('✓ Sign-in: user:default/alice'),
    ]);

    const deleted = await pyk8s.run(['lab', 'delete', 'from-a-shell']);
    expect(deleted.code).toBe(0);

    // Signing out also ends the session at the portal.
    const last = await pyk8s.credentials();
    expect((await pyk8s.run(['auth', 'logout'])).code).toBe(0);
    await pyk8s.changeCredentials(() =>
      last.replace(/expiresAt: \d+/, 'expiresAt: 1'),
    );
    const after = await pyk8s.run(['lab', 'list']);
    expect([after.code, after.stderr]).toEqual([
      4,
      expect.stringContaining('Your sign-in has expired'),
    ]);
  } finally {
    await pyk8s.remove();
  }
});

test('a user denies access to a command line', async ({ page, portal }) => {
  const pyk8s = await Pyk8s.create();
  try {
    await portal.token('alice');
    let opened = false;
    const { code, stderr } = await pyk8s.run(
      ['auth', 'login', '--url', portal.backendUrl, '--no-browser'],
      written => {
        const [start] = LINK.exec(written) ?? [];
        if (start && !opened) {
          opened = true;
          page
            .goto(start)
            .then(() => page.getByRole('button', { name: /Alice/ }).click())
            .then(() => page.getByRole('button', { name: 'Cancel' }).click())
            .catch(() => undefined);
        }
      },
    );
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('The sign-in was refused in the browser.'),
    ]);
  } finally {
    await pyk8s.remove();
  }
});
