/*
 * Asks about an image from a file.
 *
 *     cc image.c -ltidings -o image && ./image picture.png "What is in this picture?"
 */
#include <stdio.h>
#include <stdlib.h>
#include <tidings.h>

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: %s IMAGE [QUESTION]\n", argv[0]);
        return EXIT_FAILURE;
    }
    const char *question = argc > 2 ? argv[2] : "What is in this picture?";
    const char *model = getenv("TIDINGS_MODEL");

    tidings_error *error = NULL;
    tidings_message *message = NULL;
    tidings_client *client = tidings_client_from_env(&error);
    tidings_request *request = tidings_request_new(model ? model : "claude-opus-4-6", 256);
    /* What is added before the text goes into the same turn, in front of it. The media type is found from the bytes. */
    tidings_request_add_image_file(request, argv[1]);
    tidings_request_add_user_text(request, question, TIDINGS_NUL);

    /* A file that cannot be read makes this call fail: none of the functions above has to be checked. */
    int ok = client && tidings_client_create(client, request, &message, &error) == TIDINGS_OK;
    if (ok) printf("%s\n", tidings_message_text(message, NULL));
    else fprintf(stderr, "%s\n", tidings_error_description(error));

    tidings_error_free(error);
    tidings_message_free(message);
    tidings_request_free(request);
    tidings_client_free(client);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
