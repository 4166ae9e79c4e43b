import { levelOf } from './levels';

describe('levelOf', () => {
  it.each([
    ['E1121 12:03:04.567890       1 server.go:12] "Failed"', 'error'],
    ['F1121 12:03:04.567890       1 server.go:12] gone', 'error'],
    ['W1121 12:03:04.567890       1 server.go:12] "Slow"', 'warning'],
    ['I1121 12:03:04.567890       1 x.go:1] "No ERROR here"', undefined],
    [
      'Nov 21 12:03:04 node kubelet[7]: E1121 12:03:04.567890 7 pod.go:1] "x"',
      'error',
    ],
    ['time="2026-11-21T12:00:00Z" level=error msg="x"', 'error'],
    ['time="2026-11-21T12:00:00Z" level=warning msg="x"', 'warning'],
    ['{"level":"error","msg":"x"}', 'error'],
    ['{"severity": "WARNING","msg":"x"}', 'warning'],
    ['[ERROR] plugin/errors: 2 x. A: read udp', 'error'],
    ['[WARNING] plugin/health: slow', 'warning'],
    ['ERROR: failed to create cluster: no space left on device', 'error'],
    ['error: the server does not know it', 'error'],
    ['Warning: deprecated', 'warning'],
    ['[INFO] 10.244.0.3 - "A IN example.org." NOERROR', undefined],
    ['there were no errors', undefined],
    ['', undefined],
  ])('knows the level of %s', (line, level) => {
    expect(levelOf(line)).toBe(level);
  });

  it('looks at the beginning only', () => {
    expect(levelOf(`${'x'.repeat(1_000)} ERROR`)).toBeUndefined();
  });
});
