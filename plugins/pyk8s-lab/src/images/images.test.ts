import { anImage } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common/testUtils';
import { english } from '../__testUtils__/english';
import { failureOfSize } from './archives';
import { describeFailedImport } from './failure';
import { describeNodesOf, filterImages, nameOf } from './listing';
import { commandFor } from './usage';

describe('failureOfSize', () => {
  const file = (...bytes: number[]) =>
    new File(
      [new Uint8Array([...bytes, ...new Array(2_048 - bytes.length)])],
      'a',
    );

  it('refuses what is too large, with the limit', async () => {
    const wordsOf = async (one: File, maxBytes: number) => {
      const failure = await failureOfSize(one, maxBytes);
      return failure && describeFailedImport(english, failure);
    };
    expect(await wordsOf(file(), 1_024)).toMatch(
      /^The file has 2 KiB; an image archive can have at most 1 KiB/,
    );
    expect(await wordsOf(file(), 4_096)).toBeUndefined();
    expect(await wordsOf(new File([], 'a'), 4_096)).toMatch(/empty/);
  });

  it.each([
    ['gzip', [0x1f, 0x8b]],
    ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
  ])('leaves to the server what is compressed with %s', async (_, magic) => {
    expect(await failureOfSize(file(...magic), 1_024)).toBeUndefined();
  });
});

describe('a list of images', () => {
  const image = anImage({ names: ['docker.io/team/App:1', 'docker.io/x:2'] });

  it('is searched by every name, and by the id', () => {
    const all = [image, anImage({ id: 'sha256:beef', names: [] })];
    expect(filterImages(all, ' app ')).toEqual([image]);
    expect(filterImages(all, 'x:2')).toEqual([image]);
    expect(filterImages(all, 'BEEF')).toEqual([all[1]]);
    expect(filterImages(all, '')).toEqual(all);
    expect(nameOf(all[1])).toBe('sha256:beef');
  });

  it('says which nodes lack one', () => {
    const nodes = ['control-plane', 'worker', 'worker2'];
    expect(describeNodesOf(english, image, { nodes })).toBe(
      '1 of 3, not Worker 1, Worker 2',
    );
    expect(describeNodesOf(english, image, { nodes: ['control-plane'] })).toBe(
      '1 of 1',
    );
  });
});

describe('commandFor', () => {
  it.each([
    [
      'docker.io/library/my-app:1.0',
      'kubectl create deployment my-app --image=docker.io/library/my-app:1.0',
    ],
    // Else Kubernetes would ask a registry, which has no such image.
    [
      'docker.io/library/my-app:latest',
      'kubectl run my-app --image=docker.io/library/my-app:latest --image-pull-policy=IfNotPresent',
    ],
    [
      'localhost:5000/Team/my_App',
      'kubectl run my-app --image=localhost:5000/Team/my_App --image-pull-policy=IfNotPresent',
    ],
    [
      'docker.io/a/__b__@sha256:00',
      'kubectl create deployment b --image=docker.io/a/__b__@sha256:00',
    ],
  ])('%s', (image, command) => expect(commandFor(image)).toBe(command));

  it('gives a name that Kubernetes takes', () => {
    const [, name] = /deployment (\S+)/.exec(
      commandFor(`docker.io/${'a'.repeat(62)}-b:1`),
    )!;
    expect(name).toBe('a'.repeat(62));
  });
});
