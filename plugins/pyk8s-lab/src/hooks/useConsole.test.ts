import { mockApis } from '@backstage/frontend-test-utils';
import { FakeLabApi } from '../__testUtils__';
import { sessionOf } from './useConsole';

describe('sessionOf', () => {
  const open = () => {
    const apis = { api: new FakeLabApi(), storage: mockApis.storage() };
    return { ...apis, of: (id: string) => sessionOf(id, apis) };
  };
  const others = Array.from({ length: 8 }, (_, index) => `other-${index}`);

  it('is the same for a lab, and another for another', () => {
    const { of } = open();
    expect(of('one')).toBe(of('one'));
    expect(of('two')).not.toBe(of('one'));
    expect(open().of('one')).not.toBe(of('one'));
  });

  it('forgets those that were used longest ago', () => {
    const { of } = open();
    const one = of('one');
    const two = of('two');
    others.slice(0, 6).forEach(of);
    of('one');
    of('three');
    expect(of('one')).toBe(one);
    expect(of('two')).not.toBe(two);
  });

  it('does not forget one in which a command runs', async () => {
    const { api, of } = open();
    const one = of('one');
    one.edit({ command: 'kubectl get pods -w' });
    const done = one.run(600);
    others.forEach(of);
    expect(of('one')).toBe(one);
    api.command.exit();
    await done;
    others.forEach(of);
    expect(of('one')).not.toBe(one);
  });
});
