import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { aLab, anId } from '@internal/test-utils';
import { listLabs } from './listLabs';

const signal = new AbortController().signal;

/** A reader that returns the given lists one after the other. */
function reader(lists: Lab[][], found: Lab[] = [], pages = 1) {
  let next = 0;
  return {
    asked: [] as string[],
    async list() {
      const labs = lists[next];
      next += 1;
      return { labs, pages };
    },
    async find(id: string) {
      this.asked.push(id);
      return found.find(lab => lab.id === id);
    },
  };
}

const ids = (labs: readonly Lab[]) => labs.map(({ id }) => id).sort();

describe('listLabs', () => {
  it('accepts a list of one page', async () => {
    const api = reader([[aLab({ n: 1 }), aLab({ n: 2 })]]);
    const { labs, gone } = await listLabs(api, () => [], signal);
    expect(ids(labs)).toEqual([anId(1), anId(2)]);
    expect(gone).toEqual([]);
    expect(api.asked).toEqual([]);
  });

  it('reads missing labs before it treats them as deleted', async () => {
    const api = reader([[aLab({ n: 1 })]], [aLab({ n: 2 })]);
    const known = () => [anId(1), anId(2), anId(3)];
    const { labs, gone } = await listLabs(api, known, signal);
    expect(ids(labs)).toEqual([anId(1), anId(2)]);
    expect(gone).toEqual([anId(3)]);
  });

  it('lists twice if there are several pages and no known labs', async () => {
    const api = reader(
      [
        [aLab({ n: 1 }), aLab({ n: 2 }), aLab({ n: 4 })],
        [aLab({ n: 2 }), aLab({ n: 3 })],
      ],
      [aLab({ n: 4 })],
      2,
    );
    const { labs, gone } = await listLabs(api, () => [], signal);
    expect(ids(labs)).toEqual([anId(2), anId(3), anId(4)]);
    expect(gone).toEqual([anId(1)]);
  });

  it('fails when a missing lab cannot be read', async () => {
    const api = reader([[]]);
    api.find = async () => {
      throw new Error('down');
    };
    await expect(listLabs(api, () => [anId(1)], signal)).rejects.toThrow(
      'down',
    );
  });
});
