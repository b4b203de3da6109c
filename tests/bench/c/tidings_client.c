/* The same on tidings. */
#define _GNU_SOURCE
#include "client.h"

#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <tidings.h>
#include <unistd.h>

/* The most connections at a time in any measurement; a client has 1,000 otherwise. */
#define CONNECTIONS 20000

const bool client_reads = true;

struct client {
    tidings_client *tidings;
};

static tidings_request *ask(const struct work *work);
static void read_stream(tidings_stream *stream, struct answer *answer);
static void read_texts(tidings_stream *stream, struct answer *answer, size_t pieces);
static void read_end(tidings_stream *stream, struct answer *answer);
static void read_message(const tidings_message *message, struct answer *answer);

struct client *client_new(const char *base_url) {
    struct client *client = malloc(sizeof *client);
    tidings_error *error = NULL;
    tidings_client_options *options = tidings_client_options_new();
    tidings_client_options_set_api_key(options, KEY);
    tidings_client_options_set_base_url(options, base_url);
    tidings_client_options_set_max_connections(options, CONNECTIONS);
    client->tidings = tidings_client_new(options, &error);
    if (!client->tidings) fail("client", tidings_error_description(error));
    tidings_client_options_free(options);
    return client;
}

void client_free(struct client *client) {
    tidings_client_free(client->tidings);
    free(client);
}

void client_create(struct client *client, const struct work *work, struct answer *answer) {
    tidings_message *message;
    tidings_error *error;
    tidings_request *request = ask(work);
    if (tidings_client_create(client->tidings, request, &message, &error) != TIDINGS_OK) fail("create", tidings_error_description(error));
    tidings_request_free(request);
    answer_clear(answer);
    read_message(message, answer);
    tidings_message_free(message);
}

void client_stream(struct client *client, struct answer *answer) {
    tidings_stream *stream;
    tidings_error *error;
    tidings_request *request = ask(NULL);
    if (tidings_client_stream(client->tidings, request, &stream, &error) != TIDINGS_OK) fail("stream", tidings_error_description(error));
    tidings_request_free(request);
    read_stream(stream, answer);
    tidings_stream_free(stream);
}

void client_hold(struct client *client, struct answer *answers, size_t count) {
    tidings_stream **streams = calloc(count, sizeof(tidings_stream *));
    for (size_t i = 0; i < count; i++) {
        tidings_error *error;
        tidings_request *request = ask(NULL);
        if (tidings_client_start_stream(client->tidings, request, &streams[i], &error) != TIDINGS_OK)
            fail("hold", tidings_error_description(error));
        tidings_request_free(request);
        if (i >= HOLD_AHEAD) read_texts(streams[i - HOLD_AHEAD], &answers[i - HOLD_AHEAD], HELD_PIECES);
    }
    /* Nobody waits for an end before all are read so far: what comes behind such a wait would not be idle but unread. */
    for (size_t i = count > HOLD_AHEAD ? count - HOLD_AHEAD : 0; i < count; i++) read_texts(streams[i], &answers[i], HELD_PIECES);
    for (size_t i = 0; i < count; i++) {
        read_end(streams[i], &answers[i]);
        tidings_stream_free(streams[i]);
    }
    free(streams);
}

/* Streams are only begun here: a call that waited for one would keep the events of the others. */
void client_watch(struct client *client, struct answer *answers, size_t count, unsigned spread) {
    tidings_stream **streams = calloc(count, sizeof(tidings_stream *));
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    for (size_t i = 0; i < count; i++) {
        tidings_error *error;
        tidings_request *request = ask(NULL);
        if (tidings_client_start_stream(client->tidings, request, &streams[i], &error) != TIDINGS_OK)
            fail("paced", tidings_error_description(error));
        tidings_request_free(request);
        struct epoll_event wanted = {.events = EPOLLIN, .data.u64 = i};
        epoll_ctl(epoll, EPOLL_CTL_ADD, tidings_stream_fd(streams[i]), &wanted);
        usleep(spread / (unsigned)count);
    }
    for (size_t left = count; left > 0;) {
        struct epoll_event ready[64];
        int found = epoll_wait(epoll, ready, 64, -1);
        for (int i = 0; i < found; i++) {
            size_t at = ready[i].data.u64;
            tidings_event event;
            tidings_result result;
            while ((result = tidings_stream_poll(streams[at], &event)) == TIDINGS_OK) {
                answers[at].events++;
                if (event.text) answer_seen(&answers[at], event.text, event.text_len);
            }
            if (result == TIDINGS_AGAIN) continue;
            if (result != TIDINGS_DONE) fail("paced", tidings_error_description(tidings_stream_error(streams[at])));
            epoll_ctl(epoll, EPOLL_CTL_DEL, tidings_stream_fd(streams[at]), NULL);
            tidings_stream_free(streams[at]);
            left--;
        }
    }
    close(epoll);
    free(streams);
}

static tidings_call *start(struct client *client) {
    tidings_call *call;
    tidings_error *error;
    tidings_request *request = ask(NULL);
    if (tidings_client_start(client->tidings, request, &call, &error) != TIDINGS_OK) fail("many", tidings_error_description(error));
    tidings_request_free(request);
    return call;
}

void client_many(struct client *client, struct answer *answer, size_t count, size_t width) {
    tidings_call **calls = calloc(width, sizeof(tidings_call *));
    size_t begun = 0, over = 0;
    for (; begun < width && begun < count; begun++) calls[begun] = start(client);
    for (; over < count; over++) {
        tidings_call **call = &calls[over % width];
        tidings_message *message;
        if (tidings_call_wait(*call, TIDINGS_FOREVER) != TIDINGS_OK) fail("many", tidings_error_description(tidings_call_error(*call)));
        if (tidings_call_message(*call, &message, NULL) != TIDINGS_OK) fail("many", "no message");
        answer_clear(answer);
        read_message(message, answer);
        tidings_message_free(message);
        tidings_call_free(*call);
        if (answer->text.len != 5) fail("many", "another text");
        if (begun < count) {
            *call = start(client);
            begun++;
        }
    }
    free(calls);
}

static tidings_request *ask(const struct work *work) {
    tidings_request *request = tidings_request_new(MODEL, MAX_TOKENS);
    for (size_t i = 0; work && i < work->count; i++) {
        if (i % 2 == 0) {
            tidings_request_add_user_text(request, work->turns[i], work->lens[i]);
        } else {
            tidings_request_add_assistant_text(request, work->turns[i], work->lens[i]);
        }
    }
    for (size_t i = 0; work && i < work->images; i++) {
        if (tidings_request_add_image_bytes(request, "image/png", work->image, work->image_len) != TIDINGS_OK)
            fail("images", "not an image");
    }
    if (!work || work->count == 0) tidings_request_add_user_text(request, QUESTION, TIDINGS_NUL);
    return request;
}

static void read_stream(tidings_stream *stream, struct answer *answer) {
    answer_clear(answer);
    read_end(stream, answer);
}

/* Reads on until there were so many pieces of text, or the stream is over. */
static void read_texts(tidings_stream *stream, struct answer *answer, size_t pieces) {
    tidings_event event;
    tidings_result result = TIDINGS_OK;
    while (answer->pieces < pieces && (result = tidings_stream_next(stream, &event)) == TIDINGS_OK) {
        answer->events++;
        if (!event.text) continue;
        answer->shown += event.text_len;
        answer_seen(answer, event.text, event.text_len);
    }
    if (result != TIDINGS_OK && result != TIDINGS_DONE) fail("stream", tidings_error_description(tidings_stream_error(stream)));
}

static void read_end(tidings_stream *stream, struct answer *answer) {
    read_texts(stream, answer, SIZE_MAX);
    read_message(tidings_stream_message(stream), answer);
    if (answer->shown != answer->text.len) fail("stream", "the events held another text than the message");
}

static void read_message(const tidings_message *message, struct answer *answer) {
    size_t len;
    const char *text = tidings_message_text(message, &len);
    append(&answer->text, text, len);
    answer_stopped(answer, tidings_message_stop_reason(message));
    answer->output_tokens = tidings_message_output_tokens(message);
}
