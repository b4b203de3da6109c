/*
 * Several threads share one client, and one thread ends what another one waits for.
 *
 *     cc threads.c -ltidings -pthread -o threads && ./threads
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <tidings.h>

enum { THREADS = 8 };

struct work {
    const tidings_client *client; /* const: any number of threads may use it at once */
    const tidings_request *request;
    int number;
    int ok;
};

static void *ask(void *userdata) {
    struct work *work = (struct work *)userdata;
    tidings_error *error = NULL;
    tidings_message *message = NULL;
    work->ok = tidings_client_create(work->client, work->request, &message, &error) == TIDINGS_OK;
    if (work->ok) printf("thread %d: %s\n", work->number, tidings_message_text(message, NULL));
    else fprintf(stderr, "thread %d: %s\n", work->number, tidings_error_description(error));
    tidings_error_free(error);
    tidings_message_free(message);
    return NULL;
}

/* What is const may be done by another thread than the one that waits. */
static void *cancel(void *call) {
    tidings_call_cancel((const tidings_call *)call);
    return NULL;
}

static int ask_and_change_my_mind(const tidings_client *client, const tidings_request *request) {
    tidings_call *call = NULL;
    tidings_error *error = NULL;
    if (tidings_client_start(client, request, &call, &error) != TIDINGS_OK) {
        fprintf(stderr, "%s\n", tidings_error_description(error));
        tidings_error_free(error);
        return 0;
    }
    pthread_t other;
    if (pthread_create(&other, NULL, cancel, call) != 0) abort();
    tidings_result code = tidings_call_wait(call, TIDINGS_FOREVER);
    pthread_join(other, NULL);
    printf("the last call: %s\n", tidings_result_name(code)); /* "cancelled", or "ok" if the answer was quicker */
    tidings_call_free(call);
    return code == TIDINGS_OK || code == TIDINGS_CANCELLED;
}

int main(int argc, char **argv) {
    const char *prompt = argc > 1 ? argv[1] : "Why is the sky blue?";
    const char *model = getenv("TIDINGS_MODEL");
    tidings_error *error = NULL;
    tidings_client *client = tidings_client_from_env(&error);
    if (!client) {
        fprintf(stderr, "%s\n", tidings_error_description(error));
        tidings_error_free(error);
        return EXIT_FAILURE;
    }
    tidings_request *request = tidings_request_new(model ? model : "claude-opus-4-6", 256);
    tidings_request_add_user_text(request, prompt, TIDINGS_NUL); /* from here on nobody changes it */

    struct work work[THREADS];
    pthread_t threads[THREADS];
    int ok = 1;
    for (int i = 0; i < THREADS; i++) {
        work[i].client = client;
        work[i].request = request;
        work[i].number = i;
        work[i].ok = 0;
        if (pthread_create(&threads[i], NULL, ask, &work[i]) != 0) abort();
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        ok = ok && work[i].ok;
    }
    ok = ask_and_change_my_mind(client, request) && ok;

    tidings_request_free(request);
    tidings_client_free(client);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
