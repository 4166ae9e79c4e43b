import { ConfigReader } from '@backstage/config';
import type { JsonValue } from '@backstage/types';
import { readLabAdmins } from './readLabAdmins';

const read = (admins?: JsonValue) =>
  readLabAdmins(
    new ConfigReader(admins === undefined ? {} : { pyk8sLab: { admins } }),
  );

describe('pyk8sLab.admins', () => {
  it('is empty unless set', () => {
    expect(read()).toEqual([]);
    expect(read([])).toEqual([]);
  });

  it('reads users and groups, however they are written', () => {
    expect(
      read(['group:platform-admins', 'User:Other/Root', 'group:default/a']),
    ).toEqual([
      'group:default/platform-admins',
      'user:other/root',
      'group:default/a',
    ]);
  });

  it.each([
    ['platform-admins'],
    ['component:default/x'],
    ['group:'],
    ['a:b:c/'],
  ])('refuses %s, which names neither', text => {
    expect(() => read(['user:default/a', text])).toThrow(
      /pyk8sLab\.admins\[1\] is ".*", which .* write it as group:default/,
    );
  });

  it('refuses what is not a list', () => {
    expect(() => read('group:default/a')).toThrow(/pyk8sLab\.admins/);
  });
});
