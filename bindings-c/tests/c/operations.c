/* See operations.h. */
#include "operations.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tidings.h>

enum { PLACES = 3, LONGEST_MS = 3 };

static const char *const scripts[] = {"quick", "broken", "silent", "stream", "cut"};
enum { SCRIPTS = sizeof scripts / sizeof *scripts };

/* What one thread works with. A place may be empty: NULL is an argument like any other. */
typedef struct {
    const char *url;
    const uint8_t *bytes;
    size_t len;
    tidings_client *clients[PLACES];
    tidings_request *requests[PLACES];
    tidings_call *calls[PLACES];
    tidings_stream *streams[PLACES];
    /* What the other thread has: only what any thread may do at any time is done with it. */
    tidings_call *const *others_calls;
    tidings_stream *const *others_streams;
} player;

/* Held while a thread uses what is the other's, and while the owner frees or replaces it. */
static pthread_mutex_t shared = PTHREAD_MUTEX_INITIALIZER;

static void must(bool holds, const char *what, size_t operation) {
    if (holds) return;
    fprintf(stderr, "does not hold after operation %lu: %s\n", (unsigned long)operation, what);
    abort();
}

static uint8_t next_byte(player *me) {
    if (!me->len) return 0;
    me->len--;
    return *me->bytes++;
}

/* A code of a call or a stream whose answer may be anything: never of a misuse, unless there was nothing to be used. */
static void check_code(tidings_result code, bool is_there, size_t operation) {
    if (!is_there) {
        must(code == TIDINGS_NULL_ARGUMENT, "NULL is told", operation);
        return;
    }
    must(code != TIDINGS_NULL_ARGUMENT && code != TIDINGS_INVALID_HANDLE, "what is there is no misuse", operation);
    must(code != TIDINGS_PANIC, "nothing panics", operation);
    must(strcmp(tidings_result_name((uint32_t)code), "") != 0, "the code has a name", operation);
}

static void check_error(tidings_result code, tidings_error *err, size_t operation) {
    if ((code != TIDINGS_OK && code != TIDINGS_AGAIN) != (err != NULL)) fprintf(stderr, "%s: ", tidings_result_name(code));
    must((code != TIDINGS_OK && code != TIDINGS_AGAIN) == (err != NULL), "what failed has an error", operation);
    must(!err || tidings_error_code(err) == code, "and it has the same code", operation);
    tidings_error_free(err);
}

static void new_client(player *me, size_t at, uint8_t script) {
    char url[256];
    snprintf(url, sizeof url, "%s/play/%s/operations", me->url, scripts[script % SCRIPTS]);
    tidings_client_options *options = tidings_client_options_new();
    tidings_client_options_set_api_key(options, "key");
    tidings_client_options_set_base_url(options, url);
    tidings_client_options_set_max_retries(options, script & 1);
    tidings_client_options_set_trust_env(options, false);
    tidings_client_free(me->clients[at]);
    me->clients[at] = tidings_client_new(options, NULL);
    must(me->clients[at] != NULL, "there is a client", 0);
    tidings_client_options_free(options);
}

static void new_request(player *me, size_t at, size_t operation) {
    tidings_request_free(me->requests[at]);
    me->requests[at] = tidings_request_new("test-model", 16);
    must(tidings_request_add_user_text(me->requests[at], "Hello", TIDINGS_NUL) == TIDINGS_OK, "a turn", operation);
    /* Nobody waits for the silent server. */
    must(tidings_request_set_total_timeout_ms(me->requests[at], 40) == TIDINGS_OK, "a limit", operation);
}

static void put_call(player *me, size_t at, tidings_call *call) {
    pthread_mutex_lock(&shared);
    tidings_call *before = me->calls[at];
    me->calls[at] = call;
    pthread_mutex_unlock(&shared);
    tidings_call_free(before);
}

static void put_stream(player *me, size_t at, tidings_stream *stream) {
    pthread_mutex_lock(&shared);
    tidings_stream *before = me->streams[at];
    me->streams[at] = stream;
    pthread_mutex_unlock(&shared);
    tidings_stream_free(before);
}

static void send(player *me, uint8_t how, size_t at, size_t operation) {
    const tidings_client *client = me->clients[at];
    const tidings_request *request = me->requests[how / 4 % PLACES];
    tidings_error *err = NULL;
    tidings_result code;
    /* Rubbish that must be overwritten. */
    void *rubbish = &shared;
    if (how % 4 == 0) {
        tidings_call *call = (tidings_call *)rubbish;
        code = tidings_client_start(client, request, &call, &err);
        must((code == TIDINGS_OK) == (call != NULL), "a call, or NULL", operation);
        put_call(me, at, call);
    } else if (how % 4 == 1) {
        tidings_message *message = (tidings_message *)rubbish;
        code = tidings_client_create(client, request, &message, &err);
        must((code == TIDINGS_OK) == (message != NULL), "a message, or NULL", operation);
        must(code != TIDINGS_OK || !strcmp(tidings_message_text(message, NULL), "Hi"), "the whole text", operation);
        tidings_message_free(message);
    } else {
        tidings_stream *stream = (tidings_stream *)rubbish;
        code = how % 4 == 2 ? tidings_client_start_stream(client, request, &stream, &err)
                            : tidings_client_stream(client, request, &stream, &err);
        must((code == TIDINGS_OK) == (stream != NULL), "a stream, or NULL", operation);
        put_stream(me, at, stream);
    }
    check_code(code, client && request, operation);
    check_error(code, err, operation);
}

static void count_news(void *userdata) { ++*(size_t *)userdata; }

static void use_call(player *me, uint8_t how, size_t at, size_t operation) {
    static size_t news[2];
    tidings_call *call = me->calls[at];
    tidings_message *message = (tidings_message *)(void *)&shared;
    tidings_error *err = NULL;
    tidings_result code;
    switch (how % 6) {
    case 0: check_code(tidings_call_poll(call), call != NULL, operation); break;
    case 1: check_code(tidings_call_wait(call, how % LONGEST_MS), call != NULL, operation); break;
    case 2: must((tidings_call_fd(call) >= 0) == (call != NULL), "a descriptor", operation); break;
    case 3:
        code = tidings_call_set_waker(call, how & 8 ? count_news : NULL, news);
        check_code(code, call != NULL, operation);
        break;
    case 4: tidings_call_cancel(call); break;
    default:
        code = tidings_call_message(call, &message, &err);
        must((code == TIDINGS_OK) == (message != NULL), "a message, or NULL", operation);
        check_code(code, call != NULL, operation);
        check_error(code, err, operation);
        tidings_message_free(message);
        /* Borrowed, and so nothing to be freed. */
        tidings_error_free((tidings_error *)(size_t)tidings_call_error(call));
        break;
    }
}

static void check_event(const tidings_event *event, tidings_result code, size_t operation) {
    must((code == TIDINGS_OK) == (event->data != NULL), "an event, or nothing", operation);
    must(event->data ? strlen(event->data) == event->data_len : !event->data_len, "its length", operation);
    must(!event->text == !event->text_len || event->text, "its text", operation);
}

static int stop_soon(const tidings_event *event, void *left) {
    check_event(event, TIDINGS_OK, 0);
    return (*(uint8_t *)left)-- == 0;
}

static void use_stream(player *me, uint8_t how, size_t at, size_t operation) {
    static size_t news[2];
    tidings_stream *stream = me->streams[at];
    tidings_event event;
    tidings_error *err = NULL;
    tidings_result code;
    uint8_t left = how / 8 % 8;
    memset(&event, 0x5a, sizeof event);
    switch (how % 8) {
    case 0:
        code = tidings_stream_poll(stream, &event);
        check_code(code, stream != NULL, operation);
        check_event(&event, code, operation);
        break;
    case 1:
        code = tidings_stream_next_timeout(stream, how % LONGEST_MS, &event);
        check_code(code, stream != NULL, operation);
        check_event(&event, code, operation);
        break;
    case 2:
        code = tidings_stream_next(stream, &event);
        check_code(code, stream != NULL, operation);
        check_event(&event, code, operation);
        break;
    case 3: must((tidings_stream_fd(stream) >= 0) == (stream != NULL), "a descriptor", operation); break;
    case 4:
        code = tidings_stream_set_waker(stream, how & 16 ? count_news : NULL, news);
        check_code(code, stream != NULL, operation);
        break;
    case 5: tidings_stream_cancel(stream); break;
    case 6:
        code = tidings_stream_run(stream, stop_soon, &left, &err);
        check_code(code, stream != NULL, operation);
        tidings_error_free(err);
        break;
    default:
        tidings_message_free((tidings_message *)(size_t)tidings_stream_message(stream));
        tidings_error_free((tidings_error *)(size_t)tidings_stream_error(stream));
        tidings_message_free(tidings_message_clone(tidings_stream_message(stream)));
        tidings_error_free(tidings_error_clone(tidings_stream_error(stream)));
        if (tidings_stream_request_id(stream)) must(strlen(tidings_stream_request_id(stream)) < 100, "an id", operation);
        break;
    }
}

/* What any thread may do with what is another's. */
static void disturb(player *me, size_t at) {
    pthread_mutex_lock(&shared);
    tidings_call_cancel(me->others_calls[at]);
    tidings_stream_cancel(me->others_streams[at]);
    pthread_mutex_unlock(&shared);
}

static void clone_one(player *me, uint8_t how, size_t at) {
    size_t to = how % PLACES;
    if (to == at) return;
    if (how & 8) {
        tidings_client_free(me->clients[to]);
        me->clients[to] = tidings_client_clone(me->clients[at]);
    } else {
        tidings_request_free(me->requests[to]);
        me->requests[to] = tidings_request_clone(me->requests[at]);
    }
}

static void free_one(player *me, uint8_t how, size_t at) {
    if (how % 4 == 0) put_call(me, at, NULL);
    if (how % 4 == 1) put_stream(me, at, NULL);
    if (how % 4 == 2) {
        tidings_client_free(me->clients[at]);
        me->clients[at] = NULL;
    }
    if (how % 4 == 3) {
        tidings_request_free(me->requests[at]);
        me->requests[at] = NULL;
    }
}

static void *play(void *argument) {
    player *me = (player *)argument;
    for (size_t operation = 1; me->len; operation++) {
        uint8_t what = next_byte(me), how = next_byte(me);
        size_t at = what / 16 % PLACES;
        switch (what % 16) {
        case 0: new_client(me, at, how); break;
        case 1: new_request(me, at, operation); break;
        case 2:
        case 3:
        case 4:
        case 5: send(me, how, at, operation); break;
        case 6:
        case 7:
        case 8: use_call(me, how, at, operation); break;
        case 9:
        case 10:
        case 11:
        case 12: use_stream(me, how, at, operation); break;
        case 13: disturb(me, at); break;
        case 14: clone_one(me, how, at); break;
        default: free_one(me, how, at); break;
        }
    }
    return NULL;
}

static void free_all(player *me) {
    for (uint8_t at = 0; at < PLACES; at++) {
        for (uint8_t what = 0; what < 4; what++) free_one(me, what, at);
    }
}

static void begin(player *me, const char *url, const uint8_t *bytes, size_t len) {
    memset(me, 0, sizeof *me);
    me->url = url;
    me->bytes = bytes;
    me->len = len;
    new_client(me, 0, len ? *bytes : 0);
    new_request(me, 0, 0);
}

void play_operations(const char *url, const uint8_t *bytes, size_t len) {
    player players[2];
    pthread_t thread;
    begin(&players[0], url, bytes, len / 2);
    begin(&players[1], url, bytes + len / 2, len - len / 2);
    for (int i = 0; i < 2; i++) {
        players[i].others_calls = players[1 - i].calls;
        players[i].others_streams = players[1 - i].streams;
    }
    must(pthread_create(&thread, NULL, play, &players[1]) == 0, "a thread starts", 0);
    play(&players[0]);
    pthread_join(thread, NULL);
    for (int i = 0; i < 2; i++) free_all(&players[i]);
    must(tidings_handle_count() == 0, "no handle is left", 0);
}
