// Written by `make generate` from the types declared in core/src/types: change them there, then run it.
/** What is sent. Fields that these types do not know go into `extraBody`. */
import type {
  AllowedCaller, BashCodeExecutionToolResultErrorCode, CacheControlTtl, CodeExecutionToolResultErrorCode, Effort,
  ImageMediaType, Model, ModelLifecycle, OversizedImage, RequestServiceTier, ResponseInclusion, Role, ServerToolName,
  SkillType, Speed, TextEditorCodeExecutionFileType, TextEditorCodeExecutionToolResultErrorCode, ThinkingDisplay,
  ToolParamType, ToolSearchToolBm25Type, ToolSearchToolRegexType, ToolSearchToolResultErrorCode,
  WebFetchToolResultErrorCode, WebSearchToolResultErrorCode,
} from './words.js';
import type { MessageCreateParamsNonStreaming } from './calls.js';

// params

/** The body of a request for a message. */
export interface MessageCreateParamsBase {
  /** The model's id; any string is passed on. */
  model: Model;
  /**
   * The most tokens the model may write, thinking included: at least 1, at most the model's own maximum. 0, which some
   * APIs take to only write the prompt cache, is refused unless validation is off.
   */
  max_tokens: number;
  /**
   * The conversation so far: 1 to 100,000 messages, the first by the user. Messages of one role in a row count as one.
   * A last message by the model is continued by models up to version 4.5; later ones refuse it.
   */
  messages: MessageParam[];
  /** The system prompt: a string or a list of text blocks. */
  system?: string | TextBlockParam[] | undefined;
  /** Whether the answer is streamed. Each call sets it as it needs it. */
  stream?: boolean | undefined;
  /**
   * Randomness, 0 to 1; the API's default is 1. Only for version `2023-06-01`, and only the default from Opus 4.7 on.
   */
  temperature?: number | undefined;
  /**
   * Nucleus sampling, 0 to 1. Only for version `2023-06-01`; from Opus 4.1, Sonnet 4.5 and Haiku 4.5 on not together
   * with `temperature`.
   */
  top_p?: number | undefined;
  /** Sampling from this many of the likeliest tokens, 0 or more. Only for version `2023-06-01`. */
  top_k?: number | undefined;
  /** Texts that end the answer where they would be written. None of them may be blank. */
  stop_sequences?: string[] | undefined;
  /** About the request, for the API and not for the model. */
  metadata?: Metadata | undefined;
  /** Tools the model may use. */
  tools?: ToolUnion[] | undefined;
  /** Which of the tools the model may, must or must not use; `auto` when there are tools. */
  tool_choice?: ToolChoice | undefined;
  /** Whether and how the model thinks before it answers. Without it, it depends on the model. */
  thinking?: ThinkingConfigParam | undefined;
  /** How much effort the model makes, and the form of its answer. */
  output_config?: OutputConfig | undefined;
  /** Which capacity the request may use; `auto` unless said otherwise. The answer's `usage` says which it was. */
  service_tier?: RequestServiceTier | undefined;
  /** The container that the server's code runs in: an earlier one's id, or since late 2026 what it needs. */
  container?: MessageCreateParamsContainer | null | undefined;
  /** Caches the conversation up to its last block that can be. */
  cache_control?: CacheControlEphemeral | null | undefined;
  /**
   * Where the model runs, such as `global` or `us`; the workspace's setting unless said otherwise. For models from Opus
   * 4.6 on; earlier ones refuse it.
   */
  inference_geo?: string | null | undefined;
  /** How fast the model writes; `standard` unless said otherwise. Some models need the beta `fast-mode-2026-02-01`. */
  speed?: Speed | null | undefined;
  /** Asks why the cache was missed. Since 2026-09. */
  diagnostics?: DiagnosticsParam | null | undefined;
}

/** The body of a request to count tokens: what of a request for a message the model would read. */
export interface MessageCountTokensParams {
  /** The model's id; any string is passed on. */
  model: Model;
  /** The conversation so far: 1 to 100,000 messages, the first by the user. */
  messages: MessageParam[];
  /** The system prompt: a string or a list of text blocks. */
  system?: string | TextBlockParam[] | undefined;
  /** Tools the model may use. The server's are counted for the first step only. */
  tools?: ToolUnion[] | undefined;
  /** Which of the tools the model may, must or must not use. */
  tool_choice?: ToolChoice | undefined;
  /** Whether and how the model thinks before it answers. */
  thinking?: ThinkingConfigParam | undefined;
  /** How much effort the model makes, and the form of its answer. */
  output_config?: OutputConfig | undefined;
  /** Caches the conversation up to its last block that can be. Counting itself uses no cache. */
  cache_control?: CacheControlEphemeral | null | undefined;
  /** How fast the model writes. */
  speed?: Speed | null | undefined;
}

// conversation

/** One message of the conversation. */
export interface MessageParam {
  /** Who speaks. */
  role: Role;
  /** What is said. */
  content: MessageContentParam;
}

/** Text, or a list of blocks. */
export type MessageContentParam = string | ContentBlockParam[];

/** One block of what is sent. */
export type ContentBlockParam =
  | TextBlockParam
  | ImageBlockParam
  | DocumentBlockParam
  | SearchResultBlockParam
  | ThinkingBlockParam
  | RedactedThinkingBlockParam
  | ToolUseBlockParam
  | ToolResultBlockParam
  | ServerToolUseBlockParam
  | WebSearchToolResultBlockParam
  | WebFetchToolResultBlockParam
  | CodeExecutionToolResultBlockParam
  | BashCodeExecutionToolResultBlockParam
  | TextEditorCodeExecutionToolResultBlockParam
  | ToolSearchToolResultBlockParam
  | ContainerUploadBlockParam
  | MidConversationSystemBlockParam;

// block params

/** Text. */
export interface TextBlockParam {
  type: 'text';
  /** The text; at least one character. */
  text: string;
  /**
   * The sources of the text, when it comes from an earlier answer. Version `2026-10-21` refuses any in a message by the
   * user.
   */
  citations?: TextCitationParam[] | null | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** An image for the model to look at. A request holds at most 600, for models with a context of 200,000 tokens 100. */
export interface ImageBlockParam {
  type: 'image';
  /** Where the image comes from. */
  source: ImageSource;
  /** What is done with the image first. */
  transformations?: ImageTransformationsParam | null | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/**
 * A document for the model to read, from which it can cite. Version `2026-10-21` refuses it in a message by the model.
 */
export interface DocumentBlockParam {
  type: 'document';
  /** Where the document comes from. */
  source: DocumentSource;
  /** The document's title, 1 to 500 characters. The model sees it but cannot cite it. */
  title?: string | null | undefined;
  /** What the model should know about the document. The model sees it but cannot cite it. */
  context?: string | null | undefined;
  /** Whether the model may cite from the document. */
  citations?: CitationsConfigParam | null | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** Something that a search of your own found, from which the model can cite. */
export interface SearchResultBlockParam {
  type: 'search_result';
  /** Where it was found, such as an address. */
  source: string;
  /** Its title. */
  title: string;
  /** What was found. Citations point at whole blocks of it. */
  content: TextBlockParam[];
  /** Whether the model may cite from it. */
  citations?: CitationsConfigParam | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** What the model thought, from an earlier answer. It goes back to the byte as it came, and in its place. */
export interface ThinkingBlockParam {
  type: 'thinking';
  /** The thinking; may be empty. */
  thinking: string;
  /** The API's seal on it. */
  signature: string;
}

/**
 * What the model thought, unreadable, from an earlier answer. It goes back to the byte as it came, and in its place.
 */
export interface RedactedThinkingBlockParam {
  type: 'redacted_thinking';
  /** The thinking, encrypted. */
  data: string;
}

/** The model's request to run a tool, from an earlier answer. The next message by the user must answer it. */
export interface ToolUseBlockParam {
  type: 'tool_use';
  /** The call's id: letters, digits, `_` and `-`. */
  id: string;
  /** The tool's name, 1 to 200 characters. */
  name: string;
  /** The tool's input. */
  input: unknown;
  /** Who called the tool; the model itself unless said otherwise. */
  caller?: ToolUseCallerParam | undefined;
  /** The toolset that the tool is a member of, `computer` or `browser`. */
  toolset_name?: string | null | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** What a tool gave, for the model to read. Results come first in their message, before any text. */
export interface ToolResultBlockParam {
  type: 'tool_result';
  /** The id of the tool call that this answers. */
  tool_use_id: string;
  /** What the tool gave. */
  content?: string | ToolResultContentBlockParam[] | undefined;
  /** Whether the tool failed. */
  is_error?: boolean | undefined;
  /** The toolset that the tool is a member of, as its call named it. */
  toolset_name?: string | null | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** One block of what a tool gave. */
export type ToolResultContentBlockParam =
  | TextBlockParam
  | ImageBlockParam
  | SearchResultBlockParam
  | DocumentBlockParam
  | ToolReferenceBlockParam
  | BrowserStateBlockParam;

/** Points at a tool whose definition was held back: from then on the model can call it. */
export interface ToolReferenceBlockParam {
  type: 'tool_reference';
  /** The tool's name, 1 to 256 characters. */
  tool_name: string;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** A call of one of the server's tools, from an earlier answer. */
export interface ServerToolUseBlockParam {
  type: 'server_tool_use';
  /** The call's id; it begins with `srvtoolu_`. */
  id: string;
  /** The tool's name. */
  name: ServerToolName;
  /** The tool's input. */
  input: unknown;
  /** Who called the tool; the model itself unless said otherwise. */
  caller?: ToolUseCallerParam | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** An uploaded file to put into the container that the server's code runs in. */
export interface ContainerUploadBlockParam {
  type: 'container_upload';
  /** The file's id. */
  file_id: string;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/**
 * Words of the operator in the middle of the conversation. Only for version `2023-06-01`; later ones have messages with
 * the role `system`.
 */
export interface MidConversationSystemBlockParam {
  type: 'mid_conv_system';
  /** What the operator says. */
  content: TextBlockParam[];
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

// citation params

/** The place, in what the model was given, that a text rests on. */
export type TextCitationParam =
  | CitationCharLocationParam
  | CitationPageLocationParam
  | CitationContentBlockLocationParam
  | CitationWebSearchResultLocationParam
  | CitationSearchResultLocationParam;

/** Characters of a plain text document. */
export interface CitationCharLocationParam {
  type: 'char_location';
  /** The words that are cited. */
  cited_text: string;
  /** Which of the request's documents, counted from 0. */
  document_index: number;
  /** The first character, counted from 0. */
  start_char_index: number;
  /** The character after the last one. */
  end_char_index: number;
  /** The document's title, 1 to 255 characters; null if it has none. */
  document_title?: string | null | undefined;
}

/** Pages of a PDF. */
export interface CitationPageLocationParam {
  type: 'page_location';
  /** The words that are cited. */
  cited_text: string;
  /** Which of the request's documents, counted from 0. */
  document_index: number;
  /** The first page, counted from 1. */
  start_page_number: number;
  /** The page after the last one. */
  end_page_number: number;
  /** The document's title, 1 to 255 characters; null if it has none. */
  document_title?: string | null | undefined;
}

/** Blocks of a document that is made of blocks. */
export interface CitationContentBlockLocationParam {
  type: 'content_block_location';
  /** The words that are cited. */
  cited_text: string;
  /** Which of the request's documents, counted from 0. */
  document_index: number;
  /** The first block, counted from 0. */
  start_block_index: number;
  /** The block after the last one. */
  end_block_index: number;
  /** The document's title, 1 to 255 characters; null if it has none. */
  document_title?: string | null | undefined;
}

/** A page that a web search found. */
export interface CitationWebSearchResultLocationParam {
  type: 'web_search_result_location';
  /** The words that are cited. */
  cited_text: string;
  /** The page's address, 1 to 2048 characters. */
  url: string;
  /** The API's own record of the place; it goes back unchanged. */
  encrypted_index: string;
  /** The page's title, at most 512 characters; null if it has none. */
  title?: string | null | undefined;
}

/** Blocks of a search result that the request brought along. */
export interface CitationSearchResultLocationParam {
  type: 'search_result_location';
  /** The words that are cited. */
  cited_text: string;
  /** Which of the request's search results, counted from 0. */
  search_result_index: number;
  /** Where the search result came from. */
  source: string;
  /** The first block, counted from 0. */
  start_block_index: number;
  /** The block after the last one. */
  end_block_index: number;
  /** The search result's title; null if it has none. */
  title?: string | null | undefined;
}

/** Whether the model may cite from this. */
export interface CitationsConfigParam {
  /** Whether it may. On for all documents of a request or for none, and likewise for all search results. */
  enabled?: boolean | undefined;
}

// config params

/**
 * Marks the end of a part that is to be cached. A request has at most four such ends, the automatic one included;
 * longer times come first.
 */
export interface CacheControlEphemeral {
  type: 'ephemeral';
  /** How long the cache is kept after its last use; 5 minutes unless said otherwise. */
  ttl?: CacheControlTtl | undefined;
}

/** About the request, for the API and not for the model. */
export interface Metadata {
  /**
   * An opaque id of the person that the request is for, at most 512 characters. Never a name, an address or a number of
   * theirs.
   */
  user_id?: string | null | undefined;
}

/** Which tools the model may, must or must not use. */
export type ToolChoice = ToolChoiceAuto | ToolChoiceAny | ToolChoiceTool | ToolChoiceNone;

/** The model decides whether to use tools. What happens when tools are given and nothing is said. */
export interface ToolChoiceAuto {
  type: 'auto';
  /** Whether the model is held to at most one call in an answer. */
  disable_parallel_tool_use?: boolean | undefined;
}

/** The model must use a tool, whichever it likes. */
export interface ToolChoiceAny {
  type: 'any';
  /** Whether the model is held to exactly one call in an answer. */
  disable_parallel_tool_use?: boolean | undefined;
}

/** The model must use this tool. With thinking, some models refuse it. */
export interface ToolChoiceTool {
  type: 'tool';
  /** The tool's name. */
  name: string;
  /** Whether the model is held to exactly one call in an answer. */
  disable_parallel_tool_use?: boolean | undefined;
}

/** The model must not use a tool. */
export interface ToolChoiceNone {
  type: 'none';
}

/**
 * Whether and how the model thinks before it answers. Which forms a model takes, and what it does when nothing is said,
 * depends on the model.
 */
export type ThinkingConfigParam =
  | ThinkingConfigEnabled
  | ThinkingConfigDisabled
  | ThinkingConfigBetweenTools
  | ThinkingConfigAdaptive;

/** The model thinks up to a budget. What models up to 4.5 need; 4.6 still takes it, later ones refuse it. */
export interface ThinkingConfigEnabled {
  type: 'enabled';
  /** The most tokens for thinking: at least 1024, and less than `max_tokens` except with interleaved thinking. */
  budget_tokens: number;
  /** What of the thinking comes back. */
  display?: ThinkingDisplay | null | undefined;
}

/** The model does not think. Some models refuse this. */
export interface ThinkingConfigDisabled {
  type: 'disabled';
}

/**
 * The model thinks only between tool calls; its notes on the progress come back as thinking blocks. For the newest
 * models.
 */
export interface ThinkingConfigBetweenTools {
  type: 'between_tools';
}

/** The model thinks when and as much as it sees fit; `effort` guides it. For models from 4.6 on. */
export interface ThinkingConfigAdaptive {
  type: 'adaptive';
  /** What of the thinking comes back. */
  display?: ThinkingDisplay | null | undefined;
}

/** How the answer is made. */
export interface OutputConfig {
  /** How much effort the model makes, in thinking as in tool calls and words; `high` unless said otherwise. */
  effort?: Effort | null | undefined;
  /** The form that the answer must have. Not together with citations. */
  format?: JSONOutputFormat | null | undefined;
}

/** The answer is JSON that follows a schema. */
export interface JSONOutputFormat {
  type: 'json_schema';
  /**
   * A JSON Schema, of the subset that structured outputs take: every object needs `additionalProperties: false`,
   * nothing refers to itself, no bounds of numbers or lengths.
   */
  schema: Record<string, unknown>;
}

/** The container that the server's code runs in: the id of an earlier one, or what a new one needs. */
export type MessageCreateParamsContainer = string | ContainerParams;

/** The container that the server's code runs in. */
export interface ContainerParams {
  /** The id of a container that an earlier answer named; without it a new one is made. */
  id?: string | null | undefined;
  /** Skills to load, at most 8. */
  skills?: SkillParams[] | null | undefined;
}

/** A skill to load into the container. */
export interface SkillParams {
  /** Who made the skill. */
  type: SkillType;
  /** The skill's id, 1 to 64 characters. */
  skill_id: string;
  /** The skill's version, 1 to 64 characters; the newest unless said otherwise. */
  version?: string | undefined;
}

/** Asks why the cache was missed. Since 2026-09; the answer is in the message's `diagnostics`. */
export interface DiagnosticsParam {
  /** The id of the message whose request this one is compared with. */
  previous_message_id?: string | null | undefined;
}

// source params

/** Where an image comes from. */
export type ImageSource = Base64ImageSource | URLImageSource | FileImageSource;

/** An image in the request itself. */
export interface Base64ImageSource {
  type: 'base64';
  /** The image's format. */
  media_type: ImageMediaType;
  /** The image's bytes in base64, at most 10 MB of it and 8000 by 8000 pixels. */
  data: string;
}

/** An image that the API fetches from the web. */
export interface URLImageSource {
  type: 'url';
  /** The image's address. */
  url: string;
}

/** An image that was uploaded with the Files API. */
export interface FileImageSource {
  type: 'file';
  /** The file's id. */
  file_id: string;
}

/** What is done with an image before the model sees it. */
export interface ImageTransformationsParam {
  /** What happens to an image that is larger than the model takes; `downsize` unless said otherwise. */
  oversized_image?: OversizedImage | undefined;
}

/** Where a document comes from. */
export type DocumentSource =
  | Base64PDFSourceParam
  | PlainTextSourceParam
  | ContentBlockSource
  | URLPDFSource
  | FileDocumentSource;

/** A PDF in the request itself. */
export interface Base64PDFSourceParam {
  type: 'base64';
  media_type: 'application/pdf';
  /** The PDF's bytes in base64. At most 600 pages, 100 for models with a context of 200,000 tokens; not encrypted. */
  data: string;
}

/** Plain text in the request itself. */
export interface PlainTextSourceParam {
  type: 'text';
  media_type: 'text/plain';
  /** The text. */
  data: string;
}

/** A document made of blocks. Citations point at whole blocks of it. */
export interface ContentBlockSource {
  type: 'content';
  /** Text, or blocks of text and images. */
  content: string | ContentBlockSourceContent[];
}

/** One block of a document made of blocks. */
export type ContentBlockSourceContent = TextBlockParam | ImageBlockParam;

/** A PDF that the API fetches from the web. */
export interface URLPDFSource {
  type: 'url';
  /** The PDF's address. */
  url: string;
}

/** A document that was uploaded with the Files API. */
export interface FileDocumentSource {
  type: 'file';
  /** The file's id. */
  file_id: string;
}

// caller params

/** Who called a tool. */
export type ToolUseCallerParam = DirectCallerParam | ServerToolCallerParam | ServerToolCaller20260120Param;

/** The model itself called the tool. */
export interface DirectCallerParam {
  type: 'direct';
}

/** Code that the tool `code_execution_20250825` ran called the tool. */
export interface ServerToolCallerParam {
  type: 'code_execution_20250825';
  /** The id of the call that ran the code. */
  tool_id: string;
}

/** Code that the tool `code_execution_20260120`, or a later one, ran called the tool. */
export interface ServerToolCaller20260120Param {
  type: 'code_execution_20260120';
  /** The id of the call that ran the code. */
  tool_id: string;
}

// browser state

/** The browser's tabs after a call of a member of the browser toolset; a part of that call's `tool_result`. */
export interface BrowserStateBlockParam {
  type: 'browser_state';
  /** The open tabs. */
  tabs: BrowserStateTabEntry[];
  /** What has happened since the last result. */
  state_changes?: BrowserStateChange[] | null | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** An open tab. */
export interface BrowserStateTabEntry {
  /** The tab's id, by which the model names it. */
  tab_id: string;
  /** The page's title. */
  title: string;
  /** The page's address. */
  url: string;
  /** Whether it is the tab in front. */
  active?: boolean | undefined;
}

/** Something that has happened in the browser. */
export type BrowserStateChange =
  | BrowserStateChangeTabOpened
  | BrowserStateChangeDownloadStarted
  | BrowserStateChangeDownloadCompleted
  | BrowserStateChangeDownloadFailed;

/** A tab was opened, other than by the model's own call. */
export interface BrowserStateChangeTabOpened {
  type: 'tab_opened';
  /** The tab's id. */
  tab_id: string;
}

/** A download began. */
export interface BrowserStateChangeDownloadStarted {
  type: 'download_started';
  /** The download's id. */
  download_id: string;
  /** Where it is downloaded from. */
  url: string;
}

/** A download was completed. */
export interface BrowserStateChangeDownloadCompleted {
  type: 'download_completed';
  /** The download's id. */
  download_id: string;
  /** Where it was downloaded from. */
  url: string;
  /** Where the file is now. */
  path?: string | null | undefined;
  /** The file's size in bytes. */
  size_bytes?: number | null | undefined;
}

/** A download failed. */
export interface BrowserStateChangeDownloadFailed {
  type: 'download_failed';
  /** The download's id. */
  download_id: string;
  /** Where it was to be downloaded from. */
  url: string;
  /** What went wrong. */
  error?: string | null | undefined;
}

// result params

/** What a web search found. */
export interface WebSearchToolResultBlockParam {
  type: 'web_search_tool_result';
  /** The id of the call that this answers. */
  tool_use_id: string;
  /** What was found, or why nothing was. */
  content: WebSearchToolResultBlockParamContent;
  /** Who called the tool; the model itself unless said otherwise. */
  caller?: ToolUseCallerParam | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** What a web search found, or why nothing was. */
export type WebSearchToolResultBlockParamContent = WebSearchResultBlockParam[] | WebSearchToolRequestErrorObject;

/** A page that a web search found. */
export interface WebSearchResultBlockParam {
  type: 'web_search_result';
  /** The page's address. */
  url: string;
  /** The page's title. */
  title: string;
  /** The page's text, encrypted; it goes back unchanged. */
  encrypted_content: string;
  /** How old the page is, in words. */
  page_age?: string | null | undefined;
}

/** Why a web search failed. */
export interface WebSearchToolRequestErrorObject {
  type: 'web_search_tool_result_error';
  /** The reason. */
  error_code: WebSearchToolResultErrorCode;
}

/** What was fetched from the web. */
export interface WebFetchToolResultBlockParam {
  type: 'web_fetch_tool_result';
  /** The id of the call that this answers. */
  tool_use_id: string;
  /** The page, or why there is none. */
  content: WebFetchToolResultContent;
  /** Who called the tool; the model itself unless said otherwise. */
  caller?: ToolUseCallerParam | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** What was fetched from the web, or why nothing was. */
export type WebFetchToolResultContent = WebFetchBlockParam | WebFetchToolResultErrorBlockParam;

/** A page or a document that was fetched from the web. */
export interface WebFetchBlockParam {
  type: 'web_fetch_result';
  /** The address that was fetched. */
  url: string;
  /** What was there. */
  content: DocumentBlockParam;
  /** When it was fetched (ISO 8601). */
  retrieved_at?: string | null | undefined;
}

/** Why fetching failed. */
export interface WebFetchToolResultErrorBlockParam {
  type: 'web_fetch_tool_result_error';
  /** The reason. */
  error_code: WebFetchToolResultErrorCode;
}

/** What searching the tools found. */
export interface ToolSearchToolResultBlockParam {
  type: 'tool_search_tool_result';
  /** The id of the call that this answers. */
  tool_use_id: string;
  /** The tools, or why there are none. */
  content: ToolSearchToolResultContent;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** What searching the tools found, or why it failed. */
export type ToolSearchToolResultContent = ToolSearchToolSearchResultBlockParam | ToolSearchToolResultErrorParam;

/** The tools that were found; the model can call them from then on. */
export interface ToolSearchToolSearchResultBlockParam {
  type: 'tool_search_tool_search_result';
  /** The tools. */
  tool_references: ToolReferenceBlockParam[];
}

/** Why searching the tools failed. */
export interface ToolSearchToolResultErrorParam {
  type: 'tool_search_tool_result_error';
  /** The reason. */
  error_code: ToolSearchToolResultErrorCode;
  /** The reason in words. */
  error_message?: string | null | undefined;
}

// code result params

/** What running code gave. */
export interface CodeExecutionToolResultBlockParam {
  type: 'code_execution_tool_result';
  /** The id of the call that this answers. */
  tool_use_id: string;
  /** What the code gave, or why it did not run. */
  content: CodeExecutionToolResultBlockParamContent;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** What running code gave, or why it did not run. */
export type CodeExecutionToolResultBlockParamContent =
  | CodeExecutionToolResultErrorParam
  | CodeExecutionResultBlockParam
  | EncryptedCodeExecutionResultBlockParam;

/** Why code did not run to its end. */
export interface CodeExecutionToolResultErrorParam {
  type: 'code_execution_tool_result_error';
  /** The reason. */
  error_code: CodeExecutionToolResultErrorCode;
}

/** What code gave when it ran. */
export interface CodeExecutionResultBlockParam {
  type: 'code_execution_result';
  /** What it wrote to standard output. */
  stdout: string;
  /** What it wrote to standard error. */
  stderr: string;
  /** Its exit status; 0 is success. */
  return_code: number;
  /** The files it made. */
  content: CodeExecutionOutputBlockParam[];
}

/** A file that code made. */
export interface CodeExecutionOutputBlockParam {
  type: 'code_execution_output';
  /** The file's id. */
  file_id: string;
}

/** What code gave when it ran and called web search. */
export interface EncryptedCodeExecutionResultBlockParam {
  type: 'encrypted_code_execution_result';
  /** What it wrote to standard output, encrypted; it goes back unchanged. */
  encrypted_stdout: string;
  /** What it wrote to standard error. */
  stderr: string;
  /** Its exit status; 0 is success. */
  return_code: number;
  /** The files it made. */
  content: CodeExecutionOutputBlockParam[];
}

/** What a shell command gave. */
export interface BashCodeExecutionToolResultBlockParam {
  type: 'bash_code_execution_tool_result';
  /** The id of the call that this answers. */
  tool_use_id: string;
  /** What the command gave, or why it did not run. */
  content: BashCodeExecutionToolResultContent;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** What a shell command gave, or why it did not run. */
export type BashCodeExecutionToolResultContent = BashCodeExecutionToolResultErrorParam | BashCodeExecutionResultBlockParam;

/** Why a shell command did not run to its end. */
export interface BashCodeExecutionToolResultErrorParam {
  type: 'bash_code_execution_tool_result_error';
  /** The reason. */
  error_code: BashCodeExecutionToolResultErrorCode;
}

/** What a shell command gave when it ran. */
export interface BashCodeExecutionResultBlockParam {
  type: 'bash_code_execution_result';
  /** What it wrote to standard output. */
  stdout: string;
  /** What it wrote to standard error. */
  stderr: string;
  /** Its exit status; 0 is success. */
  return_code: number;
  /** The files it made. */
  content: BashCodeExecutionOutputBlockParam[];
}

/** A file that a shell command made. */
export interface BashCodeExecutionOutputBlockParam {
  type: 'bash_code_execution_output';
  /** The file's id. */
  file_id: string;
}

/** What the server's editor did. */
export interface TextEditorCodeExecutionToolResultBlockParam {
  type: 'text_editor_code_execution_tool_result';
  /** The id of the call that this answers. */
  tool_use_id: string;
  /** What the editor did, or why it did nothing. */
  content: TextEditorCodeExecutionToolResultContent;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** What the server's editor did, or why it did nothing. */
export type TextEditorCodeExecutionToolResultContent =
  | TextEditorCodeExecutionToolResultErrorParam
  | TextEditorCodeExecutionViewResultBlockParam
  | TextEditorCodeExecutionCreateResultBlockParam
  | TextEditorCodeExecutionStrReplaceResultBlockParam;

/** Why the editor did nothing. */
export interface TextEditorCodeExecutionToolResultErrorParam {
  type: 'text_editor_code_execution_tool_result_error';
  /** The reason. */
  error_code: TextEditorCodeExecutionToolResultErrorCode;
  /** The reason in words. */
  error_message?: string | null | undefined;
}

/** The editor showed a file. */
export interface TextEditorCodeExecutionViewResultBlockParam {
  type: 'text_editor_code_execution_view_result';
  /** What is in the file. */
  content: string;
  /** What kind of file it is. */
  file_type: TextEditorCodeExecutionFileType;
  /** How many lines are shown. */
  num_lines?: number | null | undefined;
  /** The first line that is shown. */
  start_line?: number | null | undefined;
  /** How many lines the file has. */
  total_lines?: number | null | undefined;
}

/** The editor wrote a file. */
export interface TextEditorCodeExecutionCreateResultBlockParam {
  type: 'text_editor_code_execution_create_result';
  /** Whether the file was there before. */
  is_file_update: boolean;
}

/** The editor replaced text in a file. */
export interface TextEditorCodeExecutionStrReplaceResultBlockParam {
  type: 'text_editor_code_execution_str_replace_result';
  /** The lines that changed, as in a diff. */
  lines?: string[] | null | undefined;
  /** Where the old lines begin. */
  old_start?: number | null | undefined;
  /** How many lines there were. */
  old_lines?: number | null | undefined;
  /** Where the new lines begin. */
  new_start?: number | null | undefined;
  /** How many lines there are now. */
  new_lines?: number | null | undefined;
}

// tools

/** A tool that the model may use: your own, one that the model knows and your program runs, or one of the server's. */
export type ToolUnion =
  | Tool
  | ToolBash20250124
  | CodeExecutionTool20250522
  | CodeExecutionTool20250825
  | CodeExecutionTool20260120
  | CodeExecutionTool20260521
  | BrowserToolset20260801
  | MemoryTool20250818
  | ComputerToolset20260801
  | ToolTextEditor20250124
  | ToolTextEditor20250429
  | ToolTextEditor20250728
  | WebSearchTool20250305
  | WebFetchTool20250910
  | WebSearchTool20260209
  | WebFetchTool20260209
  | WebFetchTool20260309
  | WebSearchTool20260318
  | WebFetchTool20260318
  | ToolSearchToolBm25_20251119
  | ToolSearchToolRegex20251119;

/** A tool of your own, which your program runs. */
export interface Tool {
  /** The tool's name: 1 to 128 letters, digits, `_` and `-`. Older endpoints take 64. */
  name: string;
  /** The form of the tool's input. */
  input_schema: Tool.InputSchema;
  /** What the tool does, when to use it and what it gives, for the model to read. The more it says the better. */
  description?: string | undefined;
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** Examples of valid input, for the model to learn from. */
  input_examples?: Record<string, unknown>[] | undefined;
  /** What says that it is a tool of your own; so does leaving it out. */
  type?: ToolParamType | null | undefined;
  /** Whether the input is streamed as the model writes it, before it is known to be valid JSON. */
  eager_input_streaming?: boolean | null | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

export declare namespace Tool {
  /** A JSON Schema (2020-12) of an object. */
  interface InputSchema {
    type: 'object';
    /** The fields of the object, each with its own schema. */
    properties?: unknown;
    /** The names of the fields that must be there. */
    required?: string[] | null | undefined;
    [other: string]: unknown;
  }
}

// client tools

/** A shell that your program runs for the model. The model sends `command`, or `restart`. */
export interface ToolBash20250124 {
  type: 'bash_20250124';
  name: 'bash';
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** Examples of valid input, for the model to learn from. */
  input_examples?: Record<string, unknown>[] | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/**
 * A folder of notes that your program keeps for the model. The model sends `command` (`view`, `create`, `str_replace`,
 * `insert`, `delete` or `rename`) and what the command needs.
 */
export interface MemoryTool20250818 {
  type: 'memory_20250818';
  name: 'memory';
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** Examples of valid input, for the model to learn from. */
  input_examples?: Record<string, unknown>[] | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/**
 * An editor that your program runs for old models. The model sends `command` (`view`, `create`, `str_replace`, `insert`
 * or `undo_edit`), `path` and what the command needs.
 */
export interface ToolTextEditor20250124 {
  type: 'text_editor_20250124';
  name: 'str_replace_editor';
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** Examples of valid input, for the model to learn from. */
  input_examples?: Record<string, unknown>[] | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** An editor that your program runs for the model; without `undo_edit`. */
export interface ToolTextEditor20250429 {
  type: 'text_editor_20250429';
  name: 'str_replace_based_edit_tool';
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** Examples of valid input, for the model to learn from. */
  input_examples?: Record<string, unknown>[] | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/**
 * An editor that your program runs for the model. The model sends `command` (`view`, `create`, `str_replace` or
 * `insert`), `path` and what the command needs.
 */
export interface ToolTextEditor20250728 {
  type: 'text_editor_20250728';
  name: 'str_replace_based_edit_tool';
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** Examples of valid input, for the model to learn from. */
  input_examples?: Record<string, unknown>[] | undefined;
  /** The most characters of a file that your program shows; at least 1. */
  max_characters?: number | null | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

// code tools

/** Runs Python on the server. The model sends `code`. */
export interface CodeExecutionTool20250522 {
  type: 'code_execution_20250522';
  name: 'code_execution';
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/**
 * Runs shell commands and edits files on the server. The model calls it as `bash_code_execution` and
 * `text_editor_code_execution`.
 */
export interface CodeExecutionTool20250825 {
  type: 'code_execution_20250825';
  name: 'code_execution';
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** Runs shell commands and code on the server; the code can call other tools. */
export interface CodeExecutionTool20260120 {
  type: 'code_execution_20260120';
  name: 'code_execution';
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** Runs shell commands and code on the server; the code can call other tools. The newest version. */
export interface CodeExecutionTool20260521 {
  type: 'code_execution_20260521';
  name: 'code_execution';
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** Searches held back tools with words. The model sends `query`, at most 500 characters, and `limit`. */
export interface ToolSearchToolBm25_20251119 {
  name: 'tool_search_tool_bm25';
  /** Which version: this one, or the newest. */
  type: ToolSearchToolBm25Type;
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/**
 * Searches held back tools with a regular expression. The model sends `pattern`, at most 200 characters, and `limit`.
 */
export interface ToolSearchToolRegex20251119 {
  name: 'tool_search_tool_regex';
  /** Which version: this one, or the newest. */
  type: ToolSearchToolRegexType;
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

// toolsets

/**
 * Tools with which the model uses a web browser that your program runs. The calls have `toolset_name` `browser`, the
 * member's name and its input; their results repeat the `toolset_name`.
 */
export interface BrowserToolset20260801 {
  type: 'browser_toolset_20260801';
  /** What is different for some members. */
  configs?: BrowserToolsetConfigs | null | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** What is different for some members of the browser toolset. */
export interface BrowserToolsetConfigs {
  /** Goes to an address. */
  navigate?: ToolsetMemberConfig | null | undefined;
  /** Lists the tabs. */
  list_tabs?: ToolsetMemberConfig | null | undefined;
  /** Opens a tab. */
  new_tab?: ToolsetMemberConfig | null | undefined;
  /** Brings a tab to the front. */
  switch_tab?: ToolsetMemberConfig | null | undefined;
  /** Closes a tab. */
  close_tab?: ToolsetMemberConfig | null | undefined;
  /** Reads the elements of the page. */
  read_page?: ToolsetMemberConfig | null | undefined;
  /** Reads the text of the page. */
  get_page_text?: ToolsetMemberConfig | null | undefined;
  /** Reads what the page wrote to its console. */
  read_console?: ToolsetMemberConfig | null | undefined;
  /** Reads what the page sent and received. */
  read_network?: ToolsetMemberConfig | null | undefined;
  /** Finds elements by a description. */
  find?: ToolsetMemberConfig | null | undefined;
  /** Fills in a field of a form. */
  form_input?: ToolsetMemberConfig | null | undefined;
  /** Puts files into a field of a form. */
  file_upload?: ToolsetMemberConfig | null | undefined;
  /** Scrolls until an element can be seen. */
  scroll_to?: ToolsetMemberConfig | null | undefined;
  /** Takes a picture of the page. */
  screenshot?: ToolsetMemberConfig | null | undefined;
  /** Takes a closer picture of a part of the page. */
  zoom?: ToolsetMemberConfig | null | undefined;
  /** Clicks. */
  left_click?: ToolsetMemberConfig | null | undefined;
  /** Clicks with the right button. */
  right_click?: ToolsetMemberConfig | null | undefined;
  /** Clicks with the middle button. */
  middle_click?: ToolsetMemberConfig | null | undefined;
  /** Clicks twice. */
  double_click?: ToolsetMemberConfig | null | undefined;
  /** Clicks three times. */
  triple_click?: ToolsetMemberConfig | null | undefined;
  /** Moves the pointer over an element. */
  hover?: ToolsetMemberConfig | null | undefined;
  /** Drags from one place to another. */
  left_click_drag?: ToolsetMemberConfig | null | undefined;
  /** Presses the left button and keeps it down. */
  left_mouse_down?: ToolsetMemberConfig | null | undefined;
  /** Lets the left button go. */
  left_mouse_up?: ToolsetMemberConfig | null | undefined;
  /** Moves the pointer. */
  mouse_move?: ToolsetMemberConfig | null | undefined;
  /** Scrolls. */
  scroll?: ToolsetMemberConfig | null | undefined;
  /** Types text. */
  type?: ToolsetMemberConfig | null | undefined;
  /** Presses a key or a combination. */
  key?: ToolsetMemberConfig | null | undefined;
  /** Holds a key down for a while. */
  hold_key?: ToolsetMemberConfig | null | undefined;
  /** Waits for a while. */
  wait?: ToolsetMemberConfig | null | undefined;
  /** Runs JavaScript in the page. */
  javascript_exec?: ToolsetMemberConfig | null | undefined;
}

/** What is different for a member of a toolset. */
export interface ToolsetMemberConfig {
  /** Whether the model may use it; it may unless said otherwise. */
  enabled?: boolean | null | undefined;
  /** Whether its definition is held back until a tool search finds it. */
  defer_loading?: boolean | null | undefined;
}

/**
 * Tools with which the model uses a screen, a keyboard and a mouse that your program runs. The calls have
 * `toolset_name` `computer`, the member's name and its input; their results repeat the `toolset_name`.
 */
export interface ComputerToolset20260801 {
  type: 'computer_toolset_20260801';
  /** What is different for some members. */
  configs?: ComputerToolsetConfigs | null | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** What is different for some members of the computer toolset. */
export interface ComputerToolsetConfigs {
  /** Presses a key or a combination. */
  key?: ToolsetMemberConfig | null | undefined;
  /** Holds a key down for a while. */
  hold_key?: ToolsetMemberConfig | null | undefined;
  /** Types text. */
  type?: ToolsetMemberConfig | null | undefined;
  /** Tells where the pointer is. */
  cursor_position?: ToolsetMemberConfig | null | undefined;
  /** Moves the pointer. */
  mouse_move?: ToolsetMemberConfig | null | undefined;
  /** Presses the left button and keeps it down. */
  left_mouse_down?: ToolsetMemberConfig | null | undefined;
  /** Lets the left button go. */
  left_mouse_up?: ToolsetMemberConfig | null | undefined;
  /** Clicks. */
  left_click?: ToolsetMemberConfig | null | undefined;
  /** Drags from one place to another. */
  left_click_drag?: ToolsetMemberConfig | null | undefined;
  /** Clicks with the right button. */
  right_click?: ToolsetMemberConfig | null | undefined;
  /** Clicks with the middle button. */
  middle_click?: ToolsetMemberConfig | null | undefined;
  /** Clicks twice. */
  double_click?: ToolsetMemberConfig | null | undefined;
  /** Clicks three times. */
  triple_click?: ToolsetMemberConfig | null | undefined;
  /** Scrolls. */
  scroll?: ToolsetMemberConfig | null | undefined;
  /** Waits for a while. */
  wait?: ToolsetMemberConfig | null | undefined;
  /** Takes a picture of the screen. */
  screenshot?: ToolsetMemberConfig | null | undefined;
  /** Takes a closer picture of a part of the screen. */
  zoom?: ToolsetMemberConfig | null | undefined;
}

// web search tools

/** Searches the web. The model sends `query`. */
export interface WebSearchTool20250305 {
  type: 'web_search_20250305';
  name: 'web_search';
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** How often the model may use the tool in one request; at least 1. */
  max_uses?: number | null | undefined;
  /** The only domains that results come from. Not together with `blocked_domains`. */
  allowed_domains?: string[] | null | undefined;
  /** Domains never shown in results. Not together with `allowed_domains`. */
  blocked_domains?: string[] | null | undefined;
  /** Where the user is, roughly, so that results near them come first. */
  user_location?: UserLocation | null | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** Where the user is, roughly. */
export interface UserLocation {
  type: 'approximate';
  /** The city. */
  city?: string | null | undefined;
  /** The region or state. */
  region?: string | null | undefined;
  /** The country's two letters (ISO 3166-1). */
  country?: string | null | undefined;
  /** The time zone's IANA name, such as `Europe/Berlin`. */
  timezone?: string | null | undefined;
}

/** Searches the web. The model sends `query`. Results can be sifted by code before the model reads them. */
export interface WebSearchTool20260209 {
  type: 'web_search_20260209';
  name: 'web_search';
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** How often the model may use the tool in one request; at least 1. */
  max_uses?: number | null | undefined;
  /** The only domains that results come from. Not together with `blocked_domains`. */
  allowed_domains?: string[] | null | undefined;
  /** Domains never shown in results. Not together with `allowed_domains`. */
  blocked_domains?: string[] | null | undefined;
  /** Where the user is, roughly, so that results near them come first. */
  user_location?: UserLocation | null | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/**
 * Searches the web. The model sends `query`. Results can be sifted by code before the model reads them, and left out of
 * the answer.
 */
export interface WebSearchTool20260318 {
  type: 'web_search_20260318';
  name: 'web_search';
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** Whether results that code has used up come back in the answer; `full` unless said otherwise. */
  response_inclusion?: ResponseInclusion | undefined;
  /** How often the model may use the tool in one request; at least 1. */
  max_uses?: number | null | undefined;
  /** The only domains that results come from. Not together with `blocked_domains`. */
  allowed_domains?: string[] | null | undefined;
  /** Domains never shown in results. Not together with `allowed_domains`. */
  blocked_domains?: string[] | null | undefined;
  /** Where the user is, roughly, so that results near them come first. */
  user_location?: UserLocation | null | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

// web fetch tools

/** Fetches pages and PDFs whose addresses have come up in the conversation. The model sends `url`. */
export interface WebFetchTool20250910 {
  type: 'web_fetch_20250910';
  name: 'web_fetch';
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** How often the model may use the tool in one request; at least 1. */
  max_uses?: number | null | undefined;
  /** The only domains that are fetched from. Not together with `blocked_domains`. */
  allowed_domains?: string[] | null | undefined;
  /** Domains never fetched from. Not together with `allowed_domains`. */
  blocked_domains?: string[] | null | undefined;
  /** About the most tokens of a page that the model is shown; at least 1. */
  max_content_tokens?: number | null | undefined;
  /** Whether the model may cite from what is fetched. */
  citations?: CitationsConfigParam | null | undefined;
  /** Where in the conversation an address must have come up to be fetched. */
  url_sources?: WebFetchURLSources | null | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/** Where in the conversation an address must have come up to be fetched. */
export interface WebFetchURLSources {
  /** Whether in what the user wrote. */
  user_input?: WebFetchURLUserInput | undefined;
  /** Whether in the results of your program's tools, and of which. */
  client_tool_results?: WebFetchURLToolResults | undefined;
  /** Whether in the results of the server's tools, and of which. */
  server_tool_results?: WebFetchURLToolResults | undefined;
}

/** Whether addresses that the user wrote may be fetched. */
export type WebFetchURLUserInput = WebFetchURLSourceAll | WebFetchURLSourceNone;

/** All of them count. */
export interface WebFetchURLSourceAll {
  type: 'all';
}

/** None of them counts. */
export interface WebFetchURLSourceNone {
  type: 'none';
}

/** Whether addresses in the results of tools may be fetched. */
export type WebFetchURLToolResults =
  | WebFetchURLSourceAll
  | WebFetchURLSourceNone
  | WebFetchURLSourceOnly
  | WebFetchURLSourceExcept;

/** Only the results of these tools count. */
export interface WebFetchURLSourceOnly {
  type: 'only';
  /** The tools. */
  tools: WebFetchURLSourceToolReference[];
}

/** A tool by its name. */
export interface WebFetchURLSourceToolReference {
  type: 'tool_reference';
  /** The tool's name. */
  name: string;
}

/** The results of all tools but these count. */
export interface WebFetchURLSourceExcept {
  type: 'except';
  /** The tools. */
  tools: WebFetchURLSourceToolReference[];
}

/**
 * Fetches pages and PDFs whose addresses have come up in the conversation. The model sends `url`. Pages can be sifted
 * by code before the model reads them.
 */
export interface WebFetchTool20260209 {
  type: 'web_fetch_20260209';
  name: 'web_fetch';
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** How often the model may use the tool in one request; at least 1. */
  max_uses?: number | null | undefined;
  /** The only domains that are fetched from. Not together with `blocked_domains`. */
  allowed_domains?: string[] | null | undefined;
  /** Domains never fetched from. Not together with `allowed_domains`. */
  blocked_domains?: string[] | null | undefined;
  /** About the most tokens of a page that the model is shown; at least 1. */
  max_content_tokens?: number | null | undefined;
  /** Whether the model may cite from what is fetched. */
  citations?: CitationsConfigParam | null | undefined;
  /** Where in the conversation an address must have come up to be fetched. */
  url_sources?: WebFetchURLSources | null | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/**
 * Fetches pages and PDFs whose addresses have come up in the conversation. The model sends `url`. Pages can be sifted
 * by code, and fetched past the cache.
 */
export interface WebFetchTool20260309 {
  type: 'web_fetch_20260309';
  name: 'web_fetch';
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** Whether a copy that was fetched earlier will do; it will unless said otherwise. */
  use_cache?: boolean | undefined;
  /** How often the model may use the tool in one request; at least 1. */
  max_uses?: number | null | undefined;
  /** The only domains that are fetched from. Not together with `blocked_domains`. */
  allowed_domains?: string[] | null | undefined;
  /** Domains never fetched from. Not together with `allowed_domains`. */
  blocked_domains?: string[] | null | undefined;
  /** About the most tokens of a page that the model is shown; at least 1. */
  max_content_tokens?: number | null | undefined;
  /** Whether the model may cite from what is fetched. */
  citations?: CitationsConfigParam | null | undefined;
  /** Where in the conversation an address must have come up to be fetched. */
  url_sources?: WebFetchURLSources | null | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

/**
 * Fetches pages and PDFs whose addresses have come up in the conversation. The model sends `url`. Pages can be sifted
 * by code, fetched past the cache, and left out of the answer.
 */
export interface WebFetchTool20260318 {
  type: 'web_fetch_20260318';
  name: 'web_fetch';
  /** Whether the tool's input is held to its schema to the letter. */
  strict?: boolean | undefined;
  /** Whether the definition is held back until a tool search finds the tool. */
  defer_loading?: boolean | undefined;
  /** Who may call the tool; the model alone unless said otherwise. */
  allowed_callers?: AllowedCaller[] | undefined;
  /** Whether a copy that was fetched earlier will do; it will unless said otherwise. */
  use_cache?: boolean | undefined;
  /** Whether results that code has used up come back in the answer; `full` unless said otherwise. */
  response_inclusion?: ResponseInclusion | undefined;
  /** How often the model may use the tool in one request; at least 1. */
  max_uses?: number | null | undefined;
  /** The only domains that are fetched from. Not together with `blocked_domains`. */
  allowed_domains?: string[] | null | undefined;
  /** Domains never fetched from. Not together with `allowed_domains`. */
  blocked_domains?: string[] | null | undefined;
  /** About the most tokens of a page that the model is shown; at least 1. */
  max_content_tokens?: number | null | undefined;
  /** Whether the model may cite from what is fetched. */
  citations?: CitationsConfigParam | null | undefined;
  /** Where in the conversation an address must have come up to be fetched. */
  url_sources?: WebFetchURLSources | null | undefined;
  /** Marks the end of a part that is to be cached. */
  cache_control?: CacheControlEphemeral | null | undefined;
}

// batch

/** The body of a request for a batch. */
export interface BatchCreateParams {
  /** The messages to create, 1 to 100,000 of them and 256 MB in all. */
  requests: BatchCreateParams.Request[];
}

export declare namespace BatchCreateParams {
  /** One message of a batch. */
  interface Request {
    /**
     * Your name for it, which its result carries: 1 to 64 letters, digits, `-` and `_`, unlike every other in the batch.
     */
    custom_id: string;
    /** The message to create. It cannot be streamed. */
    params: MessageCreateParamsNonStreaming;
  }
}

/** The query of a list of batches. */
export interface BatchListParams {
  /** Begins behind the batch with this id. */
  after_id?: string | undefined;
  /** Begins in front of the batch with this id, and goes on towards newer ones. */
  before_id?: string | undefined;
  /** How many batches a page has, 1 to 1000; 20 unless said otherwise. */
  limit?: number | undefined;
}

// model

/** The query of a list of models. */
export interface ModelListParams {
  /** Begins behind the model with this id. */
  after_id?: string | undefined;
  /** Begins in front of the model with this id, and goes on towards newer ones. */
  before_id?: string | undefined;
  /** Only models that are this far in their life. */
  lifecycle?: ModelLifecycle[] | undefined;
  /** How many models a page has, 1 to 1000; 20 unless said otherwise. */
  limit?: number | undefined;
}

// file

/** The query of a list of files. */
export interface FileListParams {
  /** Only files with these ids, at most 100; not together with `limit` or `page`. */
  ids?: string[] | undefined;
  /** How many files a page has, 1 to 1000; 20 unless said otherwise. */
  limit?: number | undefined;
  /** Begins at the page that an earlier answer named in `next_page`. */
  page?: string | null | undefined;
}

// other names

/** Another name of {@link ToolUnion}. */
export type MessageCountTokensTool = ToolUnion;

/** Another name of {@link WebSearchToolRequestErrorObject}. */
export type WebSearchToolRequestError = WebSearchToolRequestErrorObject;
