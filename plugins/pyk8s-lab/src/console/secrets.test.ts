import { holdsSecret } from './secrets';
import { suggestionsFor } from './input';

describe('holdsSecret', () => {
  it.each([
    'kubectl create secret generic db --from-literal=password=hunter2',
    'kubectl create configmap c --from-literal=a=b',
    'kubectl create secret docker-registry r --docker-password=hunter2',
    'kubectl patch secret db -p {"stringData":{"k":"hunter2"}}',
    'kubectl --token=hunter2 get pods',
    'kubectl --token hunter2 get pods',
    'kubectl config set-credentials ada --password hunter2',
    'kubectl set env deployment/web KEY=hunter2',
    'kubectl run web --image=busybox --env=KEY=hunter2',
    'kubectl exec db -- psql postgres://ada:hunter2@db/labs',
    'kubectl exec db -- mysql -uroot -phunter2',
    'kubectl exec web -- env DB_PASSWORD=hunter2 sh',
    "kubectl exec web -- wget --header 'Authorization: Bearer hunter2' x",
    "kubectl exec web -- wget --header 'X: Basic aHVudGVyMg==' x",
    'kubectl exec web -- env DB_CREDS=hunter2 sh',
    'kubectl exec web -- login eyJhbGciOiJSUzI1NiIsImtpZCI6I',
    'kubectl exec web -- login 0123456789abcdef0123456789abcdef',
  ])('sees one in %s', command => {
    expect(holdsSecret(command)).toBe(true);
  });

  it.each([
    ...suggestionsFor(['kubectl', 'crictl']).map(({ command }) => command),
    'kubectl get secrets -A',
    'kubectl describe secret db -n prod',
    'kubectl logs web -p',
    'kubectl delete pod coredns-668d6bf9bc-7kdfw -n kube-system',
    'kubectl get pods -o jsonpath={.items[*].metadata.name}',
    'kubectl create deployment hello --image=registry.k8s.io/pause:3.10',
  ])('sees none in %s', command => {
    expect(holdsSecret(command)).toBe(false);
  });

  it.each(['-', '-a', '//', 'token', 'token ', ' -p='])(
    'does not take long over many "%s"',
    part => {
      const startedAt = performance.now();
      holdsSecret(`kubectl ${part.repeat(200_000 / part.length)}`);
      expect(performance.now() - startedAt).toBeLessThan(2_000);
    },
  );
});
