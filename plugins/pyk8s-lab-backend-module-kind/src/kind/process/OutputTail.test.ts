import { OutputTail } from './OutputTail';

describe('OutputTail', () => {
  it('keeps the last lines', () => {
    const tail = new OutputTail(8);
    ['one', 'two', 'three'].forEach(line => tail.push(line));
    expect(tail.toString()).toBe('three');
    tail.push('x');
    expect(tail.toString()).toBe('three\nx');
  });

  it('keeps the end of a line that exceeds the limit', () => {
    const tail = new OutputTail(4);
    tail.push('abcdefgh');
    expect(tail.toString()).toBe('efgh');
  });

  it('takes linear time', () => {
    const tail = new OutputTail(1_000_000);
    for (let n = 0; n < 3_000_000; n++) {
      tail.push('');
    }
    tail.push('end');
    expect(tail.toString()).toHaveLength(999_999);
  });
});
