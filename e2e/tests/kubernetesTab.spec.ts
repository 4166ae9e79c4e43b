import type { LabClient } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { until } from '../support/labs';
import { expect, signIn, test } from '../support/fixtures';

const LABEL = { 'backstage.io/kubernetes-id': 'checkout' };

/** Deploys a workload with the label of the component `checkout`. */
async function deployCheckout(client: LabClient, id: string): Promise<void> {
  const { items } = await client.listLabImages(id);
  // It is on every node, and only sleeps.
  const image = items
    .flatMap(({ names }) => names)
    .find(name => name.includes('pause:'));
  const { exitCode, output } = await client.execInLab(id, {
    command: 'kubectl apply -f -',
    input: JSON.stringify({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'checkout-preview', labels: LABEL },
      spec: {
        selector: { matchLabels: LABEL },
        template: {
          metadata: { labels: LABEL },
          spec: { containers: [{ name: 'main', image }] },
        },
      },
    }),
  });
  expect([exitCode, output]).toEqual([0, expect.stringContaining('created')]);
}

test('a component shows its workloads in a lab, to users who may read the lab', async ({
  page,
  browser,
  portal,
}) => {
  const alice = await portal.client('alice');
  const { id } = await alice.createLab({
    name: 'preview',
    provider: 'kind',
    component: 'component:default/checkout',
  });
  await until(alice, id, lab => lab.status === 'RUNNING');
  await deployCheckout(alice, id);

  await signIn(page, portal, 'Alice');
  const tab = `${portal.appUrl}/catalog/default/component/checkout/kubernetes`;
  await page.goto(tab);
  await expect(page.getByText('preview (lab)')).toBeVisible();
  await expect(page.getByText('1 pod', { exact: true })).toBeVisible();
  await page.getByText('preview (lab)').click();
  await expect(page.getByText('checkout-preview').first()).toBeVisible();

  const bobs = await browser.newPage();
  await signIn(bobs, portal, 'Bob');
  await bobs.goto(tab);
  await expect(
    bobs.getByText('No resources on any known clusters for checkout'),
  ).toBeVisible();
  await expect(bobs.getByText('preview (lab')).toHaveCount(0);
  await bobs.close();

  await alice.deleteLab(id);
  await until(alice, id, lab => lab.status === 'DELETED');
});
