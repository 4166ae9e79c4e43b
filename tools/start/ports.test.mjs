import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import test from 'node:test';
import { checkPorts, isPortFree, portSettings, wantedPorts } from './ports.mjs';

const listen = host =>
  new Promise(resolve => {
    const server = createServer();
    server.listen(0, host, () => resolve(server));
  });
const close = server => new Promise(resolve => server.close(resolve));

test('the usual ports are taken when none are asked for', () => {
  assert.deepEqual(wantedPorts({}), { page: 3000, api: 7007 });
  assert.deepEqual(wantedPorts({ PORT: '', BACKEND_PORT: '7100' }), {
    page: 3000,
    api: 7100,
  });
});

test('what is no port is refused with the name of its variable', () => {
  for (const text of ['0', '65536', '-1', '80.5', 'http', '7e9']) {
    assert.throws(() => wantedPorts({ PORT: text }), {
      name: 'SetupError',
      message: /PORT/,
    });
  }
  assert.throws(() => wantedPorts({ PORT: '7007' }), { name: 'SetupError' });
});

test('the usual ports leave the configuration alone', () => {
  assert.deepEqual(portSettings({ page: 3000, api: 7007 }), {});
});

test('other ports reach every setting that names one', () => {
  assert.deepEqual(portSettings({ page: 3100, api: 7107 }), {
    APP_CONFIG_app_baseUrl: 'http://localhost:3100',
    APP_CONFIG_backend_baseUrl: 'http://localhost:7107',
    APP_CONFIG_backend_listen_port: '7107',
    APP_CONFIG_backend_cors_origin: 'http://localhost:3100',
  });
});

test('a port is in use whichever address its program listens on', async () => {
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    const server = await listen(host);
    const { port } = server.address();
    assert.equal(await isPortFree(port), false, host);
    await close(server);
    assert.equal(await isPortFree(port), true, host);
  }
});

test('a taken port is named, with the variable that chooses another', async () => {
  const [page, api] = await Promise.all([
    listen('127.0.0.1'),
    listen('127.0.0.1'),
  ]);
  const apiPort = api.address().port;
  const pagePort = page.address().port;
  await close(page);
  await assert.rejects(checkPorts({ page: pagePort, api: apiPort }), {
    message: new RegExp(String(apiPort)),
    remedy: /BACKEND_PORT/,
  });
  await close(api);
});
