import { ConfigReader } from '@backstage/config';
import { readExec } from './readExec';

const read = (exec?: unknown) =>
  readExec(new ConfigReader({ pyk8sLab: { exec } } as never));

describe('readExec', () => {
  it('reads every setting', () => {
    expect(
      read({
        commands: ['kubectl', { command: 'crictl', asRoot: true }],
        timeout: '30s',
        maxTimeout: { hours: 1 },
        maxOutput: '64Ki',
        perLab: 2,
      }),
    ).toEqual({
      commands: [
        { name: 'kubectl', asRoot: false },
        { name: 'crictl', asRoot: true },
      ],
      timeoutSeconds: 30,
      maxTimeoutSeconds: 3_600,
      maxOutputBytes: 65_536,
      perLab: 2,
    });
  });

  it('is switched off by a list without programs', () => {
    expect(read({ commands: [] }).commands).toEqual([]);
  });

  it('lets a command that does not ask run for longer than 10m', () => {
    expect(read({ timeout: '15m' })).toMatchObject({
      timeoutSeconds: 900,
      maxTimeoutSeconds: 900,
    });
  });

  it.each<[unknown, string]>([
    [{ shell: true }, 'pyk8sLab.exec.shell is not a setting'],
    [{ commands: 'kubectl' }, 'pyk8sLab.exec.commands must be a list'],
    [{ commands: [7] }, 'pyk8sLab.exec.commands[0] must be the name'],
    [{ commands: [['kubectl']] }, 'pyk8sLab.exec.commands[0] must be the name'],
    [{ commands: ['/bin/sh'] }, 'pyk8sLab.exec.commands[0] must be the name'],
    [{ commands: ['..'] }, 'pyk8sLab.exec.commands[0] must be the name'],
    [{ commands: ['--x'] }, 'pyk8sLab.exec.commands[0] must be the name'],
    [{ commands: ['a b'] }, 'pyk8sLab.exec.commands[0] must be the name'],
    [{ commands: ['a\n'] }, 'pyk8sLab.exec.commands[0] must be the name'],
    [
      { commands: ['a', { asRoot: true }] },
      'pyk8sLab.exec.commands[1] must be the name',
    ],
    [
      { commands: [{ command: 'a', asRoot: 'yes' }] },
      'pyk8sLab.exec.commands[0].asRoot must be true or false',
    ],
    [
      { commands: [{ command: 'a', user: 'root' }] },
      'pyk8sLab.exec.commands[0].user is not a setting',
    ],
    [
      { commands: ['a', { command: 'a', asRoot: true }] },
      'pyk8sLab.exec.commands[1] names "a" again',
    ],
    [{ timeout: '0s' }, 'pyk8sLab.exec.timeout must be at least one second'],
    [{ timeout: 'soon' }, 'pyk8sLab.exec.timeout is not a duration'],
    [
      { timeout: '2m', maxTimeout: '1m' },
      'pyk8sLab.exec.timeout must not be longer than pyk8sLab.exec.maxTimeout',
    ],
    [{ maxTimeout: '25h' }, 'pyk8sLab.exec.maxTimeout must not be longer'],
    [{ timeout: '25h' }, 'pyk8sLab.exec.timeout must not be longer than 24h'],
    [{ maxOutput: 'much' }, 'pyk8sLab.exec.maxOutput is not a quantity'],
    [{ maxOutput: '1Gi' }, 'pyk8sLab.exec.maxOutput must be whole bytes'],
    [{ maxOutput: '100m' }, 'pyk8sLab.exec.maxOutput must be whole bytes'],
    [{ perLab: 0 }, 'pyk8sLab.exec.perLab must be an integer'],
    [{ perLab: 101 }, 'pyk8sLab.exec.perLab must be an integer'],
  ])('names the bad key of %j', (exec, message) => {
    expect(() => read(exec)).toThrow(
      expect.objectContaining({ name: 'InputError' }),
    );
    expect(() => read(exec)).toThrow(message);
  });
});
