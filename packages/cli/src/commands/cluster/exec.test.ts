import { readsInput } from './exec';

describe('readsInput', () => {
  it.each([
    'kubectl apply -f -',
    'kubectl apply -f=-',
    'kubectl apply --filename -',
    'kubectl apply --filename=-',
    'kubectl apply -f /dev/stdin',
    'kubectl apply --filename=/dev/stdin',
    'kubectl create secret generic a --from-file=/dev/stdin',
    'cat /dev/stdin',
    'kubectl exec -i web -- cat',
    'kubectl -n shop exec web -it -- sh',
    '/usr/bin/kubectl exec --stdin web -- cat',
    'kubectl run once -i --image=busybox -- cat',
    'kubectl attach web -i',
  ])('is true of "%s"', command => {
    expect(readsInput(command.split(' '))).toBe(true);
  });

  it.each([
    'kubectl get pods',
    'kubectl apply -f manifest.yaml',
    'kubectl exec web -- grep -i word file',
    'kubectl exec --stdin=false web -- ls',
    'kubectl logs -f web',
    'kubectl get -f pods -',
    'grep -i exec file',
    'ls /dev/stdin.d',
  ])('is false of "%s"', command => {
    expect(readsInput(command.split(' '))).toBe(false);
  });

  it('is false without a command', () => {
    expect(readsInput([])).toBe(false);
  });
});
