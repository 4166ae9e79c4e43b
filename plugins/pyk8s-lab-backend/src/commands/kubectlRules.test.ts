import { assertKubectl, type CommandIo } from './kubectlRules';
import { splitCommand } from './splitCommand';

const ALONE: CommandIo = { streaming: false, hasInput: false };
const STREAMED: CommandIo = { streaming: true, hasInput: false };
const WITH_INPUT: CommandIo = { streaming: false, hasInput: true };

const check = (line: string, io: CommandIo) =>
  assertKubectl(splitCommand(`kubectl ${line}`), io);

const refusal = (message: string) =>
  expect.objectContaining({
    name: 'InputError',
    message: expect.stringContaining(message),
  });

describe('assertKubectl', () => {
  it.each([
    '--help',
    '-h',
    'get pods -A',
    'get pods -Ao wide',
    'get pods -n kube-system -l app=web,tier!=db --sort-by=.metadata.name',
    `get pods -o jsonpath='{.items[*].metadata.name}'`,
    `get pods -o custom-columns=FILE:.metadata.name`,
    'get --raw /healthz',
    '-n demo get pods',
    '-ndemo -v6 --as=alice --as-group=a get pods',
    '--namespace demo --request-timeout 5s get pods',
    'get pods -w=false --watch=false',
    'describe pod a',
    'explain pod.spec --recursive',
    'logs -p a -c main --tail -1 --since=1h',
    'logs a --follow=false',
    'rollout status deployment/a --timeout=30s',
    'rollout -n demo restart deployment/a',
    'create deployment a --image=b --replicas=2 -- sleep 60',
    'create secret generic a --from-literal=k=v',
    'create secret docker-registry a --docker-server=s --docker-username=u --docker-password=p',
    'create rolebinding a --clusterrole=edit --user=alice',
    'create -n demo clusterrolebinding a --clusterrole=edit --user alice',
    'set subject rolebinding a --user=alice',
    'create token default --duration=1h',
    'create configmap a --from-literal=a=b --dry-run=client -o yaml',
    'run a --image=b --restart=Never --attach --rm -- echo --server=x -it',
    'run a --image=b --dry-run=client -o yaml',
    'exec a -- ls -la --kubeconfig=x',
    'exec a -c main -q -- sh -c "echo a; echo b"',
    'exec a --stdin=false --tty=false -- ls',
    'debug node/a --image=b --profile=sysadmin',
    `patch pod a -p '{"spec":{}}'`,
    `patch pod a --type=json -p '- op: test'`,
    'apply -f https://example.com/a.yaml',
    'apply -f https://example.com/a.yaml,http://example.com/b.yaml',
    'delete pod a --now --wait=false',
    'annotate pod a note=-it',
    'label pod a b-',
    'wait pod/a --for=condition=Ready --timeout=60s',
    'cluster-info dump -n demo',
    'auth can-i --list',
    'top pod -A',
    'api-resources -o name',
    'help config',
    'version --client -o yaml',
    'get pods --server-print=false --sort-by=-s',
    '-n',
  ])('lets "kubectl %s" through', line => {
    expect(() => check(line, ALONE)).not.toThrow();
  });

  it.each([
    'apply -f -',
    'apply -f=-',
    'apply -f-',
    'apply --filename=- --server-side',
    'create -f - -n demo',
    'diff --filename -',
    'apply set-last-applied -f -',
    'exec -i a -- sh',
    'exec --stdin a -- sh',
    'run a --image=b -i --rm --restart=Never -- cat',
    'delete pod a -i',
  ])('lets "kubectl %s" through with input', line => {
    expect(() => check(line, WITH_INPUT)).not.toThrow();
  });

  it.each([
    'get pods -w',
    'get pods -Aw',
    'get pods --watch-only',
    'get --raw /api/v1/pods?watch=1',
    'events --watch',
    'logs -f a',
    'logs a --follow --tail=10',
    'logs -fc main a',
  ])('lets "kubectl %s" through while it is streamed', line => {
    const escaped = line.replace('?', '\\?');
    expect(() => check(escaped, STREAMED)).not.toThrow();
    expect(() => check(escaped, ALONE)).toThrow(refusal('stream'));
  });

  it.each([
    ['edit pod a', '"kubectl edit" needs a terminal'],
    ['edit pod a', 'kubectl apply -f -'],
    ['apply edit-last-applied pod a', 'needs a terminal'],
    ['apply -n demo edit-last-applied pod a', 'needs a terminal'],
    [`apply -n '' edit-last-applied pod a`, 'needs a terminal'],
    [`apply '' edit-last-applied pod a`, 'Write "edit-last-applied" right'],
    ['apply --x y edit-last-applied', 'Write "edit-last-applied" right'],
    ['create -o yaml deployment a', 'Write "deployment" right behind'],
    ['attach a', '"kubectl attach" needs a terminal: read'],
    ['port-forward pod/a 80', 'needs a port'],
    ['proxy', 'needs a port'],
    ['cp a:/etc/passwd b', '"kubectl cp" copies'],
    ['config view --raw', '"kubectl config" shows'],
    ['-n demo config view', '"kubectl config" shows'],
    ['plugin list', 'is about plugins'],
    ['kustomize .', 'reads a folder'],
    ['completion bash', 'is for a shell'],
    ['alpha events', 'is only trying out'],
    ['krew install x', '"kubectl krew" is not run here'],
    ['__complete get', '"kubectl __complete" is not run here'],
    [`'' config view`, 'is not run here'],
    ['- get', 'Begin with the subcommand'],
    ['-- get pods', 'Begin with the subcommand'],
    ['--help config view', 'put "--help" behind it'],
    ['-h get', 'put "-h" behind it'],
    ['-A get pods', 'put "-A" behind it'],
    ['--server=x get pods', 'put "--server" behind it'],
    ['-s x get pods', 'put "-s" behind it'],
    ['create networkpolicy a', '"kubectl create networkpolicy" is not run'],
    [`create '' a`, '"kubectl create " is not run'],
  ])('refuses "kubectl %s", since it: %s', (line, message) => {
    expect(() => check(line, STREAMED)).toThrow(refusal(message));
    expect(() => check(line, { streaming: true, hasInput: true })).toThrow(
      refusal(message),
    );
  });

  it.each([
    ...['--kubeconfig=a', '--kubeconfig a', '--context=a', '--cluster=a'],
    ...['--server=a', '--server a', '--user=a', '--token=a', '--username=a'],
    ...['--password=a', '--client-key=a', '--client-certificate=a'],
    ...['--certificate-authority=a', '--insecure-skip-tls-verify'],
    ...['--insecure_skip_tls_verify', '--tls-server-name=a', '-s=a', '-sa'],
    ...['-s a', '-As a', '-As=a', '-Asa', '-wAsa', '-xs a'],
    ...['-l -s a', '-n --server=a', '--selector --kubeconfig=a'],
  ])('refuses "%s", which leads elsewhere', flags => {
    expect(() => check(`get pods ${flags}`, STREAMED)).toThrow(
      refusal('away from this lab'),
    );
    expect(() => check(`get pods ${flags} -- a`, STREAMED)).toThrow(
      refusal(''),
    );
  });

  it('says where flags of programs in containers go', () => {
    expect(() => check('exec a mysql --user=b', ALONE)).toThrow(
      refusal('write "--" before the program'),
    );
    expect(() => check('create role a --user=b', ALONE)).toThrow(
      refusal('write "--" before the program'),
    );
  });

  it.each([
    ['get pods --cache-dir=a', '--cache-dir'],
    ['get pods --kuberc=a', '--kuberc'],
    ['get pods --profile=cpu', '--profile'],
    ['get pods --profile-output=a', '--profile-output'],
    ['debug a --profile_output=a', '--profile_output'],
    ['get pods --log-file=a', '--log-file'],
    ['cluster-info dump --output-directory=a', '--output-directory'],
    ['apply -k .', '-k'],
    ['apply -Rk.', '-k'],
    ['apply --kustomize=https://example.com', '--kustomize'],
    ['create configmap a --from-file=b', '--from-file'],
    ['create configmap a --from_file=/etc/passwd', '--from_file'],
    ['create configmap a --from-file b=/dev/stdin', '--from-file'],
    ['create configmap a --from-env-file=b', '--from-env-file'],
    ['create secret tls a --cert=b --key=c', '--cert'],
    ['create secret tls a --key=c', '--key'],
    ['patch pod a --patch-file=b', '--patch-file'],
    ['debug a --image=b --custom=c', '--custom'],
    ['get pods -o jsonpath-file=a', '-o'],
    ['get pods -ogo-template-file=a', '-o'],
    ['get pods -o=templatefile=a', '-o'],
    ['get pods -Ao custom-columns-file=a', '-o'],
    ['get pods --output go-template-file --template=/etc/passwd', '--output'],
    ['apply -f a.yaml', '-f'],
    ['apply -fa.yaml', '-f'],
    ['apply -f=a.yaml', '-f'],
    ['apply -f=', '-f'],
    ['apply -Rf .', '-f'],
    ['apply --filename a.yaml', '--filename'],
    ['apply --filename=/dev/stdin', '--filename'],
    ['apply -f https://example.com/a,/etc/passwd', '-f'],
    [`apply -f 'https://a,"b"'`, '-f'],
    ['apply -f HTTPS://example.com/a', '-f'],
    ['apply -f file:///etc/passwd', '-f'],
    [`apply -f 'https://a\n/etc/passwd'`, '-f'],
    ['exec -f a.yaml -- date', '-f'],
  ])('refuses "kubectl %s": no file there is the caller’s', (line, flag) => {
    expect(() => check(line, WITH_INPUT)).toThrow(refusal(`"${flag}" `));
    expect(() => check(line, WITH_INPUT)).toThrow(
      refusal('where kubectl runs'),
    );
  });

  it.each([
    ['exec -it a -- sh', '"-t" needs a terminal'],
    ['exec -ti a -- sh', '"-t" needs a terminal'],
    ['exec -i -t a -- sh', '"-t" needs a terminal'],
    ['exec a --tty -- sh', '"--tty" needs a terminal'],
    ['exec a --tty=true -- sh', '"--tty" needs a terminal'],
    ['exec a --tty=false --tty=T -- sh', '"--tty" needs a terminal'],
    ['exec -qt a -- sh', '"-t" needs a terminal'],
    ['exec -i a -- sh', '"-i" passes on'],
    ['exec --stdin a -- sh', '"--stdin" passes on'],
    ['run a --image=b -i --rm -- sh', '--attach shows'],
    ['run a --image=b -it', '"-t" needs a terminal'],
    ['debug a --image=b -it', '"-t" needs a terminal'],
    ['delete pods --all -i', '"-i" asks before'],
    ['delete pods --all --interactive', '"--interactive" asks before'],
    ['create -f https://a --edit', '"--edit" needs a terminal'],
    ['apply -f -', 'send the manifest as its input'],
    ['apply -f https://a -f-', 'send the manifest as its input'],
  ])('refuses "kubectl %s": %s', (line, message) => {
    expect(() => check(line, ALONE)).toThrow(refusal(message));
  });

  it.each([
    ['exec a -c -- --server=b', '"-c" right before "--"'],
    ['get pods -n -- --server=b', '"-n" right before "--"'],
    ['-n -- get --server=b', '"-n" right before "--"'],
    ['get pods --selector -- --token=a', '"--selector" right before "--"'],
    ['exec -ic -- date', '"-c" right before "--"'],
    ['exec a --unheard-of -- date', '"--unheard-of" right before "--"'],
  ])('refuses "kubectl %s", where "--" may be a value', (line, message) => {
    expect(() => check(line, ALONE)).toThrow(refusal(message));
  });
});
