import { hasBody, headersToCaller, headersToCluster } from './kubeHeaders';

describe('headersToCluster', () => {
  const plain = { isUpgrade: false };

  it('says in one way where a body ends', () => {
    expect(headersToCluster({ 'content-length': '3' }, plain)).toEqual({
      'content-length': '3',
    });
    const both = { 'content-length': '3', 'transfer-encoding': 'Chunked' };
    expect(headersToCluster(both, plain)).toEqual({
      'transfer-encoding': 'chunked',
    });
    expect([hasBody({}), hasBody(both), hasBody({ te: 'x' })]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('says of no body in what is to go on both ways', () => {
    expect(
      headersToCluster(
        {
          connection: 'keep-alive, Upgrade',
          upgrade: 'websocket',
          'content-length': '3',
          'transfer-encoding': 'chunked',
        },
        { isUpgrade: true },
      ),
    ).toEqual({ connection: 'Upgrade', upgrade: 'websocket' });
  });

  it.each([
    { connection: 'content-length' },
    { connection: 'close, Transfer-Encoding' },
    { connection: 'keep-alive,accept' },
    { 'transfer-encoding': 'gzip, chunked' },
  ])('refuses what leaves open what is forwarded: %j', headers => {
    expect(() => headersToCluster(headers, plain)).toThrow(
      expect.objectContaining({ name: 'InputError' }),
    );
  });

  it.each(['', 'close', 'Keep-Alive, TE', 'Upgrade, HTTP2-Settings'])(
    'takes what is of connections alone: "%s"',
    connection => {
      expect(headersToCluster({ connection, accept: 'a' }, plain)).toEqual({
        accept: 'a',
      });
    },
  );
});

describe('headersToCaller', () => {
  it('leaves out what is for the portal alone', () => {
    const { etag, 'content-type': type } = headersToCaller({
      connection: 'close, ETag',
      'content-type': 'text/plain',
      etag: '"7"',
    });
    expect([etag, type]).toEqual([undefined, 'text/plain']);
  });
});
