/* Streams one answer with nothing but the installed header and library. */
#include <stdio.h>
#include <tidings.h>

#ifdef WITH_OTHER
int other_works(void);
#endif

static int fail(const char *what, tidings_error *err) {
    fprintf(stderr, "%s: %s\n", what, err ? tidings_error_message(err) : "no error given");
    tidings_error_free(err);
    return 1;
}

int main(void) {
    tidings_error *err = NULL;
    tidings_client *client = tidings_client_from_env(&err);
    if (!client) return fail("client", err);
    tidings_request *request = tidings_request_new("tidings-demo", 200);
    tidings_request_add_user_text(request, "Hello", TIDINGS_NUL);
    tidings_stream *stream = NULL;
    if (tidings_client_stream(client, request, &stream, &err) != TIDINGS_OK) return fail("stream", err);
    tidings_event event;
    size_t bytes = 0;
    while (tidings_stream_next(stream, &event) == TIDINGS_OK)
        if (event.text) bytes += event.text_len;
    int complete = tidings_stream_message(stream) != NULL;
    tidings_stream_free(stream);
    tidings_request_free(request);
    tidings_client_free(client);
    if (!bytes || !complete) return fail("the stream gave no text or no message", NULL);
#ifdef WITH_OTHER
    if (!other_works()) return fail("the other library does not work", NULL);
#endif
    puts("the installed C library streams");
    return 0;
}
