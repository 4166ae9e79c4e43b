import { CLUSTER_TIMEOUT_MS, describeWithKind } from '@internal/test-utils';
import type { ClusterRef } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { realNames, realProvider } from './__testUtils__/kindHost';
import { describeCommands } from './__testUtils__/describe/describeCommands';
import { describeLogExport } from './__testUtils__/describe/describeLogExport';
import { describeLogs } from './__testUtils__/describe/describeLogs';

// They share a cluster, since creating one takes half a minute.
describeWithKind('A real cluster of one node', () => {
  const provider = realProvider();
  let ref: ClusterRef;

  beforeAll(async () => {
    ref = { name: realNames().next(), host: 'local' };
    await provider.create(
      ref,
      { kubernetesVersion: 'default', workers: 0 },
      new StepRecorder(),
    );
  }, CLUSTER_TIMEOUT_MS);

  afterAll(async () => {
    await provider.destroy(ref, new StepRecorder());
  }, CLUSTER_TIMEOUT_MS);

  describeCommands(provider, () => ref);
  describeLogs(provider, () => ref);
  // It ends with a pause.
  describeLogExport(provider, () => ref);
});
