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
    ['cpu', '0.4', 'Choose from 500m to 4.'],
    ['cpu', '4.1', 'Choose from 500m to 4.'],
    ['memory', ' 8192Mi ', undefined],
    ['memory', '8193Mi', 'Choose from 1Gi to 8Gi.'],
    [
      'memory',
      '-1',
      '"-1" is not an amount: write bytes such as 4Gi or 1500Mi.',
    ],
    ['cpu', 'x', '"x" is not an amount: write cores such as 2, 1.5 or 500m.'],
  ] as const)('of %s "%s": %s', (name, text, expected) => {
    expect(explainQuantity(name, text, options)).toBe(expected);
  });

  it('takes any amount where there are no bounds', () => {
    expect(explainQuantity('cpu', '400', { min: {}, max: {} })).toBeUndefined();
    expect(describeBounds('cpu', { min: {}, max: {} })).toBe('any amount');
    expect(describeBounds('cpu', { min: {}, max: { cpu: '4' } })).toBe(
      'up to 4',
    );
  });
});

it('describes the limits of a lab', () => {
  expect(describeResources(undefined)).toBeUndefined();
  expect(describeResources({})).toBeUndefined();
  expect(describeResources({ cpu: '500m' })).toBe('At most 500m CPUs');
  expect(describeResources({ memory: '4Gi' })).toBe('At most 4Gi of memory');
});

it('describes what a host has free', () => {
  const host = 'local';
  expect(describeCapacity({ host, cpus: 4 })).toBeUndefined();
  expect(
    describeCapacity({
      host,
      memoryFreeBytes: 2 ** 30,
      diskFreeBytes: 2 ** 32,
    }),
  ).toBe('Free on the host local: 1 GiB of memory, 4 GiB of disk.');
});
