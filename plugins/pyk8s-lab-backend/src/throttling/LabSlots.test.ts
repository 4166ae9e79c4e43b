import { LabSlots } from './LabSlots';

describe('LabSlots', () => {
  const of = (perLab: number) =>
    new LabSlots({ perLab, explain: used => `${used} are taken` });

  it('gives so many places in a lab, and others in other labs', () => {
    const slots = of(2);
    const giveBack = slots.take('a');
    slots.take('a');
    expect(() => slots.take('a')).toThrow(
      expect.objectContaining({
        statusCode: 429,
        retryAfterSeconds: 1,
        message: '2 are taken',
      }),
    );
    slots.take('b');
    giveBack();
    slots.take('a');
  });

  it('takes a place back once', () => {
    const slots = of(1);
    const giveBack = slots.take('a');
    giveBack();
    slots.take('a');
    giveBack();
    expect(() => slots.take('a')).toThrow('1 are taken');
  });

  it('gives so many places in all labs together', () => {
    const slots = new LabSlots({
      perLab: 9,
      inAll: 2,
      explain: used => `${used} in the lab`,
      explainAll: used => `${used} in all`,
    });
    const giveBack = slots.take('a');
    slots.take('b');
    expect(() => slots.take('c')).toThrow('2 in all');
    giveBack();
    slots.take('c');
  });
});
