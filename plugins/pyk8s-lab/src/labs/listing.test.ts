import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { aFailedLab, aLab, aProvisioningLab, at } from '../__testUtils__';
import {
  clearedFilter,
  filterLabs,
  isFiltering,
  NO_FILTER,
  sortLabs,
  toListQuery,
} from './listing';

const ada = {
  userEntityRef: 'user:default/ada',
  ownershipEntityRefs: ['user:default/ada', 'group:default/compilers'],
};

const mine = aLab({ id: '1', name: 'mine', purpose: 'Try Cilium' });
const ours = aProvisioningLab({
  id: '2',
  name: 'ours',
  owner: 'group:default/compilers',
});
const theirs = aFailedLab({
  id: '3',
  name: 'theirs',
  owner: 'group:default/platform-admins',
});
const labs = [mine, ours, theirs];
const names = (some: Lab[]) => some.map(lab => lab.name);

describe('filterLabs', () => {
  it('shows everything by default', () => {
    expect(filterLabs(labs, NO_FILTER, ada)).toEqual(labs);
    expect(isFiltering(NO_FILTER)).toBe(false);
  });

  it.each([
    ['a part of the name', 'OUR', ['ours']],
    ['a part of the purpose', 'cilium', ['mine']],
    ['a part of the owner', 'platform-', ['theirs']],
    ['nothing that is there', 'zzz', []],
    ['only spaces', '   ', ['mine', 'ours', 'theirs']],
  ])('finds %s', (_name, text, expected) => {
    expect(names(filterLabs(labs, { ...NO_FILTER, text }, ada))).toEqual(
      expected,
    );
  });

  it.each([
    ['mine', ['mine']],
    ['groups', ['ours']],
    ['ours', ['mine', 'ours', 'theirs']],
  ] as const)('knows whose labs are %s', (owner, expected) => {
    expect(names(filterLabs(labs, { ...NO_FILTER, owner }, ada))).toEqual(
      expected,
    );
  });

  it.each([
    ['making', ['ours']],
    ['running', ['mine']],
    ['failed', ['theirs']],
    ['deleting', []],
  ] as const)('finds labs by status: %s', (status, expected) => {
    expect(names(filterLabs(labs, { ...NO_FILTER, status }, ada))).toEqual(
      expected,
    );
  });
});

describe('toListQuery', () => {
  it('asks for everything by default', () => {
    expect(toListQuery(NO_FILTER, undefined)).toEqual({});
  });

  it('asks for what was chosen, as far as the server knows it', () => {
    const filter = { ...NO_FILTER, text: ' x ', ownedBy: 'group:default/a' };
    expect(
      toListQuery(
        { ...filter, status: 'paused' },
        { column: 'timeLeft', direction: 'descending' },
      ),
    ).toEqual({
      q: 'x',
      owner: ['group:default/a'],
      status: ['PAUSING', 'PAUSED', 'RESUMING'],
      orderBy: 'expiresAt,desc',
    });
    expect(
      toListQuery(NO_FILTER, { column: 'owner', direction: 'ascending' }),
    ).toEqual({});
  });

  it('is cleared without a change of whose labs one looks at', () => {
    const filter = { ...NO_FILTER, text: 'x', ownedBy: 'y' };
    expect(clearedFilter({ ...filter, owner: 'all' }).owner).toBe('all');
    expect(clearedFilter({ ...filter, owner: 'mine' })).toEqual(NO_FILTER);
    expect(isFiltering({ ...NO_FILTER, owner: 'all' })).toBe(false);
    expect(isFiltering({ ...filter, text: '', owner: 'all' })).toBe(true);
  });
});

describe('sortLabs', () => {
  const old = aLab({ id: '1', name: 'lab-10', createdAt: at(-100) });
  const young = aLab({ id: '2', name: 'lab-9', createdAt: at(-10) });
  const by = (column: Parameters<typeof sortLabs>[1]) =>
    names(sortLabs([old, young], column));

  it('puts the newest first unless told otherwise', () => {
    expect(by(undefined)).toEqual(['lab-9', 'lab-10']);
  });

  it('sorts numbers in names as people do, both ways', () => {
    expect(by({ column: 'name', direction: 'ascending' })).toEqual([
      'lab-9',
      'lab-10',
    ]);
    expect(by({ column: 'name', direction: 'descending' })).toEqual([
      'lab-10',
      'lab-9',
    ]);
  });

  it('puts what ends first at the top, and what has no end at the bottom', () => {
    const ending = aLab({ id: '3', name: 'ending', expiresAt: at(60) });
    const queued = aLab({
      id: '4',
      name: 'queued',
      runningAt: undefined,
      expiresAt: at(5),
    });
    const sorted = sortLabs([queued, old, ending], {
      column: 'timeLeft',
      direction: 'ascending',
    });
    expect(names(sorted)).toEqual(['ending', 'lab-10', 'queued']);
  });

  it('leaves the list that it was given alone', () => {
    const given = [old, young];
    sortLabs(given, undefined);
    expect(given).toEqual([old, young]);
  });
});
