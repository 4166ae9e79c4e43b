import { CommandPolicy, recordable } from './CommandPolicy';

const policy = (...names: string[]) =>
  CommandPolicy.create({
    commands: names.map(name => ({ name, asRoot: name === 'crictl' })),
  });

describe('CommandPolicy', () => {
  it('says which programs run as root, and knows the rules of kubectl only', () => {
    const command = 'crictl attach -it a';
    expect(policy('kubectl', 'crictl').read({ command })).toEqual({
      argv: ['crictl', 'attach', '-it', 'a'],
      asRoot: true,
      recorded: command,
    });
  });

  it.each([
    ['k get po', ['kubectl', 'get', 'po'], 'kubectl get po'],
    [
      'get nodes -o wide',
      ['kubectl', 'get', 'nodes', '-o', 'wide'],
      'kubectl get nodes -o wide',
    ],
    [
      `create secret generic s --from-literal 'a=b c'`,
      [
        ...['kubectl', 'create', 'secret', 'generic', 's'],
        ...['--from-literal', 'a=b c'],
      ],
      `kubectl create secret generic s --from-literal 'a=***'`,
    ],
  ])('runs and records %j as kubectl', (line, argv, recorded) => {
    const read = policy('kubectl', 'crictl').read({ command: line });
    expect(read).toEqual({ argv, asRoot: false, recorded });
  });

  it.each(['port-forward pod/a 80', 'edit pod a', 'kubectl proxy'])(
    'refuses %j for the reason that kubectl has',
    command => {
      expect(() => policy('kubectl').read({ command })).toThrow('"kubectl ');
    },
  );

  it('takes arguments as they are', () => {
    const argv = ['kubectl', 'get', 'pods', '-o', 'jsonpath={.items[*]}', '$a'];
    expect(policy('kubectl').read({ argv })).toMatchObject({ argv });
    expect(policy('kubectl').read({ argv: argv.slice(1) })).toMatchObject({
      argv,
    });
    expect(() => policy('kubectl').read({ argv: ['sh', '-c', 'id'] })).toThrow(
      'does not run in labs.',
    );
    expect(() => policy('kubectl').read({ argv: ['edit', 'a'] })).toThrow(
      'needs a terminal',
    );
  });

  it.each([
    [['kubectl', 'a\0b'], 'U+0000'],
    [['kubectl', 'a'.repeat(9_000), 'é'.repeat(9_000)], '16 KiB'],
  ])('refuses arguments that are no text, or too long', (argv, message) => {
    expect(() => policy('kubectl').read({ argv })).toThrow(message);
  });

  it('does not run kubectl by a short form where it may not run', () => {
    expect(() => policy('crictl').read({ command: 'get nodes' })).toThrow(
      'does not run in labs.',
    );
  });

  it.each([
    ['sh -c id', 'does not run in labs.'],
    ['Kubectl get pods', 'does not run in labs.'],
    [`'kubectl ' get pods`, 'does not run in labs.'],
    ['kubectl.exe get pods', 'does not run in labs.'],
    [`'' kubectl`, 'does not run in labs.'],
    ['/bin/kubectl get pods', 'not by a path.'],
    ['./kubectl get pods', 'not by a path.'],
  ])('names what there is in place of %j', (command, message) => {
    const refusal = () => policy('kubectl', 'crictl').read({ command });
    expect(refusal).toThrow(expect.objectContaining({ name: 'InputError' }));
    expect(refusal).toThrow(message);
    expect(refusal).toThrow('"kubectl", "crictl"');
  });

  it('is switched off without programs', () => {
    for (const command of ['kubectl get pods', '']) {
      expect(() => policy().read({ command })).toThrow('switched off');
    }
  });
});

describe('recordable', () => {
  it.each([
    [
      { command: 'kubectl get pods --token a' },
      `kubectl get pods --token '***'`,
    ],
    [{ argv: ['sh', '-c', 'a b'] }, `sh -c 'a b'`],
    [{ command: 'kubectl get secret | HUSH' }, '(not a command)'],
    [{}, '(not a command)'],
  ])('writes %j as %j', (request, text) => {
    expect(recordable(request)).toBe(text);
  });

  it('keeps what is recorded short', () => {
    expect(recordable({ argv: ['a'.repeat(2_000)] })).toHaveLength(1_000);
  });
});
