/*
 * Prints an answer while the model writes it.
 *
 *     cc stream.c -ltidings -o stream && ./stream "Why is the sky blue?"
 *
 * The key comes from ANTHROPIC_API_KEY, the address from ANTHROPIC_BASE_URL where it is not the public one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <tidings.h>

static int failed(const tidings_error *error) {
    fprintf(stderr, "%s\n", tidings_error_description(error));
    return EXIT_FAILURE;
}

static int print_answer(tidings_stream *stream) {
    tidings_event event; /* its texts are good until the next event is read */
    tidings_result code;
    while ((code = tidings_stream_next(stream, &event)) == TIDINGS_OK) {
        if (!event.text) continue; /* not every event brings text */
        fwrite(event.text, 1, event.text_len, stdout);
        fflush(stdout);
    }
    if (code != TIDINGS_DONE) return failed(tidings_stream_error(stream));

    const tidings_message *message = tidings_stream_message(stream); /* belongs to the stream */
    printf("\n-- stop_reason: %s, usage: %llu in, %llu out\n", tidings_message_stop_reason(message),
           (unsigned long long)tidings_message_input_tokens(message),
           (unsigned long long)tidings_message_output_tokens(message));
    return EXIT_SUCCESS;
}

int main(int argc, char **argv) {
    const char *prompt = argc > 1 ? argv[1] : "Why is the sky blue?";
    const char *model = getenv("TIDINGS_MODEL");

    tidings_error *error = NULL;
    tidings_stream *stream = NULL;
    tidings_client *client = tidings_client_from_env(&error);
    tidings_request *request = tidings_request_new(model ? model : "claude-opus-4-6", 256);
    tidings_request_add_user_text(request, prompt, TIDINGS_NUL);

    int status;
    if (client && tidings_client_stream(client, request, &stream, &error) == TIDINGS_OK) status = print_answer(stream);
    else status = failed(error);

    tidings_error_free(error); /* freeing NULL is fine */
    tidings_stream_free(stream);
    tidings_request_free(request);
    tidings_client_free(client);
    return status;
}
