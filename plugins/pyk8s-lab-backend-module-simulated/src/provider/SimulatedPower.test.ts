import { StepRecorder } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import {
  createCluster,
  ref,
  signal,
  spec,
} from './__testUtils__/createProvider';

describe('SimulatedPower', () => {
  it('resets the requests of users with a pause', async () => {
    const provider = await createCluster();
    const requests = async () =>
      (await provider.activity.activity(ref, { signal }))?.requests;

    expect(await requests()).toBe(0);
    provider.use(ref.name);
    provider.use(ref.name, 4);
    expect(await requests()).toBe(5);

    await provider.power.resume(ref, spec, new StepRecorder());
    expect(await requests()).toBe(5);
    await provider.power.pause(ref, new StepRecorder());
    await provider.power.resume(ref, spec, new StepRecorder());
    expect(await requests()).toBe(0);
  });

  it.each(['pause', 'resume'] as const)(
    'fails and aborts during %s',
    async verb => {
      let fail = () => {};
      const provider = await createCluster({
        intercept: moment => {
          if (moment.verb === verb) {
            fail();
          }
        },
      });
      await provider.power
        .pause(ref, new StepRecorder())
        .catch(() => undefined);
      const step = new StepRecorder();
      const run = () =>
        verb === 'pause'
          ? provider.power.pause(ref, step)
          : provider.power.resume(ref, spec, step);

      fail = () => {
        throw new Error('simulated failure');
      };
      await expect(run()).rejects.toThrow('simulated failure');
      fail = () => step.abort();
      await expect(run()).rejects.toMatchObject({ name: 'AbortError' });
    },
  );
});
