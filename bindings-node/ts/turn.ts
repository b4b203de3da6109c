/** What begins at the end of the turn in which it was asked for: until then its caller can say more about it. */

/** What can be begun. */
export interface Beginning {
  begin(): void;
}

let waiting: Beginning[] = [];
const TURN = Promise.resolve();

/** Begins this at the end of the turn, in the order of asking. */
export function beginLater(one: Beginning): void {
  if (waiting.push(one) === 1) void TURN.then(beginAll);
}

/** Begins what was asked for in this turn, before something changes that it was asked for with. */
export function beginAll(): void {
  const all = waiting;
  waiting = [];
  for (const one of all) one.begin();
}
