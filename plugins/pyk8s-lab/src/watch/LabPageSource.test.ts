import { aLab, FakeLabApi } from '../__testUtils__';
import { type LabPage, LabPageSource } from './LabPageSource';

const labs = [1, 2, 3, 4, 5].map(index =>
  aLab({ id: `${index}`, name: `lab-${index}` }),
);

function aSource(api: FakeLabApi) {
  const pages: LabPage[] = [];
  const source = new LabPageSource({
    api,
    query: { limit: 2 },
    onPage: page => pages.push(page),
  });
  const read = async () => {
    const ids: string[] = [];
    for await (const items of source.list()) {
      ids.push(...items.map(({ id }) => id));
    }
    return ids;
  };
  return { source, pages, read };
}

describe('LabPageSource', () => {
  it('reads one page, in the order of the server', async () => {
    const { pages, read } = aSource(new FakeLabApi(labs));
    expect(await read()).toEqual(['1', '2']);
    expect(pages).toEqual([
      { query: { limit: 2 }, ids: ['1', '2'], totalItems: 5, nextCursor: '2' },
    ]);
  });

  it('asks to be read again when another page is wanted', async () => {
    const { source, pages, read } = aSource(new FakeLabApi(labs));
    const stale = jest.fn();
    const forget = source.onStale(stale);
    const next = { limit: 2, cursor: '2' };
    source.show(next);
    source.show(next);
    expect(stale).toHaveBeenCalledTimes(1);
    expect(await read()).toEqual(['3', '4']);
    expect(pages[0].query).toBe(next);

    forget();
    source.show({ limit: 2 });
    expect(stale).toHaveBeenCalledTimes(1);
  });

  it('drops the answer to an earlier request, and keeps what is shown', async () => {
    const api = new FakeLabApi(labs);
    const { source, pages, read } = aSource(api);
    await read();
    let answer = () => {};
    const list = api.listLabs.getMockImplementation();
    api.listLabs.mockImplementationOnce(async query => {
      await new Promise<void>(resolve => {
        answer = resolve;
      });
      return list!(query);
    });
    source.show({ limit: 2, cursor: '2' });
    const early = read();
    source.show({ limit: 2, cursor: '4' });
    expect(await read()).toEqual(['5']);
    answer();
    expect(await early).toEqual(['5']);
    expect(pages.map(({ ids }) => ids)).toEqual([['1', '2'], ['5']]);
  });

  it('says why another page did not come, and keeps one that is there', async () => {
    const api = new FakeLabApi(labs);
    const { source, pages, read } = aSource(api);
    await read();
    api.listLabs.mockRejectedValue(new Error('No connection'));
    await expect(read()).rejects.toThrow('No connection');
    expect(pages).toHaveLength(1);

    source.show({ limit: 2, cursor: '2' });
    await expect(read()).rejects.toThrow('No connection');
    expect(pages[1].error?.message).toBe('No connection');
  });

  it('knows a lab of the page, and asks the server for all else', async () => {
    const { source, read } = aSource(new FakeLabApi(labs));
    await read();
    const [lab, , other] = labs;
    expect(source.place({ ...lab, progress: 0.5, version: 2 })).toBe('here');
    expect(source.place({ ...lab, status: 'PAUSED' })).toBe('unsure');
    expect(source.place(other)).toBe('unsure');
  });
});
