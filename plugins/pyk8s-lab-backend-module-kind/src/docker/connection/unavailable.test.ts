import { asUnavailable } from './unavailable';

const endpoint = 'unix:///var/run/docker.sock';

const failedWith = (properties: object) =>
  Object.assign(new Error('failed'), properties);

describe('asUnavailable', () => {
  it.each([
    ['ENOENT', /not found.*Install and start Docker.*npm run lab-host/],
    ['ECONNREFUSED', /not running.*systemctl start docker/],
    ['EACCES', /usermod -aG docker/],
    ['EPERM', /usermod -aG docker/],
    ['ECONNRESET', /cannot be reached \(ECONNRESET\)/],
    ['ENOTFOUND', /cannot be reached \(ENOTFOUND\)/],
  ])('names a remedy for %s', (code, words) => {
    const error = asUnavailable(failedWith({ code }), endpoint);

    expect(error?.name).toBe('ProviderUnavailableError');
    expect(error?.message).toMatch(words);
    expect(error?.message).toContain(endpoint);
  });

  it.each([
    failedWith({ statusCode: 500 }),
    failedWith({ statusCode: 404, code: 'ENOENT' }),
    failedWith({ code: 'ERR_INVALID_ARG_TYPE' }),
    failedWith({}),
    'failed',
  ])('ignores responses of Docker and other errors', error => {
    expect(asUnavailable(error, endpoint)).toBeUndefined();
  });
});
