import { FakeDockerHost } from '../__testUtils__/FakeDockerHost';
import { NodeImages } from './NodeImages';

const configured = [
  { version: 'v1.34.4', image: 'kindest/node:v1.34.4' },
  { version: 'v1.33.1', image: 'kindest/node:v1.33.1' },
];

const images = (options: {
  configured?: typeof configured;
  defaultImage?: string;
}) =>
  new NodeImages({ configured: [], docker: new FakeDockerHost(), ...options });

const summaryOf = (some: NodeImages) =>
  some
    .versions()
    .map(({ version, title, isDefault }) => [version, title, isDefault]);

describe('NodeImages', () => {
  it("has kind's default version if none is configured", () => {
    const some = images({});

    expect(summaryOf(some)).toEqual([['default', 'Default of kind', true]]);
    expect(some.imageOf('default')).toBeUndefined();
  });

  it('has the configured versions; the first is the default', () => {
    const some = images({ configured });

    expect(summaryOf(some)).toEqual([
      ['v1.34.4', 'v1.34.4', true],
      ['v1.33.1', 'v1.33.1', false],
    ]);
    expect(some.imageOf('default')).toBe('kindest/node:v1.34.4');
    expect(some.imageOf('v1.33.1')).toBe('kindest/node:v1.33.1');
  });

  it.each([
    ['kind-lab/node:v1.35.0', 'v1.35.0'],
    ['kind-lab/node', 'kind-lab/node'],
  ])('has the image of KIND_NODE_IMAGE first: %s', (defaultImage, title) => {
    const some = images({ configured, defaultImage });

    expect(summaryOf(some)).toEqual([
      ['default', title, true],
      ['v1.34.4', 'v1.34.4', false],
      ['v1.33.1', 'v1.33.1', false],
    ]);
    expect(some.imageOf('default')).toBe(defaultImage);
  });

  it('lists the versions when one does not exist', () => {
    expect(() => images({ configured }).imageOf('v1.0.0')).toThrow(
      'choose one of v1.34.4, v1.33.1',
    );
  });
});
