import { classifyFailure, explainFailure, imageNotPulled } from './failure';
import { readFixture } from './__testUtils__/readFixture';
import { parsePhaseLine, phasesWith } from './phases';
import { redact, Redactor } from './redaction';

const phaseLines = (output: string) =>
  output.split('\n').flatMap(line => parsePhaseLine(line) ?? []);

describe('parsePhaseLine', () => {
  it('reads the start and end of every phase of a run', () => {
    const expected = phasesWith(2)
      // kind does not report the wait for readiness.
      .filter(({ name }) => name !== 'ready')
      .flatMap(({ name }) => [
        { phase: name, state: 'began' },
        { phase: name, state: 'done' },
      ]);

    expect(phaseLines(readFixture('three-nodes'))).toEqual(expected);
  });

  it('reads the phase that failed', () => {
    expect(phaseLines(readFixture('port-taken')).at(-1)).toEqual({
      phase: 'nodes',
      state: 'failed',
    });
  });

  it.each([
    '',
    'Creating cluster "x" ...',
    ' • Dancing 💃  ...',
    'Preparing nodes',
  ])('finds no phase in "%s"', line =>
    expect(parsePhaseLine(line)).toBeUndefined(),
  );
});

describe('classifyFailure', () => {
  it.each([
    ['port-taken', 'port-taken'],
    ['docker-unreachable', 'docker-unreachable'],
    ['image-not-pulled', 'image-not-pulled'],
    ['node-killed', 'other'],
    ['kubeadm-refused', 'other'],
  ] as const)('classifies %s as %s', (fixture, failure) => {
    expect(classifyFailure(readFixture(fixture))).toBe(failure);
  });

  it.each([
    ['Bind for 127.0.0.1:6443 failed: port is already allocated', 'port-taken'],
    [
      'ERROR: failed to create cluster: failed to get docker info: exec: "docker": executable file not found in $PATH',
      'docker-command-missing',
    ],
    [
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
      'docker-unreachable',
    ],
  ])('recognizes "%s"', (output, failure) => {
    expect(classifyFailure(output)).toBe(failure);
  });
});

describe('explainFailure', () => {
  it.each([
    [
      'port-taken',
      '"docker run" failed (exit status 125): docker: Error response from daemon: driver failed programming external connectivity on endpoint lab-abc-3-control-plane (0a6dedb4348eef53437bbbb071659b1494baa73bd204ec7eec4b2ea1523554c0): Error starting userland proxy: listen tcp4 127.0.0.1:45111: bind: address already in use',
    ],
    [
      'docker-unreachable',
      'failed to get docker info: "docker info" failed (exit status 1): Cannot connect to the Docker daemon at unix:///tmp/nope.sock. Is the docker daemon running?',
    ],
    [
      'image-not-pulled',
      'failed to pull image "example.com/nope/nope:v1": "docker pull" failed (exit status 1): Error response from daemon: Get "https://example.com/v2/": dial tcp: lookup example.com on 192.0.2.53:53: no such host',
    ],
    [
      'node-killed',
      'failed to init node with kubeadm: "kubeadm init" failed (exit status 137)',
    ],
    [
      'kubeadm-refused',
      'failed to init node with kubeadm: "kubeadm init" failed (exit status 1): networking.serviceSubnet: Invalid value: "nonsense": couldn\'t parse subnet',
    ],
    [
      'control-plane-unhealthy',
      'failed to init node with kubeadm: "kubeadm init" failed (exit status 1): error execution phase wait-control-plane: failed while waiting for the control plane to start: kube-apiserver check failed at https://172.18.0.2:6443/livez: client rate limiter Wait returned an error: rate: Wait(n=1) would exceed context deadline',
    ],
    [
      'worker-not-joined',
      'failed to join node with kubeadm: "kubeadm join" failed (exit status 1): error execution phase kubelet-wait-bootstrap: failed while waiting for the kubelet to start: The HTTP call equal to \'curl -sSL http://127.0.0.1:10248/healthz\' returned error: Get "http://127.0.0.1:10248/healthz": context deadline exceeded',
    ],
  ] as const)('explains %s', (fixture, words) => {
    expect(explainFailure(readFixture(fixture))).toBe(words);
  });

  it('omits the stack trace of a verbose kind', () => {
    expect(
      explainFailure(
        'ERROR: failed to create cluster: boom\nStack Trace: \nsigs.k8s.io/kind/pkg/errors failed.go:1',
      ),
    ).toBe('boom');
  });

  it('returns the last lines without an error line', () => {
    expect(explainFailure('hello\nunknown flag: --nmae\n')).toBe(
      'unknown flag: --nmae',
    );
    expect(explainFailure('')).toBe('kind ended without a message.');
  });

  it('is short', () => {
    expect(explainFailure(`ERROR: ${'x'.repeat(5_000)}`).length).toBe(1_000);
  });

  it('contains no token', () => {
    expect(
      explainFailure(
        'ERROR: failed\nCommand Output: error: cannot join with --token abcdef.0123456789abcdef',
      ),
    ).toBe('failed: error: cannot join with --token [redacted]');
  });
});

describe('imageNotPulled', () => {
  it('names the image', () => {
    expect(imageNotPulled(readFixture('image-not-pulled'))).toBe(
      'example.com/nope/nope:v1',
    );
  });
});

describe('redact', () => {
  it.each([
    [
      'kubeadm join 10.0.0.1:6443 --token abcdef.0123456789abcdef',
      'abcdef.0123456789abcdef',
    ],
    [
      '--certificate-key 5f4dcc3b5aa765d61d8327deb882cf99 --v=6',
      '5f4dcc3b5aa765d61d8327deb882cf99',
    ],
    [
      '--certificate-key=5f4dcc3b5aa765d61d8327deb882cf99',
      '5f4dcc3b5aa765d61d8327deb882cf99',
    ],
    ['using token: q1w2e3.r4t5y6u7i8o9p0aa', 'q1w2e3.r4t5y6u7i8o9p0aa'],
    ['    client-key-data: LS0tLS1CRUdJTg==', 'LS0tLS1CRUdJTg=='],
    ['{"auth":"dXNlcjpwYXNz","x":1}', 'dXNlcjpwYXNz'],
    [
      'Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.e30.x',
      'eyJhbGciOiJSUzI1NiJ9',
    ],
    ['proxyconnect http://me:hunter2@proxy.example.com:3128', 'hunter2'],
    ['password=hunter2', 'hunter2'],
    ['export DB_PASSWORD=hunter2', 'hunter2'],
    [String.raw`"{\"access_token\":\"hunter2\"}"`, 'hunter2'],
    [
      'I1121 request.go:1 Response: eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmVk',
      'eyJzdWIiOiJ4In0',
    ],
    ['- LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQ==', 'BSU0EgUFJJVkFURS'],
  ])('redacts the secret in "%s"', (line, secret) => {
    expect(redact(line)).not.toContain(secret);
    expect(redact(line)).toContain('[redacted]');
  });

  it('redacts all lines of a private key', () => {
    const key = [
      'before',
      '-----BEGIN RSA PRIVATE KEY-----',
      'MIIEowIBAAKCAQEA',
      '-----END RSA PRIVATE KEY-----',
      'after',
    ].join('\n');

    expect(redact(key)).toBe(
      'before\n[redacted]\n[redacted]\n[redacted]\nafter',
    );
  });

  it('continues after a private key without an end', () => {
    const redactor = new Redactor();
    redactor.line('-----BEGIN PRIVATE KEY-----');
    const lines = Array.from({ length: 300 }, () => redactor.line('words'));

    expect(lines[100]).toBe('[redacted]');
    expect(lines.at(-1)).toBe('words');
  });

  it.each(['a.', 'eyJ-', 'eyJaaaaaaaa.-', 'token ', 'http:', '_token'])(
    'takes linear time for repetitions of "%s"',
    piece => {
      const began = performance.now();

      redact(piece.repeat(65_536 / piece.length));

      // Some milliseconds; a quadratic pattern takes seconds.
      expect(performance.now() - began).toBeLessThan(1_000);
    },
  );

  it.each([
    'three-nodes',
    'control-plane-unhealthy',
    'worker-not-joined',
    'image-not-pulled',
  ] as const)('does not change %s', fixture => {
    expect(redact(readFixture(fixture))).toBe(readFixture(fixture));
  });
});
