import { withToken } from './withToken';

describe('withToken', () => {
  const intercept = withToken('https://portal.example.com:7007', {
    getCredentials: async () => ({ token: 'of-alice' }),
  });

  it('sends what is tried at the backend as the signed-in user', async () => {
    const url = 'https://portal.example.com:7007/api/pyk8s-lab/labs';
    expect(await intercept({ url, headers: { Accept: 'x' } })).toEqual({
      url,
      headers: { Accept: 'x', Authorization: 'Bearer of-alice' },
    });
  });

  it.each([
    'https://elsewhere.example.com/api/pyk8s-lab/labs',
    'https://portal.example.com.example.org:7007/api/labs',
    'https://portal.example.com/api/pyk8s-lab/labs',
    'https://portal.example.com:7007/other',
  ])('gives no token to %s', async url => {
    expect(await intercept({ url })).toEqual({ url });
  });

  it('keeps a token that somebody has entered', async () => {
    const request = {
      url: 'https://portal.example.com:7007/api/pyk8s-lab/labs',
      headers: { authorization: 'Bearer of-bob' },
    };
    expect(await intercept(request)).toBe(request);
  });
});
