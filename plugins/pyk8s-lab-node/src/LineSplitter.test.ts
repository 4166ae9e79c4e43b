import { LineSplitter } from './LineSplitter';

function linesOf(...chunks: (string | Buffer)[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter(line => lines.push(line));
  chunks.forEach(chunk => splitter.write(Buffer.from(chunk)));
  splitter.end();
  return lines;
}

describe('LineSplitter', () => {
  it('puts lines together that come in pieces', () => {
    expect(linesOf('on', 'e\r\ntw', 'o\n', '\nthree')).toEqual([
      'one',
      'two',
      '',
      'three',
    ]);
    expect(linesOf('one\n')).toEqual(['one']);
  });

  it('keeps letters whole that are cut between two pieces', () => {
    const word = Buffer.from('grün\n');
    expect(linesOf(word.subarray(0, 3), word.subarray(3))).toEqual(['grün']);
  });

  it('leaves out what a line has beyond its bound', () => {
    const piece = Buffer.alloc(65_536, 'x');
    const lines = linesOf(...Array(200).fill(piece), ' 7 7 S kind\nnext\n');
    expect(lines.map(line => line.length)).toEqual([65_536, 4]);
    expect(lines[1]).toBe('next');
  });

  // Each would take many minutes where each piece is put behind all before it.
  it('is done at once with an endless line and with endless lines', () => {
    let lines = 0;
    const splitter = new LineSplitter(() => lines++);
    const letter = Buffer.from('x');
    for (let n = 0; n < 1_000_000; n++) {
      splitter.write(letter);
    }
    splitter.end();
    expect(lines).toBe(1);
    expect(linesOf('\n'.repeat(2_000_000))).toHaveLength(2_000_000);
  });
});
