import { LabSlots } from './LabSlots';

describe('LabSlots', () => {
  const of = (perLab: number) =>
    LabSlots.create({ perLab, explain: used => `${used} are taken` });

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
});
