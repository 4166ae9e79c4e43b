import labs from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend';
import kind from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-kind';
import { ActionRunner } from '../__testUtils__/ActionRunner';
import { CLUSTER_TIMEOUT_MS, describeWithKind } from '@internal/test-utils';
import { PortalWorld } from '../__testUtils__/PortalWorld';
import { webImage, type WebImage } from '../__testUtils__/webImage';

const COMPONENT = 'component:default/checkout';

describeWithKind('“Preview of a service” on a real cluster', () => {
  let world: PortalWorld;
  let actions: ActionRunner;
  let web: WebImage;

  beforeAll(async () => {
    web = await webImage('hello from the preview');
    world = await PortalWorld.start({
      features: [labs, kind],
      templates: ['service-preview'],
      pyk8sLab: {
        defaultProvider: 'kind',
        kind: { capacity: { minFreeMemory: '64Mi', minFreeDisk: '64Mi' } },
      },
    });
    actions = await ActionRunner.create(world.access);
  }, CLUSTER_TIMEOUT_MS);

  afterEach(async () => {
    for (const lab of (await world.labs.listLabs()).items) {
      await actions.run('pyk8s-lab:delete', { id: lab.id, wait: true });
    }
  }, CLUSTER_TIMEOUT_MS);

  afterAll(async () => {
    await actions?.remove();
    await world?.stop();
    await web?.remove();
  }, CLUSTER_TIMEOUT_MS);

  const preview = (change: object = {}) =>
    world.begin('service-preview', {
      component: COMPONENT,
      image: web.name,
      port: 8080,
      replicas: 1,
      ttl: '1h',
      ...change,
    });

  /** Imports the image into the lab, because it is in no registry. */
  const bringImage = async (task: string) => {
    for await (const { body } of world.events(task)) {
      if (body.stepId === 'apply') {
        break;
      }
    }
    const [{ id }] = (await world.labs.listLabs()).items;
    await world.labs.importLabImage(id, { archive: web.archive });
  };

  it(
    'succeeds when the service answers, with a lab for its component',
    async () => {
      const id = await preview();
      await bringImage(id);
      const task = await world.ended(id);
      expect(task).toMatchObject({ status: 'completed', error: undefined });
      const lines = task.lines.join('\n');
      expect(lines).toMatch(/apply: .*Applied .*Deployment preview\/checkout/);
      expect(lines).toMatch(/smoke-test: .*hello from the preview/);
      expect(lines).toMatch(/look: .*deployment\.apps\/checkout +1\/1/);
      const { items } = await world.labs.listLabs({ component: [COMPONENT] });
      expect(items).toEqual([
        expect.objectContaining({ status: 'RUNNING', component: COMPONENT }),
      ]);
      expect(task.output?.links[0].url).toContain(items[0].id);
    },
    2 * CLUSTER_TIMEOUT_MS,
  );

  it(
    'fails and cleans up when nothing answers',
    async () => {
      // It runs, but listens on another port.
      const id = await preview({ port: 8081, startTimeout: '30s' });
      await bringImage(id);
      const task = await world.ended(id);
      expect(task).toMatchObject({
        status: 'failed',
        error: expect.stringMatching(
          /^Not everything in lab \S+ was rolled out within 30s\. /,
        ),
      });
      const lines = task.lines.join('\n');
      expect(lines).toMatch(
        /apply: .*Deployment preview\/checkout: 0 of 1 replicas are available/,
      );
      expect(lines).toMatch(/smoke-test: Skipping step/);
      expect(lines).toMatch(/clean-up: .*is being deleted/);
    },
    2 * CLUSTER_TIMEOUT_MS,
  );
});
