/** The event stream cut by hand, as someone writes it who has no package for the API. */

/** Text in, events out. Each event's JSON is read. */
export class Cutter {
  #rest = '';

  feed(text, take) {
    const all = this.#rest + text;
    let at = 0;
    for (let end; (end = all.indexOf('\n\n', at)) >= 0; at = end + 2) {
      take(JSON.parse(all.slice(all.indexOf('data: ', at) + 6, end)));
    }
    this.#rest = all.slice(at);
  }
}

/** What a program keeps of a stream. */
export class Reader {
  events = 0;
  text = '';
  stopReason = '';
  outputTokens = 0;

  constructor(see) {
    this.see = see;
  }

  take = (event) => {
    this.events++;
    if (event.type === 'content_block_delta') {
      if (event.delta.type === 'text_delta') {
        this.text += event.delta.text;
        this.see?.(event.delta.text);
      }
    } else if (event.type === 'message_delta') {
      this.stopReason = event.delta.stop_reason;
      this.outputTokens = event.usage.output_tokens;
    } else if (event.type === 'error') {
      throw new Error(JSON.stringify(event.error));
    }
  };
}

const LAST_CHUNK = '\r\n0\r\n\r\n';
const MARK = '"text_delta","text":"';

/** The floor: where frames and the stream end, and nothing else is read but, where it is shown, the text. */
export class Counter {
  events = 0;
  isOver = false;
  #tail = '';

  constructor(see) {
    this.see = see;
  }

  feed(text) {
    const all = this.#tail.slice(-1) + text;
    for (let at = 0; (at = all.indexOf('\n\n', at)) >= 0; at += 2) this.events++;
    this.#tail = (this.#tail + text).slice(-LAST_CHUNK.length);
    this.isOver = this.#tail === LAST_CHUNK;
    if (!this.see) return;
    for (let at = 0; (at = text.indexOf(MARK, at)) >= 0; ) {
      at += MARK.length;
      this.see(text.slice(at, text.indexOf('"', at)));
    }
  }
}
