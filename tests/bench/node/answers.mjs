/** What `../answers.py` has the server say, for comparison with what a client made of it. */

export const MODEL = 'claude-opus-4-6';
const WORDS = ['Tides ', 'rise ', 'and ', 'fall ', 'twice ', 'a ', 'lunar ', 'day, ', 'as ', 'the ', 'moon ', 'passes. '];
/** Characters in a piece of a tool's input. */
const FRAGMENT = 20;

/** The pieces of text of a streamed answer. */
export function textPieces(count) {
  return Array.from({ length: count }, (_, number) => WORDS[number % WORDS.length]);
}

/** What a tool is called with: records, as much of them as fills `count` pieces. */
export function toolInput(count) {
  const records = [];
  for (let size = 0; size < count * FRAGMENT; ) {
    const number = records.length;
    const record = { id: number, name: `station ${number}`, level: number / 8, open: number % 3 === 0 };
    records.push(record);
    // Python writes 0.0 where JavaScript writes 0, and so for every whole number that was divided.
    size += JSON.stringify(record).length + (number % 8 === 0 ? 2 : 0) + 1;
  }
  return { stations: records };
}
