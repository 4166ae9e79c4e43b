import { fairOrder, type Waiting } from './fairOrder';

const lab = (id: string, ownerRef: string, age: number): Waiting => ({
  id,
  ownerRef,
  createdAt: new Date(1_000_000 - age * 1000),
});
const ids = (labs: readonly Waiting[]) => labs.map(({ id }) => id);

const none = new Map<string, number>();

describe('fairOrder', () => {
  it('goes by age among the labs of one owner', () => {
    expect(
      ids(
        fairOrder([lab('b', 'x', 1), lab('a', 'x', 9), lab('c', 'x', 0)], none),
      ),
    ).toEqual(['a', 'b', 'c']);
  });

  it('lets owners take turns', () => {
    const many = Array.from({ length: 20 }, (_, n) =>
      lab(`x${n}`, 'x', 99 - n),
    );
    const order = ids(fairOrder([...many, lab('y0', 'y', 1)], none));
    expect(order.slice(0, 3)).toEqual(['x0', 'y0', 'x1']);
    expect(order).toHaveLength(21);
  });

  it('counts what an owner has as turns that were had', () => {
    const held = new Map([['x', 2]]);
    expect(
      ids(fairOrder([lab('x1', 'x', 9), lab('y1', 'y', 1)], held)),
    ).toEqual(['y1', 'x1']);
  });

  it('is the same whatever order it is given', () => {
    const labs = [lab('b', 'x', 5), lab('a', 'x', 5), lab('c', 'y', 5)];
    expect(ids(fairOrder(labs, none))).toEqual(
      ids(fairOrder([...labs].reverse(), none)),
    );
  });
});
