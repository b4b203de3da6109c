/** Tools that run in the program: what they are, and how one is run for the model. */
import { ConfigError } from '../errors.js';
import type { Tool, ToolResultBlockParam, ToolResultContentBlockParam, ToolUnion, ToolUseBlock } from '../types.js';
import type { JSONSchema } from './transform-json-schema.js';

/** A value, or a promise of it. */
export type Promisable<T> = T | Promise<T>;

/** What a tool gives the model: a text, or blocks of content. */
export type ToolResultContent = string | ToolResultContentBlockParam[];

/** What a tool is told of its call, beside its arguments. */
export interface BetaToolRunContext {
  /** The call, as the model wrote it. */
  toolUse: ToolUseBlock;
  /** The same, under its older name. */
  toolUseBlock: ToolUseBlock;
  /** The signal of the runner's options: what works for long should stop when it fires. */
  signal?: AbortSignal | null | undefined;
}

/** What a program says of a tool that it runs, beside its definition. */
export interface Runnable<Input> {
  /** Runs the tool. What it throws is told to the model as an error; a {@link ToolError} chooses the words. */
  run(args: Input, context?: BetaToolRunContext): Promisable<ToolResultContent>;
  /** Checks what the model wrote, and gives what `run` takes. What it throws is told to the model. */
  parse(content: unknown): Input;
  /** For tools that hold something open. A runner of messages does not call it: the program does, when it is done. */
  close?(): void | Promise<void>;
}

/**
 * A definition of a tool, the API's own such as `bash_20250124` included, and the function that runs it. `betaTool`,
 * `betaZodTool` and `betaStandardSchemaTool` make one.
 */
// Tools of every input go into one list, and `run` takes its input: only `any` lets them.
export type BetaRunnableTool<Input = any> = Extract<ToolUnion, { name: string }> & Runnable<Input>;

/** What can be said of a tool of one's own, beside its name, description, schema and function: it is sent as it is. */
export type ToolOptions = Omit<Tool, 'type' | 'name' | 'description' | 'input_schema'>;

/** What the functions that make a tool have in common. */
export interface ToolDescription<Input> extends ToolOptions {
  /** The name under which the model knows it. */
  name: string;
  /** What it does, when to use it and what it gives, for the model to read. */
  description: string;
  /** As {@link Runnable.run}. */
  run: (args: Input, context?: BetaToolRunContext) => Promisable<ToolResultContent>;
  /** As {@link Runnable.close}. */
  close?: () => void | Promise<void>;
}

/**
 * Thrown by a tool that failed in a way the model is to know of: `content` is sent as an erroneous result.
 *
 * ```ts
 * throw new ToolError([{ type: 'text', text: 'no such city' }]);
 * ```
 */
export class ToolError extends Error {
  /** What the model is told: a text, or blocks of content. */
  readonly content: ToolResultContent;

  constructor(content: ToolResultContent) {
    super(typeof content === 'string' ? content : content.map(lineOf).join(' '));
    this.name = 'ToolError';
    this.content = content;
  }
}

/** Puts a tool together. Throws a `ConfigError` where its schema is not one of an object. */
export function toolOf<Input>(
  { name, description, run, ...options }: ToolDescription<Input>,
  schema: JSONSchema,
  parse: (content: unknown) => Input,
): BetaRunnableTool<Input> {
  if (schema?.['type'] !== 'object') {
    throw new ConfigError(`the tool "${name}" needs the JSON Schema of an object, not of ${schema?.['type']}`);
  }
  return { ...options, type: 'custom', name, input_schema: schema as unknown as Tool.InputSchema, description, run, parse };
}

/** Whether the program can run a tool. */
export function isRunnable(tool: ToolUnion | BetaRunnableTool): tool is BetaRunnableTool {
  return 'run' in tool && typeof tool.run === 'function' && 'name' in tool;
}

/** What goes with every tool that is run: the signal it is told of, and who hears that it failed. */
export interface ToolSurroundings {
  signal: AbortSignal | null | undefined;
  /** Told for people, as the model is told; `error` may hold what people wrote. */
  failed?(kind: 'warn' | 'error', what: string, error?: unknown): void;
}

/** Runs a tool for the model and gives the block with its result, or with what went wrong. Never rejects. */
export async function runTool(
  call: ToolUseBlock,
  tool: BetaRunnableTool | undefined,
  { signal, failed }: ToolSurroundings,
): Promise<ToolResultBlockParam> {
  if (!tool) {
    failed?.('warn', `the model asks for the tool ${call.name}, which the runner cannot run; the model is told`);
    return failure(call, `Error: Tool '${call.name}' not found`);
  }
  try {
    const { input } = call;
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      throw new TypeError(`the input of ${call.name} must be an object`);
    }
    const args = typeof tool.parse === 'function' ? tool.parse(input) : input;
    return { type: 'tool_result', tool_use_id: call.id, ...contentOf(await tool.run(args, contextOf(call, signal))) };
  } catch (error) {
    if (error instanceof ToolError) return failure(call, error.content);
    failed?.('error', `the tool ${call.name} threw ${error instanceof Error ? error.name : typeof error}; the model is told`, error);
    return failure(call, `Error: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function contextOf(call: ToolUseBlock, signal: AbortSignal | null | undefined): BetaToolRunContext {
  return { toolUse: call, toolUseBlock: call, signal };
}

/** What a tool gave, as a result has it. Programs in JavaScript give more than the types allow. */
function contentOf(given: unknown): { content?: ToolResultContent } {
  if (given === undefined || given === null) return {};
  if (typeof given === 'string' || Array.isArray(given)) return { content: given };
  if (typeof given === 'object' && 'type' in given) return { content: [given as ToolResultContentBlockParam] };
  throw new TypeError(`a tool gives a text or blocks of content, not ${typeof given}`);
}

function failure(call: ToolUseBlock, content: ToolResultContent): ToolResultBlockParam {
  return { type: 'tool_result', tool_use_id: call.id, content, is_error: true };
}

function lineOf(block: ToolResultContentBlockParam): string {
  return block.type === 'text' ? block.text : `[${block.type}]`;
}
