import { withoutClosingHint } from './closingHint';
import { readFixture } from './__testUtils__/readFixture';

const kept = (output: string) => {
  const lines: string[] = [];
  output.split('\n').forEach(withoutClosingHint(line => lines.push(line)));
  return lines;
};

describe('withoutClosingHint', () => {
  it('keeps the steps and omits the hint with its temporary path', () => {
    const output = readFixture('three-nodes');
    const lines = kept(output);
    expect(output).toContain('--kubeconfig /tmp/');
    expect(lines.join('\n')).not.toMatch(/kubeconfig|kubectl|community/);
    expect(lines[lines.length - 1]).toMatch(/Joining worker nodes/);
  });

  it('keeps a late line of a step', () => {
    expect(
      kept(
        'Set kubectl context to "kind-x"\n ✓ Joining worker nodes 🚜\n\nHave a nice day! 👋',
      ),
    ).toEqual([' ✓ Joining worker nodes 🚜']);
  });

  it('keeps the whole output of a failed run, including blank lines', () => {
    const output = readFixture('port-taken');
    expect(kept(output)).toEqual(output.split('\n'));
  });
});
