/*
 * Has a function called for each event of an answer, and stops the answer after its first sentence.
 *
 *     cc callbacks.c -ltidings -o callbacks && ./callbacks "Why is the sky blue?"
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tidings.h>

/* What the function is to know and to keep: the library hands it through as it is. */
struct reader {
    int events;
    size_t bytes;
};

/* 0 to go on, anything else to stop. The event is borrowed until the function returns. */
static int on_event(const tidings_event *event, void *userdata) {
    struct reader *reader = (struct reader *)userdata;
    reader->events++;
    if (!event->text) return 0; /* not every event brings text */
    const char *stop = (const char *)memchr(event->text, '.', event->text_len);
    size_t shown = stop ? (size_t)(stop - event->text) + 1 : event->text_len;
    fwrite(event->text, 1, shown, stdout);
    reader->bytes += shown;
    return stop != NULL;
}

int main(int argc, char **argv) {
    const char *prompt = argc > 1 ? argv[1] : "Why is the sky blue?";
    const char *model = getenv("TIDINGS_MODEL");

    tidings_error *error = NULL;
    tidings_stream *stream = NULL;
    tidings_client *client = tidings_client_from_env(&error);
    tidings_request *request = tidings_request_new(model ? model : "claude-opus-4-6", 256);
    tidings_request_add_user_text(request, prompt, TIDINGS_NUL);

    struct reader reader = {0, 0};
    tidings_result code = TIDINGS_CONFIG;
    if (client) code = tidings_client_stream(client, request, &stream, &error);
    if (code == TIDINGS_OK) code = tidings_stream_run(stream, on_event, &reader, &error);

    /* TIDINGS_STOPPED is what the function asked for; freeing the stream then closes its connection at once. */
    int ok = code == TIDINGS_OK || code == TIDINGS_STOPPED;
    if (ok) printf("\n-- %s after %d events, %lu bytes\n", tidings_result_name(code), reader.events, (unsigned long)reader.bytes);
    else fprintf(stderr, "%s\n", tidings_error_description(error));

    tidings_error_free(error);
    tidings_stream_free(stream);
    tidings_request_free(request);
    tidings_client_free(client);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
