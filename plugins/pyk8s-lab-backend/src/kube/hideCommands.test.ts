import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import { createServer } from 'node:http';
import request from 'supertest';
import { hideCommands } from './hideCommands';

const EXEC = '/labs/an-id/kube/api/v1/namespaces/default/pods/web/exec';

/** The log of a server as Backstage's, which rejects requests without a token. */
function aServer() {
  const lines: string[] = [];
  const logger = mockServices.logger.mock({
    info: (message, meta) =>
      lines.push(`${message} ${JSON.stringify(meta ?? {})}`),
  });
  const app = express();
  app.use(
    MiddlewareFactory.create({
      config: mockServices.rootConfig(),
      logger,
    }).logging(),
  );
  const queries: unknown[] = [];
  const plugin = express.Router();
  plugin.use((req, res, next) =>
    req.headers.authorization ? next() : res.status(401).end(),
  );
  plugin.use((req, res) => {
    queries.push(req.query);
    res.end();
  });
  app.use('/api/pyk8s-lab', plugin);
  app.use((_req, res) => res.status(404).end());
  return { server: createServer(app), lines, queries };
}

describe('hideCommands', () => {
  const url = `/api/pyk8s-lab${EXEC}?command=a-secret-word`;

  it('keeps commands out of the log, that of the first request included', async () => {
    const end = hideCommands();
    const { server, lines, queries } = aServer();
    await new Promise<void>(resolve => {
      server.listen(0, resolve);
    });
    try {
      await request(server).get(url).expect(401);
      await request(server).get(url).set('Authorization', 'x').expect(200);
      await request(server)
        .get('/api/pyk8s-lab/labs?q=findable')
        .set('Authorization', 'x')
        .expect(200);
    } finally {
      server.close();
      end();
    }

    expect(lines).toHaveLength(3);
    expect(lines.slice(0, 2).every(line => line.includes(`${EXEC} `))).toBe(
      true,
    );
    expect(lines.join()).not.toContain('a-secret-word');
    expect(lines[2]).toContain('?q=findable');
    expect(queries[0]).toEqual({ command: 'a-secret-word' });
  });
});
