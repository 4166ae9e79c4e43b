#!/usr/bin/env bash
# start() of an informer of @kubernetes/client-node resolves when the first list fails.
# It calls `error` once and stops listing: the caller must start it again.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
packages @kubernetes/client-node@1.4.0

cat >ask.js <<'JS'
import { createServer } from 'node:http';
import { CoreV1Api, KubeConfig, makeInformer } from '@kubernetes/client-node';

let lists = 0;
const server = createServer((_, response) => {
  lists += 1;
  response.writeHead(500, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ kind: 'Status', code: 500 }));
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const config = new KubeConfig();
config.loadFromOptions({
  clusters: [{ name: 'c', server: `http://127.0.0.1:${server.address().port}`, skipTLSVerify: true }],
  users: [{ name: 'u' }],
  contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
  currentContext: 'x',
});
const core = config.makeApiClient(CoreV1Api);
const informer = makeInformer(config, '/api/v1/pods', () => core.listPodForAllNamespaces());
const errors = [];
informer.on('error', error => errors.push(error.code));
console.log(await informer.start().then(() => 'resolved', () => 'rejected'));
console.log(errors.join());
setTimeout(() => {
  console.log(lists);
  server.close();
}, 3_000);
JS
seen=$(node ask.js)
expect 'start() when the first list fails' resolved "$(sed -n 1p <<<"$seen")"
expect 'what the error handler was given' 500 "$(sed -n 2p <<<"$seen")"
expect 'lists within three seconds' 1 "$(sed -n 3p <<<"$seen")"
