import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { aLab, FakeLabApi } from '../__testUtils__';
import { type LabSelection, SelectedLabs } from './SelectedLabs';

const sourceOf = (selection: LabSelection, labs: Lab[] = []) => {
  const api = new FakeLabApi(labs);
  const source = SelectedLabs.create({ api, select: async () => selection });
  return { api, source };
};

const allOf = async (source: SelectedLabs) => {
  const labs: Lab[] = [];
  for await (const page of source.list()) {
    labs.push(...page);
  }
  return labs;
};

describe('SelectedLabs', () => {
  it('reads every page', async () => {
    const labs = Array.from({ length: 450 }, (_, index) =>
      aLab({ id: `${index}` }),
    );
    const { api, source } = sourceOf({ owner: ['user:default/ada'] }, labs);
    expect(await allOf(source)).toHaveLength(450);
    expect(api.listLabs).toHaveBeenCalledTimes(3);
    expect(api.listLabs).toHaveBeenLastCalledWith({
      owner: ['user:default/ada'],
      limit: 200,
      cursor: '400',
    });
  });

  it('cannot say where a lab belongs before it knows which are meant', async () => {
    const { source } = sourceOf({ owner: ['user:default/ada'] });
    expect(source.place(aLab())).toBe('unsure');
    await allOf(source);
    expect(source.place(aLab())).toBe('here');
  });

  it.each<[string, LabSelection, Partial<Lab>, string]>([
    ['an owner', { owner: ['user:default/ada'] }, {}, 'here'],
    ['another owner', { owner: ['user:default/bob'] }, {}, 'elsewhere'],
    [
      'a component',
      { component: ['component:default/x'] },
      { component: 'component:default/x' },
      'here',
    ],
    [
      'another component',
      { component: ['component:default/x'] },
      { component: 'component:default/y' },
      'elsewhere',
    ],
    ['no component', { component: ['component:default/x'] }, {}, 'elsewhere'],
  ])('knows the labs of %s', async (_whose, selection, changes, place) => {
    const { source } = sourceOf(selection);
    await allOf(source);
    expect(source.place(aLab(changes))).toBe(place);
  });
});
