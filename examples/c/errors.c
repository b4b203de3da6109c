/*
 * Tells what went wrong, what it means for the bill, and whether to try again; and keeps what had arrived.
 *
 *     cc errors.c -ltidings -o errors && ANTHROPIC_API_KEY=wrong ./errors
 */
#include <stdio.h>
#include <stdlib.h>
#include <tidings.h>

/* What a program may do about a failure. Every code from 100 to 499 is an error; new ones may come. */
static const char *advice(const tidings_error *error) {
    switch (tidings_error_code(error)) {
    case TIDINGS_CONFIG:
    case TIDINGS_VALIDATION: return "correct the program: nothing was sent";
    case TIDINGS_AUTHENTICATION:
    case TIDINGS_PERMISSION_DENIED: return "look at the key";
    case TIDINGS_RATE_LIMITED:
    case TIDINGS_OVERLOADED: return "come back later: the library has waited and tried already";
    case TIDINGS_CANCELLED: return "it was cancelled";
    default: return tidings_error_is_retryable(error) ? "try again" : "do not try again as it is";
    }
}

static void tell(const tidings_error *error) {
    fprintf(stderr, "%s\n", tidings_error_description(error)); /* one line for people */
    fprintf(stderr, "  code %u (%s), status %u, attempts %u\n", (unsigned)tidings_error_code(error),
            tidings_result_name(tidings_error_code(error)), (unsigned)tidings_error_status(error),
            (unsigned)tidings_error_attempts(error));
    if (tidings_error_reason(error)) fprintf(stderr, "  reason: %s\n", tidings_error_reason(error));
    if (tidings_error_request_id(error)) fprintf(stderr, "  request id: %s\n", tidings_error_request_id(error));
    if (tidings_error_retry_after_ms(error) >= 0)
        fprintf(stderr, "  the server asks to wait %lld ms\n", (long long)tidings_error_retry_after_ms(error));
    if (tidings_error_may_have_run(error)) fprintf(stderr, "  it may have run, and so may be billed\n");
    fprintf(stderr, "  what to do: %s\n", advice(error));

    /* A stream that breaks loses nothing of what had arrived. */
    const tidings_message *partial = tidings_error_partial_message(error);
    if (partial) printf("%s [broken off]\n", tidings_message_text(partial, NULL));
}

int main(int argc, char **argv) {
    const char *prompt = argc > 1 ? argv[1] : "Why is the sky blue?";
    const char *model = getenv("TIDINGS_MODEL");

    tidings_error *error = NULL;
    tidings_stream *stream = NULL;
    tidings_client *client = tidings_client_from_env(&error);
    tidings_request *request = tidings_request_new(model ? model : "claude-opus-4-6", 256);
    tidings_request_add_user_text(request, prompt, TIDINGS_NUL);

    int status = EXIT_FAILURE;
    if (!client || tidings_client_stream(client, request, &stream, &error) != TIDINGS_OK) {
        tell(error); /* before the answer began: the error comes by the last parameter */
    } else {
        tidings_event event;
        tidings_result code;
        while ((code = tidings_stream_next(stream, &event)) == TIDINGS_OK) {}
        if (code == TIDINGS_DONE) printf("%s\n", tidings_message_text(tidings_stream_message(stream), NULL));
        else tell(tidings_stream_error(stream)); /* within the answer: the error belongs to the stream */
        status = code == TIDINGS_DONE ? EXIT_SUCCESS : EXIT_FAILURE;
    }

    tidings_error_free(error);
    tidings_stream_free(stream);
    tidings_request_free(request);
    tidings_client_free(client);
    return status;
}
