import { CommandSlots } from './CommandSlots';

describe('CommandSlots', () => {
  it('lets so many commands run in a lab, and others in other labs', () => {
    const slots = CommandSlots.create({ perLab: 2 });
    const giveBack = slots.take('a');
    slots.take('a');
    expect(() => slots.take('a')).toThrow(
      expect.objectContaining({
        statusCode: 429,
        retryAfterSeconds: 1,
        message:
          'The lab runs 2 commands, and no more at once: wait until one has ended, or cancel one.',
      }),
    );
    slots.take('b');
    giveBack();
    slots.take('a');
  });

  it('takes a place back once', () => {
    const slots = CommandSlots.create({ perLab: 1 });
    const giveBack = slots.take('a');
    giveBack();
    slots.take('a');
    giveBack();
    expect(() => slots.take('a')).toThrow('The lab runs 1 command,');
  });
});
