import { withLogTimes } from './logTimes';

const AT = new Date(2026, 10, 30, 9, 5, 7, 42);
const EXACT = AT.toISOString().replace('042Z', '042123456Z');
const LOG = `${EXACT} one\n${EXACT} \nno time\n${EXACT} 2026-01-01T00:00:00Z two\n`;

describe('withLogTimes', () => {
  it('shows local times to the millisecond', () => {
    const local = '2026-11-30 09:05:07.042';
    expect(withLogTimes(LOG, 'local')).toBe(
      `${local} one\n${local} \nno time\n${local} 2026-01-01T00:00:00Z two\n`,
    );
    // The format of journals.
    const offset = '2026-11-30T09:05:07+0000 host kubelet: hello\n';
    expect(withLogTimes(offset, 'local')).toMatch(
      /^2026-(11-30|12-01|11-29) \d\d:05:07\.000 host kubelet: hello\n$/,
    );
  });

  it('keeps or removes times', () => {
    expect(withLogTimes(LOG, 'exact')).toBe(LOG);
    expect(withLogTimes(LOG, 'none')).toBe(
      'one\n\nno time\n2026-01-01T00:00:00Z two\n',
    );
  });

  it('does not change other text', () => {
    const odd = '2026-99-99T99:99:99Z odd\n 2026-01-01T00:00:00Z indented\n';
    expect(withLogTimes(odd, 'local')).toBe(odd);
  });
});
