import express from 'express';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RawUpload } from '../__testUtils__/RawUpload';
import { readRestOfRefused } from './readRestOfRefused';

describe('readRestOfRefused', () => {
  let server: Server;
  let upload: RawUpload;

  /** A server that refuses everything. */
  const begin = async (
    limits: { maxBytes: number; maxMs: number },
    headers: Record<string, string | number>,
    answer: express.ErrorRequestHandler = (error, _req, res, _next) =>
      res.status(409).json({ message: error.message }),
  ) => {
    const app = express();
    app.use(() => {
      throw new Error('not now');
    });
    app.use(readRestOfRefused(limits), answer);
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    upload = await RawUpload.begin(`http://127.0.0.1:${port}/`, headers);
    upload.read();
  };
  afterEach(() => {
    upload.destroy();
    server.closeAllConnections();
    server.close();
  });

  it('cuts off a sender that goes silent', async () => {
    await begin({ maxBytes: 1_000_000, maxMs: 50 }, { 'Content-Length': 1000 });
    await upload.send(10);
    expect(await upload.answer()).toMatchObject({
      status: 409,
      headers: { connection: 'close', 'cache-control': 'no-transform' },
      body: { message: 'not now' },
    });
    await upload.ended();
  });

  it('cuts off a sender of too much', async () => {
    const length = 100_000_000;
    await begin(
      { maxBytes: 1_000, maxMs: 600_000 },
      { 'Content-Length': length },
    );
    await upload.answer();
    await upload.send(length);
    expect(upload.isClosed).toBe(true);
  });

  it('waits for a sender of no more than is read', async () => {
    const length = 1_000_000;
    await begin(
      { maxBytes: length, maxMs: 600_000 },
      { 'Content-Length': length },
    );
    await upload.answer();
    await upload.send(length - 1);
    expect(upload.isClosed).toBe(false);
    await upload.send(1);
    await upload.ended();
    expect(upload.failure).toBeUndefined();
  });

  it('leaves connections open on which all has come', async () => {
    await begin({ maxBytes: 1_000, maxMs: 600_000 }, { 'Content-Length': 0 });
    const { headers } = await upload.answer();
    expect(headers.connection).toBe('keep-alive');
  });

  it('sends an answer without a body, too', async () => {
    const done = jest.fn();
    await begin(
      { maxBytes: 1_000, maxMs: 600_000 },
      { 'Content-Length': 10 },
      (_error, _req, res, _next) => {
        res.status(204).end(done);
      },
    );
    await upload.send(10);
    await upload.ended();
    expect(done).toHaveBeenCalledTimes(1);
    expect(upload.failure).toBeUndefined();
  });
});
