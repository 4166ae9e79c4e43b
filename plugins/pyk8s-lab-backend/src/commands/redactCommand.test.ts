import { Random } from '@internal/test-utils';
import { redactCommand } from './redactCommand';
import { splitCommand } from './splitCommand';

const redact = (line: string) => redactCommand(splitCommand(line));

describe('redactCommand', () => {
  it.each([
    'kubectl get pods -A',
    `kubectl get pods -o 'jsonpath={.items[*].metadata.name}'`,
    `kubectl get secret a -o 'jsonpath={.data.password}'`,
    `kubectl label pod a 'b=it'\\''s'`,
    `kubectl label pod a b= ''`,
    'kubectl create token default',
    'kubectl get secrets,configmaps -l app=web',
    'kubectl logs -p a -c main',
    'kubectl exec a -- grep -e b /etc/hosts -p c',
    'kubectl create secret generic env --type=Opaque',
    'kubectl set env deployment/a --list B-',
    'crictl ps -a',
  ])('keeps %j', line => {
    expect(redact(line)).toBe(line);
  });

  it.each([
    [
      'kubectl create secret generic a --from-literal=k=HUSH',
      `'--from-literal=k=***'`,
    ],
    [
      'kubectl create secret generic a --from-literal k=HUSH',
      `--from-literal 'k=***'`,
    ],
    [
      'kubectl create secret generic a --from_literal=k=HUSH',
      `'--from_literal=k=***'`,
    ],
    [
      'kubectl create secret generic a --from-literal=k=HUSH=HUSH',
      `'--from-literal=k=***'`,
    ],
    [
      'kubectl create secret generic a --from-literal HUSH',
      `--from-literal '***'`,
    ],
    [
      'kubectl create secret docker-registry a --docker-password=HUSH --docker-username=b',
      `'--docker-password=***' --docker-username=b`,
    ],
    [
      'kubectl create secret docker-registry a --docker-password HUSH',
      `--docker-password '***'`,
    ],
    ['kubectl get pods --token=HUSH', `'--token=***'`],
    ['kubectl get pods --password HUSH', `--password '***'`],
    [
      'kubectl run a --image=b --env=K=HUSH --env L=HUSH',
      `'--env=K=***' --env 'L=***'`,
    ],
    [
      'kubectl set env deployment/a K=HUSH L=HUSH',
      `deployment/a 'K=***' 'L=***'`,
    ],
    ['kubectl set env deployment/a -e K=HUSH', `-e 'K=***'`],
    ['kubectl set env deployment/a -eK=HUSH', `'-eK=***'`],
    ['kubectl set env deployment/a -e=K=HUSH', `'-e=K=***'`],
    ['kubectl set env deployment/a -Re K=HUSH', `-Re 'K=***'`],
    ['kubectl set env -- deployment/a K=HUSH', `'K=***'`],
    [`kubectl patch secret a -p '{"data":{"k":"HUSH"}}'`, `-p '***'`],
    [`kubectl patch secret env -p='{"data":{"k":"HUSH="}}'`, `'-p=***'`],
    [
      `kubectl patch secret env --patch '{"data":{"k":"HUSH="}}'`,
      `--patch '***'`,
    ],
    [`kubectl run a --image=b --overrides='{"HUSH":1}'`, `'--overrides=***'`],
    ['kubectl get pods -n -- --from-literal=a=HUSH', `'--from-literal=a=***'`],
    ['kubectl exec a -- env K=HUSH sh', `env 'K=***' sh`],
    ['kubectl exec a -- mysql --password=HUSH', `'--password=***'`],
    ['kubectl exec a -- mysql --password HUSH', `--password '***'`],
    ['kubectl exec a -- sh -c "DB_PASSWORD=HUSH run"', `'DB_PASSWORD=*** run'`],
    [
      `kubectl exec a -- sh -c 'export TOKEN="HUSH HUSH"; run'`,
      `'export TOKEN=***; run'`,
    ],
    [
      `kubectl exec a -- sh -c "curl -d '{\\"api_key\\": \\"HUSH HUSH\\"}'"`,
      `{"api_key": ***`,
    ],
    [
      `kubectl exec a -- sh -c 'echo {\\"secret\\":\\"HUSH HUSH\\"}'`,
      `secret\\":***`,
    ],
    [
      `kubectl exec a -- curl -H 'Authorization: Bearer HUSH' b`,
      `'Authorization: Bearer ***'`,
    ],
    ['kubectl exec a -- psql postgres://b:HUSH@c/d', `'postgres://***@c/d'`],
    ['kubectl apply -f https://HUSH@raw.x.io/a.yaml', `'https://***@raw.x.io/`],
    ['kubectl apply -f "https://x.io/a?sv=1&sig=HUSH"', '&sig=***'],
    [
      'kubectl apply -f "https://x.io/a?X-Amz-Signature=HUSH&b=1"',
      '?X-Amz-Signature=***&b=1',
    ],
    ['crictl pull --creds u:HUSH b', `--creds '***' b`],
    ['crictl pull --auth=HUSH b', `'--auth=***'`],
  ])('hides what is secret in %j', (line, part) => {
    const redacted = redact(line);
    expect(redacted).not.toContain('HUSH');
    expect(redacted).toContain(part);
    expect(splitCommand(redacted)).toHaveLength(splitCommand(line).length);
  });

  it('takes no long time for any text', () => {
    const started = performance.now();
    for (const part of [
      'token',
      'a.',
      'x://a:',
      '"',
      '\\',
      "password='",
      ' ',
      '-',
    ]) {
      redactCommand(['kubectl', part.repeat(16_384 / part.length)]);
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('writes what reads as the same arguments', () => {
    const random = Random.create(20_261_121);
    const pieces = [...`ab1 -_.:/,@%+^~!#{}[]*?$\`'"\\;&|<>()\n\t`, 'é', '😀'];
    for (let i = 0; i < 5_000; i++) {
      const argv = random
        .some(['', '', ''], 4)
        .map(() => random.some(pieces, 6).join(''));
      expect(splitCommand(redactCommand(['crictl', '', ...argv]))).toEqual([
        'crictl',
        '',
        ...argv,
      ]);
    }
  });
});
