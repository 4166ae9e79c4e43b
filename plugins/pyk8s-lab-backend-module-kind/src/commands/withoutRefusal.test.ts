import { withoutRefusal } from './withoutRefusal';

async function* inPieces(text: string, size: number) {
  for (let at = 0; at < text.length; at += size) {
    yield Buffer.from(text.slice(at, at + size));
  }
}

async function read(text: string, size: number): Promise<string> {
  let said = '';
  for await (const chunk of withoutRefusal(inPieces(text, size), 'web')) {
    said += Buffer.from(chunk).toString();
  }
  return said;
}

describe('withoutRefusal', () => {
  it.each([1, 7, 38, 1_000])(
    'detects an error text of the kubelet, in pieces of %i bytes',
    async size => {
      await expect(
        read('unable to retrieve container logs for containerd://0b9f', size),
      ).rejects.toThrow('There is no log of web: its container was deleted');
    },
  );

  it.each([
    '',
    'un',
    '2026-11-30T21:20:48.123456789Z hello\n',
    '2026-11-30T21:20:48.123456789Z unable to retrieve container logs for x\n',
  ])('does not change %j', async text => {
    for (const size of [1, 7, 1_000]) {
      expect(await read(text, size)).toBe(text);
    }
  });
});
