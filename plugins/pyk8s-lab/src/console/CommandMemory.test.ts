import type { StorageApi } from '@backstage/frontend-plugin-api';
import { mockApis } from '@backstage/frontend-test-utils';
import { CommandMemory } from './CommandMemory';

const stored = (storage: StorageApi) =>
  storage.forBucket('pyk8s-lab').snapshot('commands').value;

describe('CommandMemory', () => {
  it('keeps the commands of each lab', async () => {
    const storage = mockApis.storage();
    const memory = CommandMemory.create(storage);
    await memory.write('one', ['kubectl get pods']);
    await memory.write('two', ['kubectl get nodes']);
    const later = CommandMemory.create(storage);
    expect(await later.read('one')).toEqual(['kubectl get pods']);
    expect(await later.read('two')).toEqual(['kubectl get nodes']);
    expect(await later.read('three')).toEqual([]);
  });

  it('keeps no secrets', async () => {
    const storage = mockApis.storage();
    await CommandMemory.create(storage).write('one', [
      'kubectl get pods',
      'kubectl create secret generic db --from-literal=password=hunter2',
      'kubectl get pods --token hunter2',
    ]);
    expect(stored(storage)).toEqual([
      { lab: 'one', commands: ['kubectl get pods'] },
    ]);
  });

  it('forgets', async () => {
    const storage = mockApis.storage();
    const memory = CommandMemory.create(storage);
    await memory.write('one', ['kubectl get pods']);
    await memory.write('one', []);
    expect(stored(storage)).toEqual([]);
  });

  it('forgets the labs that were used longest ago', async () => {
    const storage = mockApis.storage();
    const memory = CommandMemory.create(storage);
    await Promise.all(
      Array.from({ length: 25 }, (_, index) =>
        memory.write(`lab-${index}`, ['kubectl get pods']),
      ),
    );
    expect(await memory.read('lab-4')).toEqual([]);
    expect(await memory.read('lab-5')).toEqual(['kubectl get pods']);
    expect(await memory.read('lab-24')).toEqual(['kubectl get pods']);
  });

  it('does without what it cannot read', async () => {
    const storage = mockApis.storage();
    await storage
      .forBucket('pyk8s-lab')
      .set('commands', [null, { lab: 'one', commands: [1] }, 'x']);
    const memory = CommandMemory.create(storage);
    expect(await memory.read('one')).toEqual([]);
    await memory.write('one', ['kubectl get pods']);
    expect(await memory.read('one')).toEqual(['kubectl get pods']);
  });

  it('waits for a storage that has to be asked', async () => {
    const known = {
      key: 'commands',
      presence: 'present' as const,
      value: [{ lab: 'one', commands: ['kubectl get pods'] }],
    };
    const inner = mockApis.storage.mock({
      snapshot: jest.fn(() => ({
        key: 'commands',
        presence: 'unknown' as const,
      })),
      observe$: jest.fn(() => ({
        subscribe: (observer: { next: (value: typeof known) => void }) => {
          setTimeout(() => observer.next(known));
          return { unsubscribe: () => {}, closed: false };
        },
      })) as unknown as StorageApi['observe$'],
    });
    inner.forBucket.mockReturnValue(inner);
    expect(await CommandMemory.create(inner).read('one')).toEqual([
      'kubectl get pods',
    ]);
  });
});
