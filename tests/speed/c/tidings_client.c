/* The same on tidings. */
#include "client.h"

#include <stdlib.h>
#include <string.h>
#include <tidings.h>

const bool client_reads = true;

struct client {
    tidings_client *tidings;
};

static tidings_request *ask(void);
static void read_stream(tidings_stream *stream, struct answer *answer);
static void read_message(const tidings_message *message, struct answer *answer);

struct client *client_new(const char *base_url) {
    struct client *client = malloc(sizeof *client);
    tidings_error *error = NULL;
    tidings_client_options *options = tidings_client_options_new();
    tidings_client_options_set_api_key(options, KEY);
    tidings_client_options_set_base_url(options, base_url);
    client->tidings = tidings_client_new(options, &error);
    if (!client->tidings) fail("client", tidings_error_description(error));
    tidings_client_options_free(options);
    return client;
}

void client_free(struct client *client) {
    tidings_client_free(client->tidings);
    free(client);
}

void client_create(struct client *client, struct answer *answer) {
    tidings_message *message;
    tidings_error *error;
    tidings_request *request = ask();
    if (tidings_client_create(client->tidings, request, &message, &error) != TIDINGS_OK) fail("create", tidings_error_description(error));
    tidings_request_free(request);
    answer_clear(answer);
    read_message(message, answer);
    tidings_message_free(message);
}

void client_stream(struct client *client, struct answer *answer) {
    tidings_stream *stream;
    tidings_error *error;
    tidings_request *request = ask();
    if (tidings_client_stream(client->tidings, request, &stream, &error) != TIDINGS_OK) fail("stream", tidings_error_description(error));
    tidings_request_free(request);
    read_stream(stream, answer);
    tidings_stream_free(stream);
}

void client_hold(struct client *client, struct answer *answers, size_t count) {
    tidings_stream **streams = calloc(count, sizeof(tidings_stream *));
    for (size_t i = 0; i < count; i++) {
        tidings_error *error;
        tidings_request *request = ask();
        if (tidings_client_stream(client->tidings, request, &streams[i], &error) != TIDINGS_OK)
            fail("hold", tidings_error_description(error));
        tidings_request_free(request);
    }
    for (size_t i = 0; i < count; i++) {
        read_stream(streams[i], &answers[i]);
        tidings_stream_free(streams[i]);
    }
    free(streams);
}

void client_many(struct client *client, struct answer *answer, size_t count, size_t width) {
    (void)client, (void)answer, (void)count, (void)width;
    fail("many", "not there yet");
}

static tidings_request *ask(void) {
    tidings_request *request = tidings_request_new(MODEL, MAX_TOKENS);
    tidings_request_add_user_text(request, QUESTION, TIDINGS_NUL);
    return request;
}

static void read_stream(tidings_stream *stream, struct answer *answer) {
    tidings_event event;
    tidings_result result;
    size_t len = 0;
    answer_clear(answer);
    while ((result = tidings_stream_next(stream, &event)) == TIDINGS_OK) {
        answer->events++;
        if (event.text) len += event.text_len;
    }
    if (result != TIDINGS_DONE) fail("stream", tidings_error_description(tidings_stream_error(stream)));
    read_message(tidings_stream_message(stream), answer);
    if (len != answer->len) fail("stream", "the events held another text than the message");
}

static void read_message(const tidings_message *message, struct answer *answer) {
    size_t len;
    const char *text = tidings_message_text(message, &len);
    answer_add(answer, text, len);
    answer_stopped(answer, tidings_message_stop_reason(message));
    answer->output_tokens = tidings_message_output_tokens(message);
}
