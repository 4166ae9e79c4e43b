import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { StrictConfig } from './StrictConfig';

const KNOWN = ['flag', 'text', 'count', 'time', 'times', 'size', 'inner'];

const read = (section?: JsonObject) =>
  StrictConfig.create({
    config: new ConfigReader(section ? { app: { part: section } } : {}),
    key: 'app.part',
    known: KNOWN,
  });

describe('StrictConfig', () => {
  it('has nothing where there is no section', () => {
    const part = read();

    expect(part.has('flag')).toBe(false);
    expect(part.boolean('flag')).toBeUndefined();
    expect(part.string('text')).toBeUndefined();
    expect(part.strings('text')).toEqual([]);
    expect(part.wholeNumber('count')).toBeUndefined();
    expect(part.seconds('time')).toBeUndefined();
    expect(part.milliseconds('time')).toBeUndefined();
    expect(part.secondsList('times')).toBeUndefined();
    expect(part.quantity('size')).toBeUndefined();
    expect(part.sections('inner', [])).toEqual([]);
    expect(part.section('inner', ['count']).wholeNumber('count')).toBe(
      undefined,
    );
  });

  it('names an unknown key, and the known ones', () => {
    expect(() => read({ color: 'blue' })).toThrow(
      'app.part.color is not a setting of PyK8s-Lab; app.part takes flag, text',
    );
    expect(() =>
      read({ inner: { color: 1 } }).section('inner', ['count']),
    ).toThrow('app.part.inner.color is not a setting');
    expect(() =>
      read({ inner: [{}, { color: 1 }] }).sections('inner', ['count']),
    ).toThrow('app.part.inner[1].color is not a setting');
  });

  it.each<[string, JsonObject, number | undefined]>([
    ['text', { time: '90m' }, 5_400],
    ['an object', { time: { minutes: 90 } }, 5_400],
    ['ISO', { time: 'PT90M' }, 5_400],
    ['days', { time: '30d' }, 30 * 86_400],
    ['a fraction', { time: { milliseconds: 1_600 } }, 2],
  ])('reads seconds from %s', (_how, section, seconds) => {
    expect(read(section).seconds('time')).toBe(seconds);
  });

  it('reads milliseconds, none at all included', () => {
    expect(read({ time: { milliseconds: 200 } }).milliseconds('time')).toBe(
      200,
    );
    expect(read({ time: '0s' }).milliseconds('time')).toBe(0);
  });

  it('reads a list of durations, an empty one included', () => {
    expect(
      read({ times: ['15m', { minutes: 5 }] }).secondsList('times'),
    ).toEqual([900, 300]);
    expect(read({ times: [] }).secondsList('times')).toEqual([]);
  });

  it.each<[JsonObject, string]>([
    [{ time: 'soon' }, 'app.part.time is not a duration: write 90m'],
    [{ time: 7 }, 'app.part.time is not a duration'],
    [{ time: '-5m' }, 'app.part.time is not a duration'],
    [{ time: '0s' }, 'app.part.time must be at least one second'],
  ])('refuses %j as a time', (section, message) => {
    expect(() => read(section).seconds('time')).toThrow(message);
  });

  it.each<[JsonObject, string]>([
    [{ times: '5m' }, 'app.part.times must be a list of durations'],
    [{ times: ['5m', 'soon'] }, 'app.part.times[1] is not a duration'],
    [{ times: ['0s'] }, 'app.part.times[0] must be at least one second'],
  ])('refuses %j as times', (section, message) => {
    expect(() => read(section).secondsList('times')).toThrow(message);
  });

  it.each<[unknown, { min?: number; max?: number }, string]>([
    [0, {}, 'app.part.count must be an integer, at least 1'],
    [1.5, {}, 'app.part.count must be an integer'],
    [1e300, {}, 'app.part.count must be an integer'],
    [-1, { min: 0 }, 'app.part.count must be an integer, at least 0'],
    [9, { max: 8 }, 'app.part.count must be an integer, from 1 to 8'],
    ['many', {}, "'app.part.count' in"],
  ])('refuses %j as a whole number %j', (count, bounds, message) => {
    const part = read({ count } as JsonObject);

    expect(() => part.wholeNumber('count', bounds)).toThrow(message);
  });

  it('takes the bounds of a whole number as included', () => {
    const bounds = { min: 0, max: 3 };

    expect(read({ count: 0 }).wholeNumber('count', bounds)).toBe(0);
    expect(read({ count: 3 }).wholeNumber('count', bounds)).toBe(3);
  });

  it.each([
    ['4Gi', { text: '4Gi', value: 4 * 2 ** 30 }],
    ['500m', { text: '500m', value: 0.5 }],
    [2, { text: '2', value: 2 }],
  ])('reads the quantity %j', (size, quantity) => {
    expect(read({ size }).quantity('size')).toEqual(quantity);
  });

  it.each(['much', '', '4gi', -1, 0, true, ['1']])(
    'refuses %j as a quantity',
    size => {
      expect(() => read({ size }).quantity('size')).toThrow(
        'app.part.size is not a quantity',
      );
    },
  );

  it('misses what must be there', () => {
    expect(() => read({}).requiredString('text')).toThrow(
      'app.part.text is missing',
    );
    expect(() => read({}).requiredWholeNumber('count')).toThrow(
      'app.part.count is missing',
    );
    expect(read({ text: 'a' }).requiredString('text')).toBe('a');
  });
});
