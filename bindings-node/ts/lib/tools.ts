/** Tools that run in the program. */
import type { Tool, ToolResultContentBlockParam, ToolUnion, ToolUseBlock } from '../types.js';

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

// Tools of every input go into one list, and `run` takes its input: only `any` lets them.
/**
 * A definition of a tool, the API's own such as `bash_20250124` included, and the function that runs it. `betaTool`,
 * `betaZodTool` and `betaStandardSchemaTool` make one.
 */
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

function lineOf(block: ToolResultContentBlockParam): string {
  return block.type === 'text' ? block.text : `[${block.type}]`;
}
