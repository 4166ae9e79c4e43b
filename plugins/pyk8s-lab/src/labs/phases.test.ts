import { aFailedLab, aLab, aProvisioningLab, at } from '../__testUtils__';
import { currentStepOf, makingSecondsOf, stepsOf } from './phases';

const states = (lab: Parameters<typeof stepsOf>[0]) =>
  stepsOf(lab).map(({ name, state }) => `${name} ${state}`);

describe('stepsOf', () => {
  it('shows what is done, what runs and what waits', () => {
    expect(states(aProvisioningLab())).toEqual([
      'image done',
      'nodes done',
      'config done',
      'control-plane running',
      'cni waiting',
      'storage waiting',
      'ready waiting',
    ]);
  });

  it('has the phases of the provider, by its titles', () => {
    const lab = aProvisioningLab({
      plannedPhases: [
        { name: 'disk', title: 'Copying the disk' },
        { name: 'boot', title: 'Starting the machine' },
      ],
      phases: [{ name: 'disk', title: 'Copying the disk', startedAt: at(-3) }],
    });
    expect(stepsOf(lab)).toMatchObject([
      { title: 'Copying the disk', state: 'running' },
      { title: 'Starting the machine', state: 'waiting' },
    ]);
  });

  it('has what a running lab went through, by name where there is no title', () => {
    const phases = [
      { name: 'disk', title: 'Copying the disk', startedAt: at(-9) },
      { name: 'old-step', startedAt: at(-5) },
    ].map(phase => ({ ...phase, finishedAt: at(0) }));
    expect(stepsOf(aLab({ phases }))).toMatchObject([
      { title: 'Copying the disk', state: 'done' },
      { title: 'old-step', state: 'done' },
    ]);
  });

  it('shows where a lab failed', () => {
    expect(states(aFailedLab())).toContain('control-plane failed');
  });

  it('tells how long each step took', () => {
    const [image, nodes] = stepsOf(aProvisioningLab());
    expect([image.seconds, nodes.seconds]).toEqual([2, 4]);
  });
});

describe('currentStepOf', () => {
  it('is the step that runs', () => {
    expect(currentStepOf(aProvisioningLab())).toMatchObject({
      name: 'control-plane',
      startedAt: at(-5),
    });
  });

  it('is nothing in a lab that is not provisioning', () => {
    expect(currentStepOf(aLab())).toBeUndefined();
    expect(currentStepOf(aFailedLab())).toBeUndefined();
  });
});

describe('makingSecondsOf', () => {
  it('is the time from the first step to the end of the last', () => {
    const phases = [
      { name: 'image', startedAt: at(-22), finishedAt: at(-20) },
      { name: 'ready', startedAt: at(-20), finishedAt: at(0) },
    ];
    expect(makingSecondsOf(aLab({ phases }))).toBe(22);
  });

  it('is not known while a step runs, or when there were none', () => {
    expect(makingSecondsOf(aProvisioningLab())).toBeUndefined();
    expect(makingSecondsOf(aLab())).toBeUndefined();
  });
});
