/** The loop of tools: sends the conversation, runs the tools that the model asks for, and goes on until it is done. */
import { AnthropicError, APIUserAbortError, ConfigError, ValidationError } from '../errors.js';
import type { MessageStream } from '../message-stream.js';
import { log } from '../log.js';
import type { RequestOptions } from '../options.js';
import type { Session } from '../session.js';
import type { Message, MessageCreateParamsBase, MessageParam, ToolUnion, UserMessageParam } from '../types.js';
import { Outcome } from './internal/outcome.js';
import { isObject, isRunnable, type ToolSurroundings } from './internal/run-tool.js';
import { repeated, respond, Turn } from './internal/tool-turn.js';
import { nameOf } from '../values.js';
import type { BetaRunnableTool } from './tools.js';

/** The options of the runner's requests. Its `signal` is also given to the tools. */
export type BetaToolRunnerRequestOptions = RequestOptions;

/** What a runner is given: the parameters of a request, tools that can be run among them, and its own settings. */
export type BetaToolRunnerParams = Omit<MessageCreateParamsBase, 'tools' | 'stream'> & {
  /** The tools; those with a function are run when the model asks for them. */
  tools: (ToolUnion | BetaRunnableTool)[];
  /** The most requests that are sent; no limit unless said. */
  max_iterations?: number | undefined;
  /** Whether each turn is a stream. */
  stream?: boolean | undefined;
  /** Betas of the API that the requests ask for. */
  betas?: string[] | undefined;
  /** A conversation that the server keeps is not there: the whole conversation is sent with every turn. */
  thread?: false | undefined;
  /** Tools are run when their message is complete. */
  runToolsEagerly?: false | undefined;
};

/** What a runner needs of `client.beta.messages`. */
export interface TurnSource {
  create(params: never, options?: RequestOptions): PromiseLike<Message>;
  stream(params: never, options?: RequestOptions): MessageStream;
}

/** What is iterated over: the messages of the model, or their streams. */
export type BetaToolRunnerTurn<Stream extends boolean> = Stream extends true ? MessageStream : Message;

/**
 * A conversation in which the model calls the program's tools; `client.beta.messages.toolRunner()` gives one.
 *
 * `for await` gives each message of the model, or with `stream: true` its stream; between two, the tools that the first
 * asked for are run, all at the same time, and what is left of a stream is read before. `await runner` goes on to the end and
 * gives the last message. The loop ends when the model asks for no tool any more, or after `max_iterations` requests;
 * leaving it early closes the stream under way. A request that fails rejects; iterating again sends it again.
 *
 * A tool that throws does not end the loop: the model is told `Error: ` and the error's message, or the content of a `ToolError`.
 */
export class BetaToolRunner<Stream extends boolean = boolean> implements AsyncIterable<BetaToolRunnerTurn<Stream>> {
  readonly #source: TurnSource;
  readonly #session: Session | undefined;
  #params!: BetaToolRunnerParams;
  #options: BetaToolRunnerRequestOptions;
  #tools!: ReadonlyMap<string, BetaRunnableTool>;
  #turn: Turn | undefined;
  #last: Message | undefined;
  #sent = 0;
  /** Whether the turn is still to be ended: its tools run, its message said again. */
  #isOpen = false;
  #isRunning = false;
  #isOver = false;
  #end = new Outcome<Message>();

  /** For the library; users call `client.beta.messages.toolRunner()`. */
  constructor(source: TurnSource, params: BetaToolRunnerParams, options?: BetaToolRunnerRequestOptions, session?: Session) {
    this.#source = source;
    this.#session = session;
    this.#options = { ...options };
    this.#set(params);
  }

  /** The parameters of the next request, a copy: {@link setMessagesParams} changes them. */
  get params(): Readonly<BetaToolRunnerParams> {
    return { ...this.#params, messages: [...this.#params.messages] };
  }

  /**
   * Sets the parameters of the next request, or has a function make them of the last ones.
   *
   * While a turn is handled, its message is not yet among `messages`. In such a turn the runner adds nothing to them, neither
   * the message nor the results of its tools, and goes on in any case; only where they end with a message of the model that
   * asks for tools, these are run.
   */
  setMessagesParams(params: BetaToolRunnerParams): void;
  setMessagesParams(change: (params: BetaToolRunnerParams) => BetaToolRunnerParams): void;
  setMessagesParams(given: BetaToolRunnerParams | ((params: BetaToolRunnerParams) => BetaToolRunnerParams)): void {
    this.#set(typeof given === 'function' ? given(this.params) : given);
    this.#take();
  }

  /** Sets the options of the next requests, or has a function make them of the last ones. */
  setRequestOptions(options: BetaToolRunnerRequestOptions): void;
  setRequestOptions(change: (options: BetaToolRunnerRequestOptions) => BetaToolRunnerRequestOptions): void;
  setRequestOptions(
    given: BetaToolRunnerRequestOptions | ((options: BetaToolRunnerRequestOptions) => BetaToolRunnerRequestOptions),
  ): void {
    this.#options = typeof given === 'function' ? given({ ...this.#options }) : { ...given };
  }

  /** Adds messages to the conversation, as {@link setMessagesParams} does. */
  pushMessages(...messages: MessageParam[]): void {
    this.#params.messages.push(...messages);
    this.#take();
  }

  /**
   * Runs the tools that the message of this turn asks for, once, and gives the message with their results, which can still
   * be changed. Null where there is no message yet, or where it asks for none. Rejects only where a stream breaks.
   */
  async generateToolResponse(signal: AbortSignal | null | undefined = this.#options.signal): Promise<UserMessageParam | null> {
    return this.#turn ? this.#turn.respond(this.#tools, this.#around(signal)) : null;
  }

  /**
   * Waits until the loop that runs, or the next one, has come to its end, and gives the last message. It sends nothing by
   * itself. Rejects with what ended the loop, and with an `APIUserAbortError` where it was left early.
   */
  done(): Promise<Message> {
    return this.#end.promise;
  }

  /** Goes on until the model asks for no tool any more, and gives its last message. Waits where a loop is running. */
  runUntilDone(): Promise<Message> {
    if (!this.#isRunning && !this.#isOver) void this.#runOn();
    return this.#end.promise;
  }

  /** `await runner` is `await runner.runUntilDone()`. */
  then<A = Message, B = never>(
    fulfilled?: ((message: Message) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.runUntilDone().then(fulfilled, rejected);
  }

  async *[Symbol.asyncIterator](): AsyncIterator<BetaToolRunnerTurn<Stream>, undefined> {
    if (this.#isRunning || this.#isOver) throw new ConfigError('a tool runner is iterated over once');
    this.#isRunning = true;
    this.#end = this.#end.renewed();
    try {
      for (let said = await this.#goOn(); said; said = await this.#goOn()) yield said as BetaToolRunnerTurn<Stream>;
      this.#isOver = true;
      this.#end.resolve(this.#lastMessage());
      return undefined;
    } catch (error) {
      this.#end.reject(error);
      throw error;
    } finally {
      this.#isRunning = false;
      if (!this.#end.isSettled) this.#leave();
    }
  }

  async #runOn(): Promise<void> {
    try {
      for await (const _ of this);
    } catch {
      // Told by the promise of the end.
    }
  }

  /** The loop was left early: whoever waits for its end would wait for ever. */
  #leave(): void {
    this.#turn?.abort();
    this.#end.reject(new APIUserAbortError('the loop of the tool runner was left before its end'));
  }

  /** Ends the turn under way and begins the next; gives what is iterated over, or undefined where all is over. */
  async #goOn(): Promise<Message | MessageStream | undefined> {
    if (this.#isOpen && !(await this.#endTurn(this.#turn!))) return undefined;
    const limit = this.#params.max_iterations;
    if (typeof limit === 'number' && this.#sent >= limit) return undefined;
    return this.#send();
  }

  async #send(): Promise<Message | MessageStream> {
    // The settings are the runner's own; whether it streams is said by the method.
    const { max_iterations, thread, runToolsEagerly, stream, ...params } = this.#params;
    this.#turn = undefined;
    const said = stream
      ? this.#source.stream(params as never, this.#options)
      : await this.#source.create(params as never, this.#options);
    this.#sent += 1;
    this.#turn = new Turn(said);
    this.#isOpen = true;
    if (!stream) this.#last = said as Message;
    return said;
  }

  /** Says what comes next in the conversation; gives whether it goes on. */
  async #endTurn(turn: Turn): Promise<boolean> {
    // First of all: a turn whose stream breaks here is begun anew.
    this.#isOpen = false;
    const { messages } = this.#params;
    if (turn.isTaken) {
      turn.abort();
      const last = messages.at(-1);
      const response = last?.role === 'assistant' ? await respond(last, this.#tools, this.#around(this.#options.signal)) : null;
      if (response) messages.push(response);
      if (!turn.stream) this.#keepContainer(await turn.message());
      return true;
    }
    const message = (this.#last = await turn.message());
    const response = message.stop_reason === 'tool_use' ? await this.generateToolResponse() : null;
    messages.push(repeated(message));
    if (response) messages.push(response);
    this.#keepContainer(message);
    return response !== null || message.stop_reason === 'pause_turn';
  }

  /** The API keeps what server tools made for as long as the same container is named. */
  #keepContainer(message: Message): void {
    const id = message.container?.id;
    const asked = this.#params.container;
    if (id === undefined || typeof asked === 'string') return;
    this.#params.container = asked ? { ...asked, id } : id;
  }

  #set(params: BetaToolRunnerParams): void {
    if (!isObject(params)) throw new ValidationError(`the parameters of a tool runner must be an object, not ${nameOf(params)}`);
    if (!Array.isArray(params.messages)) throw new ValidationError(`messages must be a list of messages, not ${nameOf(params.messages)}`);
    const { tools = [] } = params;
    if (!Array.isArray(tools) || !tools.every(isObject)) throw new ValidationError('tools must be a list of tools, each an object');
    const { thread, runToolsEagerly } = params as { thread?: unknown; runToolsEagerly?: unknown };
    if (thread) throw new ConfigError('a tool runner sends the whole conversation with every turn; `thread` can only be false');
    if (runToolsEagerly) {
      throw new ConfigError('a tool runner runs tools when their message is complete; `runToolsEagerly` can only be false');
    }
    const { thread: _, runToolsEagerly: __, ...kept } = params;
    this.#params = { ...kept, messages: [...params.messages] };
    this.#tools = new Map(tools.filter(isRunnable).map((tool) => [tool.name, tool]));
  }

  #around(signal: AbortSignal | null | undefined): ToolSurroundings {
    const settings = this.#session?.settings();
    if (!settings) return { signal };
    const { logger, logLevel } = settings;
    const failed = (what: string, error?: unknown): void => {
      // What an error says may hold what people wrote: it is shown to who debugs the program only.
      log(logger, logLevel, 'info', `Tidings: ${what}`, ...(logLevel === 'debug' && error !== undefined ? [error] : []));
    };
    return { signal, failed };
  }

  /** What is said next is the program's own from now on, until the next turn. */
  #take(): void {
    if (this.#turn && this.#isOpen) this.#turn.isTaken = true;
  }

  #lastMessage(): Message {
    if (this.#last) return this.#last;
    throw new AnthropicError('no message has come: max_iterations allows no request');
  }
}
