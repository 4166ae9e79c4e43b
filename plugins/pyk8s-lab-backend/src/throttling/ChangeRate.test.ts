import { ChangeRate } from './ChangeRate';

const alice = { userRef: 'user:default/alice' };
const bob = { userRef: 'user:default/bob' };

describe('ChangeRate', () => {
  it('lets each caller make so many changes in a time, and says when to go on', () => {
    let now = 0;
    const rate = ChangeRate.create(
      { limit: 2, perSeconds: 60 },
      { now: () => now },
    );
    rate.count(alice);
    now = 10_000;
    rate.count(alice);
    now = 15_000;
    expect(() => rate.count(alice)).toThrow(
      expect.objectContaining({
        statusCode: 429,
        retryAfterSeconds: 45,
        message: 'You may make 2 changes to labs in 1m: try again in 45s.',
      }),
    );
    rate.count(bob);
    now = 60_000;
    rate.count(alice);
    // What was refused does not count.
    expect(() => rate.count(alice)).toThrow('try again in 10s');
  });

  it('counts services apart from their user and from each other', () => {
    const rate = ChangeRate.create(
      { limit: 1, perSeconds: 60 },
      { now: () => 0 },
    );
    const shop = { ...alice, serviceSubject: 'external:shop' };
    const cart = { ...alice, serviceSubject: 'external:cart' };
    for (const caller of [alice, shop, cart]) {
      rate.count(caller);
      expect(() => rate.count(caller)).toThrow('You may make 1 changes');
    }
  });
});
