/** How a tool of the program is put together, and run for the model. */
import { ConfigError } from '../../errors.js';
import type { Tool, ToolResultBlockParam, ToolResultContentBlockParam, ToolUnion, ToolUseBlock } from '../../types.js';
import {
  type BetaRunnableTool, type BetaToolRunContext, type ToolDescription, ToolError, type ToolResultContent,
} from '../tools.js';
import type { JSONSchema } from '../transform-json-schema.js';

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

/** Whether a value is what a tool takes. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What goes with every tool that is run: the signal it is told of, and who hears that it failed. */
export interface ToolSurroundings {
  signal: AbortSignal | null | undefined;
  /** Told for people, as the model is told; `error` may hold what people wrote. */
  failed?(what: string, error?: unknown): void;
}

/** Runs a tool for the model and gives the block with its result, or with what went wrong. Never rejects. */
export async function runTool(
  call: ToolUseBlock,
  tool: BetaRunnableTool | undefined,
  { signal, failed }: ToolSurroundings,
): Promise<ToolResultBlockParam> {
  if (!tool) {
    failed?.(`the model asks for the tool ${call.name}, which the runner cannot run; the model is told`);
    return failure(call, `Error: Tool '${call.name}' not found`);
  }
  let args: unknown;
  try {
    args = argumentsOf(call, tool);
  } catch (error) {
    failed?.(`the model gave the tool ${call.name} what it does not take; the model is told`, error);
    return failure(call, wordsOf(error));
  }
  try {
    return { type: 'tool_result', tool_use_id: call.id, ...contentOf(await tool.run(args, contextOf(call, signal))) };
  } catch (error) {
    if (!(error instanceof ToolError)) {
      failed?.(`the tool ${call.name} threw ${error instanceof Error ? error.name : typeof error}; the model is told`, error);
    }
    return failure(call, wordsOf(error));
  }
}

/** What the tool takes of what the model wrote. */
function argumentsOf({ name, input }: ToolUseBlock, tool: BetaRunnableTool): unknown {
  if (!isObject(input)) throw new TypeError(`the input of ${name} must be an object`);
  return typeof tool.parse === 'function' ? tool.parse(input) : input;
}

function wordsOf(error: unknown): ToolResultContent {
  if (error instanceof ToolError) return error.content;
  if (error instanceof Error) return `Error: ${error.message}`;
  // Anything can be thrown, an object without a text of its own too.
  return `Error: ${typeof error === 'object' && error !== null && !('toString' in error) ? 'the tool failed' : String(error)}`;
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
