// Written by `make generate` from the types declared in core/src/types: change them there, then run it.
/** What is received. Fields that these types do not know are there all the same. */
import type {
  BashCodeExecutionToolResultErrorCode, CodeExecutionToolResultErrorCode, ModelLifecycle, ModelLine, ProcessingStatus,
  RefusalCategory, ServerToolName, SkillType, Speed, StopReason, TextEditorCodeExecutionFileType,
  TextEditorCodeExecutionToolResultErrorCode, ThreadUnsupportedFeatureName, ToolSearchToolResultErrorCode,
  UsageServiceTier, WebFetchToolResultErrorCode, WebSearchToolResultErrorCode,
} from './words.js';

// message

/** The model's answer. */
export interface Message {
  type: 'message';
  role: 'assistant';
  /** The message's id; its form may change. */
  id: string;
  /** The model that answered; may differ from the alias that was asked for. */
  model: string;
  /** What the model wrote, in order; may be empty. */
  content: ContentBlock[];
  /** What was counted, and will be billed. */
  usage: Usage;
  /** Why the model stopped; null only while a stream is under way. */
  stop_reason: StopReason | null;
  /** The custom stop sequence that matched, if one did. */
  stop_sequence: string | null;
  /** More about why the model stopped, where there is more to say: after a refusal. */
  stop_details: RefusalStopDetails | null;
  /** The container in which server tools ran code, if they did. */
  container: Container | null;
  /** Why the prompt cache did not help; only if the request asked for `diagnostics`. Since 2026-09. */
  diagnostics: Diagnostics | null;
}

// content

/** One block of an answer's content. */
export type ContentBlock =
  | TextBlock
  | ThinkingBlock
  | RedactedThinkingBlock
  | ToolUseBlock
  | ServerToolUseBlock
  | WebSearchToolResultBlock
  | WebFetchToolResultBlock
  | CodeExecutionToolResultBlock
  | BashCodeExecutionToolResultBlock
  | TextEditorCodeExecutionToolResultBlock
  | ToolSearchToolResultBlock
  | ContainerUploadBlock;

/** A block of text. */
export interface TextBlock {
  type: 'text';
  /** The text. */
  text: string;
  /** What the text cites, in order; null or left out where it cites nothing. */
  citations: TextCitation[] | null;
}

/** The model's reasoning before an answer. Send it back unchanged, in its place, with the results of tools. */
export interface ThinkingBlock {
  type: 'thinking';
  /** The reasoning; empty where the request wanted it omitted. */
  thinking: string;
  /** Opaque proof that the block is the API's own. */
  signature: string;
}

/** Reasoning that is not shown. Send it back unchanged, in its place, with the results of tools. */
export interface RedactedThinkingBlock {
  type: 'redacted_thinking';
  /** The reasoning; opaque. */
  data: string;
}

/** The model's request to run one of the caller's tools. */
export interface ToolUseBlock {
  type: 'tool_use';
  /** The id that the result must quote. */
  id: string;
  /** The tool's name; of a toolset, the member's. */
  name: string;
  /**
   * The tool's input, normally an object. A string when the model wrote text that is not JSON: the raw text, so that
   * nothing is lost. The API refuses such a block when it is sent back: put an object in its place.
   */
  input: unknown;
  /** Who asked for the tool; older endpoints leave it out. */
  caller?: ToolUseCaller;
  /** The toolset that the tool is a member of, such as `computer` or `browser`. The result must name it too. */
  toolset_name?: string | null;
}

/** The use of a tool that the API runs itself. The result follows in a block of its own. */
export interface ServerToolUseBlock {
  type: 'server_tool_use';
  /** The id that the result quotes. */
  id: string;
  /** The tool's name. */
  name: ServerToolName;
  /** The tool's input, normally an object. */
  input: unknown;
  /** Who asked for the tool; older endpoints leave it out. */
  caller?: ToolUseCaller;
}

/** A file that was put into the container for code to read. */
export interface ContainerUploadBlock {
  type: 'container_upload';
  /** The file's id. */
  file_id: string;
}

// citations

/** Where a statement in the answer comes from. */
export type TextCitation =
  | CitationCharLocation
  | CitationPageLocation
  | CitationContentBlockLocation
  | CitationsWebSearchResultLocation
  | CitationsSearchResultLocation;

/** A range of characters in a plain text document. */
export interface CitationCharLocation {
  type: 'char_location';
  /** The text cited; not billed as output. */
  cited_text: string;
  /** Which of the request's documents, counted from 0. */
  document_index: number;
  /** The first character, counted from 0. */
  start_char_index: number;
  /** The character after the last. */
  end_char_index: number;
  /** The document's title, if the request gave one. */
  document_title: string | null;
  /** The uploaded file that the document was, if it was one. Not accepted back in a citation. */
  file_id: string | null;
}

/** A range of pages in a PDF. */
export interface CitationPageLocation {
  type: 'page_location';
  /** The text cited; not billed as output. */
  cited_text: string;
  /** Which of the request's documents, counted from 0. */
  document_index: number;
  /** The first page, counted from 1. */
  start_page_number: number;
  /** The page after the last. */
  end_page_number: number;
  /** The document's title, if the request gave one. */
  document_title: string | null;
  /** The uploaded file that the document was, if it was one. Not accepted back in a citation. */
  file_id: string | null;
}

/** A range of blocks in a document that was given as blocks. */
export interface CitationContentBlockLocation {
  type: 'content_block_location';
  /** The text cited; not billed as output. */
  cited_text: string;
  /** Which of the request's documents, counted from 0. */
  document_index: number;
  /** The first block, counted from 0. */
  start_block_index: number;
  /** The block after the last. */
  end_block_index: number;
  /** The document's title, if the request gave one. */
  document_title: string | null;
  /** The uploaded file that the document was, if it was one. Not accepted back in a citation. */
  file_id: string | null;
}

/** A page found by web search. */
export interface CitationsWebSearchResultLocation {
  type: 'web_search_result_location';
  /** The text cited; not billed as output. */
  cited_text: string;
  /** The page's address. */
  url: string;
  /** Opaque; send it back as it came. */
  encrypted_index: string;
  /** The page's title. */
  title: string | null;
}

/** A range of blocks in a search result that the request gave. */
export interface CitationsSearchResultLocation {
  type: 'search_result_location';
  /** The text cited; not billed as output. */
  cited_text: string;
  /** Which of the request's search results, counted from 0. */
  search_result_index: number;
  /** The `source` that the search result was given with. */
  source: string;
  /** The first block, counted from 0. */
  start_block_index: number;
  /** The block after the last. */
  end_block_index: number;
  /** The search result's title. */
  title: string | null;
}

// callers

/** Who asked for a tool: the model itself, or code that it wrote and runs on the server. */
export type ToolUseCaller = DirectCaller | ServerToolCaller | ServerToolCaller20260120;

/** The model itself. */
export interface DirectCaller {
  type: 'direct';
}

/** Code run by the tool `code_execution_20250825`. */
export interface ServerToolCaller {
  type: 'code_execution_20250825';
  /** The id of the `server_tool_use` block that runs the code. */
  tool_id: string;
}

/** Code run by a newer code execution tool, whichever version the request declared. */
export interface ServerToolCaller20260120 {
  type: 'code_execution_20260120';
  /** The id of the `server_tool_use` block that runs the code. */
  tool_id: string;
}

// web results

/** What a web search found, or why it failed. */
export interface WebSearchToolResultBlock {
  type: 'web_search_tool_result';
  /** The id of the `server_tool_use` block that this answers. */
  tool_use_id: string;
  /** The pages found, or an error. */
  content: WebSearchToolResultBlockContent;
  /** Who asked for the search; older endpoints leave it out. */
  caller?: ToolUseCaller;
}

/** What a web search found: a list of pages, or an error. */
export type WebSearchToolResultBlockContent = WebSearchResultBlock[] | WebSearchToolResultErrorObject;

/** A page that a web search found. */
export interface WebSearchResultBlock {
  type: 'web_search_result';
  /** The page's address. */
  url: string;
  /** The page's title. */
  title: string;
  /** Opaque; send it back as it came, so that the model can cite the page in later turns. */
  encrypted_content: string;
  /** When the page was last changed, in words. */
  page_age: string | null;
}

/** Why a web search failed. The request itself did not. */
export interface WebSearchToolResultErrorObject {
  type: 'web_search_tool_result_error';
  /** The cause. */
  error_code: WebSearchToolResultErrorCode;
}

/** What a web fetch brought, or why it failed. */
export interface WebFetchToolResultBlock {
  type: 'web_fetch_tool_result';
  /** The id of the `server_tool_use` block that this answers. */
  tool_use_id: string;
  /** The page, or an error. */
  content: WebFetchToolResultBlockContent;
  /** Who asked for the page; older endpoints leave it out. */
  caller?: ToolUseCaller;
}

/** What a web fetch brought: a page, or an error. */
export type WebFetchToolResultBlockContent = WebFetchBlock | WebFetchToolResultErrorBlock;

/** A page that was fetched. */
export interface WebFetchBlock {
  type: 'web_fetch_result';
  /** The page's address. */
  url: string;
  /** The page as a document. */
  content: DocumentBlock;
  /** When it was fetched, as ISO 8601. */
  retrieved_at: string | null;
}

/** A document inside a result. */
export interface DocumentBlock {
  type: 'document';
  /** The document itself. */
  source: DocumentBlockSource;
  /** The document's title. */
  title: string | null;
  /** Whether the model may cite it. */
  citations: CitationsConfig | null;
}

/** What a fetched document is made of. */
export type DocumentBlockSource = Base64PDFSource | PlainTextSource;

/** A PDF. */
export interface Base64PDFSource {
  type: 'base64';
  media_type: 'application/pdf';
  /** The file in base64. */
  data: string;
}

/** Plain text. */
export interface PlainTextSource {
  type: 'text';
  media_type: 'text/plain';
  /** The text. */
  data: string;
}

/** Whether a document may be cited. */
export interface CitationsConfig {
  /** Whether it may. */
  enabled: boolean;
}

/** Why a web fetch failed. The request itself did not. */
export interface WebFetchToolResultErrorBlock {
  type: 'web_fetch_tool_result_error';
  /** The cause. */
  error_code: WebFetchToolResultErrorCode;
}

// code results

/** What a piece of code gave. */
export interface CodeExecutionToolResultBlock {
  type: 'code_execution_tool_result';
  /** The id of the `server_tool_use` block that this answers. */
  tool_use_id: string;
  /** What it gave, or an error. */
  content: CodeExecutionToolResultBlockContent;
}

/** What a piece of code gave. */
export type CodeExecutionToolResultBlockContent =
  | CodeExecutionToolResultErrorObject
  | CodeExecutionResultBlock
  | EncryptedCodeExecutionResultBlock;

/** Why code did not run. The request itself did not fail. */
export interface CodeExecutionToolResultErrorObject {
  type: 'code_execution_tool_result_error';
  /** The cause. */
  error_code: CodeExecutionToolResultErrorCode;
}

/** The end of a run of code. */
export interface CodeExecutionResultBlock {
  type: 'code_execution_result';
  /** What the code printed. */
  stdout: string;
  /** What it printed as errors. */
  stderr: string;
  /** What the process gave back; 0 is success. */
  return_code: number;
  /** The files it made. */
  content: CodeExecutionOutputBlock[];
}

/** A file that code made. */
export interface CodeExecutionOutputBlock {
  type: 'code_execution_output';
  /** The file's id, for download. */
  file_id: string;
}

/** The end of a run of code that used web search: what it printed is for the model alone. */
export interface EncryptedCodeExecutionResultBlock {
  type: 'encrypted_code_execution_result';
  /** What the code printed; opaque, send it back as it came. */
  encrypted_stdout: string;
  /** What it printed as errors. */
  stderr: string;
  /** What the process gave back; 0 is success. */
  return_code: number;
  /** The files it made. */
  content: CodeExecutionOutputBlock[];
}

/** What a shell command gave. */
export interface BashCodeExecutionToolResultBlock {
  type: 'bash_code_execution_tool_result';
  /** The id of the `server_tool_use` block that this answers. */
  tool_use_id: string;
  /** What it gave, or an error. */
  content: BashCodeExecutionToolResultBlockContent;
}

/** What a shell command gave. */
export type BashCodeExecutionToolResultBlockContent = BashCodeExecutionToolResultErrorObject | BashCodeExecutionResultBlock;

/** Why a shell command did not run. The request itself did not fail. */
export interface BashCodeExecutionToolResultErrorObject {
  type: 'bash_code_execution_tool_result_error';
  /** The cause. */
  error_code: BashCodeExecutionToolResultErrorCode;
}

/** The end of a shell command. */
export interface BashCodeExecutionResultBlock {
  type: 'bash_code_execution_result';
  /** What the command printed. */
  stdout: string;
  /** What it printed as errors. */
  stderr: string;
  /** What the process gave back; 0 is success. */
  return_code: number;
  /** The files it made. */
  content: BashCodeExecutionOutputBlock[];
}

/** A file that a shell command made. */
export interface BashCodeExecutionOutputBlock {
  type: 'bash_code_execution_output';
  /** The file's id, for download. */
  file_id: string;
}

// editor results

/** What a command of the text editor gave. */
export interface TextEditorCodeExecutionToolResultBlock {
  type: 'text_editor_code_execution_tool_result';
  /** The id of the `server_tool_use` block that this answers. */
  tool_use_id: string;
  /** What it gave, or an error. */
  content: TextEditorCodeExecutionToolResultBlockContent;
}

/** What a command of the text editor gave. */
export type TextEditorCodeExecutionToolResultBlockContent =
  | TextEditorCodeExecutionToolResultErrorObject
  | TextEditorCodeExecutionViewResultBlock
  | TextEditorCodeExecutionCreateResultBlock
  | TextEditorCodeExecutionStrReplaceResultBlock;

/** Why a command of the text editor failed. The request itself did not. */
export interface TextEditorCodeExecutionToolResultErrorObject {
  type: 'text_editor_code_execution_tool_result_error';
  /** The cause. */
  error_code: TextEditorCodeExecutionToolResultErrorCode;
  /** The cause in words. */
  error_message: string | null;
}

/** A file that was looked at. */
export interface TextEditorCodeExecutionViewResultBlock {
  type: 'text_editor_code_execution_view_result';
  /** What is in the file, as far as it was asked for. */
  content: string;
  /** What kind of file it is. */
  file_type: TextEditorCodeExecutionFileType;
  /** How many lines are shown. */
  num_lines: number | null;
  /** The first line shown, counted from 1. */
  start_line: number | null;
  /** How many lines the file has. */
  total_lines: number | null;
}

/** A file that was written. */
export interface TextEditorCodeExecutionCreateResultBlock {
  type: 'text_editor_code_execution_create_result';
  /** Whether the file was there before. */
  is_file_update: boolean;
}

/** A file in which text was replaced: the change as the two ranges of lines that a diff names. */
export interface TextEditorCodeExecutionStrReplaceResultBlock {
  type: 'text_editor_code_execution_str_replace_result';
  /** The lines of the change, as a diff shows them. */
  lines: string[] | null;
  /** The first line of the change in the old file. */
  old_start: number | null;
  /** How many lines of the old file it covers. */
  old_lines: number | null;
  /** The first line of the change in the new file. */
  new_start: number | null;
  /** How many lines of the new file it covers. */
  new_lines: number | null;
}

// search results

/** What a search among deferred tools found, or why it failed. */
export interface ToolSearchToolResultBlock {
  type: 'tool_search_tool_result';
  /** The id of the `server_tool_use` block that this answers. */
  tool_use_id: string;
  /** The tools found, or an error. */
  content: ToolSearchToolResultBlockContent;
}

/** What a search among tools found: tools, or an error. */
export type ToolSearchToolResultBlockContent = ToolSearchToolResultErrorObject | ToolSearchToolSearchResultBlock;

/** Why a search among tools failed. The request itself did not. */
export interface ToolSearchToolResultErrorObject {
  type: 'tool_search_tool_result_error';
  /** The cause. */
  error_code: ToolSearchToolResultErrorCode;
  /** The cause in words. */
  error_message: string | null;
}

/** The tools that a search found. */
export interface ToolSearchToolSearchResultBlock {
  type: 'tool_search_tool_search_result';
  /** The tools; from here on the model knows their definitions. */
  tool_references: ToolReferenceBlock[];
}

/** The name of a tool that the request offers. */
export interface ToolReferenceBlock {
  type: 'tool_reference';
  /** The tool's name. */
  tool_name: string;
}

// usage

/** Tokens counted. Totals, never increments. Which of them are there depends on the endpoint. */
export interface Usage {
  /** Input tokens that no cache covered. */
  input_tokens: number;
  /** Output tokens that are billed, thinking included. */
  output_tokens: number;
  /** Input tokens that were written to the prompt cache. */
  cache_creation_input_tokens: number | null;
  /** Input tokens that were read from the prompt cache. */
  cache_read_input_tokens: number | null;
  /** The tokens written to the cache, by how long they are kept. */
  cache_creation: CacheCreation | null;
  /** What the output tokens were for. In a stream it comes with the end. */
  output_tokens_details: OutputTokensDetails | null;
  /** How often server tools were used. */
  server_tool_use: ServerToolUsage | null;
  /** How the request was served. */
  service_tier: UsageServiceTier | null;
  /** Where in the world the model ran, such as `global`, `us` or `not_available`. */
  inference_geo: string | null;
  /** How fast the model wrote. */
  speed: Speed | null;
}

/** The tokens written to the prompt cache, by how long they are kept. */
export interface CacheCreation {
  /** Kept for 5 minutes. */
  ephemeral_5m_input_tokens: number;
  /** Kept for an hour. */
  ephemeral_1h_input_tokens: number;
}

/** What the output tokens were for. */
export interface OutputTokensDetails {
  /** Spent on thinking, shown or not. */
  thinking_tokens: number;
}

/** How often server tools were used. */
export interface ServerToolUsage {
  /** Web searches. */
  web_search_requests: number;
  /** Pages fetched. */
  web_fetch_requests: number;
}

/** The counters of a `message_delta`: totals so far. One that is null or not there keeps the value it had. */
export interface MessageDeltaUsage {
  /** Output tokens so far, thinking included. */
  output_tokens: number;
  /** Input tokens that no cache covered. */
  input_tokens: number | null;
  /** Input tokens that were written to the prompt cache. */
  cache_creation_input_tokens: number | null;
  /** Input tokens that were read from the prompt cache. */
  cache_read_input_tokens: number | null;
  /** What the output tokens were for. */
  output_tokens_details: OutputTokensDetails | null;
  /** How often server tools were used. */
  server_tool_use: ServerToolUsage | null;
}

// stop details

/** More about a refusal. */
export interface RefusalStopDetails {
  type: 'refusal';
  /** Which rule of the usage policy the refusal rests on, if it is one of these. */
  category: RefusalCategory | null;
  /** The reason in words. */
  explanation: string | null;
}

// container

/** The container in which server tools ran code. Its id in a later request uses it again, files and all. */
export interface Container {
  /** The container's id. */
  id: string;
  /** When it goes away, as RFC 3339. */
  expires_at: string;
  /** The skills that were loaded into it. */
  skills: ContainerSkill[] | null;
}

/** A skill that was loaded into a container. */
export interface ContainerSkill {
  /** Who made the skill. */
  type: SkillType;
  /** The skill's id. */
  skill_id: string;
  /** The version that was loaded; never `latest`, but what that stood for. */
  version: string;
}

// diagnostics

/** What the API found out about a request that asked for `diagnostics`. */
export interface Diagnostics {
  /** Why the cache of the previous message did not serve; null when it did. */
  cache_miss_reason: CacheMissReason | null;
}

/** Why the cache of the previous message did not serve. */
export type CacheMissReason =
  | CacheMissModelChanged
  | CacheMissSystemChanged
  | CacheMissToolsChanged
  | CacheMissMessagesChanged
  | CacheMissPreviousMessageNotFound
  | CacheMissUnavailable;

/** Another model was asked than before. */
export interface CacheMissModelChanged {
  type: 'model_changed';
  /** How many input tokens the cache did not cover because of it. */
  cache_missed_input_tokens: number;
}

/** The system prompt is not what it was. */
export interface CacheMissSystemChanged {
  type: 'system_changed';
  /** How many input tokens the cache did not cover because of it. */
  cache_missed_input_tokens: number;
}

/** The tools are not what they were. */
export interface CacheMissToolsChanged {
  type: 'tools_changed';
  /** How many input tokens the cache did not cover because of it. */
  cache_missed_input_tokens: number;
}

/** An earlier message is not what it was. */
export interface CacheMissMessagesChanged {
  type: 'messages_changed';
  /** How many input tokens the cache did not cover because of it. */
  cache_missed_input_tokens: number;
}

/** The API does not know the previous message that the request names. */
export interface CacheMissPreviousMessageNotFound {
  type: 'previous_message_not_found';
}

/** The API could not tell this time. */
export interface CacheMissUnavailable {
  type: 'unavailable';
}

// event

/** One event of a stream. */
export type RawMessageStreamEvent =
  | RawMessageStartEvent
  | RawContentBlockStartEvent
  | RawContentBlockDeltaEvent
  | RawContentBlockStopEvent
  | RawMessageDeltaEvent
  | RawMessageStopEvent;

/** The message begins; it has no content yet. */
export interface RawMessageStartEvent {
  type: 'message_start';
  /** The message so far: no content, no stop reason, and the input's share of the usage. */
  message: Message;
}

/** A block begins. */
export interface RawContentBlockStartEvent {
  type: 'content_block_start';
  /** The block, empty or whole. */
  content_block: ContentBlock;
  /** Which block, counted from 0. */
  index: number;
}

/** A block grows. */
export interface RawContentBlockDeltaEvent {
  type: 'content_block_delta';
  /** What is added. */
  delta: RawContentBlockDelta;
  /** Which block, counted from 0. */
  index: number;
}

/** What a block grows by. */
export type RawContentBlockDelta = TextDelta | InputJSONDelta | CitationsDelta | ThinkingDelta | SignatureDelta;

/** More text. */
export interface TextDelta {
  type: 'text_delta';
  /** The text to append. */
  text: string;
}

/** More of a tool's input. */
export interface InputJSONDelta {
  type: 'input_json_delta';
  /** JSON text, cut anywhere; the first piece is mostly empty. */
  partial_json: string;
}

/** One more citation of a text block. It may come before the text that it belongs to, or after. */
export interface CitationsDelta {
  type: 'citations_delta';
  /** The citation to add. */
  citation: TextCitation;
}

/** More reasoning. */
export interface ThinkingDelta {
  type: 'thinking_delta';
  /** The reasoning to append. */
  thinking: string;
}

/**
 * The signature of a thinking block. Comes once, before the block's end; the only delta where the reasoning is omitted.
 */
export interface SignatureDelta {
  type: 'signature_delta';
  /** The signature; takes the place of the one before. */
  signature: string;
}

/** A block is finished. */
export interface RawContentBlockStopEvent {
  type: 'content_block_stop';
  /** Which block, counted from 0. */
  index: number;
}

/** Why the model stopped, and the totals of the usage. */
export interface RawMessageDeltaEvent {
  type: 'message_delta';
  /** What changes in the message. */
  delta: RawMessageDeltaEvent.Delta;
  /** Totals so far: what is there replaces what was there. */
  usage: MessageDeltaUsage;
}

export declare namespace RawMessageDeltaEvent {
  /** What changes in the message near its end. */
  interface Delta {
    /** Why the model stopped. */
    stop_reason: StopReason | null;
    /** The custom stop sequence that matched. */
    stop_sequence: string | null;
    /** More about why the model stopped, where there is more to say. */
    stop_details: RefusalStopDetails | null;
    /** The container in which server tools ran code; null leaves the message's own as it is. */
    container: Container | null;
  }
}

/** The message is complete. */
export interface RawMessageStopEvent {
  type: 'message_stop';
}

// helper events

/** One event of the stream helper: an event as it came, or one derived from it that carries the state so far. */
export type ParsedMessageStreamEvent =
  | TextEvent
  | CitationEvent
  | ThinkingEvent
  | SignatureEvent
  | InputJSONEvent
  | RawMessageStartEvent
  | RawMessageDeltaEvent
  | ParsedMessageStopEvent
  | RawContentBlockStartEvent
  | RawContentBlockDeltaEvent
  | ParsedContentBlockStopEvent;

/** Text was added to a text block. Follows the `content_block_delta` that added it. */
export interface TextEvent {
  type: 'text';
  /** What was added. */
  text: string;
  /** All text of the block so far. */
  snapshot: string;
}

/** A citation was added to a text block. */
export interface CitationEvent {
  type: 'citation';
  /** What was added. */
  citation: TextCitation;
  /** All citations of the block so far. */
  snapshot: TextCitation[];
}

/** Reasoning was added to a thinking block. */
export interface ThinkingEvent {
  type: 'thinking';
  /** What was added. */
  thinking: string;
  /** All reasoning of the block so far. */
  snapshot: string;
}

/** A thinking block was signed. */
export interface SignatureEvent {
  type: 'signature';
  /** The signature. */
  signature: string;
}

/** A piece was added to the input of a tool. */
export interface InputJSONEvent {
  type: 'input_json';
  /** What was added: JSON text, cut anywhere. */
  partial_json: string;
  /** The input as far as it can be told by now. */
  snapshot: unknown;
}

/** The message is complete. Stands in the place of the event that said so. */
export interface ParsedMessageStopEvent {
  type: 'message_stop';
  /** The complete message. */
  message: Message;
}

/** A block is finished. Stands in the place of the event that said so. */
export interface ParsedContentBlockStopEvent {
  type: 'content_block_stop';
  /** The finished block. */
  content_block: ContentBlock;
  /** Which block, counted from 0. */
  index: number;
}

// error response

/** What the API says when a request fails; also the `error` event of a stream. */
export interface ErrorResponse {
  type: 'error';
  /** What went wrong. */
  error: ErrorObject;
  /** The request's id, for Anthropic's support; older endpoints leave it out. */
  request_id: string | null;
}

/** What went wrong. */
export type ErrorObject =
  | InvalidRequestErrorObject
  | AuthenticationErrorObject
  | BillingErrorObject
  | PermissionErrorObject
  | NotFoundErrorObject
  | ConflictErrorObject
  | RequestTooLargeErrorObject
  | RateLimitErrorObject
  | APIErrorObject
  | GatewayTimeoutErrorObject
  | OverloadedErrorObject;

/** The request is malformed, or asks for what is not accepted (400). */
export interface InvalidRequestErrorObject {
  type: 'invalid_request_error';
  /** The cause in words, which may change: decide by the type and the code. */
  message: string;
  /** A finer cause, where there is one. */
  details?: ErrorDetails | null;
}

/**
 * A finer cause than the error's type. Some codes come with keys of their own; those of a code that this version does
 * not know are kept as well.
 */
export interface ErrorDetails {
  /** The cause, such as `thread_not_found`. Each code that this version knows has an error class of its own. */
  error_code: string;
  /** With `image_dimensions_too_large`: the longest side an image may have, in pixels. */
  max_side_length_pixels?: number;
  /** With `image_dimensions_too_large`: where in the request the images are. */
  paths?: string[];
  /** With `organization_on_hold`: where to object. */
  appeal_url?: string | null;
  /** With `thread_unsupported_request`: what of the request does not go together with threads. */
  unsupported?: ThreadUnsupportedFeatureName[] | null;
}

/** The credential is missing or not valid (401). */
export interface AuthenticationErrorObject {
  type: 'authentication_error';
  /** The cause in words, which may change: decide by the type and the code. */
  message: string;
  /** A finer cause, where there is one. */
  details?: ErrorDetails | null;
}

/** Something is wrong with the payment (402). */
export interface BillingErrorObject {
  type: 'billing_error';
  /** The cause in words, which may change: decide by the type and the code. */
  message: string;
  /** A finer cause, where there is one. */
  details?: ErrorDetails | null;
}

/** The credential does not give this right (403). */
export interface PermissionErrorObject {
  type: 'permission_error';
  /** The cause in words, which may change: decide by the type and the code. */
  message: string;
  /** A finer cause, where there is one. */
  details?: ErrorDetails | null;
}

/** There is no such path, model or object (404). */
export interface NotFoundErrorObject {
  type: 'not_found_error';
  /** The cause in words, which may change: decide by the type and the code. */
  message: string;
  /** A finer cause, where there is one. */
  details?: ErrorDetails | null;
}

/** The object is not in a state that allows this (409). */
export interface ConflictErrorObject {
  type: 'conflict_error';
  /** The cause in words, which may change: decide by the type and the code. */
  message: string;
  /** A finer cause, where there is one. */
  details?: ErrorDetails | null;
}

/** The body is larger than the endpoint takes (413). */
export interface RequestTooLargeErrorObject {
  type: 'request_too_large';
  /** The cause in words, which may change: decide by the type and the code. */
  message: string;
  /** A finer cause, where there is one. */
  details?: ErrorDetails | null;
}

/** A rate limit or spend limit is reached (429). */
export interface RateLimitErrorObject {
  type: 'rate_limit_error';
  /** The cause in words, which may change: decide by the type and the code. */
  message: string;
  /** A finer cause, where there is one. */
  details?: ErrorDetails | null;
}

/** The API itself failed (500). */
export interface APIErrorObject {
  type: 'api_error';
  /** The cause in words, which may change: decide by the type and the code. */
  message: string;
  /** A finer cause, where there is one. */
  details?: ErrorDetails | null;
}

/** The request took too long (504): stream it, or make it a batch. */
export interface GatewayTimeoutErrorObject {
  type: 'timeout_error';
  /** The cause in words, which may change: decide by the type and the code. */
  message: string;
  /** A finer cause, where there is one. */
  details?: ErrorDetails | null;
}

/** The API has too much to do for all its users (529). */
export interface OverloadedErrorObject {
  type: 'overloaded_error';
  /** The cause in words, which may change: decide by the type and the code. */
  message: string;
  /** A finer cause, where there is one. */
  details?: ErrorDetails | null;
}

// tokens

/** How many tokens a request would read: an estimate. Server tools are counted for the first step only. */
export interface MessageTokensCount {
  /** Tokens of the messages, the system prompt and the tools. */
  input_tokens: number;
}

// batch

/** A batch of messages. It ends within 24 hours; its results are kept for 29 days. */
export interface MessageBatch {
  type: 'message_batch';
  /** The batch's id. */
  id: string;
  /** How far it is. */
  processing_status: ProcessingStatus;
  /** How many of its requests are where. */
  request_counts: MessageBatchRequestCounts;
  /** When it was created (RFC 3339). */
  created_at: string;
  /** When what is not done by then is given up (RFC 3339). */
  expires_at: string;
  /** When all of it was done with (RFC 3339). */
  ended_at: string | null;
  /** When cancelling it was asked for (RFC 3339). */
  cancel_initiated_at: string | null;
  /** When its results were removed (RFC 3339). */
  archived_at: string | null;
  /** Where its results are; `null` until it has ended. */
  results_url: string | null;
}

/** How many requests of a batch are where. All but `processing` stay 0 until the whole batch has ended. */
export interface MessageBatchRequestCounts {
  /** Not done with yet. */
  processing: number;
  /** Done well. */
  succeeded: number;
  /** Failed, the request itself or the server. */
  errored: number;
  /** Given up because the batch was cancelled. */
  canceled: number;
  /** Given up because the batch expired. */
  expired: number;
}

/** A batch that is no more. */
export interface DeletedMessageBatch {
  type: 'message_batch_deleted';
  /** The id that the batch had. */
  id: string;
}

/** What came of one request of a batch. */
export interface MessageBatchIndividualResponse {
  /** The request's name in the batch. Results come in any order, so go by it. */
  custom_id: string;
  /** What came of it. */
  result: MessageBatchResult;
}

/** What came of one request of a batch. */
export type MessageBatchResult =
  | MessageBatchSucceededResult
  | MessageBatchErroredResult
  | MessageBatchCanceledResult
  | MessageBatchExpiredResult;

/** The message was created. */
export interface MessageBatchSucceededResult {
  type: 'succeeded';
  /** The message. */
  message: Message;
}

/** The request failed and was not billed. */
export interface MessageBatchErroredResult {
  type: 'errored';
  /** Why, as the API would have answered it. */
  error: ErrorResponse;
}

/** The batch was cancelled before this request was sent to the model. */
export interface MessageBatchCanceledResult {
  type: 'canceled';
}

/** The batch expired before this request was sent to the model. */
export interface MessageBatchExpiredResult {
  type: 'expired';
}

// model

/** A model. Older servers say only its id, its name and its date. */
export interface ModelInfo {
  type: 'model';
  /** The id that requests name it by. */
  id: string;
  /** Its name for people. */
  display_name: string;
  /** When it was released (RFC 3339); the year 1970 where that is not known. */
  created_at: string;
  /** How far in its life it is. */
  lifecycle?: ModelLifecycle;
  /** The family it belongs to. */
  line: ModelLine | null;
  /** The most tokens it reads. */
  max_input_tokens: number | null;
  /** The most tokens it writes. */
  max_tokens: number | null;
  /** When it was, or will be, deprecated (RFC 3339). */
  deprecated_at: string | null;
  /** When it was, or will be, retired (RFC 3339). */
  retires_at: string | null;
  /** What it can do. */
  capabilities: ModelCapabilities | null;
}

/** What a model can do. */
export interface ModelCapabilities {
  /** Messages in batches. */
  batch: CapabilitySupport;
  /** Citations. */
  citations: CapabilitySupport;
  /** Running code in a sandbox. */
  code_execution: CapabilitySupport;
  /** Editing the context while a conversation goes on. */
  context_management: ContextManagementCapability;
  /** Choosing how much effort goes into an answer. */
  effort: EffortCapability;
  /** Images as input. */
  image_input: CapabilitySupport;
  /** PDF files as input. */
  pdf_input: CapabilitySupport;
  /** Tools that the API runs. */
  server_tools: ServerToolsCapability;
  /** Answers that follow a JSON Schema. */
  structured_outputs: CapabilitySupport;
  /** Thinking before answering. */
  thinking: ThinkingCapability;
}

/** Whether something is supported. */
export interface CapabilitySupport {
  /** Whether it is. */
  supported: boolean;
}

/** Ways of editing the context; more of them are in `extra`. */
export interface ContextManagementCapability {
  /** Whether there is any. */
  supported: boolean;
  /** Clearing old thinking. */
  clear_thinking_20251015: CapabilitySupport | null;
  /** Clearing old tool calls. */
  clear_tool_uses_20250919: CapabilitySupport | null;
  /** Replacing the beginning of the conversation by a summary. */
  compact_20260112: CapabilitySupport | null;
}

/** Levels of effort. */
export interface EffortCapability {
  /** Whether the level can be chosen at all. */
  supported: boolean;
  /** `low`. */
  low: CapabilitySupport;
  /** `medium`. */
  medium: CapabilitySupport;
  /** `high`. */
  high: CapabilitySupport;
  /** `max`. */
  max: CapabilitySupport;
  /** `xhigh`. */
  xhigh: CapabilitySupport | null;
}

/** Tools that the API runs. */
export interface ServerToolsCapability {
  /** Whether there is any. */
  supported: boolean;
  /** Searching the web. */
  web_search: CapabilitySupport;
  /** Running code. */
  code_execution: CapabilitySupport;
}

/** Thinking before answering. */
export interface ThinkingCapability {
  /** Whether there is any. */
  supported: boolean;
  /** Which settings of `thinking` there are. */
  types: ThinkingTypes;
}

/** Settings of `thinking`. */
export interface ThinkingTypes {
  /** The model decides how much. */
  adaptive: CapabilitySupport;
  /** With a budget of tokens. */
  enabled: CapabilitySupport;
  /** Off. */
  disabled: CapabilitySupport;
  /** Between the calls of tools. */
  between_tools: CapabilitySupport;
}

// file

/** What is known of a file. */
export interface FileMetadata {
  type: 'file';
  /** The file's id, which blocks of messages name it by. */
  id: string;
  /** Its name; `unnamed` where it was uploaded without one. */
  filename: string;
  /** Its media type. */
  mime_type: string;
  /** Its size in bytes. */
  size_bytes: number;
  /** When it was uploaded or made (RFC 3339). */
  created_at: string;
  /** Whether its content can be downloaded; only files that tools or skills made can. */
  downloadable?: boolean;
  /** When it will be removed (RFC 3339); `null` for never. */
  expires_at?: string | null;
}

/** A file that is no more. */
export interface DeletedFile {
  type: 'file_deleted';
  /** The id that the file had. */
  id: string;
}

// other names

/** Another name of {@link RawMessageDeltaEvent.Delta}. */
export type MessageDelta = RawMessageDeltaEvent.Delta;

/** Another name of {@link RawMessageStreamEvent}. */
export type MessageStreamEvent = RawMessageStreamEvent;

/** Another name of {@link RawMessageStartEvent}. */
export type MessageStartEvent = RawMessageStartEvent;

/** Another name of {@link RawMessageDeltaEvent}. */
export type MessageDeltaEvent = RawMessageDeltaEvent;

/** Another name of {@link RawMessageStopEvent}. */
export type MessageStopEvent = RawMessageStopEvent;

/** Another name of {@link RawContentBlockStartEvent}. */
export type ContentBlockStartEvent = RawContentBlockStartEvent;

/** Another name of {@link RawContentBlockDeltaEvent}. */
export type ContentBlockDeltaEvent = RawContentBlockDeltaEvent;

/** Another name of {@link RawContentBlockStopEvent}. */
export type ContentBlockStopEvent = RawContentBlockStopEvent;

/** Another name of {@link WebSearchToolResultErrorObject}. */
export type WebSearchToolResultError = WebSearchToolResultErrorObject;

/** Another name of {@link CodeExecutionToolResultErrorObject}. */
export type CodeExecutionToolResultError = CodeExecutionToolResultErrorObject;

/** Another name of {@link BashCodeExecutionToolResultErrorObject}. */
export type BashCodeExecutionToolResultError = BashCodeExecutionToolResultErrorObject;

/** Another name of {@link TextEditorCodeExecutionToolResultErrorObject}. */
export type TextEditorCodeExecutionToolResultError = TextEditorCodeExecutionToolResultErrorObject;

/** Another name of {@link ToolSearchToolResultErrorObject}. */
export type ToolSearchToolResultError = ToolSearchToolResultErrorObject;

/** Another name of {@link InvalidRequestErrorObject}. */
export type InvalidRequestError = InvalidRequestErrorObject;

/** Another name of {@link AuthenticationErrorObject}. */
export type AuthenticationError = AuthenticationErrorObject;

/** Another name of {@link BillingErrorObject}. */
export type BillingError = BillingErrorObject;

/** Another name of {@link PermissionErrorObject}. */
export type PermissionError = PermissionErrorObject;

/** Another name of {@link NotFoundErrorObject}. */
export type NotFoundError = NotFoundErrorObject;

/** Another name of {@link RateLimitErrorObject}. */
export type RateLimitError = RateLimitErrorObject;

/** Another name of {@link GatewayTimeoutErrorObject}. */
export type GatewayTimeoutError = GatewayTimeoutErrorObject;

/** Another name of {@link OverloadedErrorObject}. */
export type OverloadedError = OverloadedErrorObject;
