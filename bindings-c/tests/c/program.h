/*
 * What the test programs share that are called as
 *
 *     PROGRAM COMMAND BASE_URL
 *
 * and write what happened, a line each.
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tidings.h>
#include <unistd.h>

static const char *base_url;

static inline void say(const char *what, tidings_result code) {
    printf("%s: %s\n", what, tidings_result_name((uint32_t)code));
    fflush(stdout);
}

static inline void expect(int holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "does not hold: %s\n", what);
    exit(1);
}

static inline void wait_for_the_end_of_input(void) {
    while (getchar() != EOF) {}
}

static inline tidings_client *new_client(void) {
    tidings_client_options *options = tidings_client_options_new();
    tidings_client_options_set_api_key(options, "sk-test-secret");
    tidings_client_options_set_base_url(options, base_url);
    tidings_client *client = tidings_client_new(options, NULL);
    tidings_client_options_free(options);
    expect(client != NULL, "there is a client");
    return client;
}

static inline tidings_request *new_request(void) {
    tidings_request *request = tidings_request_new("test-model", 64);
    tidings_request_add_user_text(request, "Hello", TIDINGS_NUL);
    return request;
}

/* A stream whose client and request are gone already: it keeps alive what it needs. */
static inline tidings_stream *start_stream(void) {
    tidings_client *client = new_client();
    tidings_request *request = new_request();
    tidings_stream *stream = NULL;
    expect(tidings_client_start_stream(client, request, &stream, NULL) == TIDINGS_OK && stream, "a stream is started");
    tidings_client_free(client);
    tidings_request_free(request);
    return stream;
}

static inline tidings_call *start_call(void) {
    tidings_client *client = new_client();
    tidings_request *request = new_request();
    tidings_call *call = NULL;
    expect(tidings_client_start(client, request, &call, NULL) == TIDINGS_OK && call, "a call is started");
    tidings_client_free(client);
    tidings_request_free(request);
    return call;
}

struct command {
    const char *name;
    void (*run)(void);
};

/* Every command must leave nothing behind that it was given. */
static inline int play(int argc, char **argv, const struct command *commands, size_t count) {
    if (argc != 3) return 2;
    base_url = argv[2];
    alarm(120); /* a test that hangs is a test that fails */
    for (size_t i = 0; i < count; i++) {
        if (strcmp(argv[1], commands[i].name)) continue;
        commands[i].run();
        expect(tidings_handle_count() == 0, "every handle has been freed");
        tidings_shutdown(1000);
        return 0;
    }
    return 2;
}

#endif
