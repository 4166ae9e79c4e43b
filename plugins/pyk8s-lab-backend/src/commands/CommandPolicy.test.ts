import { CommandPolicy } from './CommandPolicy';

const IO = { streaming: false, hasInput: false };

const policy = (...names: string[]) =>
  CommandPolicy.create({
    commands: names.map(name => ({ name, asRoot: name === 'crictl' })),
  });

describe('CommandPolicy', () => {
  it('reads a command that is allowed', () => {
    expect(
      policy('kubectl').read(
        `kubectl create secret generic s --from-literal 'a=it is'`,
        IO,
      ),
    ).toEqual({
      argv: [
        ...['kubectl', 'create', 'secret', 'generic', 's'],
        ...['--from-literal', 'a=it is'],
      ],
      asRoot: false,
      recorded: `kubectl create secret generic s --from-literal 'a=***'`,
    });
  });

  it('says which programs run as root, and knows the rules of kubectl only', () => {
    expect(policy('kubectl', 'crictl').read('crictl attach -it a', IO)).toEqual(
      {
        argv: ['crictl', 'attach', '-it', 'a'],
        asRoot: true,
        recorded: 'crictl attach -it a',
      },
    );
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
    const command = policy('kubectl', 'crictl').read(line, IO);
    expect(command).toMatchObject({ argv, asRoot: false });
    expect(command.recorded).toBe(recorded);
  });

  it.each(['port-forward pod/a 80', 'edit pod a', 'attach a', 'config view'])(
    'refuses %j for the reason that kubectl has',
    line => {
      expect(() => policy('kubectl').read(line, IO)).toThrow('"kubectl ');
    },
  );

  it('does not run kubectl by a short form where it may not run', () => {
    expect(() => policy('crictl').read('get nodes', IO)).toThrow(
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
    ['KUBECONFIG=/etc/a kubectl get pods', 'Variables cannot be set'],
  ])('names what there is in place of %j', (line, message) => {
    const refusal = () => policy('kubectl', 'crictl').read(line, IO);
    expect(refusal).toThrow(expect.objectContaining({ name: 'InputError' }));
    expect(refusal).toThrow(message);
    expect(refusal).toThrow('"kubectl", "crictl"');
  });

  it('asks what kubectl may do', () => {
    const read = (io: Partial<typeof IO>) =>
      policy('kubectl').read('kubectl logs -f a', { ...IO, ...io });
    expect(() => read({})).toThrow('stream');
    expect(() => read({ streaming: true })).not.toThrow();
    expect(() => policy('kubectl').read('kubectl get pods | cat', IO)).toThrow(
      'no shell runs here',
    );
  });

  it('is switched off without programs', () => {
    expect(() => policy().read('kubectl get pods', IO)).toThrow('switched off');
    expect(() => policy().read('', IO)).toThrow('switched off');
  });
});
