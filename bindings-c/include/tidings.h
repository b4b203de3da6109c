/**
 * @mainpage Tidings for C
 *
 * A client for the Claude Messages API, for C99 and later. C++ programs find a thinner layer in tidings.hpp.
 *
 * @code{.c}
 * #include <stdio.h>
 * #include <tidings.h>
 *
 * int main(void) {
 *     tidings_error *err = NULL;
 *     tidings_client *client = tidings_client_from_env(&err);
 *     tidings_request *request = tidings_request_new("claude-opus-4-6", 1024);
 *     tidings_stream *stream = NULL;
 *     tidings_event event;
 *     tidings_result result = TIDINGS_CONFIG;
 *
 *     tidings_request_add_user_text(request, "Hello", TIDINGS_NUL);
 *     if (client && tidings_client_stream(client, request, &stream, &err) == TIDINGS_OK) {
 *         while ((result = tidings_stream_next(stream, &event)) == TIDINGS_OK)
 *             if (event.text) fwrite(event.text, 1, event.text_len, stdout);
 *         if (result != TIDINGS_DONE) err = tidings_error_clone(tidings_stream_error(stream));
 *     }
 *     if (err) fprintf(stderr, "%s\n", tidings_error_description(err));
 *
 *     tidings_error_free(err);
 *     tidings_stream_free(stream);
 *     tidings_request_free(request);
 *     tidings_client_free(client);
 *     return result == TIDINGS_DONE ? 0 : 1;
 * }
 * @endcode
 *
 * These are the rules. They hold for every function whose comment does not say otherwise.
 *
 * @section names Names
 *
 * A function that begins with the name of a type is a method of that type, and takes it first: tidings_stream_next reads a
 * tidings_stream. `_new` makes an object, `_free` gives it back, `_clone` gives a further handle to the same object (of a
 * request, which can be changed: a copy), `_set_` replaces, `_add_` adds. `_ms` counts milliseconds. Everything begins with
 * tidings_ or TIDINGS_, and nothing else is exported.
 *
 * @section ownership Ownership
 *
 * Objects are opaque and live behind handles. A comment says which of these a handle or a text is:
 *
 * - New: it is yours. Free it with the _free function of its type.
 * - Borrowed: it belongs to something else and is good until what the comment says. Never free it; a _clone of it is new.
 * - Static: good for ever.
 *
 * What goes in is copied or only read, and stays yours: no function takes an object over. Objects keep alive what they need,
 * so they may be freed in any order: a client before its streams, a request before its answer. Freeing NULL is fine.
 *
 * @section handles Misuse
 *
 * A pointer that must not be NULL and is gives TIDINGS_NULL_ARGUMENT, and nothing happens. A handle that has been freed, that
 * is of another type, or that was borrowed and is given to a _free function gives TIDINGS_INVALID_HANDLE where that can be
 * told, and nothing happens. Where no code is returned it is NULL, 0 or false (and -1 from functions that count from 0).
 * Nothing of that is a crash. What cannot be told is memory of yours: a text that is shorter than its length, an
 * out-parameter that leads nowhere.
 *
 * @section texts Texts
 *
 * Text in is UTF-8. Names, ids, keys, paths, URLs and values of headers end with a NUL. Texts, JSON documents and bytes come as
 * a pointer and a length in bytes; give TIDINGS_NUL as the length if a NUL ends them. NULL is fine for a length of 0.
 *
 * Text out is UTF-8 and always has a NUL behind it, which its length does not count. A text with a length may hold NULs of its
 * own. The parameter for the length may be NULL.
 *
 * @section errors Errors
 *
 * A function that can fail returns a tidings_result, or NULL. TIDINGS_OK is 0; 1 to 99 are no failures but states, such as
 * TIDINGS_DONE at the end of a stream; 100 and above are errors, with the same numbers in all languages that Tidings speaks.
 *
 * A parameter `err` gets NULL or a new error on every path. It is not read: free an earlier error before you hand its variable
 * in again. It may be NULL. Other out-parameters, too, are set on every path, to NULL or zero on failure. No error holds a
 * credential or a prompt of yours; what the server answered is in its body alone.
 *
 * No panic, signal or exception leaves the library. What is a defect inside of it becomes TIDINGS_PANIC, and other objects
 * can be used on.
 *
 * @section numbers Numbers
 *
 * Enumerations are returned as such and taken as uint32_t, so that a number this version does not know is a code and not
 * undefined behaviour. A later version may add numbers: have a default in every switch. Times are in milliseconds;
 * TIDINGS_FOREVER stands for no limit where a comment says so.
 *
 * @section threads Threads
 *
 * What a function takes as const may be used by several threads at once; what it takes as not const, by one at a time. A client
 * is always safe to share. A call or a stream may be cancelled by any thread while another one waits for it, and a second
 * reader of a stream gets TIDINGS_BUSY. Any thread may free an object that no other one uses, the finalizer of a garbage
 * collector for instance.
 *
 * Functions that wait do so on the thread that calls them. One thread at a time serves the network for all calls of the
 * process: one that waits in a function of the library, or else the library's own, which begins with the first call. Others
 * of the library's come for a moment: to set up TLS, to read and write files, to ask a provider for a token. A thread that
 * waits should have 256 KiB of stack or more, since it may serve the network. A program with an event loop needs no thread of its own: it starts calls by tidings_client_start and
 * tidings_client_start_stream, watches their descriptors or is woken by a tidings_waker, and polls. Of a descriptor only ask
 * whether it is readable.
 *
 * @section callbacks Callbacks
 *
 * Functions of yours that the library calls get your userdata as it is. Its release function, where there is one, is called
 * once, when the library needs the userdata no more, also if the function that it was given to fails.
 *
 * | callback | runs on | may wait for calls |
 * | --- | --- | --- |
 * | tidings_stream_callback | the thread in tidings_stream_run | yes |
 * | tidings_token_provider | a thread for it alone, which ends when it is idle | yes, for those of another client |
 * | tidings_hook, tidings_pressure_hook | the thread that serves the network at the time | no |
 * | tidings_waker, tidings_log_callback | the same, or one that makes or cancels a call | no |
 * | tidings_release | whichever thread lets go last | no |
 *
 * Where it may not wait, a function that would gives TIDINGS_DEADLOCK. All others may be used in a callback, and what it is
 * called for may be cancelled and freed in it. No lock of the library is held meanwhile. What serves the network may be any
 * thread of yours that waits in the library, also one that waits for something else: hold no lock while you wait there that
 * a callback of yours takes. A callback must return in the ordinary
 * way: no longjmp out of it, no exception of C++ or of another language through it, no end of its thread. Arguments are borrowed
 * until it returns.
 *
 * When tidings_call_free, tidings_stream_free or a set_waker function has returned, the waker before is not running and will not
 * be called any more, unless it is what called: so hold no lock then that your waker takes.
 *
 * @section process The process
 *
 * The library installs no signal handler and no allocator, writes to no standard stream (but what a defect of its own says, on
 * standard error), and says nothing unless tidings_log is asked. It reads the variables of the environment that comments name
 * when a client is made.
 *
 * After fork() a child may use its parent's clients, which open connections of their own, and must not use its parent's calls
 * and streams: they give TIDINGS_FORKED, and may be freed. Before the library is unloaded call tidings_shutdown.
 *
 * @section versions Versions
 *
 * TIDINGS_VERSION_NUMBER is the version of the header, tidings_version_number() that of the library. The library may be newer
 * than the header. As long as its file keeps its name (libtidings.so.0, the SONAME), no function goes away or changes its
 * parameters, no number changes or is used for something else, and no struct changes its size or the places of its fields.
 * What may come: functions, numbers, fields in the place of reserved ones, fields in JSON, and other wordings of messages for
 * people. Nobody but the library makes a tidings_event.
 *
 * @section bindings Other languages
 *
 * A binding of Go, Zig, Swift, C# or another language needs this header and no other glue: there are no variadic functions, no
 * structs by value, no macros but constants, no global variables and no thread-local state that a caller could see. Give every
 * handle one owner whose finalizer frees it; make a borrowed handle an owner of its own by _clone, or copy what is read from
 * it; hand a number as userdata where objects move; never unwind through a callback. tidings_error_class_name names the class
 * of an error, tidings_client_options_set_user_agent the binding. The scenario table that all languages of Tidings run is
 * there for others too.
 *
 * This file is generated; see CONTRIBUTING.md.
 */

/** @file
 * All of the C interface.
 */


#ifndef TIDINGS_H
#define TIDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** In place of a length: a NUL ends the text. */
#define TIDINGS_NUL ((size_t)-1)

/** In place of a time in milliseconds: no limit. */
#define TIDINGS_FOREVER ((uint64_t)-1)


/**
 * The major version of the header.
 */
#define TIDINGS_VERSION_MAJOR 0

/**
 * The minor version of the header.
 */
#define TIDINGS_VERSION_MINOR 1

/**
 * The patch version of the header.
 */
#define TIDINGS_VERSION_PATCH 0

/**
 * The version of the header as one number that grows: a byte each for major, minor and patch.
 */
#define TIDINGS_VERSION_NUMBER (((TIDINGS_VERSION_MAJOR << 16) | (TIDINGS_VERSION_MINOR << 8)) | TIDINGS_VERSION_PATCH)

/**
 * What a function returns. Numbers are never reused; a later version may add some, so treat one you do not know as
 * an error.
 *
 * 0 is success, 1 to 99 are states, 100 and above are errors. From 100 to 499 they are the same in every language
 * that Tidings speaks; from 900 on they are calls of this library that cannot be carried out as they were made.
 */
enum tidings_result
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Done as asked.
     */
    TIDINGS_OK = 0,
    /**
     * The stream has ended and its message is complete.
     */
    TIDINGS_DONE = 1,
    /**
     * Nothing has arrived within the time that was given.
     */
    TIDINGS_AGAIN = 2,
    /**
     * The callback asked to stop.
     */
    TIDINGS_STOPPED = 3,
    /**
     * An option of the client is missing or not usable; nothing was sent.
     */
    TIDINGS_CONFIG = 100,
    /**
     * The request cannot be right as it stands; nothing was sent.
     */
    TIDINGS_VALIDATION = 101,
    /**
     * No connection: name not found, refused, unreachable, TLS or proxy trouble.
     */
    TIDINGS_CONNECT = 110,
    /**
     * A time limit ran out; the message says which.
     */
    TIDINGS_TIMEOUT = 111,
    /**
     * The connection broke after the request began to leave.
     */
    TIDINGS_TRANSPORT = 112,
    /**
     * The server answered with a redirect, which is never followed.
     */
    TIDINGS_REDIRECT = 113,
    /**
     * A success that is not what was asked for, such as a web page.
     */
    TIDINGS_UNEXPECTED_RESPONSE = 114,
    /**
     * An answer was larger than a bound of the client.
     */
    TIDINGS_LIMIT_EXCEEDED = 115,
    /**
     * 400: the request is malformed or not acceptable.
     */
    TIDINGS_BAD_REQUEST = 200,
    /**
     * 401: the credential is missing or wrong.
     */
    TIDINGS_AUTHENTICATION = 201,
    /**
     * 402: billing or payment trouble.
     */
    TIDINGS_BILLING = 202,
    /**
     * 403: the credential lacks permission.
     */
    TIDINGS_PERMISSION_DENIED = 203,
    /**
     * 404: the model, path or object does not exist.
     */
    TIDINGS_NOT_FOUND = 204,
    /**
     * 408: the server gave up waiting for the request.
     */
    TIDINGS_REQUEST_TIMEOUT = 208,
    /**
     * 409: a conflict with the state of the object.
     */
    TIDINGS_CONFLICT = 209,
    /**
     * 412: a condition that the request names does not hold.
     */
    TIDINGS_PRECONDITION_FAILED = 212,
    /**
     * 413: the request is too large.
     */
    TIDINGS_REQUEST_TOO_LARGE = 213,
    /**
     * 422: the request was understood but cannot be processed.
     */
    TIDINGS_UNPROCESSABLE = 222,
    /**
     * 429: a rate limit or quota is reached.
     */
    TIDINGS_RATE_LIMITED = 229,
    /**
     * Any other 4xx status.
     */
    TIDINGS_API_STATUS = 230,
    /**
     * 431: the headers are too large.
     */
    TIDINGS_HEADERS_TOO_LARGE = 231,
    /**
     * 499: a server on the way saw the client close the connection.
     */
    TIDINGS_CLIENT_CLOSED = 239,
    /**
     * 500 and other 5xx: the server failed.
     */
    TIDINGS_INTERNAL_SERVER = 240,
    /**
     * 501: the server does not offer what was asked for.
     */
    TIDINGS_NOT_IMPLEMENTED = 241,
    /**
     * 503: the server is unavailable.
     */
    TIDINGS_UNAVAILABLE = 243,
    /**
     * 504: the server took too long.
     */
    TIDINGS_GATEWAY_TIMEOUT = 244,
    /**
     * 529: the API is overloaded.
     */
    TIDINGS_OVERLOADED = 249,
    /**
     * The stream carried an error event of a type that has no code of its own.
     */
    TIDINGS_STREAM_ERROR = 300,
    /**
     * The stream ended without having completed its message.
     */
    TIDINGS_STREAM_TRUNCATED = 301,
    /**
     * The stream broke the protocol.
     */
    TIDINGS_STREAM_MALFORMED = 302,
    /**
     * The caller cancelled the call.
     */
    TIDINGS_CANCELLED = 400,
    /**
     * The client or stream had been closed.
     */
    TIDINGS_CLOSED = 401,
    /**
     * The call began in a parent process; after a fork it cannot go on in the child.
     */
    TIDINGS_FORKED = 402,
    /**
     * A defect inside Tidings.
     */
    TIDINGS_PANIC = 403,
    /**
     * An error of the core that this header has no code for.
     */
    TIDINGS_UNKNOWN_ERROR = 499,
    /**
     * An argument is NULL that must not be.
     */
    TIDINGS_NULL_ARGUMENT = 900,
    /**
     * A text is not valid UTF-8.
     */
    TIDINGS_INVALID_UTF8 = 901,
    /**
     * A length is not possible.
     */
    TIDINGS_INVALID_LENGTH = 902,
    /**
     * Another thread is reading this stream, or waiting for this call, at the moment.
     */
    TIDINGS_BUSY = 903,
    /**
     * A handle was freed, is of another type, or is none at all.
     */
    TIDINGS_INVALID_HANDLE = 904,
    /**
     * There is no such value.
     */
    TIDINGS_ABSENT = 905,
    /**
     * The call would wait for ever: it was made in a callback, on a thread that it waits for.
     */
    TIDINGS_DEADLOCK = 906,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tidings_result tidings_result;
#else
typedef uint32_t tidings_result;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * When a hook is called. Numbers are never reused; a later version may add some.
 */
enum tidings_moment
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * An attempt begins, right before the request leaves.
     */
    TIDINGS_MOMENT_REQUEST = 0,
    /**
     * The head of an answer is there, whatever its status.
     */
    TIDINGS_MOMENT_RESPONSE = 1,
    /**
     * An attempt failed and another will be made; the wait before it begins.
     */
    TIDINGS_MOMENT_RETRY = 2,
    /**
     * A call failed for good. Not for a request that is found to be wrong before anything is sent, a call that is
     * cancelled, or a stream that breaks after its first event.
     */
    TIDINGS_MOMENT_ERROR = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tidings_moment tidings_moment;
#else
typedef uint32_t tidings_moment;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * The kind of an event. Numbers are never reused; a later version may add some.
 */
enum tidings_event_kind
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * A kind this version does not know; the data says what it is.
     */
    TIDINGS_EVENT_UNKNOWN = 0,
    /**
     * The message begins; it has no content yet.
     */
    TIDINGS_EVENT_MESSAGE_START = 1,
    /**
     * A block begins.
     */
    TIDINGS_EVENT_CONTENT_BLOCK_START = 2,
    /**
     * A block grows.
     */
    TIDINGS_EVENT_CONTENT_BLOCK_DELTA = 3,
    /**
     * A block is finished.
     */
    TIDINGS_EVENT_CONTENT_BLOCK_STOP = 4,
    /**
     * Stop reason and usage.
     */
    TIDINGS_EVENT_MESSAGE_DELTA = 5,
    /**
     * The message is complete.
     */
    TIDINGS_EVENT_MESSAGE_STOP = 6,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tidings_event_kind tidings_event_kind;
#else
typedef uint32_t tidings_event_kind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What the delta of a block adds. Numbers are never reused; a later version may add some.
 */
enum tidings_delta_kind
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * The event is no delta of a block.
     */
    TIDINGS_DELTA_NONE = 0,
    /**
     * Text of the answer.
     */
    TIDINGS_DELTA_TEXT = 1,
    /**
     * Reasoning of a thinking block.
     */
    TIDINGS_DELTA_THINKING = 2,
    /**
     * JSON of a tool's input, a piece of it.
     */
    TIDINGS_DELTA_INPUT_JSON = 3,
    /**
     * The signature of a thinking block.
     */
    TIDINGS_DELTA_SIGNATURE = 4,
    /**
     * A citation of a text block, as JSON.
     */
    TIDINGS_DELTA_CITATIONS = 5,
    /**
     * A delta that this version does not know; the data says what it is.
     */
    TIDINGS_DELTA_OTHER = 6,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tidings_delta_kind tidings_delta_kind;
#else
typedef uint32_t tidings_delta_kind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * How much the library says. A level takes in those before it. Numbers are never reused; a later version may add some.
 */
enum tidings_log_level
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Nothing.
     */
    TIDINGS_LOG_OFF = 0,
    /**
     * What must not happen: a defect in a callback.
     */
    TIDINGS_LOG_ERROR = 1,
    /**
     * What works but should not stay as it is, such as a credential that is sent over plain http.
     */
    TIDINGS_LOG_WARN = 2,
    /**
     * Attempts that failed and are made again.
     */
    TIDINGS_LOG_INFO = 3,
    /**
     * Every attempt and every answer, with headers that hold no secret, and every failure.
     */
    TIDINGS_LOG_DEBUG = 4,
    /**
     * Bodies too, prompts and answers in them, if they are asked for by tidings_client_options_set_log_bodies and the
     * environment.
     */
    TIDINGS_LOG_TRACE = 5,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tidings_log_level tidings_log_level;
#else
typedef uint32_t tidings_log_level;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Which tools the model may, must or must not use.
 */
enum tidings_tool_choice
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * The model decides.
     */
    TIDINGS_TOOL_CHOICE_AUTO = 0,
    /**
     * One of the tools, whichever.
     */
    TIDINGS_TOOL_CHOICE_ANY = 1,
    /**
     * The tool that is named.
     */
    TIDINGS_TOOL_CHOICE_TOOL = 2,
    /**
     * No tool.
     */
    TIDINGS_TOOL_CHOICE_NONE = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tidings_tool_choice tidings_tool_choice;
#else
typedef uint32_t tidings_tool_choice;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What a hook is told of an attempt: no header, no query and no body, so nothing secret.
 *
 * Borrowed: it and its texts are good until the hook returns.
 */
typedef struct tidings_attempt tidings_attempt;

/**
 * A call under way whose answer comes whole. Freeing it before that closes its connection at once.
 *
 * One thread at a time polls or waits. Any other thread may cancel it meanwhile.
 */
typedef struct tidings_call tidings_call;

/**
 * A client of the Messages API, with its pool of connections. May be used by any number of threads at once.
 */
typedef struct tidings_client tidings_client;

/**
 * Options of a client; whatever is not set comes from the environment or the defaults. One thread at a time.
 *
 * A setter that fails changes nothing, says why by its code, and makes tidings_client_new fail with the same code.
 */
typedef struct tidings_client_options tidings_client_options;

/**
 * Why a call failed. Immutable: may be read by several threads at once.
 *
 * It never holds a credential or the request. What the server sent is in the body and the partial message alone.
 */
typedef struct tidings_error tidings_error;

/**
 * All objects of a list, or all results of a batch, fetched as they are asked for. Freeing it closes its connection.
 *
 * One thread at a time asks for objects. Any other thread may cancel it meanwhile.
 */
typedef struct tidings_list tidings_list;

/**
 * The model's answer. Immutable: may be read by several threads at once.
 *
 * Every text it gives is borrowed: good until the last handle of the message is freed.
 */
typedef struct tidings_message tidings_message;

/**
 * A JSON object of the API, such as a batch, a model, a file or a line of results, with everything that the server
 * sent. Immutable: may be read by several threads at once.
 *
 * Its parts are named by JSON pointers: "/request_counts/succeeded", "/content/0/text", "" for all of it; in a name a
 * "/" is written "~1" and a "~" is written "~0". Every text it gives is borrowed: good until the last handle of the
 * object is freed.
 */
typedef struct tidings_object tidings_object;

/**
 * What a client knew of the pressure on the server at one moment. Immutable: may be read by several threads at once.
 */
typedef struct tidings_pressure tidings_pressure;

/**
 * A request to one of the API's endpoints, and the options of its call. Can be sent any number of times, and changed in
 * between. One thread at a time changes it; any number may send it while none does.
 *
 * A function that fails to change a request says why by its code, and makes every later sending of it fail with the
 * same code.
 */
typedef struct tidings_request tidings_request;

/**
 * The answer to a request: status, headers and body. Immutable: may be read by several threads at once.
 *
 * Every text it gives is borrowed: good until the last handle of the answer is freed.
 */
typedef struct tidings_response tidings_response;

/**
 * An answer while it is written. Freeing it before its end closes its connection at once.
 *
 * One thread at a time reads it. Any other thread may cancel it meanwhile.
 */
typedef struct tidings_stream tidings_stream;

/**
 * Where a token provider leaves the token that it was asked for. Borrowed: good until the provider returns.
 */
typedef struct tidings_token tidings_token;

/**
 * What is called when there is news after TIDINGS_AGAIN, once for each TIDINGS_AGAIN at most. `userdata` is handed to it
 * as it is.
 *
 * It runs on the thread that serves the network, the library's or one of yours that waits, or on one that cancels, and
 * keeps that from everything else: it should do no more than tell your event loop to poll. It holds no lock of the library
 * and may use every function that does not wait, even free what it is called for. It must return in the ordinary way (no
 * longjmp, no C++ exception).
 */
typedef void (*tidings_waker)(void *userdata);

/**
 * A function that is called at a moment of every attempt. `userdata` is what was given with it.
 *
 * It runs on the thread that serves the network at that moment, for whomever: the library's own, or one of yours that waits
 * in a function of the library. Nothing else is served meanwhile, so it must be quick. It must return in the ordinary way
 * (no longjmp, no C++ exception), and a function of the library that would wait gives TIDINGS_DEADLOCK in it. All others may
 * be used, cancelling and freeing among them. Hold no lock while you wait in the library that your hook takes.
 */
typedef void (*tidings_hook)(const struct tidings_attempt *attempt, void *userdata);

/**
 * What the library calls, once, when it needs a userdata no more; NULL where there is nothing to release.
 *
 * On whichever thread finds that out: it must not wait for calls of the library, and must return in the ordinary way. It may free any object of the library.
 */
typedef void (*tidings_release)(void *userdata);

/**
 * A function that is called when the pressure on the server changes. The same rules hold as for a tidings_hook; `pressure`
 * is borrowed until it returns, and holds one credential and model, in an array as tidings_pressure_json gives it.
 */
typedef void (*tidings_pressure_hook)(const struct tidings_pressure *pressure, void *userdata);

/**
 * A function that gets one line of the log, without a line break at its end. `level` is a tidings_log_level. The text is
 * borrowed until the function returns; a NUL ends it, which `len` does not count.
 *
 * It is called on whichever thread has something to say, yours that wait in the library among them, and perhaps on several
 * at once. No lock of the library is held meanwhile; hold none of yours while you wait in the library that it takes. It must be quick and return in the ordinary way (no longjmp, no C++ exception); a function of the library
 * that would wait gives TIDINGS_DEADLOCK in it. It may call tidings_log. What the library says because of a call in it is
 * left out.
 */
typedef void (*tidings_log_callback)(uint32_t level, const char *line, size_t len, void *userdata);

/**
 * One event of a stream. All texts are borrowed, in UTF-8, with a NUL behind them that their length does not count.
 *
 * The library fills it and never reads it. It keeps its size and its fields: what a later version adds takes the place of
 * `reserved`.
 */
typedef struct tidings_event {
    /**
     * What kind of event it is.
     */
    tidings_event_kind kind;
    /**
     * The index of the block that the event is about; UINT32_MAX if it is about none.
     */
    uint32_t index;
    /**
     * The event as JSON; never NULL in an event that was handed out.
     */
    const char *data;
    /**
     * The length of `data` in bytes.
     */
    size_t data_len;
    /**
     * The text that the event adds to a text block; NULL for every other event.
     */
    const char *text;
    /**
     * The length of `text` in bytes.
     */
    size_t text_len;
    /**
     * What the event adds to a block, whatever `delta_kind` it is of; NULL if it adds nothing that is known.
     */
    const char *delta;
    /**
     * The length of `delta` in bytes.
     */
    size_t delta_len;
    /**
     * What kind of addition `delta` is.
     */
    tidings_delta_kind delta_kind;
    /**
     * NULL.
     */
    const void *reserved[4];
} tidings_event;

/**
 * What tidings_stream_run calls for each event: 0 to go on, anything else to stop.
 *
 * The event is borrowed until the callback returns. The callback runs on the thread that called tidings_stream_run,
 * must return in the ordinary way (no longjmp, no C++ exception), and may use every function, even free the stream
 * it is called for.
 */
typedef int (*tidings_stream_callback)(const struct tidings_event *event, void *userdata);

/**
 * A function that fetches a token and leaves it by tidings_token_set. It returns TIDINGS_OK, or a code of its choice, best
 * after tidings_token_fail: then the calls that wait for the token fail, or with TIDINGS_AGAIN are tried again like after a
 * failure of the network. `userdata` is what was given with it.
 *
 * It runs on a thread of the library that is there for it alone, and may block: for two minutes at most, after which nobody
 * waits for it any more. It may use every function of the library, calls by another client among them, and must return in
 * the ordinary way (no longjmp, no C++ exception).
 */
typedef uint32_t (*tidings_token_provider)(struct tidings_token *token, void *userdata);

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * @defgroup results Codes and errors
 *
 * What went wrong: a code, and an error with everything that is known about it.
 * @{
 */

/**
 * Frees an error, and with it every text that was read from it. NULL is fine.
 *
 * Not while another thread reads it. Never fails.
 */
void tidings_error_free(struct tidings_error *error);

/**
 * A new handle to the same error, to keep it longer than what it was borrowed from. Nothing is copied.
 *
 * New: free it with tidings_error_free. NULL gives NULL. Any thread.
 */
struct tidings_error *tidings_error_clone(const struct tidings_error *error);

/**
 * What went wrong, as a code. NULL gives TIDINGS_OK. Any thread.
 */
tidings_result tidings_error_code(const struct tidings_error *error);

/**
 * What happened, in the server's words where it gave some; never NULL.
 *
 * Borrowed: good until the error is freed. NULL gives an empty text. Any thread.
 */
const char *tidings_error_message(const struct tidings_error *error);

/**
 * One line for people: status, type, what happened, what to do, request id and attempts; never NULL.
 *
 * Borrowed: good until the error is freed. NULL gives an empty text. Any thread.
 */
const char *tidings_error_description(const struct tidings_error *error);

/**
 * The HTTP status of the answer; 0 if there was none, 200 for an error event inside a stream. NULL gives 0. Any
 * thread.
 */
uint32_t tidings_error_status(const struct tidings_error *error);

/**
 * What the error's body says happened; NULL if there was no body, or if it was no JSON or held no message.
 *
 * Its wording may change: do not match on it. Borrowed: good until the error is freed. NULL gives NULL. Any thread.
 */
const char *tidings_error_api_message(const struct tidings_error *error);

/**
 * The type in the error's body, such as "overloaded_error"; NULL if there is none. There may be types that are not known
 * today.
 *
 * Borrowed: good until the error is freed. NULL gives NULL. Any thread.
 */
const char *tidings_error_type(const struct tidings_error *error);

/**
 * The code in the details of the error's body, which names the cause, such as "thread_not_found"; NULL if there is none.
 *
 * Not to be taken for tidings_error_code, which is about every kind of failure. There may be codes that are not known
 * today; treat one you do not know as if there were none. Borrowed: good until the error is freed. NULL gives NULL. Any
 * thread.
 */
const char *tidings_error_error_code(const struct tidings_error *error);

/**
 * The details in the error's body, as JSON; NULL if there are none.
 *
 * Borrowed: good until the error is freed. NULL gives NULL. Any thread.
 */
const char *tidings_error_details_json(const struct tidings_error *error);

/**
 * The id to quote to the API's support; NULL if there is none.
 *
 * Borrowed: good until the error is freed. NULL gives NULL. Any thread.
 */
const char *tidings_error_request_id(const struct tidings_error *error);

/**
 * The workspace that the credential belongs to; NULL if the answer did not say.
 *
 * Borrowed: good until the error is freed. NULL gives NULL. Any thread.
 */
const char *tidings_error_workspace_id(const struct tidings_error *error);

/**
 * The raw body of the answer, or the data of the event that was at fault; NULL if there is none.
 *
 * `len` gets its length in bytes; it may be NULL. Borrowed: good until the error is freed. NULL gives NULL. Any
 * thread.
 */
const char *tidings_error_body(const struct tidings_error *error, size_t *len);

/**
 * The message as far as it had arrived when a stream broke; NULL if nothing had.
 *
 * Borrowed: good until the error is freed; tidings_message_clone keeps it longer. NULL gives NULL. Any thread.
 */
const struct tidings_message *tidings_error_partial_message(const struct tidings_error *error);

/**
 * How many times the request was tried; 0 when it never left. NULL gives 0. Any thread.
 */
uint32_t tidings_error_attempts(const struct tidings_error *error);

/**
 * The time from the call to the failure, waits between attempts included, in milliseconds. NULL gives 0. Any thread.
 */
uint64_t tidings_error_elapsed_ms(const struct tidings_error *error);

/**
 * How long the server asked to wait before the next try, in milliseconds; -1 if it did not ask. NULL gives -1. Any
 * thread.
 */
int64_t tidings_error_retry_after_ms(const struct tidings_error *error);

/**
 * What exactly went wrong below the HTTP status, where the code stands for a family of causes, such as "refused" or
 * "idle_limit"; NULL if there is nothing to say. There may be reasons that are not known today.
 *
 * For TIDINGS_CONNECT: "dns", "refused", "unreachable", "tls", "certificate", "proxy", "resource". For TIDINGS_TIMEOUT:
 * "connect_limit", "pool_limit", "write_limit", "head_limit", "idle_limit", "total_limit". For a broken answer: "reset",
 * "closed", "protocol", "decode", "head_size", "interim_answers", "body_size". Borrowed: good until the error is freed.
 * NULL gives NULL. Any thread.
 */
const char *tidings_error_reason(const struct tidings_error *error);

/**
 * How much of the request had left: "none", "partial" (perhaps all of it) or "full".
 *
 * Borrowed: good for ever. NULL gives NULL. Any thread.
 */
const char *tidings_error_sent(const struct tidings_error *error);

/**
 * Whether the request may have run on the server, and so may be billed. NULL gives false. Any thread.
 */
bool tidings_error_may_have_run(const struct tidings_error *error);

/**
 * Whether sending the same request again can help. NULL gives false. Any thread.
 */
bool tidings_error_is_retryable(const struct tidings_error *error);

/**
 * The fields as one JSON object, fit for a log: body and partial message are left out. Times are in seconds.
 *
 * Borrowed: good until the error is freed. NULL gives NULL. Any thread.
 */
const char *tidings_error_json(const struct tidings_error *error);

/**
 * What a person can do about it, in a few words; NULL where there is nothing general to say. The description says it too.
 *
 * Borrowed: good until the error is freed. NULL gives NULL. Any thread.
 */
const char *tidings_error_advice(const struct tidings_error *error);

/**
 * What brought the error about, from below: the words of the system, of TLS, or of a token provider, one behind the other
 * with colons between them; NULL where there is nothing below.
 *
 * For people: its wording may change. Borrowed: good until the error is freed. NULL gives NULL. Any thread.
 */
const char *tidings_error_cause(const struct tidings_error *error);

/**
 * The name of the error's class in languages that have classes, such as "RateLimitError", the same in all of them: for
 * bindings of other languages. That of its code in tidings_error_error_code where that one is known.
 *
 * Borrowed: good until the error is freed. NULL gives NULL. Any thread.
 */
const char *tidings_error_class_name(const struct tidings_error *error);

/**
 * What the code in tidings_error_error_code means, in a sentence or two; NULL if there is none, or if it is not known.
 *
 * Borrowed: good until the error is freed. NULL gives NULL. Any thread.
 */
const char *tidings_error_error_code_meaning(const struct tidings_error *error);

/**
 * The answer's header with this name, in whatever case it is given; NULL if there is none. Cookies are never there.
 *
 * Of several headers with one name this is the first. Borrowed: good until the error is freed. NULL gives NULL. Any thread.
 */
const char *tidings_error_header(const struct tidings_error *error,
                                 const char *name);

/**
 * How many headers the answer had, cookies left out; 0 if there was no answer. NULL gives 0. Any thread.
 */
size_t tidings_error_header_count(const struct tidings_error *error);

/**
 * The name of a header, in lower case; NULL if there are not so many. `index` counts from 0.
 *
 * Borrowed: good until the error is freed. NULL gives NULL. Any thread.
 */
const char *tidings_error_header_name(const struct tidings_error *error, size_t index);

/**
 * The value of a header; NULL if there are not so many. `index` counts from 0.
 *
 * Borrowed: good until the error is freed. NULL gives NULL. Any thread.
 */
const char *tidings_error_header_value(const struct tidings_error *error, size_t index);

/**
 * What the answer says of rate limits, as a JSON object: `requests`, `tokens`, `input_tokens` and others, each with `limit`,
 * `remaining` and `reset` (a time as text), and `retry_after` in seconds; what it does not say is not there. NULL if there
 * was no answer.
 *
 * Borrowed: good until the error is freed. NULL gives NULL. Any thread.
 */
const char *tidings_error_rate_limits_json(const struct tidings_error *error);

/**
 * The name of a code in lower case and without the prefix, such as "rate_limited"; "unknown" for any other number.
 *
 * The text is static. Any thread. Never fails.
 */
const char *tidings_result_name(uint32_t code);

/** @} */

/**
 * @defgroup options Options of a client
 *
 * How a client is made where the environment and the defaults do not say it all.
 * @{
 */

/**
 * Adds a function that is called at `moment`, a tidings_moment, of every attempt of every call. Those of one moment are
 * called in the order in which they were added.
 *
 * `userdata` may be NULL, and must be fit to be used on any thread; `release` (NULL for none) is called with it
 * once, when the options and all clients made with them are freed and their calls are over, or before this function
 * returns if it fails. One thread at a time. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_CONFIG for an unknown moment.
 */
tidings_result tidings_client_options_set_hook(struct tidings_client_options *options,
                                               uint32_t moment,
                                               tidings_hook hook,
                                               void *userdata,
                                               tidings_release release);

/**
 * Sets the function that is called when the pressure on the server changes: a limit found or lifted, a hold begun or
 * ended. It takes the place of an earlier one.
 *
 * `userdata` and `release` as for tidings_client_options_set_hook. One thread at a time. Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_client_options_set_pressure_hook(struct tidings_client_options *options,
                                                        tidings_pressure_hook hook,
                                                        void *userdata,
                                                        tidings_release release);

/**
 * Options of which none is set.
 *
 * New: free them with tidings_client_options_free. Any thread. Never fails.
 */
struct tidings_client_options *tidings_client_options_new(void);

/**
 * Frees options. Clients made with them live on. NULL is fine. Never fails.
 */
void tidings_client_options_free(struct tidings_client_options *options);

/**
 * Sets the API key, sent as x-api-key. Blank counts as not set. Default: ANTHROPIC_API_KEY of the environment.
 *
 * `key` is copied. Tidings' own copy is wiped when the client is freed; buffers of the HTTP layer are not. Errors:
 * TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_client_options_set_api_key(struct tidings_client_options *options, const char *key);

/**
 * Sets a token, sent as "Authorization: Bearer". Blank counts as not set. Default: ANTHROPIC_AUTH_TOKEN of the
 * environment.
 *
 * `token` is copied. Tidings' own copy is wiped when the client is freed; buffers of the HTTP layer are not. Errors:
 * TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_client_options_set_auth_token(struct tidings_client_options *options, const char *token);

/**
 * Sets which header carries the API key: "x-api-key" (the default), or "authorization" to send it as a bearer token.
 *
 * `name` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8; another name fails in tidings_client_new.
 */
tidings_result tidings_client_options_set_api_key_header(struct tidings_client_options *options, const char *name);

/**
 * Sets where the API is; a path in it stays in front of the API's own paths.
 * Default: ANTHROPIC_BASE_URL of the environment, else the public API.
 *
 * `url` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8; what is not a URL fails in
 * tidings_client_new.
 */
tidings_result tidings_client_options_set_base_url(struct tidings_client_options *options, const char *url);

/**
 * Sets the version of the API. Default: "2023-06-01".
 *
 * `version` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_client_options_set_anthropic_version(struct tidings_client_options *options,
                                                            const char *version);

/**
 * Sets how often to try again after a failure. Default: 2. With 0, refusals (429, 529) are not waited for either.
 *
 * Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_client_options_set_max_retries(struct tidings_client_options *options, uint32_t retries);

/**
 * Sets the longest wait that the server may ask for, in milliseconds. Default: 60 000. A longer one fails at once.
 *
 * Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_client_options_set_max_retry_after_ms(struct tidings_client_options *options, uint64_t limit);

/**
 * Sets the longest time that a call spends waiting on refusals (429, 529) in all, in milliseconds. Default: 60 000, or
 * the longest wait that the server may ask for if that is longer. Refusals do not count as retries: the server has not
 * run anything.
 *
 * Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_client_options_set_throttle_patience_ms(struct tidings_client_options *options, uint64_t limit);

/**
 * Sets whether a request that may have run, and so may be billed, is tried again. Default: true. Such are connections
 * that break after the request began to leave, 408, 409 and 5xx.
 *
 * Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_client_options_set_retry_ambiguous(struct tidings_client_options *options, bool yes);

/**
 * Sets whether a request that was sent whole and got no answer within its limits is tried again. Default: false, because
 * it has probably run.
 *
 * Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_client_options_set_retry_on_timeout(struct tidings_client_options *options,
                                                           bool yes);

/**
 * Sets whether calls wait for their turn so that the server is not asked for more than it can give. Default: true.
 *
 * All calls of a client share what is known of the server: what it advertises of its rate limits, its refusals, how many
 * requests it bears at once. Nothing is held back before there is a reason. tidings_client_pressure shows what is known.
 *
 * Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_client_options_set_pressure(struct tidings_client_options *options,
                                                   bool yes);

/**
 * Sets the most calls that are under way at once, streams until their end included. Default: no limit. The others wait
 * in the order they came. Holds with pressure switched off too.
 *
 * Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_CONFIG for 0.
 */
tidings_result tidings_client_options_set_max_in_flight(struct tidings_client_options *options, size_t calls);

/**
 * Sets head and idle limit at once, in milliseconds; see the two functions below.
 *
 * Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_CONFIG for 0.
 */
tidings_result tidings_client_options_set_timeout_ms(struct tidings_client_options *options, uint64_t timeout);

/**
 * Sets the longest time for name lookup, connection and TLS together, in milliseconds. Default: 5 000.
 *
 * Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_CONFIG for 0.
 */
tidings_result tidings_client_options_set_connect_timeout_ms(struct tidings_client_options *options, uint64_t timeout);

/**
 * Sets the longest wait for the head of an answer, for each attempt, in milliseconds. Default: 600 000.
 *
 * Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_CONFIG for 0.
 */
tidings_result tidings_client_options_set_head_timeout_ms(struct tidings_client_options *options, uint64_t timeout);

/**
 * Sets the longest silence within an answer, in milliseconds. Default: 120 000.
 *
 * Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_CONFIG for 0.
 */
tidings_result tidings_client_options_set_idle_timeout_ms(struct tidings_client_options *options, uint64_t timeout);

/**
 * Sets the longest time for a whole call, attempts and waits included, in milliseconds. Default: none.
 *
 * Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_CONFIG for 0.
 */
tidings_result tidings_client_options_set_total_timeout_ms(struct tidings_client_options *options, uint64_t timeout);

/**
 * Sets whether requests are checked before they are sent. Default: true.
 *
 * Only what is certain to be refused is an error (TIDINGS_VALIDATION, whose message lists where, what was found and
 * what is accepted): a required field that is missing, a value of the wrong JSON type, a number out of its range.
 * Fields that this library does not know pass. Set it to false for an endpoint that takes more.
 *
 * Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_client_options_set_validation(struct tidings_client_options *options, bool yes);

/**
 * Sets whether tidings_client_create fetches a message that would take long to write as a stream, and gives it whole
 * all the same. Default: true.
 *
 * A call that has to be answered whole is closed after 10 minutes, by the server or on the way. Long is what may take
 * more than that: `max_tokens` above 21 333, or above 8192 for Claude Opus 4 and 4.1. Limits and errors of such a call
 * are those of a stream: if it breaks, the error has the partial message, and it is not tried again.
 *
 * Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_client_options_set_stream_long_calls(struct tidings_client_options *options, bool yes);

/**
 * Adds a header to every request of the client; a later one of the same name replaces it.
 *
 * `name` and `value` are copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8; what no header can carry fails
 * in tidings_client_new.
 */
tidings_result tidings_client_options_set_header(struct tidings_client_options *options,
                                                 const char *name,
                                                 const char *value);

/**
 * Sets the longest time in which nothing of a request's body can be sent, in milliseconds. Default: 60 000.
 *
 * Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_CONFIG for 0.
 */
tidings_result tidings_client_options_set_write_timeout_ms(struct tidings_client_options *options, uint64_t timeout);

/**
 * Sets how many requests may be under way at once. Default: 1000. Those beyond wait, first come first served, for as
 * long as their whole call may take.
 *
 * Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_CONFIG for 0.
 */
tidings_result tidings_client_options_set_max_connections(struct tidings_client_options *options, size_t most);

/**
 * Sets the proxy for every request, also those to this machine, such as "http://user:password@host:3128"; https://
 * speaks TLS to the proxy, SOCKS is not spoken. Name and password are percent-decoded, go to the proxy only and are
 * never shown.
 *
 * Default: what https_proxy, http_proxy, all_proxy and no_proxy of the environment say, in small letters or capitals;
 * requests to this machine then go direct. `url` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8; what
 * is not the URL of a proxy fails in tidings_client_new.
 */
tidings_result tidings_client_options_set_proxy(struct tidings_client_options *options, const char *url);

/**
 * Sets whether the environment may name proxies. Default: true.
 *
 * Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_client_options_set_trust_env(struct tidings_client_options *options, bool yes);

/**
 * Sets the certificates to trust, in PEM, in place of the platform's and of those that SSL_CERT_FILE and SSL_CERT_DIR
 * of the environment name.
 *
 * `pem` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8; what holds no certificate fails in
 * tidings_client_new.
 */
tidings_result tidings_client_options_set_ca_bundle(struct tidings_client_options *options,
                                                    const char *pem,
                                                    size_t pem_len);

/**
 * The same from a file, which tidings_client_new reads.
 *
 * `path` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8; a file that cannot be read or holds no
 * certificate fails in tidings_client_new.
 */
tidings_result tidings_client_options_set_ca_bundle_file(struct tidings_client_options *options, const char *path);

/**
 * Sets the certificate with which the client shows who it is: the chain, its own certificate first, and the private
 * key, both in PEM.
 *
 * Both are copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8; what is no certificate or not its key fails in
 * tidings_client_new.
 */
tidings_result tidings_client_options_set_client_cert(struct tidings_client_options *options,
                                                      const char *chain,
                                                      size_t chain_len,
                                                      const char *key,
                                                      size_t key_len);

/**
 * Sets whether HTTP/2 is offered to the server beside HTTP/1.1. Default: true.
 *
 * Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_client_options_set_http2(struct tidings_client_options *options, bool yes);

/**
 * Sets the address of this machine that connections come from, such as "192.0.2.7" or "2001:db8::7". Default: the
 * system chooses.
 *
 * `address` is only read. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_CONFIG if it is no IP address.
 */
tidings_result tidings_client_options_set_local_address(struct tidings_client_options *options, const char *address);

/**
 * Adds a parameter to the query of every request that has none of this name itself. Of one name there may be several.
 *
 * `name` and `value` are copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_client_options_set_query(struct tidings_client_options *options,
                                                const char *name,
                                                const char *value);

/**
 * Leaves a header out that requests carry by default, such as one from ANTHROPIC_CUSTOM_HEADERS of the environment.
 *
 * `name` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8; what is no name of a header fails in
 * tidings_client_new.
 */
tidings_result tidings_client_options_remove_header(struct tidings_client_options *options, const char *name);

/**
 * Sets what the user-agent header says. Default: "tidings-c/" and the library's version. A binding of another language
 * names itself here.
 *
 * `agent` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8; what no header can carry fails in
 * tidings_client_new.
 */
tidings_result tidings_client_options_set_user_agent(struct tidings_client_options *options, const char *agent);

/**
 * Half of what it takes to have bodies, prompts and answers included, in the log at TIDINGS_LOG_TRACE: the other half is
 * TIDINGS_LOG_BODIES=1 in the environment. Default: false. Files that are uploaded are never there.
 *
 * Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_client_options_set_log_bodies(struct tidings_client_options *options,
                                                     bool yes);

/**
 * Sends over the connections of another client: the options of the network and the time limit for a connection are that
 * client's, whatever is set here. The other client may be freed at any time.
 *
 * Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_client_options_set_connections_of(struct tidings_client_options *options,
                                                         const struct tidings_client *client);

/**
 * Uses the credential of another client, a token that it has fetched included, whatever is set here. The other client may
 * be freed at any time.
 *
 * Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_client_options_set_credential_of(struct tidings_client_options *options,
                                                        const struct tidings_client *client);

/**
 * Waits for its turn together with the calls of another client: the options of pressure are that client's, whatever is set
 * here. The other client may be freed at any time.
 *
 * Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_client_options_set_pressure_of(struct tidings_client_options *options,
                                                      const struct tidings_client *client);

/**
 * Sets the function that fetches tokens, sent as "Authorization: Bearer". It takes the place of an earlier one, and of a
 * key and a token of the environment.
 *
 * It is asked at the first call, once for all calls that wait, again shortly before the token expires, and when the server
 * answers 401: then the call is repeated once with the new token. A credential in a header of the request wins, and then it
 * is not asked.
 *
 * `userdata` may be NULL, and must be fit to be used on other threads; `release` (NULL for none) is called with it once,
 * when the options and all clients made with them are freed and their calls are over, or before this function returns if it
 * fails. One thread at a time. Errors: TIDINGS_NULL_ARGUMENT; together with a key or token that was set it fails in
 * tidings_client_new.
 */
tidings_result tidings_client_options_set_token_provider(struct tidings_client_options *options,
                                                         tidings_token_provider provider,
                                                         void *userdata,
                                                         tidings_release release);

/** @} */

/**
 * @defgroup client Clients
 *
 * A client sends requests: it waits for the answer, or gives back a call or a stream at once.
 * @{
 */

/**
 * A client with everything from the environment: ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN, ANTHROPIC_BASE_URL,
 * ANTHROPIC_CUSTOM_HEADERS. Opens no connection and starts no thread.
 *
 * New: free it with tidings_client_free. Gives NULL on failure; `err` (which may be NULL) gets NULL or a new error.
 * Any thread. Errors: TIDINGS_CONFIG. A missing credential is an error of the first call, not of this function.
 */
struct tidings_client *tidings_client_from_env(struct tidings_error **err);

/**
 * A client with these options, which win over the environment. Opens no connection and starts no thread.
 *
 * New: free it with tidings_client_free. Gives NULL on failure; `err` (which may be NULL) gets NULL or a new error.
 * `options` stay the caller's; NULL for none. Any thread. Errors: TIDINGS_CONFIG, and those of the options' setters.
 */
struct tidings_client *tidings_client_new(const struct tidings_client_options *options, struct tidings_error **err);

/**
 * Frees a client. Its streams live on. NULL is fine. Not while another thread uses it. Never fails.
 */
void tidings_client_free(struct tidings_client *client);

/**
 * A new handle to the same client: it shares its connections, its limits and what it knows of the server.
 *
 * New: free it with tidings_client_free. NULL gives NULL. Any thread.
 */
struct tidings_client *tidings_client_clone(const struct tidings_client *client);

/**
 * Sends a request and waits for the whole message. Failures are tried again where that is safe and of use.
 *
 * A wait that another thread should be able to end is made of tidings_client_start, tidings_call_wait and
 * tidings_call_cancel. A total time limit bounds this one, set by tidings_request_set_total_timeout_ms or
 * tidings_client_options_set_total_timeout_ms.
 *
 * `message` gets a new message (free it with tidings_message_free) or NULL. `err` (which may be NULL) gets NULL or a
 * new error. The request stays the caller's. Any thread, as long as none changes the request. Errors: every code
 * from TIDINGS_CONFIG on.
 */
tidings_result tidings_client_create(const struct tidings_client *client,
                                     const struct tidings_request *request,
                                     struct tidings_message **message,
                                     struct tidings_error **err);

/**
 * Counts the tokens that a request for a message would send, without running it. Counting is free.
 *
 * `input_tokens` gets the number, or 0. `err` (which may be NULL) gets NULL or a new error. The request stays the
 * caller's. Waits, and can be bounded, as tidings_client_create. Any thread, as long as none changes the request. Errors:
 * every code from TIDINGS_CONFIG on.
 */
tidings_result tidings_client_count_tokens(const struct tidings_client *client,
                                           const struct tidings_request *request,
                                           uint64_t *input_tokens,
                                           struct tidings_error **err);

/**
 * Sends any request and waits for the whole answer, as it came. Failures are tried again where that is safe and of use.
 *
 * `response` gets a new response (free it with tidings_response_free) or NULL. `err` (which may be NULL) gets NULL or a
 * new error. The request stays the caller's. Waits, and can be bounded, as tidings_client_create. Any thread, as long as
 * none changes the request. Errors: every code from TIDINGS_CONFIG on.
 */
tidings_result tidings_client_send(const struct tidings_client *client,
                                   const struct tidings_request *request,
                                   struct tidings_response **response,
                                   struct tidings_error **err);

/**
 * Sends a request and waits until its stream has begun. Failures before its first event are tried again where that
 * is safe and of use.
 *
 * Until the stream is there, nobody can cancel it: where another thread should be able to, or nothing may wait, use
 * tidings_client_start_stream. A total time limit bounds the wait and the stream, set by
 * tidings_request_set_total_timeout_ms or tidings_client_options_set_total_timeout_ms.
 *
 * `stream` gets a new stream (free it with tidings_stream_free) or NULL. `err` (which may be NULL) gets NULL or a
 * new error. The request stays the caller's. Any thread, as long as none changes the request. Errors: every code
 * from TIDINGS_CONFIG on.
 */
tidings_result tidings_client_stream(const struct tidings_client *client,
                                     const struct tidings_request *request,
                                     struct tidings_stream **stream,
                                     struct tidings_error **err);

/**
 * Begins to send a request whose answer comes as a stream, and returns at once.
 *
 * `stream` gets a new stream (free it with tidings_stream_free) or NULL: read it in any way. What goes wrong on the way
 * to the answer, a refused connection for instance, comes by reading it, and tidings_stream_error tells of it. `err`
 * (which may be NULL) gets NULL or a new error. The request stays the caller's, and may be changed or freed. Any thread, as
 * long as none changes the request. Errors: TIDINGS_NULL_ARGUMENT, those of the functions that built the request, and
 * TIDINGS_CONNECT where this machine has nothing left to begin a call with.
 */
tidings_result tidings_client_start_stream(const struct tidings_client *client,
                                           const struct tidings_request *request,
                                           struct tidings_stream **stream,
                                           struct tidings_error **err);

/**
 * Begins to send any request whose answer comes whole, and returns at once.
 *
 * `call` gets a new call (free it with tidings_call_free) or NULL. What goes wrong on the way comes by tidings_call_poll
 * or tidings_call_wait. `err` (which may be NULL) gets NULL or a new error. The request stays the caller's, and may be
 * changed or freed. Any thread, as long as none changes the request. Errors: TIDINGS_NULL_ARGUMENT, those of the functions
 * that built the request, and TIDINGS_CONNECT where this machine has nothing left to begin a call with.
 */
tidings_result tidings_client_start(const struct tidings_client *client,
                                    const struct tidings_request *request,
                                    struct tidings_call **call,
                                    struct tidings_error **err);

/**
 * Sends a request and writes the body of its answer to a file, whatever its size: for tidings_request_file_download and
 * tidings_request_batch_results.
 *
 * It is written under another name in the same folder, which becomes `path` when all of it is there: `path` never holds a
 * part, and what was there before stays until then; the new file has its permissions. A failure leaves nothing behind.
 * Waits, and can be bounded, as tidings_client_create. `err` (which may be NULL) gets NULL or a new error. The request
 * stays the caller's. Any thread, as long as none changes the request. Errors: every code from TIDINGS_CONFIG on;
 * TIDINGS_CONFIG, before anything is sent, where `path` is a folder or cannot be written.
 */
tidings_result tidings_client_download(const struct tidings_client *client,
                                       const struct tidings_request *request,
                                       const char *path,
                                       struct tidings_error **err);

/**
 * Begins to walk through all pages of a list, such as that of tidings_request_model_list, or through the results of a
 * batch, see tidings_request_batch_results. Sends nothing yet: tidings_list_next does.
 *
 * `list` gets a new list (free it with tidings_list_free) or NULL. `err` (which may be NULL) gets NULL or a new error. The
 * request stays the caller's, and may be changed or freed. Any thread, as long as none changes the request. Errors:
 * TIDINGS_NULL_ARGUMENT, those of the functions that built the request, TIDINGS_VALIDATION if it is no list.
 */
tidings_result tidings_client_list(const struct tidings_client *client,
                                   const struct tidings_request *request,
                                   struct tidings_list **list,
                                   struct tidings_error **err);

/** @} */

/**
 * @defgroup request Requests
 *
 * What is sent: a request for a message, put together piece by piece, or one to another place of the API.
 * @{
 */

/**
 * A request for a message by this model of at most `max_tokens` tokens, still without a turn of the conversation.
 *
 * New: free it with tidings_request_free. `model` is copied; if it is NULL or not UTF-8, sending the request fails.
 * Any thread. Never NULL.
 */
struct tidings_request *tidings_request_new(const char *model, uint32_t max_tokens);

/**
 * A request for a message from one JSON document, as the API takes it. Every field passes through but `stream`.
 *
 * New: free it with tidings_request_free. Gives NULL on failure; `err` (which may be NULL) gets NULL or a new error.
 * `json` is copied. Any thread. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if it is not
 * a JSON object.
 */
struct tidings_request *tidings_request_from_json(const char *json, size_t json_len, struct tidings_error **err);

/**
 * A copy of a request with its options, to change and send by itself.
 *
 * New: free it with tidings_request_free. NULL gives NULL. Any thread, as long as none changes the request.
 */
struct tidings_request *tidings_request_clone(const struct tidings_request *request);

/**
 * Frees a request. Calls that were made with it live on. NULL is fine. Never fails.
 */
void tidings_request_free(struct tidings_request *request);

/**
 * Adds a turn of the user. Results of tools, images and other blocks that were added just before are in it too, in front
 * of the text.
 *
 * `text` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_request_add_user_text(struct tidings_request *request,
                                             const char *text,
                                             size_t text_len);

/**
 * Adds a turn of the model: an earlier answer, or the beginning of the one that is asked for.
 *
 * `text` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_request_add_assistant_text(struct tidings_request *request, const char *text, size_t text_len);

/**
 * Adds an answer as the model's turn, every block as it came: how a conversation with tools goes on.
 *
 * `message` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION if the message has no content.
 */
tidings_result tidings_request_add_message(struct tidings_request *request, const struct tidings_message *message);

/**
 * Adds a turn as the API takes it: an object with `role` and `content`. For everything that has no function of
 * its own here.
 *
 * `json` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if it is not JSON.
 */
tidings_result tidings_request_add_message_json(struct tidings_request *request, const char *json, size_t json_len);

/**
 * Sets any field of the request, known to this library or not. For requests for messages, their count, and batches.
 *
 * `name` and `json` are copied. `stream` is left to the function that sends the request. Errors:
 * TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if it is not JSON, or neither an array nor null for
 * `messages`, `tools`, `stop_sequences` or `requests`.
 */
tidings_result tidings_request_set_json(struct tidings_request *request,
                                        const char *name,
                                        const char *json,
                                        size_t json_len);

/**
 * A request for a batch of messages, still empty. The answer is an object: the batch.
 *
 * New: free it with tidings_request_free. Any thread. Never NULL.
 */
struct tidings_request *tidings_request_batch_create(void);

/**
 * Adds a message to a request for a batch. `custom_id` is your name for it, which its result will carry.
 *
 * `message` is a request for a message; its body is copied, its options do not matter. Errors: TIDINGS_NULL_ARGUMENT,
 * TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if the one is no request for a batch or the other none for a message, and
 * the code of a change to `message` that failed.
 */
tidings_result tidings_request_add_batch_item(struct tidings_request *request,
                                              const char *custom_id,
                                              const struct tidings_request *message);

/**
 * Adds an image to the user's next turn: it goes in front of the text that tidings_request_add_user_text adds next, or
 * makes a turn of its own if another one follows or none.
 *
 * `media_type` is "image/jpeg", "image/png", "image/gif" or "image/webp"; with NULL it is found from the bytes. All is
 * copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if the bytes are no such image.
 */
tidings_result tidings_request_add_image_bytes(struct tidings_request *request,
                                               const char *media_type,
                                               const void *bytes,
                                               size_t len);

/**
 * Adds an image from a file, which is read at once; its name does not matter. As tidings_request_add_image_bytes.
 *
 * Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if the file cannot be read or is no JPEG, PNG,
 * GIF or WebP.
 */
tidings_result tidings_request_add_image_file(struct tidings_request *request,
                                              const char *path);

/**
 * Adds an image that the API fetches from the web. As tidings_request_add_image_bytes.
 *
 * `url` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_request_add_image_url(struct tidings_request *request, const char *url);

/**
 * Adds an image that was uploaded before, by its id. As tidings_request_add_image_bytes.
 *
 * `file_id` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_request_add_image_id(struct tidings_request *request, const char *file_id);

/**
 * Adds a document to the user's next turn, which waits as an image does, see tidings_request_add_image_bytes.
 *
 * `media_type` is "application/pdf" or "text/plain"; with NULL it is found from the bytes. `title` may be NULL. All is
 * copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if the bytes are no such document.
 */
tidings_result tidings_request_add_document_bytes(struct tidings_request *request,
                                                  const char *media_type,
                                                  const void *bytes,
                                                  size_t len,
                                                  const char *title);

/**
 * Adds a document, a PDF or a text, from a file, which is read at once. As tidings_request_add_document_bytes.
 *
 * `title` may be NULL: the file's name is the title then. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8,
 * TIDINGS_VALIDATION if the file cannot be read or is neither a PDF nor a text.
 */
tidings_result tidings_request_add_document_file(struct tidings_request *request, const char *path, const char *title);

/**
 * Adds a PDF that the API fetches from the web. As tidings_request_add_document_bytes.
 *
 * `url` is copied, and `title`, which may be NULL. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_request_add_document_url(struct tidings_request *request, const char *url, const char *title);

/**
 * Adds a document that was uploaded before, by its id. As tidings_request_add_document_bytes.
 *
 * `file_id` is copied, and `title`, which may be NULL. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_request_add_document_id(struct tidings_request *request, const char *file_id, const char *title);

/**
 * Adds a text as a document, so that the answer can cite it. As tidings_request_add_document_bytes.
 *
 * `text` is copied, and `title`, which may be NULL. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_request_add_document_text(struct tidings_request *request,
                                                 const char *text,
                                                 size_t text_len,
                                                 const char *title);

/**
 * Adds any block to the user's next turn, as the API takes it: a JSON object. It waits as an image does, see
 * tidings_request_add_image_bytes.
 *
 * `json` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if it is not JSON.
 */
tidings_result tidings_request_add_content_json(struct tidings_request *request, const char *json, size_t json_len);

/**
 * A request that counts the tokens of a request for a message, for tidings_client_start: the answer is an object with
 * "/input_tokens". Where you can wait, tidings_client_count_tokens does all of it.
 *
 * `message` is copied. New: free it with tidings_request_free. NULL gives NULL. Any thread, as long as none changes
 * `message`; one that is no request for a message is an error when this one is sent.
 */
struct tidings_request *tidings_request_count_tokens(const struct tidings_request *message);

/**
 * A request for one batch: how far it is.
 *
 * New: free it with tidings_request_free. `id` is copied; one that cannot be is an error when the request is sent. Any
 * thread. Never NULL.
 */
struct tidings_request *tidings_request_batch_retrieve(const char *id);

/**
 * A request for all batches, the newest first, for tidings_client_list; tidings_client_send gives one page.
 *
 * "limit", "after_id" and "before_id" are set by tidings_request_add_query. New: free it with tidings_request_free. Any
 * thread. Never NULL.
 */
struct tidings_request *tidings_request_batch_list(void);

/**
 * A request that cancels a batch. What is with the model is still finished, so it ends a while later.
 *
 * As tidings_request_batch_retrieve. Any thread. Never NULL.
 */
struct tidings_request *tidings_request_batch_cancel(const char *id);

/**
 * A request that deletes a batch that has ended.
 *
 * As tidings_request_batch_retrieve. Any thread. Never NULL.
 */
struct tidings_request *tidings_request_batch_delete(const char *id);

/**
 * A request for the results of a batch that has ended, for tidings_client_list: an object for each line.
 * tidings_client_download writes the lines to a file.
 *
 * As tidings_request_batch_retrieve. Any thread. Never NULL.
 */
struct tidings_request *tidings_request_batch_results(const char *id);

/**
 * A request for one model, by its id or an alias.
 *
 * As tidings_request_batch_retrieve. Any thread. Never NULL.
 */
struct tidings_request *tidings_request_model_retrieve(const char *id);

/**
 * A request for all models, the newest first. As tidings_request_batch_list; "lifecycle[]" chooses among them. Any
 * thread. Never NULL.
 */
struct tidings_request *tidings_request_model_list(void);

/**
 * A request that uploads a file, at most 500 MB. The answer is an object: what is known of the file.
 *
 * It is opened anew each time the request is sent or tried again, and must be there then; its name is the last part of
 * the path, and the ending of the name says what it is. For another name or type see tidings_request_add_form_file.
 * `path` is copied. New: free it with tidings_request_free. Any thread. Never NULL.
 */
struct tidings_request *tidings_request_file_upload(const char *path);

/**
 * A request that uploads a file from memory. As tidings_request_file_upload.
 *
 * `name` is what the file will be called; `media_type` may be NULL: the ending of the name decides then. All is copied.
 * New: free it with tidings_request_free. Any thread. Never NULL.
 */
struct tidings_request *tidings_request_file_upload_bytes(const char *name,
                                                          const char *media_type,
                                                          const void *bytes,
                                                          size_t len);

/**
 * Has an uploaded file removed after this many seconds, 3600 to 7,776,000 (90 days). Without it, it stays. Errors:
 * TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION if the request uploads no file.
 */
tidings_result tidings_request_set_file_expiry(struct tidings_request *request, uint64_t seconds);

/**
 * A request for all files, the newest first. As tidings_request_batch_list; "ids[]" chooses among them. Any thread.
 * Never NULL.
 */
struct tidings_request *tidings_request_file_list(void);

/**
 * A request for what is known of a file.
 *
 * As tidings_request_batch_retrieve. Any thread. Never NULL.
 */
struct tidings_request *tidings_request_file_retrieve(const char *id);

/**
 * A request for the content of a file that a tool or a skill made, for tidings_client_download; tidings_client_send
 * gives it as the body of the answer, up to 64 MiB. Others cannot be downloaded.
 *
 * As tidings_request_batch_retrieve. Any thread. Never NULL.
 */
struct tidings_request *tidings_request_file_download(const char *id);

/**
 * A request that deletes a file.
 *
 * As tidings_request_batch_retrieve. Any thread. Never NULL.
 */
struct tidings_request *tidings_request_file_delete(const char *id);

/**
 * Sets a header of this request, which replaces the client's; NULL as `value` removes the client's.
 *
 * `name` and `value` are copied. Errors: TIDINGS_NULL_ARGUMENT for `name`, TIDINGS_INVALID_UTF8; what no header can
 * carry fails when the request is sent.
 */
tidings_result tidings_request_set_header(struct tidings_request *request, const char *name, const char *value);

/**
 * Selects another version of the API for this request. Default: as the client has it.
 *
 * `version` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_request_set_anthropic_version(struct tidings_request *request, const char *version);

/**
 * Adds a beta of the API to those that this request asks for (header "anthropic-beta"), in place of the client's.
 *
 * `name` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_request_add_beta(struct tidings_request *request, const char *name);

/**
 * Sets how often to try again after a failure; 0 for never. Default: as the client has it. Errors:
 * TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_request_set_max_retries(struct tidings_request *request, uint32_t retries);

/**
 * Sets the longest wait that the server may ask for, in milliseconds. Default: as the client has it. Errors:
 * TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_request_set_max_retry_after_ms(struct tidings_request *request, uint64_t limit);

/**
 * Sets the longest time spent waiting on refusals in all, in milliseconds, see
 * tidings_client_options_set_throttle_patience_ms. Default: as the client has it. Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_request_set_throttle_patience_ms(struct tidings_request *request, uint64_t limit);

/**
 * Sets whether this request is tried again though it may have run, see tidings_client_options_set_retry_ambiguous.
 * Default: as the client has it. Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_request_set_retry_ambiguous(struct tidings_request *request, bool yes);

/**
 * Sets whether this request is tried again though it was sent whole and has probably run, see
 * tidings_client_options_set_retry_on_timeout. Default: as the client has it. Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_request_set_retry_on_timeout(struct tidings_request *request, bool yes);

/**
 * Sets whether this request is checked before it is sent, see tidings_client_options_set_validation. Default: as the
 * client has it. Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_request_set_validation(struct tidings_request *request, bool yes);

/**
 * Sets whether tidings_client_create fetches this message as a stream if it would take long, see
 * tidings_client_options_set_stream_long_calls. Default: as the client has it. Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_request_set_stream_long_calls(struct tidings_request *request, bool yes);

/**
 * Sets the longest wait for the head of the answer and the longest silence in it, in milliseconds. Default: as the
 * client has them. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION for 0.
 */
tidings_result tidings_request_set_timeout_ms(struct tidings_request *request, uint64_t timeout);

/**
 * Sets the longest time in which nothing of the request's body can be sent, in milliseconds. Default: as the client has
 * it. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION for 0.
 */
tidings_result tidings_request_set_write_timeout_ms(struct tidings_request *request, uint64_t timeout);

/**
 * Sets the longest wait for the head of the answer, in milliseconds. Default: as the client has it.
 * Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION for 0.
 */
tidings_result tidings_request_set_head_timeout_ms(struct tidings_request *request, uint64_t timeout);

/**
 * Sets the longest silence within the answer, in milliseconds. Default: as the client has it.
 * Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION for 0.
 */
tidings_result tidings_request_set_idle_timeout_ms(struct tidings_request *request, uint64_t timeout);

/**
 * Sets the longest time for the whole call, attempts and waits included, in milliseconds. Default: as the client has
 * it. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION for 0.
 */
tidings_result tidings_request_set_total_timeout_ms(struct tidings_request *request, uint64_t timeout);

/**
 * The request for the page behind one that has come, for event loops; where you can wait, tidings_client_list does all
 * of it.
 *
 * `request` is the one whose answer `response` is. TIDINGS_OK with a new request in `next` (free it with
 * tidings_request_free), or TIDINGS_DONE and NULL after the last page. `err` (which may be NULL) gets NULL or a new error.
 * Any thread, as long as none changes the request. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_UNEXPECTED_RESPONSE if the
 * answer is no page, or the server leads in a circle; TIDINGS_VALIDATION if the request is no list.
 */
tidings_result tidings_request_next_page(const struct tidings_request *request,
                                         const struct tidings_response *response,
                                         struct tidings_request **next,
                                         struct tidings_error **err);

/**
 * Adds a parameter to the query of any request, such as "limit" or "after_id" of a list.
 *
 * A parameter of the same name gives way to it, in the path too. A list is added value by value under a name that ends
 * with "[]", such as "ids[]". NULL as `value` takes the parameter away; of a list it leaves one without values, which is
 * refused when the request is sent, since it would ask for everything. Both texts are copied. Errors:
 * TIDINGS_NULL_ARGUMENT for `name`, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_request_add_query(struct tidings_request *request,
                                         const char *name,
                                         const char *value);

/**
 * A request to any path, such as "GET" of "/v1/skills". Its answer may be anything but JSON that says that it is an
 * error.
 *
 * `path` begins with a slash; a query in it is kept. A whole URL is taken if it has the origin of the client's base URL,
 * since credentials are sent nowhere else. Both are copied; what cannot be is an error when the request is sent. New:
 * free it with tidings_request_free. Any thread. Never NULL.
 */
struct tidings_request *tidings_request_raw(const char *method,
                                            const char *path);

/**
 * Sets the body of a raw request; one without bytes is no body.
 *
 * `content_type` may be NULL: "application/json" then. All is copied. To have a stream, send JSON with "stream": true by
 * tidings_client_stream. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_INVALID_LENGTH, TIDINGS_VALIDATION
 * if it is no raw request.
 */
tidings_result tidings_request_set_body(struct tidings_request *request,
                                        const void *bytes,
                                        size_t len,
                                        const char *content_type);

/**
 * Adds a text to the form that a raw request carries as its body (multipart/form-data).
 *
 * `name` and `text` are copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if it is no raw
 * request.
 */
tidings_result tidings_request_add_form_text(struct tidings_request *request,
                                             const char *name,
                                             const char *text,
                                             size_t text_len);

/**
 * Adds a file on disk to the form that a raw request carries as its body. It is opened anew each time that is sent.
 *
 * `filename` may be NULL for the last part of the path, and `media_type` for what the ending of the name says. All are
 * copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if it is no raw request; what cannot be
 * read is an error when the request is sent.
 */
tidings_result tidings_request_add_form_file(struct tidings_request *request,
                                             const char *name,
                                             const char *path,
                                             const char *filename,
                                             const char *media_type);

/**
 * Adds a file in memory to the form that a raw request carries as its body.
 *
 * `media_type` may be NULL for what the ending of `filename` says. All is copied. Errors: TIDINGS_NULL_ARGUMENT,
 * TIDINGS_INVALID_UTF8, TIDINGS_INVALID_LENGTH, TIDINGS_VALIDATION if it is no raw request.
 */
tidings_result tidings_request_add_form_bytes(struct tidings_request *request,
                                              const char *name,
                                              const char *filename,
                                              const char *media_type,
                                              const void *bytes,
                                              size_t len);

/**
 * Sets the system prompt.
 *
 * `text` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_request_set_system(struct tidings_request *request, const char *text, size_t text_len);

/**
 * Sets how freely the model chooses its words. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION if it is not
 * finite.
 */
tidings_result tidings_request_set_temperature(struct tidings_request *request, double temperature);

/**
 * Sets from how much of the probability the model chooses. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION if it
 * is not finite.
 */
tidings_result tidings_request_set_top_p(struct tidings_request *request, double top_p);

/**
 * Sets from how many of the likeliest tokens the model chooses. Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_request_set_top_k(struct tidings_request *request, uint32_t top_k);

/**
 * Sets how many tokens the model may spend on thinking before it answers, less than `max_tokens`; 0 switches thinking
 * off. For other ways to think use tidings_request_set_json with "thinking". Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_request_set_thinking(struct tidings_request *request, uint32_t budget_tokens);

/**
 * Adds a text at which the model stops.
 *
 * `text` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_request_add_stop_sequence(struct tidings_request *request, const char *text, size_t text_len);

/**
 * Offers a tool to the model.
 *
 * `description` may be NULL; `schema` is the JSON schema of the tool's input, an object. All are copied.
 * Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if the schema is not JSON.
 */
tidings_result tidings_request_add_tool(struct tidings_request *request,
                                        const char *name,
                                        const char *description,
                                        const char *schema,
                                        size_t schema_len);

/**
 * Offers a tool of any kind, such as one that runs on the server, as the API takes it: a JSON object.
 *
 * `json` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if it is not JSON.
 */
tidings_result tidings_request_add_tool_json(struct tidings_request *request, const char *json, size_t json_len);

/**
 * Sets which tools the model may, must or must not use: a tidings_tool_choice.
 *
 * `name` is the tool's for TIDINGS_TOOL_CHOICE_TOOL, and may be NULL otherwise; it is copied. Errors:
 * TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION for a choice that there is not.
 */
tidings_result tidings_request_set_tool_choice(struct tidings_request *request, uint32_t choice, const char *name);

/**
 * Adds what a tool gave. Results that are added one after the other go into one turn of the user.
 *
 * `tool_use_id` is the id of the block that asked for the tool; `is_error` says that the tool failed and `content`
 * tells why. Both texts are copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_request_add_tool_result(struct tidings_request *request,
                                               const char *tool_use_id,
                                               const char *content,
                                               size_t content_len,
                                               bool is_error);

/**
 * Adds what a tool gave, as the API takes it: a text or an array of blocks, images among them.
 *
 * As tidings_request_add_tool_result, but `json` is JSON. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8,
 * TIDINGS_VALIDATION if it is not JSON.
 */
tidings_result tidings_request_add_tool_result_json(struct tidings_request *request,
                                                    const char *tool_use_id,
                                                    const char *json,
                                                    size_t json_len,
                                                    bool is_error);

/** @} */

/**
 * @defgroup message Messages
 *
 * What the model answered.
 * @{
 */

/**
 * Frees a message. NULL is fine. Not while another thread uses this handle. Never fails.
 */
void tidings_message_free(struct tidings_message *message);

/**
 * A new handle to the same message, to keep it longer than what it was borrowed from. Nothing is copied.
 *
 * New: free it with tidings_message_free. NULL gives NULL. Any thread.
 */
struct tidings_message *tidings_message_clone(const struct tidings_message *message);

/**
 * The message's id; NULL if it has none. Its form may change.
 *
 * Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_message_id(const struct tidings_message *message);

/**
 * The model that answered, which may differ from the alias that was asked for; NULL if it does not say.
 *
 * Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_message_model(const struct tidings_message *message);

/**
 * The id of the request, to quote to the API's support; NULL if the server gave none.
 *
 * Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_message_request_id(const struct tidings_message *message);

/**
 * The text of all text blocks, joined; empty if there is none.
 *
 * `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_message_text(const struct tidings_message *message, size_t *len);

/**
 * Why the model stopped, such as "end_turn", "max_tokens" or "tool_use"; NULL only in a partial message.
 *
 * Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_message_stop_reason(const struct tidings_message *message);

/**
 * The custom stop sequence that matched; NULL if none did.
 *
 * Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_message_stop_sequence(const struct tidings_message *message);

/**
 * The tokens read; those of a prompt cache are counted elsewhere in `usage`. 0 if not counted. NULL gives 0. Any
 * thread.
 */
uint64_t tidings_message_input_tokens(const struct tidings_message *message);

/**
 * The tokens written. 0 if not counted. NULL gives 0. Any thread.
 */
uint64_t tidings_message_output_tokens(const struct tidings_message *message);

/**
 * How many blocks the message has. NULL gives 0. Any thread.
 */
size_t tidings_message_block_count(const struct tidings_message *message);

/**
 * The type of a block, such as "text" or "tool_use"; NULL if there is no block of this index.
 *
 * Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_message_block_type(const struct tidings_message *message, size_t index);

/**
 * The text of a text block; NULL for other blocks.
 *
 * `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_message_block_text(const struct tidings_message *message, size_t index, size_t *len);

/**
 * The id of a call of a tool, which its result must name; NULL for other blocks.
 *
 * Only a block of type "tool_use" asks the caller for a result: look at tidings_message_block_type first, for calls
 * of tools that run on the server ("server_tool_use" and others) have ids, names and inputs too.
 *
 * Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_message_block_tool_id(const struct tidings_message *message, size_t index);

/**
 * The name of the tool that the model calls; NULL for blocks that call none.
 *
 * Only a block of type "tool_use" asks the caller for a result; tools that run on the server have names too.
 *
 * Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_message_block_tool_name(const struct tidings_message *message, size_t index);

/**
 * The input of a call of a tool, as JSON; NULL for other blocks.
 *
 * Only a block of type "tool_use" asks the caller for a result; tools that run on the server have inputs too.
 *
 * `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_message_block_tool_input(const struct tidings_message *message, size_t index, size_t *len);

/**
 * A whole block, as JSON, whatever its type; NULL if there is no block of this index.
 *
 * `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_message_block_json(const struct tidings_message *message, size_t index, size_t *len);

/**
 * The whole message, as JSON, with every field that the server sent.
 *
 * `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_message_json(const struct tidings_message *message, size_t *len);

/**
 * The message that a JSON document holds, such as one that was kept: it can be read, and added to a request.
 *
 * New: free it with tidings_message_free. Gives NULL on failure; `err` (which may be NULL) gets NULL or a new error.
 * `json` is copied. Any thread. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if it is not a
 * JSON object.
 */
struct tidings_message *tidings_message_from_json(const char *json, size_t json_len, struct tidings_error **err);

/**
 * Whose message it is: "assistant"; NULL if it does not say.
 *
 * Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_message_role(const struct tidings_message *message);

/**
 * What the model thought, of a block of type "thinking"; NULL for other blocks.
 *
 * `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_message_block_thinking(const struct tidings_message *message, size_t index, size_t *len);

/**
 * What proves a block of type "thinking" to the API when it is sent back; NULL for other blocks.
 *
 * `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_message_block_signature(const struct tidings_message *message, size_t index, size_t *len);

/**
 * What a text block refers to, as a JSON array; NULL for blocks without citations.
 *
 * `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_message_block_citations(const struct tidings_message *message, size_t index, size_t *len);

/**
 * What the message cost, as a JSON object with every field that the server sent; NULL if there is none.
 *
 * `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_message_usage(const struct tidings_message *message, size_t *len);

/**
 * The tokens that were written to the prompt cache. 0 if not counted. NULL gives 0. Any thread.
 */
uint64_t tidings_message_cache_creation_input_tokens(const struct tidings_message *message);

/**
 * The tokens that were read from the prompt cache. 0 if not counted. NULL gives 0. Any thread.
 */
uint64_t tidings_message_cache_read_input_tokens(const struct tidings_message *message);

/**
 * How many tools the model asks the caller to run: its blocks of type "tool_use". NULL gives 0. Any thread.
 */
size_t tidings_message_tool_count(const struct tidings_message *message);

/**
 * The index of the block in which the model asks for a tool, for the functions that read a block; SIZE_MAX if it asks
 * for no more than `number` tools, counted from 0.
 *
 * NULL gives SIZE_MAX. Any thread.
 */
size_t tidings_message_tool_index(const struct tidings_message *message, size_t number);

/** @} */

/**
 * @defgroup stream Streams
 *
 * A message while it is written, event by event.
 * @{
 */

/**
 * The API's name for a kind of event, such as "message_start"; empty for TIDINGS_EVENT_UNKNOWN and any other number.
 *
 * The text is static. Any thread. Never fails.
 */
const char *tidings_event_kind_name(uint32_t kind);

/**
 * Waits for the next event.
 *
 * TIDINGS_OK with the event in `event`; TIDINGS_DONE at the end, from when on tidings_stream_message gives the
 * message; or the code of what broke the stream, from when on tidings_stream_error tells more. After the end it
 * gives the same code again. The event's texts are borrowed until the next call that reads this stream, or until it
 * is freed. Whenever the code is not TIDINGS_OK, `event` is empty: `index` is UINT32_MAX, all else zero. After a fork the
 * child gets TIDINGS_FORKED, whatever had arrived before. Errors besides: TIDINGS_NULL_ARGUMENT, TIDINGS_BUSY.
 */
tidings_result tidings_stream_next(struct tidings_stream *stream,
                                   struct tidings_event *event);

/**
 * Waits for the next event for at most `timeout` milliseconds; with 0 it only looks, with TIDINGS_FOREVER it waits as
 * long as it takes.
 *
 * As tidings_stream_next, or TIDINGS_AGAIN when nothing came in time, after which the stream can be read on.
 */
tidings_result tidings_stream_next_timeout(struct tidings_stream *stream,
                                           uint64_t timeout,
                                           struct tidings_event *event);

/**
 * Takes the next event if it is there, and never waits: for event loops.
 *
 * As tidings_stream_next, or TIDINGS_AGAIN when nothing is there. From TIDINGS_AGAIN on the descriptor of
 * tidings_stream_fd is not readable and the function of tidings_stream_set_waker waits to be called, until there is
 * news. So poll until it gives TIDINGS_AGAIN before you wait again: one wake may stand for many events.
 */
tidings_result tidings_stream_poll(struct tidings_stream *stream, struct tidings_event *event);

/**
 * A descriptor for select, poll, epoll and the like, which is readable while tidings_stream_poll may have something to
 * tell, and stays so after the end. Only ask whether it is readable; never read, write or close it.
 *
 * It is made at the first call of this function, and the same is given from then on. It is closed when the stream is freed,
 * or a moment later: take it out of your loop before. -1 where there is none: on systems without such descriptors, when
 * the process has no more, for NULL, and in the child of a fork. Any thread.
 */
int tidings_stream_fd(struct tidings_stream *stream);

/**
 * Has `waker` called when there is news after TIDINGS_AGAIN, instead of a descriptor: for event loops that are woken by a
 * function of theirs. NULL takes it away.
 *
 * Poll until TIDINGS_AGAIN once it is set; it is called from the next news on, cancelling by another thread included.
 * When this function returns, or tidings_stream_free, the waker before is not running and will not be called any more;
 * for that they wait until it has returned, unless they are called inside of it. So hold no lock then that your waker
 * takes. Any thread. Errors: TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_stream_set_waker(struct tidings_stream *stream,
                                        tidings_waker waker,
                                        void *userdata);

/**
 * Reads the stream to its end and calls `callback` with every event. `userdata` is handed to the callback as it is.
 *
 * TIDINGS_OK when the message is complete; TIDINGS_STOPPED when the callback asked to stop, after which the stream
 * is still open and can be read on; TIDINGS_CANCELLED, without a further event, when the callback freed the stream and
 * did not ask to stop; or the code of what broke the stream. `err` (which may be NULL) gets NULL or a new error. One
 * thread at a time reads a stream. Errors besides: TIDINGS_NULL_ARGUMENT, TIDINGS_BUSY.
 */
tidings_result tidings_stream_run(struct tidings_stream *stream,
                                  tidings_stream_callback callback,
                                  void *userdata,
                                  struct tidings_error **err);

/**
 * Ends a stream: its connection is closed at once, and whoever reads it gets TIDINGS_CANCELLED instead of the events
 * not yet read. A stream that had arrived to its end by then stays as it is: all its events can be read, and its end.
 *
 * For an event loop that is news: its descriptor becomes readable, its waker is called, perhaps by this function itself.
 *
 * Any thread, also while another one reads; not while another one frees it. NULL is fine. Never fails.
 */
void tidings_stream_cancel(const struct tidings_stream *stream);

/**
 * The whole message, once reading has given TIDINGS_DONE (or TIDINGS_OK from tidings_stream_run); NULL before, after
 * a failure, and in the child of a fork.
 *
 * Borrowed: good until the stream is freed; tidings_message_clone keeps it longer. NULL gives NULL. Any thread.
 */
const struct tidings_message *tidings_stream_message(const struct tidings_stream *stream);

/**
 * Why the stream failed, once reading has given an error; NULL before, and after TIDINGS_DONE.
 *
 * Borrowed: good until the stream is freed; tidings_error_clone keeps it longer. NULL gives NULL. Any thread.
 */
const struct tidings_error *tidings_stream_error(const struct tidings_stream *stream);

/**
 * The answer that is streamed: status, headers and attempts; its body is empty. NULL before reading has come to it: for a
 * stream of tidings_client_stream it is there from the beginning.
 *
 * Borrowed: good until the stream is freed; tidings_response_clone keeps it longer. NULL gives NULL. Any thread.
 */
const struct tidings_response *tidings_stream_response(const struct tidings_stream *stream);

/**
 * The id of the request, to quote to the API's support; NULL if the server gave none, and before reading has come to the
 * head of the answer.
 *
 * Borrowed: good until the stream is freed. NULL gives NULL. Any thread.
 */
const char *tidings_stream_request_id(const struct tidings_stream *stream);

/**
 * Frees a stream, and with it everything borrowed from it. If it is not over, its connection is closed at once.
 *
 * Its waker is not called any more: where another thread is in it, this waits until it has returned. NULL is fine. Not
 * while another thread uses the stream: to interrupt that one, cancel the stream first. Never fails.
 */
void tidings_stream_free(struct tidings_stream *stream);

/** @} */

/**
 * @defgroup call Calls under way
 *
 * A call whose answer comes whole, for programs that do something else meanwhile.
 * @{
 */

/**
 * Looks whether the answer is there, and never waits: for event loops.
 *
 * TIDINGS_OK when it is, from when on tidings_call_message and tidings_call_response give it; TIDINGS_AGAIN when it is
 * not; or the code of what failed, from when on tidings_call_error tells more. From TIDINGS_AGAIN on the descriptor of
 * tidings_call_fd is not readable and the function of tidings_call_set_waker waits to be called, until there is news. After
 * a fork the child gets TIDINGS_FORKED. One thread at a time polls or waits. Errors besides: TIDINGS_NULL_ARGUMENT,
 * TIDINGS_BUSY.
 */
tidings_result tidings_call_poll(struct tidings_call *call);

/**
 * Waits for the answer for at most `timeout` milliseconds; with TIDINGS_FOREVER as long as it takes.
 *
 * As tidings_call_poll: TIDINGS_AGAIN when it did not come in time, after which you may go on waiting. Another thread ends
 * the wait by tidings_call_cancel.
 */
tidings_result tidings_call_wait(struct tidings_call *call,
                                 uint64_t timeout);

/**
 * A descriptor for select, poll, epoll and the like, which is readable while tidings_call_poll may have something to
 * tell, and stays so after the end. Only ask whether it is readable; never read, write or close it.
 *
 * It is made at the first call of this function, and the same is given from then on. It is closed when the call is freed,
 * or a moment later: take it out of your loop before. -1 where there is none: on systems without such descriptors, when
 * the process has no more, for NULL, and in the child of a fork. Any thread.
 */
int tidings_call_fd(struct tidings_call *call);

/**
 * Has `waker` called when there is news after TIDINGS_AGAIN, instead of a descriptor: for event loops that are woken by a
 * function of theirs. NULL takes it away.
 *
 * Poll once it is set; it is called from the next news on, cancelling by another thread included. When this function
 * returns, or tidings_call_free, the waker before is not running and will not be called any more; for that they wait until
 * it has returned, unless they are called inside of it. So hold no lock then that your waker takes. Any thread. Errors:
 * TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_call_set_waker(struct tidings_call *call,
                                      tidings_waker waker,
                                      void *userdata);

/**
 * Ends a call: its connection is closed at once, and whoever polls or waits gets TIDINGS_CANCELLED. A call whose answer
 * has arrived by then stays as it is.
 *
 * For an event loop that is news: its descriptor becomes readable, its waker is called, perhaps by this function itself.
 * Any thread, also while another one waits; not while another one frees it. NULL is fine. Never fails.
 */
void tidings_call_cancel(const struct tidings_call *call);

/**
 * The message that the answer holds, once polling or waiting has given TIDINGS_OK.
 *
 * `message` gets a new message (free it with tidings_message_free) or NULL. `err` (which may be NULL) gets NULL or a new
 * error. Any thread. Errors: TIDINGS_AGAIN before the answer is there, without an error object; the code of what failed;
 * TIDINGS_UNEXPECTED_RESPONSE if the answer is not a message; TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_call_message(const struct tidings_call *call,
                                    struct tidings_message **message,
                                    struct tidings_error **err);

/**
 * The whole answer, once polling or waiting has given TIDINGS_OK.
 *
 * `response` gets a new handle to it (free it with tidings_response_free) or NULL. `err` (which may be NULL) gets NULL or a
 * new error. Any thread. Errors: TIDINGS_AGAIN before the answer is there, without an error object; the code of what
 * failed; TIDINGS_NULL_ARGUMENT.
 */
tidings_result tidings_call_response(const struct tidings_call *call,
                                     struct tidings_response **response,
                                     struct tidings_error **err);

/**
 * Why the call failed, once polling or waiting has given an error; NULL before, and after TIDINGS_OK.
 *
 * Borrowed: good until the call is freed; tidings_error_clone keeps it longer. NULL gives NULL. Any thread.
 */
const struct tidings_error *tidings_call_error(const struct tidings_call *call);

/**
 * Frees a call, and with it everything borrowed from it. If it is not over, its connection is closed at once.
 *
 * Its waker is not called any more: where another thread is in it, this waits until it has returned. NULL is fine. Not
 * while another thread uses the call: to interrupt that one, cancel the call first. Never fails.
 */
void tidings_call_free(struct tidings_call *call);

/** @} */

/**
 * @defgroup response Responses
 *
 * An answer as it came, from whatever place of the API.
 * @{
 */

/**
 * Frees an answer. NULL is fine. Not while another thread uses this handle. Never fails.
 */
void tidings_response_free(struct tidings_response *response);

/**
 * A new handle to the same answer, to keep it longer than what it was borrowed from. Nothing is copied.
 *
 * New: free it with tidings_response_free. NULL gives NULL. Any thread.
 */
struct tidings_response *tidings_response_clone(const struct tidings_response *response);

/**
 * The HTTP status, 200 to 299: every other one is an error. NULL gives 0. Any thread.
 */
uint32_t tidings_response_status(const struct tidings_response *response);

/**
 * The id of the request, to quote to the API's support; NULL if the server gave none.
 *
 * Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_response_request_id(const struct tidings_response *response);

/**
 * How many times the request was tried. NULL gives 0. Any thread.
 */
uint32_t tidings_response_attempts(const struct tidings_response *response);

/**
 * The header with this name, in whatever case it is given; NULL if there is none.
 *
 * Of several headers with one name this is the first. Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_response_header(const struct tidings_response *response, const char *name);

/**
 * How many headers the answer has; one that is there twice counts twice. NULL gives 0. Any thread.
 */
size_t tidings_response_header_count(const struct tidings_response *response);

/**
 * The name of a header, in lower case; NULL if there is none of this index.
 *
 * Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_response_header_name(const struct tidings_response *response, size_t index);

/**
 * The value of a header; NULL if there is none of this index.
 *
 * Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_response_header_value(const struct tidings_response *response, size_t index);

/**
 * What the headers say about rate limits, as a JSON object: "requests", "tokens", "input_tokens", "output_tokens",
 * "priority_input_tokens" and "priority_output_tokens", each with what is known of "limit", "remaining" and "reset" (a
 * time, RFC 3339), and "retry_after" in seconds. What the server did not say is not there: it may be an empty object.
 *
 * `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_response_rate_limits_json(const struct tidings_response *response, size_t *len);

/**
 * The body as it came; empty for a stream's. It may be no text at all, such as that of a file.
 *
 * `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_response_body(const struct tidings_response *response, size_t *len);

/**
 * The body as an object, whose fields can be asked for; NULL if the body is no JSON object.
 *
 * Borrowed: good until the last handle of the answer is freed; tidings_object_clone keeps it longer. NULL gives NULL.
 * Any thread.
 */
const struct tidings_object *tidings_response_object(const struct tidings_response *response);

/**
 * The body as a message, for the answer to a request for one.
 *
 * `message` gets a new message (free it with tidings_message_free) or NULL. `err` (which may be NULL) gets NULL or a
 * new error. Any thread. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_UNEXPECTED_RESPONSE if the body is no JSON object.
 */
tidings_result tidings_response_message(const struct tidings_response *response,
                                        struct tidings_message **message,
                                        struct tidings_error **err);

/** @} */

/**
 * @defgroup object Objects and lists
 *
 * JSON objects of the API, such as batches, models and files, and the lists that hold them.
 * @{
 */

/**
 * Waits for the next object of a list, and fetches the next page where that is needed.
 *
 * TIDINGS_OK with a borrowed object in `object`, which is good until the next call for this list, or until that is freed
 * (tidings_object_clone keeps it longer); TIDINGS_DONE at the end; or the code of what went wrong, of which
 * tidings_list_error tells more. A line of results that cannot be read is an error for itself,
 * TIDINGS_UNEXPECTED_RESPONSE or TIDINGS_LIMIT_EXCEEDED, with the line as the error's body; the next call goes on behind
 * it. Everything else ends the list: the same code is given again. Whenever the code is not TIDINGS_OK, `object` gets
 * NULL. After a fork the child gets TIDINGS_FORKED. Errors besides: TIDINGS_NULL_ARGUMENT, TIDINGS_BUSY,
 * TIDINGS_DEADLOCK.
 */
tidings_result tidings_list_next(struct tidings_list *list,
                                 const struct tidings_object **object);

/**
 * What went wrong when the last object was asked for; NULL if nothing did.
 *
 * Borrowed: good until the next call of tidings_list_next for this list, or until that is freed; tidings_error_clone keeps
 * it longer. NULL gives NULL. Any thread.
 */
const struct tidings_error *tidings_list_error(const struct tidings_list *list);

/**
 * Ends a list: its connection is closed at once, and whoever asks for an object gets TIDINGS_CANCELLED.
 *
 * Any thread, also while another one asks; not while another one frees it. NULL is fine. Never fails.
 */
void tidings_list_cancel(const struct tidings_list *list);

/**
 * Frees a list, and with it everything borrowed from it. If a page is under way, its connection is closed at once.
 *
 * NULL is fine. Not while another thread uses it: to interrupt that one, cancel the list first. Never fails.
 */
void tidings_list_free(struct tidings_list *list);

/**
 * Frees an object. NULL is fine. Not while another thread uses this handle. Never fails.
 */
void tidings_object_free(struct tidings_object *object);

/**
 * A new handle to the same object, to keep it longer than what it was borrowed from. Nothing is copied.
 *
 * New: free it with tidings_object_free. NULL gives NULL. Any thread.
 */
struct tidings_object *tidings_object_clone(const struct tidings_object *object);

/**
 * The whole object as JSON, with every field that the server sent.
 *
 * `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_object_json(const struct tidings_object *object, size_t *len);

/**
 * A text of the object, such as the one at "/id"; NULL if there is none there, or something else.
 *
 * `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_object_text(const struct tidings_object *object, const char *pointer, size_t *len);

/**
 * Any part of the object as JSON, as the server wrote it; NULL if there is nothing at this place.
 *
 * `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
 */
const char *tidings_object_part(const struct tidings_object *object, const char *pointer, size_t *len);

/**
 * A whole number of the object, such as the one at "/request_counts/succeeded".
 *
 * `value` gets the number, or 0. Any thread. Errors: TIDINGS_ABSENT if there is none there or it does not fit,
 * TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_object_integer(const struct tidings_object *object, const char *pointer, int64_t *value);

/**
 * A number of the object, whole or not.
 *
 * `value` gets the number, or 0. Any thread. Errors: TIDINGS_ABSENT if there is none there, TIDINGS_NULL_ARGUMENT,
 * TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_object_number(const struct tidings_object *object, const char *pointer, double *value);

/**
 * Whether something is so, such as what is at "/downloadable".
 *
 * `value` gets the answer, or false. Any thread. Errors: TIDINGS_ABSENT if there is neither true nor false there,
 * TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
 */
tidings_result tidings_object_boolean(const struct tidings_object *object, const char *pointer, bool *value);

/**
 * How many elements an array of the object has, such as the one at "/data"; 0 if there is no array there.
 *
 * NULL gives 0. Any thread.
 */
size_t tidings_object_count(const struct tidings_object *object, const char *pointer);

/**
 * Whether there is anything at this place of the object, null included.
 *
 * NULL gives false. Any thread.
 */
bool tidings_object_has(const struct tidings_object *object, const char *pointer);

/**
 * A message that is a part of the object, such as the one at "/result/message" of a line of results; NULL if there is
 * no object at this place.
 *
 * New: free it with tidings_message_free. NULL gives NULL. Any thread.
 */
struct tidings_message *tidings_object_message(const struct tidings_object *object, const char *pointer);

/** @} */

/**
 * @defgroup hooks Hooks, tokens and pressure
 *
 * What functions of yours are told of a client's calls, and what they are asked for.
 * @{
 */

/**
 * Which moment it is. NULL gives TIDINGS_MOMENT_REQUEST. Any thread.
 */
tidings_moment tidings_attempt_moment(const struct tidings_attempt *attempt);

/**
 * The method of the request, such as "POST".
 *
 * Borrowed: good until the hook returns. NULL gives NULL. Any thread.
 */
const char *tidings_attempt_method(const struct tidings_attempt *attempt);

/**
 * The path of the request without its query, such as "/v1/messages".
 *
 * Borrowed: good until the hook returns. NULL gives NULL. Any thread.
 */
const char *tidings_attempt_path(const struct tidings_attempt *attempt);

/**
 * The model that the request names; NULL if it names none.
 *
 * Borrowed: good until the hook returns. NULL gives NULL. Any thread.
 */
const char *tidings_attempt_model(const struct tidings_attempt *attempt);

/**
 * Which attempt of its call it is, counted from 1. NULL gives 0. Any thread.
 */
uint32_t tidings_attempt_number(const struct tidings_attempt *attempt);

/**
 * The HTTP status of the answer; 0 while there is none. NULL gives 0. Any thread.
 */
uint32_t tidings_attempt_status(const struct tidings_attempt *attempt);

/**
 * The id to quote to the API's support; NULL while there is none.
 *
 * Borrowed: good until the hook returns. NULL gives NULL. Any thread.
 */
const char *tidings_attempt_request_id(const struct tidings_attempt *attempt);

/**
 * The time since this attempt began, in milliseconds. NULL gives 0. Any thread.
 */
uint64_t tidings_attempt_took_ms(const struct tidings_attempt *attempt);

/**
 * The time since the call began, waits between attempts included, in milliseconds. NULL gives 0. Any thread.
 */
uint64_t tidings_attempt_elapsed_ms(const struct tidings_attempt *attempt);

/**
 * What went wrong, at TIDINGS_MOMENT_RETRY and TIDINGS_MOMENT_ERROR; else TIDINGS_OK. NULL gives TIDINGS_NULL_ARGUMENT.
 * Any thread.
 */
tidings_result tidings_attempt_code(const struct tidings_attempt *attempt);

/**
 * The wait before the next attempt in milliseconds, at TIDINGS_MOMENT_RETRY; else -1. NULL gives -1. Any thread.
 */
int64_t tidings_attempt_wait_ms(const struct tidings_attempt *attempt);

/**
 * All of it as one JSON object on one line, fit for a log. Times are in seconds; what is not known is null.
 *
 * Borrowed: good until the hook returns. NULL gives NULL. Any thread.
 */
const char *tidings_attempt_json(const struct tidings_attempt *attempt);

/**
 * What is known of the pressure that the server bears, for each credential and model that was used.
 *
 * New: free it with tidings_pressure_free. It stays as it was when it was asked for. NULL gives NULL. Any thread. Never
 * fails otherwise.
 */
struct tidings_pressure *tidings_client_pressure(const struct tidings_client *client);

/**
 * Frees what tidings_client_pressure gave. NULL is fine. Not while another thread reads it. Never fails.
 */
void tidings_pressure_free(struct tidings_pressure *pressure);

/**
 * All of it as a JSON array with one object for each credential and model; empty before the first call.
 *
 * Its fields: `origin` (scheme, host and port of the server), `model` (empty for calls that name none), `in_flight` and
 * `waiting` (calls), `limit` (the most calls at once that the server seems to bear) and `rate` (calls a second), both
 * null while there is no reason for them, `buckets` (what the server advertises of its rate limits: `name`, `limit` a
 * minute, `level` that is left, `share` that this client takes for its own), `gate` (seconds in which nothing will be
 * sent, or null), `refusals` so far, `waited` (seconds that calls have spent waiting, added up). There may be more.
 *
 * `len` gets its length in bytes; it may be NULL. Borrowed: good until `pressure` is freed. NULL gives NULL. Any thread.
 */
const char *tidings_pressure_json(const struct tidings_pressure *pressure,
                                  size_t *len);

/**
 * Leaves the token that was asked for, good for `expires_in_ms` milliseconds from now; TIDINGS_FOREVER for one that does not
 * expire. A later call takes the place of an earlier one.
 *
 * `text` is copied, and white space around it dropped; give TIDINGS_NUL as `len` if a NUL ends it. Tidings' own copy is
 * wiped when it is needed no more. One thread at a time. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8,
 * TIDINGS_INVALID_LENGTH; what no header can carry fails the calls that wait.
 */
tidings_result tidings_token_set(struct tidings_token *token,
                                 const char *text,
                                 size_t len,
                                 uint64_t expires_in_ms);

/**
 * Says why there is no token. The message becomes a part of the message of each error, so it must hold no secret.
 *
 * `message` is copied; give TIDINGS_NUL as `len` if a NUL ends it. One thread at a time. Errors: TIDINGS_NULL_ARGUMENT,
 * TIDINGS_INVALID_UTF8, TIDINGS_INVALID_LENGTH.
 */
tidings_result tidings_token_fail(struct tidings_token *token, const char *message, size_t len);

/** @} */

/**
 * @defgroup process The process
 *
 * What is there once for all clients.
 * @{
 */

/**
 * Ends every call of the process that is under way and stops the library's thread, waiting at most `timeout`
 * milliseconds for it, or 100 where that is more.
 *
 * Only needed before the library is unloaded, or where a leak checker looks at the end of a program: a later call
 * starts everything anew. Not from a callback. Any thread. Never fails.
 */
void tidings_shutdown(uint64_t timeout);

/**
 * How many handles there are at the moment: those that were given out and not freed, and those that can be borrowed from
 * them. 0 when everything has been freed.
 *
 * For tests and for the search for leaks: the library can reach whatever has a handle, so a leak checker does not report
 * a handle that was forgotten. Any thread. Never fails.
 */
size_t tidings_handle_count(void);

/**
 * Has the lines of all clients of the process, up to `level` (a tidings_log_level), handed to `callback`, in place of
 * whatever an earlier call asked for. TIDINGS_LOG_OFF, or NULL as the callback, ends it. Without this the library says
 * nothing, and nothing is put together.
 *
 * A line is what happened and then facts as `name=value`, such as: trying again method=POST path=/v1/messages attempt=1
 * kind=overloaded status=529. No line holds a credential; headers that may hold one show their length alone.
 *
 * `userdata` may be NULL, and must be fit to be used on any thread. The earlier callback may still be running on another
 * thread when this returns; `release` (NULL for none) is called with the userdata once, when it is not and will not be: at
 * once if this function fails or ends the log. Any thread, and in every callback. Errors: TIDINGS_CONFIG for an unknown
 * level, or where a program in Rust, linked with the static library, listens itself.
 */
tidings_result tidings_log(uint32_t level,
                           tidings_log_callback callback,
                           void *userdata,
                           tidings_release release);

/**
 * The version of the library that is running, such as "0.1.0".
 *
 * The text is static. Any thread. Never fails.
 */
const char *tidings_version(void);

/**
 * The version of the library that is running, composed like `TIDINGS_VERSION_NUMBER`.
 *
 * Any thread. Never fails.
 */
uint32_t tidings_version_number(void);

/** @} */

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* TIDINGS_H */
