import { english } from '../__testUtils__';
import { enumerate } from './enumerate';

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c', 'd'], 'a, b, c and d'],
])('names %j: %s', (things, expected) => {
  expect(enumerate(english, things)).toBe(expected);
});
