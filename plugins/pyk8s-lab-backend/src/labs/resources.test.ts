import { readResources } from './resources';

const offered = {
  default: { cpu: '1', memory: '2Gi' },
  min: { cpu: '500m', memory: '1Gi' },
  max: { cpu: '4', memory: '8Gi' },
};

describe('readResources', () => {
  it.each([
    [undefined, 0, { cpu: '1', memory: '2Gi' }],
    [{ cpu: '2' }, 0, { cpu: '2', memory: '2Gi' }],
    [undefined, 3, { cpu: '2', memory: '4096Mi' }],
  ])('are, for %j with %d workers, %j', (asked, workers, expected) => {
    expect(readResources(asked, offered, workers)).toEqual(expected);
  });

  it('say what is wrong where no more than the default may be asked for', () => {
    expect(() =>
      readResources(undefined, { ...offered, max: offered.default }, 3),
    ).toThrow('resources.cpu is too little: each of the 4 nodes needs');
  });
});
