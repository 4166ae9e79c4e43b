#!/usr/bin/env bash
# KubernetesObjectApi of @kubernetes/client-node writes names in lower case into URLs.
# Names of RBAC objects may have capitals; such an object is not found. The typed client
# finds it.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
packages @kubernetes/client-node@1.4.0

cat >ask.js <<'JS'
import { createServer } from 'node:http';
import {
  KubeConfig,
  KubernetesObjectApi,
  RbacAuthorizationV1Api,
} from '@kubernetes/client-node';

const group = 'rbac.authorization.k8s.io/v1';
const role = { apiVersion: group, kind: 'ClusterRole', metadata: { name: 'My-Role' } };
const asked = [];
const server = createServer(({ url }, response) => {
  asked.push(url.split('/').pop());
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify(
      url.endsWith(group)
        ? {
            kind: 'APIResourceList',
            groupVersion: group,
            resources: [{ name: 'clusterroles', kind: 'ClusterRole', namespaced: false }],
          }
        : role,
    ),
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
await KubernetesObjectApi.makeApiClient(config).read(role);
console.log(asked.pop());
await config.makeApiClient(RbacAuthorizationV1Api).readClusterRole({ name: 'My-Role' });
console.log(asked.pop());
server.close();
JS
asked=$(node ask.js)
expect 'the name that KubernetesObjectApi asks for' my-role "$(sed -n 1p <<<"$asked")"
expect 'the name that the typed client asks for' My-Role "$(sed -n 2p <<<"$asked")"
