import { imagesToSpread } from './imagesToSpread';
import type { ImageRow, NodeListing } from './nodeListing';

const target = `sha256:${'a'.repeat(64)}`;
const at = (minute: number) =>
  `2026-12-01T09:${String(minute).padStart(2, '0')}:00.000Z`;

function aListing(names: Record<string, string>): NodeListing {
  const rows = Object.entries(names).map(
    ([name, time]): ImageRow => ({
      name,
      target,
      managed: true,
      mark: { at: time, target },
    }),
  );
  return {
    platform: 'linux/amd64',
    snapshotter: 'overlayfs',
    rows: new Map(rows.map(row => [row.name, row])),
    blobs: new Map(),
  };
}

const spreadOf = (first: NodeListing, second: NodeListing) =>
  imagesToSpread(
    new Map([
      ['first', first],
      ['second', second],
    ]),
  );

describe('imagesToSpread', () => {
  it('takes no name that no image can have', () => {
    const images = spreadOf(
      aListing({
        '--all-platforms': at(1),
        'app:1': at(1),
        'example.com/$(id):1': at(1),
        'example.com/app:1': at(1),
      }),
      aListing({}),
    );

    expect(images.flatMap(({ names }) => names)).toEqual(['example.com/app:1']);
  });

  it('takes so many names at a time, those first that were brought last', () => {
    const all = Object.fromEntries(
      Array.from({ length: 250 }, (_, index) => [
        `example.com/app:${String(index).padStart(3, '0')}`,
        at(index % 50),
      ]),
    );
    const there: Record<string, string> = {};
    const spreads: string[][] = [];
    for (;;) {
      const names = spreadOf(aListing(all), aListing(there)).flatMap(
        image => image.names,
      );
      if (names.length === 0) {
        break;
      }
      spreads.push(names);
      names.forEach(name => {
        there[name] = all[name];
      });
    }

    expect(spreads[0].slice(0, 2)).toEqual([
      'example.com/app:049',
      'example.com/app:099',
    ]);
    expect(spreads.map(names => names.length)).toEqual([100, 100, 50]);
  });
});
