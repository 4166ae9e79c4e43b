/** What the order of the queue depends on. */
export interface Waiting {
  readonly id: string;
  readonly ownerRef: string;
  readonly createdAt: Date;
}

/**
 * The order in which labs of the queue get their turn: owners who have fewer labs
 * come first, and each owner's labs go by age. So one owner's twenty requests do
 * not starve another's one, however few are made at a time.
 *
 * @param held - how many labs that have had their turn each owner has
 */
export function fairOrder<T extends Waiting>(
  waiting: readonly T[],
  held: ReadonlyMap<string, number>,
): T[] {
  const turns = new Map(held);
  const take = (owner: string) => {
    const turn = turns.get(owner) ?? 0;
    turns.set(owner, turn + 1);
    return turn;
  };
  return [...waiting]
    .sort(byAge)
    .map(lab => ({ lab, turn: take(lab.ownerRef) }))
    .sort((one, other) => one.turn - other.turn || byAge(one.lab, other.lab))
    .map(({ lab }) => lab);
}

function byAge(one: Waiting, other: Waiting): number {
  return (
    one.createdAt.getTime() - other.createdAt.getTime() ||
    (one.id < other.id ? -1 : 1)
  );
}
