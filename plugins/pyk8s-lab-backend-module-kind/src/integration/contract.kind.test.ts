import { runProviderContract } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { CLUSTER_TIMEOUT_MS, describeWithKind } from '@internal/test-utils';
import { realProvider } from './__testUtils__/kindHost';

describeWithKind('KindLabProvider on real clusters', () => {
  runProviderContract({
    createProvider: () => realProvider(),
    workers: 1,
    timeoutMs: CLUSTER_TIMEOUT_MS,
  });
});
