#!/usr/bin/env bash
# The times of a Lease are typed as dates in @kubernetes/client-node, and are strings
# when read: comparing one with a Date compiles and is always false.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
packages @kubernetes/client-node@1.4.0

cat >ask.js <<'JS'
import { createServer } from 'node:http';
import { CoordinationV1Api, KubeConfig } from '@kubernetes/client-node';

const server = createServer((_, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'node' },
      spec: { renewTime: '2020-01-01T00:00:00.123456Z' },
    }),
  );
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const config = new KubeConfig();
config.loadFromOptions({
  clusters: [{ name: 'c', server: `http://127.0.0.1:${server.address().port}`, skipTLSVerify: true }],
  users: [{ name: 'u' }],
  contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
  currentContext: 'x',
});
const { spec } = await config
  .makeApiClient(CoordinationV1Api)
  .readNamespacedLease({ name: 'node', namespace: 'kube-node-lease' });
console.log(typeof spec.renewTime);
console.log(spec.renewTime < new Date());
server.close();
JS
seen=$(node ask.js)
expect 'the type of renewTime when it is read' string "$(sed -n 1p <<<"$seen")"
expect 'a renewTime of 2020 is before now' false "$(sed -n 2p <<<"$seen")"
expect 'lines of the declaration that type it as a date' 1 \
  "$(grep -c "'renewTime'?: V1MicroTime" node_modules/@kubernetes/client-node/dist/gen/models/V1LeaseSpec.d.ts)"
