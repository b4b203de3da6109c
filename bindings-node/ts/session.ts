/** What a client gives its resources: where calls go, and by which options. */
import { type Host, openClient } from './call.js';
import { ConfigError } from './errors.js';
import { tell } from './hooks.js';
import { log } from './log.js';
import type { NativeClient, Told } from './native.js';
import type { ClientOptions } from './options.js';
import { changedOptions, type Settings, settingsOf } from './settings.js';
import type { Trace } from './trace.js';
import { beginAll } from './turn.js';

/** The client inside the client. Resources hold this one, so that what is set on the client holds for them too. */
export class Session implements Host {
  static readonly #ofClients = new WeakMap<object, Session>();

  native: NativeClient;
  told: ((told: Told) => void) | undefined;
  #settings: Settings;
  #closed = false;

  /** What the options say alike, a session has in common with the one it is made from. */
  constructor(options: ClientOptions, lender: Session | undefined, trace: Trace) {
    this.#settings = settingsOf(options, lender && lender.#settings);
    this.native = Session.#open(this.#settings, lender, trace);
    this.#listen();
  }

  /** The session of a client, or the session itself. */
  static of(client: object): Session {
    const session = client instanceof Session ? client : Session.#ofClients.get(client);
    if (!session) throw new ConfigError('a resource needs the client that it is of');
    return session;
  }

  /** Says of which client it is the session. */
  belong(client: object): void {
    Session.#ofClients.set(client, this);
  }

  /** The options as they are now. A function, so that nothing that shows an object's fields shows a key. */
  settings(): Settings {
    return this.#settings;
  }

  /** Changes options for the calls that begin from here on. Those under way keep theirs. */
  change(changes: ClientOptions, trace: Trace): void {
    beginAll();
    const settings = settingsOf(changedOptions(this.#settings.options, changes), this.#settings);
    this.native = Session.#open(settings, this, trace);
    this.#closed = false;
    this.#settings = settings;
    this.#listen();
  }

  /** Closes what is idle; calls that begin from here on are refused. */
  close(): void {
    beginAll();
    this.native.close();
    this.#closed = true;
  }

  static #open({ native }: Settings, lender: Session | undefined, trace: Trace): NativeClient {
    // What is borrowed asks for itself; a desk of one's own would stay open for nobody, and be looked at again and again.
    const borrows = lender && !lender.#closed && native.lends?.credential;
    return openClient(borrows ? { ...native, asks: undefined } : native, lender?.native, trace);
  }

  #listen(): void {
    const { hooks, logger, logLevel } = this.#settings;
    const failed = (why: unknown): void => log(logger, logLevel, 'error', 'Tidings: a hook failed; the call goes on:', why);
    // Most clients have no hooks: nothing is told then, and nothing is looked at.
    this.told = Object.keys(hooks).length === 0 ? undefined : (told) => tell(hooks, told, failed);
  }
}
