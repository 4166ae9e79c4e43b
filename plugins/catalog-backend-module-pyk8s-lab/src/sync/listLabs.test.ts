import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { aLab, anId } from '@internal/test-utils';
import { listLabs } from './listLabs';

const signal = new AbortController().signal;

/** A reader that answers with the lists one after the other. */
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
  it('takes a list of one page as it is', async () => {
    const api = reader([[aLab({ n: 1 }), aLab({ n: 2 })]]);
    const { labs, gone } = await listLabs(api, () => [], signal);
    expect(ids(labs)).toEqual([anId(1), anId(2)]);
    expect(gone).toEqual([]);
    expect(api.asked).toEqual([]);
  });

  it('asks for those that it misses before it takes them for gone', async () => {
    const api = reader([[aLab({ n: 1 })]], [aLab({ n: 2 })]);
    const known = () => [anId(1), anId(2), anId(3)];
    const { labs, gone } = await listLabs(api, known, signal);
    expect(ids(labs)).toEqual([anId(1), anId(2)]);
    expect(gone).toEqual([anId(3)]);
  });

  it('lists twice where there are pages and nothing is known', async () => {
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

  it('knows nothing when a lab could not be asked for', async () => {
    const api = reader([[]]);
    api.find = async () => {
      throw new Error('down');
    };
    await expect(listLabs(api, () => [anId(1)], signal)).rejects.toThrow(
      'down',
    );
  });
});
