/*
 * Asks one question and prints the answer when it is complete.
 *
 *     cc create.c -ltidings -o create && ./create "Why is the sky blue?"
 *
 * The key comes from ANTHROPIC_API_KEY, the address from ANTHROPIC_BASE_URL where it is not the public one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <tidings.h>

int main(int argc, char **argv) {
    const char *prompt = argc > 1 ? argv[1] : "Why is the sky blue?";
    const char *model = getenv("TIDINGS_MODEL");

    tidings_error *error = NULL;
    tidings_message *message = NULL;
    tidings_client *client = tidings_client_from_env(&error);
    tidings_request *request = tidings_request_new(model ? model : "claude-opus-4-6", 256);
    tidings_request_set_system(request, "Answer in one sentence.", TIDINGS_NUL);
    tidings_request_add_user_text(request, prompt, TIDINGS_NUL);

    /* Failures that may pass are tried again twice before they are reported. */
    if (client && tidings_client_create(client, request, &message, &error) == TIDINGS_OK) {
        printf("%s\n", tidings_message_text(message, NULL));
    } else {
        fprintf(stderr, "%s\n", tidings_error_description(error));
    }

    int status = message ? EXIT_SUCCESS : EXIT_FAILURE;
    tidings_error_free(error); /* freeing NULL is fine */
    tidings_message_free(message);
    tidings_request_free(request);
    tidings_client_free(client);
    return status;
}
