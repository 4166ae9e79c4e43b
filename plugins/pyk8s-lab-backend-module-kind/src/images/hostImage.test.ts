import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { aWorld } from './__testUtils__/importedImages';

describe('hostImage', () => {
  const { signal } = new AbortController();

  it.each([
    ['app', 'app:latest'],
    ['localhost:5000/team/app', 'localhost:5000/team/app:latest'],
    ['team/app:1', 'team/app:1'],
  ])('exports %s and no other tag', async (image, asked) => {
    const { world, provider } = await aWorld();
    world.docker.archives.set(asked, () => Readable.from(['content']));

    expect(
      await text(
        await provider.can.images.hostImage('local', image, { signal }),
      ),
    ).toBe('content');
  });

  it('reports a missing image', async () => {
    const { provider } = await aWorld();

    await expect(
      provider.can.images.hostImage('local', 'team/app:1', { signal }),
    ).rejects.toMatchObject({
      name: 'NotFoundError',
      message:
        'The lab host has no image team/app:1: pull it there first, or send it as an archive.',
    });
  });

  it.each(['../../containers/json?', '--all', 'A b', ''])(
    'rejects the name %j',
    async image => {
      const { provider } = await aWorld();

      await expect(
        provider.can.images.hostImage('local', image, { signal }),
      ).rejects.toMatchObject({ name: 'InputError' });
    },
  );

  it('rejects another host', async () => {
    const { provider } = await aWorld();

    await expect(
      provider.can.images.hostImage('elsewhere', 'app', { signal }),
    ).rejects.toThrow('There is no lab host "elsewhere"');
  });
});
