import { FakeBrowser, FakeTab } from '../__testUtils__/FakeTabs';
import { Told } from './Told';

function aStorage() {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, text: string) => void items.set(key, text),
  };
}
const settled = () => new Promise(resolve => setTimeout(resolve));

describe('Told', () => {
  it('lets one of all tabs tell of a change', async () => {
    const browser = new FakeBrowser();
    const storage = aStorage();
    const tell = jest.fn();
    const since = Date.now() - 1_000;
    for (let tab = 0; tab < 7; tab += 1) {
      new Told({ storage, locks: new FakeTab(browser).locks }).once(
        'demo',
        'RUNNING',
        since,
        tell,
      );
    }
    await settled();
    expect(tell).toHaveBeenCalledTimes(1);
  });

  it('tells of another change, of another lab, and of the same once more', () => {
    const told = new Told({ storage: aStorage() });
    const tell = jest.fn();
    const earlier = Date.now() - 1_000;
    told.once('demo', 'PAUSED', earlier, tell);
    told.once('demo', 'RUNNING', earlier, tell);
    told.once('other', 'RUNNING', earlier, tell);
    told.once('demo', 'PAUSED', Date.now(), tell);
    expect(tell).toHaveBeenCalledTimes(4);
    // A tab that was in the background since before all that.
    told.once('demo', 'PAUSED', earlier, tell);
    expect(tell).toHaveBeenCalledTimes(4);
    told.once('demo', 'PAUSED', Date.now() + 1, tell);
    expect(tell).toHaveBeenCalledTimes(5);
  });

  it.each(['{', '{"a":1}', '[1]', 'null'])(
    'tells where the storage holds something else: %s',
    text => {
      const storage = aStorage();
      storage.setItem('pyk8s-lab.told', text);
      const tell = jest.fn();
      new Told({ storage }).once('demo', 'RUNNING', 0, tell);
      expect(tell).toHaveBeenCalledTimes(1);
    },
  );

  it('tells where nothing can be stored, and keeps little where it can', () => {
    const tell = jest.fn();
    const full = new Told({
      storage: {
        getItem: () => null,
        setItem: () => {
          throw new DOMException('', 'QuotaExceededError');
        },
      },
    });
    full.once('demo', 'RUNNING', 0, tell);
    expect(tell).toHaveBeenCalledTimes(1);

    const storage = aStorage();
    const told = new Told({ storage });
    for (let lab = 0; lab < 500; lab += 1) {
      told.once(`lab-${lab}`, 'RUNNING', 0, tell);
    }
    expect(storage.items.get('pyk8s-lab.told')?.length).toBeLessThan(5_000);
  });
});
