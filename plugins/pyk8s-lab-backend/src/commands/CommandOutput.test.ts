import { CommandOutput } from './CommandOutput';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('CommandOutput', () => {
  let told: string[];
  const take = (maxBytes: number) => {
    told = [];
    return CommandOutput.create({
      maxBytes,
      onText: (stream, text) => {
        told.push(`${stream}: ${text}`);
      },
    });
  };

  it('puts characters together that came in two chunks of one stream', async () => {
    const output = take(100);
    const euro = bytes('€');
    await output.take('stdout', euro.subarray(0, 1));
    await output.take('stderr', bytes('é'));
    await output.take('stdout', euro.subarray(1));
    await output.end();
    expect(told).toEqual(['stderr: é', 'stdout: €']);
    expect(output.truncated).toBe(false);
  });

  it('shows that a character was never finished', async () => {
    const output = take(100);
    await output.take('stdout', bytes('€').subarray(0, 2));
    await output.end();
    expect(told).toEqual(['stdout: \uFFFD']);
  });

  it('leaves out what is beyond its bytes, over both streams', async () => {
    const output = take(6);
    await output.take('stdout', bytes('abcd'));
    expect(output.truncated).toBe(false);
    await output.take('stderr', bytes('ef€'));
    await output.take('stdout', bytes('more'));
    await output.end();
    expect(told).toEqual(['stdout: abcd', 'stderr: ef']);
    expect(output.truncated).toBe(true);
  });

  it('cuts no character in two', async () => {
    const output = take(4);
    await output.take('stdout', bytes('a€€'));
    await output.end();
    expect(told).toEqual(['stdout: a€']);
  });

  it('waits for its reader', async () => {
    let read: () => void = () => undefined;
    const output = CommandOutput.create({
      maxBytes: 9,
      onText: () => new Promise<void>(resolve => (read = resolve)),
    });
    let taken = false;
    const taking = output.take('stdout', bytes('a')).then(() => {
      taken = true;
    });
    await Promise.resolve();
    expect(taken).toBe(false);
    read();
    await taking;
    expect(taken).toBe(true);
  });
});
