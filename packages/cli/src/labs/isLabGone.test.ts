import { isLabGone } from './isLabGone';

const ALICE = 'user:default/alice';
const BOB = 'user:default/bob';

describe('isLabGone', () => {
  const notFound = {
    getLab: async () => {
      throw Object.assign(new Error('There is no lab with the id a.'), {
        name: 'ResponseError',
        statusCode: 404,
        cause: { name: 'NotFoundError', message: 'none' },
      });
    },
  };
  const mark = { portal: 'https://portal.example.com', lab: 'a', name: 'demo' };

  it.each([
    [ALICE, ALICE, true],
    [ALICE, BOB, false],
    [ALICE, undefined, false],
    [undefined, ALICE, false],
    // Two services with opaque tokens may be different callers.
    [undefined, undefined, false],
  ])('for a mark of %s and a caller %s: %s', async (user, caller, isGone) => {
    expect(await isLabGone(notFound, { ...mark, user }, caller)).toBe(isGone);
  });
});
