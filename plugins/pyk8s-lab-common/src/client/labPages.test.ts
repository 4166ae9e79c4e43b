import type { LabListQuery } from './queries';
import { labPages } from './labPages';

describe('labPages', () => {
  it('requests page after page, with the same query', async () => {
    const asked: LabListQuery[] = [];
    const listLabs = async (query: LabListQuery = {}) => {
      asked.push(query);
      const nextCursor = asked.length < 3 ? `${asked.length}` : undefined;
      return { items: [], totalItems: 0, pageInfo: { nextCursor } };
    };
    let pages = 0;
    for await (const page of labPages({ listLabs }, { status: ['RUNNING'] })) {
      expect(page).toEqual([]);
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(asked).toEqual([
      { status: ['RUNNING'], limit: 200, cursor: undefined },
      { status: ['RUNNING'], limit: 200, cursor: '1' },
      { status: ['RUNNING'], limit: 200, cursor: '2' },
    ]);
  });

  it('throws instead of returning an incomplete list', async () => {
    const listLabs = async ({ cursor }: LabListQuery = {}) => {
      if (cursor) {
        throw new Error('no answer');
      }
      return { items: [], totalItems: 1, pageInfo: { nextCursor: '1' } };
    };
    const pages = labPages({ listLabs });
    await pages.next();
    await expect(pages.next()).rejects.toThrow('no answer');
  });
});
