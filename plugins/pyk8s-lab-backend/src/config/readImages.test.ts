import { ConfigReader } from '@backstage/config';
import { readImages, readLogs } from './readImages';

const read = (images?: unknown, logs?: unknown) => {
  const config = new ConfigReader({ pyk8sLab: { images, logs } } as never);
  return { ...readImages(config), logs: readLogs(config) };
};

describe('readImages', () => {
  it('reads every setting', () => {
    expect(
      read(
        {
          maxArchive: '1Gi',
          hostImages: ['app:*', 'registry.example.com:5000/team/*'],
          concurrency: 1,
        },
        { maxArchive: 2_000_000 },
      ),
    ).toEqual({
      maxArchiveBytes: 2 ** 30,
      hostImages: [
        { text: 'app:*', repository: 'docker.io/library/app', tag: '*' },
        {
          text: 'registry.example.com:5000/team/*',
          repository: 'registry.example.com:5000/team/*',
          tag: '*',
        },
      ],
      concurrency: 1,
      logs: { maxArchiveBytes: 2_000_000 },
    });
  });

  it.each<[unknown, unknown, string]>([
    [{ host: [] }, {}, 'pyk8sLab.images.host is not a setting'],
    [{ maxArchive: '1' }, {}, 'pyk8sLab.images.maxArchive must be whole bytes'],
    [{ maxArchive: '2x' }, {}, 'pyk8sLab.images.maxArchive is not a quantity'],
    [{ hostImages: 'app' }, {}, 'pyk8sLab.images.hostImages'],
    [{ hostImages: ['app', ''] }, {}, 'pyk8sLab.images.hostImages'],
    [{ hostImages: ['--all'] }, {}, 'hostImages[0] must be the name'],
    [{ hostImages: ['a b'] }, {}, 'hostImages[0] must be the name'],
    [{ concurrency: 0 }, {}, 'pyk8sLab.images.concurrency'],
    [{}, { follow: 1 }, 'pyk8sLab.logs.follow is not a setting'],
    [{}, { maxArchive: '1.5' }, 'pyk8sLab.logs.maxArchive must be whole bytes'],
  ])('refuses %j and %j', (images, logs, message) => {
    expect(() => read(images, logs)).toThrow(message);
  });
});
