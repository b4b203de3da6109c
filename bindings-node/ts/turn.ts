/** What begins at the end of the turn in which it was asked for: until then its caller can say more about it. */

/** What can be begun. */
export interface Beginning {
  begin(): void;
}

const waiting = new Set<Beginning>();
const TURN = Promise.resolve();

/** Begins this at the end of the turn, in the order of asking. Each by itself, so that each keeps its caller's asynchronous context. */
export function beginLater(one: Beginning): void {
  waiting.add(one);
  void TURN.then(() => begin(one));
}

/** Begins what was asked for in this turn, before something changes that it was asked for with. */
export function beginAll(): void {
  for (const one of waiting) begin(one);
}

function begin(one: Beginning): void {
  if (waiting.delete(one)) one.begin();
}
