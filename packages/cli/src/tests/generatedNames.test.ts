import { Terminal, TestPortal } from '../__testUtils__';

jest.setTimeout(60_000);

/** What decides the next random letters; real ones where it is empty. */
const mockNext: number[] = [];
jest.mock('node:crypto', () => {
  const crypto = jest.requireActual('node:crypto');
  return {
    ...crypto,
    randomInt: (max: number) => mockNext.shift() ?? crypto.randomInt(max),
  };
});

describe('pyk8s cluster create --generate-name', () => {
  let portal: TestPortal;
  let ci: Terminal;

  beforeAll(async () => {
    portal = await TestPortal.start({
      pyk8sLab: {
        quotas: { simulated: { perUser: 50, perGroup: 50, total: 50 } },
      },
    });
    ci = await Terminal.create(portal.env());
  });
  afterAll(async () => {
    await portal.stop();
    await ci.remove();
  });

  const create = (...argv: string[]) =>
    ci.run(['cluster', 'create', ...argv, '-o', 'name']);

  it('gives jobs that run at once labs of their own', async () => {
    const labs = await Promise.all(
      [1, 2, 3].map(() => create('--generate-name', 'ci-42')),
    );
    const names = labs.map(({ stdout }) => stdout.trim());
    expect(new Set(names).size).toBe(3);
    for (const name of names) {
      expect(name).toMatch(/^ci-42-[a-z0-9]{6}$/);
    }
    await ci.run(['cluster', 'delete', names[0]]);
    const { stdout } = await ci.run(['cluster', 'list', '-o', 'name']);
    expect(stdout.trim().split('\n').sort()).toEqual(names.slice(1).sort());
  });

  it('takes another name where one is taken', async () => {
    const same = Array(6).fill(0);
    mockNext.push(...same, ...same, ...Array(6).fill(1));
    expect((await create('--generate-name', 'same-')).stdout).toBe(
      'same-bbbbbb\n',
    );
    expect((await create('--generate-name', 'same-')).stdout).toBe(
      'same-cccccc\n',
    );
  });

  it('names the lab before it waits for it', async () => {
    const interrupt = new AbortController();
    const cut = await ci.run(
      ['cluster', 'create', '--generate-name', 'cut', '-o', 'name', '--wait'],
      { signal: interrupt.signal, onError: () => interrupt.abort() },
    );
    expect(cut).toMatchObject({
      code: 130,
      stdout: expect.stringMatching(/^cut-\w{6}\n$/),
    });
  });

  it.each([
    [['demo', '--generate-name', 'ci']],
    [['--name', 'demo', '--generate-name', 'ci']],
    [['--generate-name', 'Not_A_Name']],
    [['--generate-name', 'x'.repeat(60)]],
    [['--generate-name', '']],
  ])('refuses %j', async argv => {
    expect((await create(...argv)).code).toBe(2);
  });
});
