/** One turn of a conversation with tools: what the model says, and what its tools give. */
import type { MessageStream } from '../../message-stream.js';
import type { Message, MessageParam, ToolResultBlockParam, ToolUseBlock, UserMessageParam } from '../../types.js';
import type { BetaRunnableTool } from '../tools.js';
import { isObject, runTool, type ToolSurroundings } from './run-tool.js';

/** The tools that can be run, by name. */
export type Tools = ReadonlyMap<string, BetaRunnableTool>;

/** What the model says, whole or as a stream; nothing of the conversation is kept here. */
export class Turn {
  /** The stream of the turn, where the runner streams. */
  readonly stream: MessageStream | undefined;
  /** Whether the program has set what is said next: nothing is added to it then. */
  isTaken = false;
  readonly #message: Message | undefined;
  #response: Promise<UserMessageParam | null> | undefined;

  constructor(said: Message | MessageStream) {
    if ('finalMessage' in said) this.stream = said;
    else this.#message = said;
  }

  /** The model's message. What is left of a stream is read first; rejects where that breaks. */
  async message(): Promise<Message> {
    return this.#message ?? this.stream!.finalMessage();
  }

  /** Closes the stream, if it is still under way. */
  abort(): void {
    if (this.stream && !this.stream.ended) this.stream.abort();
  }

  /** Runs the tools that the message asks for, once; null where it asks for none. */
  respond(tools: Tools, around: ToolSurroundings): Promise<UserMessageParam | null> {
    this.#response ??= this.message().then((message) => respond(message, tools, around));
    return this.#response;
  }
}

/** Runs all tools that a message asks for, at the same time, and gives the message with their results, in order. */
export async function respond(
  message: Message | MessageParam,
  tools: Tools,
  around: ToolSurroundings,
): Promise<UserMessageParam | null> {
  const calls = Array.isArray(message.content) ? (message.content as ToolUseBlock[]).filter(isCall) : [];
  if (calls.length === 0) return null;
  const run = (call: ToolUseBlock): Promise<ToolResultBlockParam> => runTool(call, tools.get(call.name), around);
  const content = await Promise.all(calls.map(run));
  return { role: 'user', content };
}

/** A message of the model as it is said again in the next request. */
export function repeated({ role, content }: Message): MessageParam {
  return { role, content: (content?.some(isMangled) ? content.map(mended) : content) as MessageParam['content'] };
}

/** Whether a call has an input that is no object: the API refuses it when it is sent back. */
function isMangled(block: { type: string; input?: unknown }): boolean {
  return isCall(block) && !isObject(block.input);
}

/** What the model wrote, in an object: it sees its own mistake. */
function mended<Block extends { type: string; input?: unknown }>(block: Block): Block {
  if (!isMangled(block)) return block;
  const { input } = block;
  return { ...block, input: { INVALID_JSON: typeof input === 'string' ? input : JSON.stringify(input) } };
}

function isCall(block: { type: string }): boolean {
  return block.type === 'tool_use';
}
