import { expandCommand, expandProgram } from './shorthands';

describe('expandCommand', () => {
  it.each([
    ['k get po', 'kubectl get po'],
    ['k', 'kubectl'],
    ['get nodes', 'kubectl get nodes'],
    ['  logs -f web ', 'kubectl logs -f web'],
    ['kubectl get pods', 'kubectl get pods'],
    ['kubectl', 'kubectl'],
    ['crictl ps', 'crictl ps'],
    ['ls -l', 'ls -l'],
    ['K get pods', 'K get pods'],
    ['kubectl get  pods', 'kubectl get  pods'],
    ['', ''],
  ])('makes of "%s" "%s"', (typed, command) => {
    expect(expandCommand(typed, ['kubectl', 'crictl'])).toBe(command);
  });

  it('keeps commands if kubectl is not allowed', () => {
    expect(expandCommand('get nodes', ['crictl'])).toBe('get nodes');
    expect(expandCommand('k get nodes', [])).toBe('k get nodes');
  });
});

describe('expandProgram', () => {
  it('prefers a program to a subcommand of the same name', () => {
    expect(expandProgram('top', ['kubectl', 'top'])).toEqual(['top']);
    expect(expandProgram('top', ['kubectl'])).toEqual(['kubectl', 'top']);
  });

  it.each(['constructor', '__proto__', 'toString'])(
    'does not know %s',
    word => {
      expect(expandProgram(word, ['kubectl'])).toEqual([word]);
    },
  );
});
