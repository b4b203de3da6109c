/** The request and the answer. Fields that this version does not know are kept, though they have no type here. */

/** A model's id; any string is passed on. */
export type Model = string;

/** Keeps a prefix of the request in the server's cache. */
export interface CacheControl {
  type: 'ephemeral';
  ttl?: '5m' | '1h' | undefined;
}

/** The body of a request for a message. */
export interface MessageCreateParamsBase {
  model: Model;
  /** The most tokens the model may write; at least 1. */
  max_tokens: number;
  /** The conversation so far. */
  messages: MessageParam[];
  /** The system prompt. */
  system?: string | TextBlockParam[] | undefined;
  /** Tools the model may ask for. */
  tools?: ToolUnion[] | undefined;
  tool_choice?: ToolChoice | undefined;
  /** Texts that end the answer where they would be written. */
  stop_sequences?: string[] | undefined;
  /** Randomness, 0 to 1. */
  temperature?: number | undefined;
  top_k?: number | undefined;
  top_p?: number | undefined;
  thinking?: ThinkingConfig | undefined;
  output_config?: { effort?: string; format?: { type: 'json_schema'; schema: Record<string, unknown> } } | undefined;
  cache_control?: CacheControl | null | undefined;
  container?: unknown;
  inference_geo?: string | null | undefined;
  metadata?: { user_id?: string | null } | undefined;
  service_tier?: 'auto' | 'standard_only' | undefined;
  speed?: string | null | undefined;
}

/** A request for a whole message. */
export interface MessageCreateParamsNonStreaming extends MessageCreateParamsBase {
  stream?: false | undefined;
}

/** A request for the events of a message. */
export interface MessageCreateParamsStreaming extends MessageCreateParamsBase {
  stream: true;
}

export type MessageCreateParams = MessageCreateParamsNonStreaming | MessageCreateParamsStreaming;
export type MessageStreamParams = MessageCreateParamsBase & { stream?: boolean | undefined };

/** How the model may think before it answers. */
export type ThinkingConfig =
  | { type: 'enabled'; budget_tokens: number; display?: string }
  | { type: 'adaptive'; display?: string }
  | { type: 'disabled' };

/** One message of the conversation. A {@link Message} goes straight back in. */
export interface MessageParam {
  role: 'user' | 'assistant';
  content: string | (ContentBlockParam | ContentBlock)[];
}

export interface TextBlockParam {
  type: 'text';
  text: string;
  cache_control?: CacheControl | null | undefined;
  citations?: Citation[] | null | undefined;
}

export interface ImageBlockParam {
  type: 'image';
  source:
    | { type: 'base64'; media_type: 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp'; data: string }
    | { type: 'url'; url: string }
    | { type: 'file'; file_id: string };
  cache_control?: CacheControl | null | undefined;
}

export interface DocumentBlockParam {
  type: 'document';
  source:
    | { type: 'base64'; media_type: 'application/pdf'; data: string }
    | { type: 'text'; media_type: 'text/plain'; data: string }
    | { type: 'content'; content: string | (TextBlockParam | ImageBlockParam)[] }
    | { type: 'url'; url: string }
    | { type: 'file'; file_id: string };
  title?: string | null | undefined;
  context?: string | null | undefined;
  citations?: { enabled?: boolean } | null | undefined;
  cache_control?: CacheControl | null | undefined;
}

/** What a tool gave back. */
export interface ToolResultBlockParam {
  type: 'tool_result';
  /** The `id` of the {@link ToolUseBlock} it answers. */
  tool_use_id: string;
  content?: string | (TextBlockParam | ImageBlockParam | DocumentBlockParam)[] | undefined;
  is_error?: boolean | undefined;
  cache_control?: CacheControl | null | undefined;
}

export interface ToolUseBlockParam {
  type: 'tool_use';
  id: string;
  name: string;
  input: unknown;
  cache_control?: CacheControl | null | undefined;
}

export type ContentBlockParam =
  | TextBlockParam | ImageBlockParam | DocumentBlockParam | ToolResultBlockParam | ToolUseBlockParam;

/** A tool of the caller's. */
export interface Tool {
  name: string;
  description?: string | undefined;
  /** A JSON Schema of type `object`. */
  input_schema: { type: 'object'; properties?: unknown; required?: string[] | null; [keyword: string]: unknown };
  type?: 'custom' | null | undefined;
  strict?: boolean | undefined;
  cache_control?: CacheControl | null | undefined;
}

/** A tool that runs on the server, by its versioned type, such as `web_search_20250305`. */
export interface ServerTool {
  type: `${string}_${number}`;
  name: string;
  [option: string]: unknown;
}

export type ToolUnion = Tool | ServerTool;

export type ToolChoice =
  | { type: 'auto'; disable_parallel_tool_use?: boolean }
  | { type: 'any'; disable_parallel_tool_use?: boolean }
  | { type: 'tool'; name: string; disable_parallel_tool_use?: boolean }
  | { type: 'none' };

/** What the model wrote. */
export interface Message {
  id: string;
  type: 'message';
  role: 'assistant';
  model: Model;
  content: ContentBlock[];
  stop_reason: StopReason | null;
  stop_sequence: string | null;
  stop_details?: unknown;
  container?: unknown;
  usage: Usage;
  /** The id to quote to the API's support. Not enumerable. */
  readonly _request_id?: string | null | undefined;
}

export type StopReason =
  | 'end_turn' | 'max_tokens' | 'stop_sequence' | 'tool_use' | 'pause_turn' | 'refusal' | 'model_context_window_exceeded';

/** Tokens, counted by the server. */
export interface Usage {
  input_tokens: number;
  output_tokens: number;
  cache_creation_input_tokens?: number | null;
  cache_read_input_tokens?: number | null;
  cache_creation?: { ephemeral_5m_input_tokens: number; ephemeral_1h_input_tokens: number } | null;
  server_tool_use?: { web_search_requests?: number; web_fetch_requests?: number } | null;
  service_tier?: string | null;
}

export interface TextBlock {
  type: 'text';
  text: string;
  citations?: Citation[] | null;
}

/** Where a text comes from. Its fields depend on its type. */
export interface Citation {
  type: string;
  cited_text: string;
  [field: string]: unknown;
}

export interface ThinkingBlock {
  type: 'thinking';
  thinking: string;
  signature: string;
}

export interface RedactedThinkingBlock {
  type: 'redacted_thinking';
  data: string;
}

/** The model asks for a tool. */
export interface ToolUseBlock {
  type: 'tool_use';
  id: string;
  name: string;
  input: unknown;
}

/** A tool that the server runs itself. */
export interface ServerToolUseBlock {
  type: 'server_tool_use';
  id: string;
  name: string;
  input: unknown;
}

/** What a tool of the server gave. */
export interface ServerToolResultBlock {
  type: `${string}_tool_result`;
  tool_use_id: string;
  content: unknown;
}

export type ContentBlock =
  | TextBlock | ThinkingBlock | RedactedThinkingBlock | ToolUseBlock | ServerToolUseBlock | ServerToolResultBlock;

/** What one event adds to a block. */
export type ContentBlockDelta =
  | { type: 'text_delta'; text: string }
  | { type: 'input_json_delta'; partial_json: string }
  | { type: 'citations_delta'; citation: Citation }
  | { type: 'thinking_delta'; thinking: string }
  | { type: 'signature_delta'; signature: string };

/** An event of a stream, as on the wire. Pings are not handed out; an error event is thrown. */
export type MessageStreamEvent =
  | { type: 'message_start'; message: Message }
  | { type: 'content_block_start'; index: number; content_block: ContentBlock }
  | { type: 'content_block_delta'; index: number; delta: ContentBlockDelta }
  | { type: 'content_block_stop'; index: number }
  | { type: 'message_delta'; delta: MessageDelta; usage: Partial<Usage> }
  | { type: 'message_stop' };

/** The name that the official package gives to what is on the wire. */
export type RawMessageStreamEvent = MessageStreamEvent;

/** How the message ended. */
export interface MessageDelta {
  stop_reason: StopReason | null;
  stop_sequence: string | null;
  stop_details?: unknown;
  container?: unknown;
}
