import { english } from '../__testUtils__';
import {
  describeBounds,
  describeCapacity,
  describeResources,
  explainQuantity,
} from './resources';

const options = {
  min: { cpu: '500m', memory: '1Gi' },
  max: { cpu: '4', memory: '8Gi' },
};

describe('explainQuantity', () => {
  it.each([
    ['cpu', '', undefined],
    ['cpu', '0.5', undefined],
    ['cpu', '4000m', undefined],
    ['cpu', '0.4', 'Must be from 500m to 4.'],
    ['cpu', '4.1', 'Must be from 500m to 4.'],
    ['memory', ' 8192Mi ', undefined],
    ['memory', '8193Mi', 'Must be from 1Gi to 8Gi.'],
    [
      'memory',
      '-1',
      '"-1" is not a valid memory amount. Enter bytes, for example 4Gi or 1500Mi.',
    ],
    [
      'cpu',
      'x',
      '"x" is not a valid CPU amount. Enter cores, for example 2, 1.5 or 500m.',
    ],
  ] as const)('of %s "%s": %s', (name, text, expected) => {
    expect(explainQuantity(english, name, text, options)).toBe(expected);
  });

  it('takes any amount where there are no bounds', () => {
    expect(
      explainQuantity(english, 'cpu', '400', { min: {}, max: {} }),
    ).toBeUndefined();
    expect(describeBounds(english, 'cpu', { min: {}, max: {} })).toBe(
      'Cores, shared by all nodes.',
    );
    expect(describeBounds(english, 'cpu', { min: {}, max: { cpu: '4' } })).toBe(
      'Up to 4 cores, shared by all nodes.',
    );
  });
});

it('describes the limits of a lab', () => {
  expect(describeResources(english, undefined)).toBeUndefined();
  expect(describeResources(english, {})).toBeUndefined();
  expect(describeResources(english, { cpu: '500m' })).toBe('At most 500m CPUs');
  expect(describeResources(english, { cpu: '1', memory: '4Gi' })).toBe(
    'At most 1 CPU, 4Gi of memory',
  );
  expect(describeResources(english, { memory: '4Gi' })).toBe(
    'At most 4Gi of memory',
  );
});

it('describes what a host has free', () => {
  const host = 'local';
  expect(describeCapacity(english, { host, cpus: 4 })).toBeUndefined();
  expect(
    describeCapacity(english, {
      host,
      memoryFreeBytes: 2 ** 30,
      diskFreeBytes: 2 ** 32,
    }),
  ).toBe('Available on host "local": 1 GiB of memory, 4 GiB of disk.');
});
