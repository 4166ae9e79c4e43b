import { aLab, at } from '../__testUtils__/builders';
import { backoffMs, decide } from './decide';

const pendingDns = {
  conditions: { dns: { status: 'pending' as const, message: '' } },
};

describe('decide', () => {
  it.each([
    ['running, nothing due', {}, 'rest'],
    ['running, DNS on its way', pendingDns, 'inspect'],
    ['queued', { status: 'QUEUED' }, 'rest'],
    ['in error', { status: 'ERROR' }, 'rest'],
    ['being made', { status: 'PROVISIONING' }, 'provision'],
    ['deletion asked for', { desired: 'deleted' }, 'destroy'],
    [
      'deletion asked for while it is made',
      { desired: 'deleted', status: 'PROVISIONING' },
      'destroy',
    ],
    [
      'deletion asked for, and over',
      { desired: 'deleted', expiresAt: at(-1) },
      'destroy',
    ],
    [
      'deleted and over',
      { status: 'DELETED', desired: 'deleted', expiresAt: at(-1) },
      'rest',
    ],
    ['over', { expiresAt: at(-1) }, 'expire'],
    ['over in this instant', { expiresAt: at(0) }, 'expire'],
    [
      'over in a millisecond',
      { expiresAt: new Date(at(0).getTime() + 1) },
      'rest',
    ],
    ['over while queued', { status: 'QUEUED', expiresAt: at(-1) }, 'expire'],
    [
      'over while it is made',
      { status: 'PROVISIONING', expiresAt: at(-1) },
      'expire',
    ],
    ['over in error', { status: 'ERROR', expiresAt: at(-1) }, 'expire'],
  ] as const)('%s: %s', (_, change, expected) => {
    expect(decide(aLab(change), at(0)).do).toBe(expected);
  });

  it('lets a running lab rest until its time is over', () => {
    expect(decide(aLab({ expiresAt: at(60) }), at(0))).toEqual({
      do: 'rest',
      until: at(60),
    });
  });
});

describe('backoffMs', () => {
  it('doubles from 2 s and stays at 60 s', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 100].map(backoffMs)).toEqual([
      2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ]);
  });
});
