import { assertKubectl } from './kubectlRules';
import { splitCommand } from './splitCommand';

const check = (line: string) => assertKubectl(splitCommand(`kubectl ${line}`));

const refusal = (message: string) =>
  expect.objectContaining({
    name: 'InputError',
    message: expect.stringContaining(message),
  });

describe('assertKubectl', () => {
  it.each([
    'get pods -A -w',
    '-n demo get pods',
    '-n edit get pods',
    'logs deployment/proxy -f',
    'create rolebinding a --clusterrole edit --user=alice',
    'get pods -t --token=a --server=https://a --context=b',
    'apply -f a.yaml -k b',
    'exec -i a -- sh -it',
    'exec a --tty=false -- ls',
    'run a --image=b --attach --rm -- sh -t',
    'config view',
    'cp a:/b /tmp/b',
    '',
  ])('leaves "kubectl %s" to kubectl', line => {
    expect(() => check(line)).not.toThrow();
  });

  it.each([
    ['edit pod a', '"kubectl edit" needs a terminal and an editor'],
    ['-n demo edit pod a', 'kubectl apply -f -'],
    ['--namespace=demo port-forward pod/a 80', 'needs a port that your'],
    ['proxy', '"kubectl proxy" needs a port'],
    ['exec -it a -- sh', '"-it" needs a terminal'],
    ['exec -ti a -- sh', '"-ti" needs a terminal'],
    ['exec -i -t a -- sh', '"-t" needs a terminal'],
    ['exec a --tty -- sh', '"--tty" needs a terminal'],
    ['run a --image=b --tty=true', '"--tty=true" needs a terminal'],
    ['debug a --image=b -it', '"-it" needs a terminal'],
    ['attach -it a', '"-it" needs a terminal'],
  ])('refuses "kubectl %s", which would wait: %s', (line, message) => {
    expect(() => check(line)).toThrow(refusal(message));
  });

  // Else the list of programs that may run would mean nothing.
  it.each([
    ['get pods --kubeconfig=/tmp/HUSH', '"--kubeconfig" could run'],
    ['get pods --kubeconfig /tmp/a', '"--kubeconfig" could run'],
    ['get pods -n -- --kubeconfig=/tmp/a', '"--kubeconfig" could run'],
    ['get pods --kuberc=/tmp/a', '"--kuberc" could run'],
    ['kustomize a --enable-helm --helm-command=/tmp/a', '"--helm-command"'],
    ['kustomize a --enable-helm --helm_command /tmp/a', '"--helm_command"'],
  ])('refuses "kubectl %s", which could run any program', (line, message) => {
    expect(() => check(line)).toThrow(refusal(message));
    expect(() => check(line)).not.toThrow('HUSH');
  });
});
