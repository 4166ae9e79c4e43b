import path from 'node:path';
import { CommandLine } from '../support/CommandLine';
import { expect, testWith } from '../support/fixtures';

const BACKSTAGE_CLI = path.resolve(
  __dirname,
  '../../node_modules/@backstage/cli/bin/backstage-cli',
);
// An action waits for 25 seconds at most, and a real cluster may take longer.
const test = testWith({ pyk8sLab: { defaultProvider: 'simulated' } });

const LINK = /http:\/\/localhost:\d+\/api\/auth\/v1\/authorize\?\S+/;

test("Backstage's command line uses labs on behalf of a user", async ({
  page,
  portal,
}) => {
  const backstage = await CommandLine.create(BACKSTAGE_CLI);
  /** The result of an action. */
  const execute = async (action: string, ...flags: string[]) => {
    const ran = await backstage.run(['actions', 'execute', action, ...flags]);
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    return JSON.parse(ran.stdout.slice(ran.stdout.indexOf('{')));
  };
  try {
    // The catalog reads the example users in the first seconds after a start.
    await portal.token('alice');
    let isOpen = false;
    const login = await backstage.run(
      ['auth', 'login', '--backend-url', portal.backendUrl, '--no-browser'],
      written => {
        const [link] = LINK.exec(written) ?? [];
        if (link && !isOpen) {
          isOpen = true;
          page
            .goto(link)
            .then(() => page.getByRole('button', { name: /Alice/ }).click())
            .then(() => page.getByRole('button', { name: 'Authorize' }).click())
            // The login ends without it, with a message.
            .catch(() => undefined);
        }
      },
    );
    expect([login.code, login.stdout]).toEqual([
      0,
      expect.stringContaining('Login successful'),
    ]);
    await backstage.run(['actions', 'sources', 'add', 'pyk8s-lab']);
    const { stdout } = await backstage.run(['actions', 'list']);
    for (const action of ['list-labs', 'create-lab', 'exec-in-lab']) {
      expect(stdout).toContain(`pyk8s-lab:${action}`);
    }

    const made = await execute(
      'pyk8s-lab:create-lab',
      ...['--name', 'by-an-agent', '--ttl', '1h'],
    );
    expect(made.lab).toMatchObject({
      name: 'by-an-agent',
      owner: 'user:default/alice',
    });
    const waited = await execute(
      'pyk8s-lab:wait-for-lab',
      ...['--lab', 'by-an-agent'],
    );
    expect(waited).toMatchObject({ reached: true, lab: { status: 'RUNNING' } });

    // A refusal is reported as a failure.
    const refused = await backstage.run([
      ...['actions', 'execute', 'pyk8s-lab:get-lab', '--lab', 'no-such-lab'],
    ]);
    expect([refused.code, refused.stdout + refused.stderr]).toEqual([
      1,
      expect.stringContaining('no-such-lab'),
    ]);
    await execute('pyk8s-lab:delete-lab', '--lab', 'by-an-agent');
  } finally {
    await backstage.remove();
  }
});
