/*
 * A hundred answers at once in one thread, read by an epoll loop (Linux).
 *
 *     cc epoll.c -ltidings -o epoll && ./epoll 100
 *
 * The program starts no thread. Each stream has a descriptor that is readable while the stream may have something to
 * tell, so the loop sleeps until then, and takes whatever is there.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <tidings.h>

struct answer {
    int number;
    tidings_stream *stream;
    char *text;
    size_t length;
};

static void keep(struct answer *answer, const char *text, size_t length) {
    char *grown = (char *)realloc(answer->text, answer->length + length + 1);
    if (!grown) abort();
    memcpy(grown + answer->length, text, length);
    answer->length += length;
    grown[answer->length] = '\0';
    answer->text = grown;
}

/* Takes all that is there; TIDINGS_AGAIN when there will be more. One wake may stand for many events. */
static tidings_result read_on(struct answer *answer) {
    tidings_event event;
    tidings_result code;
    while ((code = tidings_stream_poll(answer->stream, &event)) == TIDINGS_OK)
        if (event.text) keep(answer, event.text, event.text_len);
    return code;
}

/* Prints what became of an answer, and ends its stream. Gives whether it was whole. */
static int finish(int loop, struct answer *answer, tidings_result code) {
    int ok = code == TIDINGS_DONE;
    if (ok) printf("%d: %s\n", answer->number, answer->text);
    else fprintf(stderr, "%d: %s\n", answer->number, tidings_error_description(tidings_stream_error(answer->stream)));
    /* First out of the loop: the library may close the descriptor a moment later than it is freed. */
    epoll_ctl(loop, EPOLL_CTL_DEL, tidings_stream_fd(answer->stream), NULL);
    tidings_stream_free(answer->stream);
    free(answer->text);
    answer->stream = NULL;
    return ok;
}

/* Begins an answer, and has the loop watch it. Nothing here waits for the network. */
static int begin(const tidings_client *client, int number, int loop, struct answer *answer) {
    const char *model = getenv("TIDINGS_MODEL");
    char prompt[64];
    snprintf(prompt, sizeof prompt, "What is the name of number %d?", number);
    tidings_request *request = tidings_request_new(model ? model : "claude-opus-4-6", 256);
    tidings_request_add_user_text(request, prompt, TIDINGS_NUL);
    tidings_error *error = NULL;
    answer->number = number;
    tidings_result code = tidings_client_start_stream(client, request, &answer->stream, &error);
    tidings_request_free(request); /* the call has what it needs */
    struct epoll_event wanted;
    memset(&wanted, 0, sizeof wanted);
    wanted.events = EPOLLIN;
    wanted.data.ptr = answer;
    if (code == TIDINGS_OK && epoll_ctl(loop, EPOLL_CTL_ADD, tidings_stream_fd(answer->stream), &wanted) == 0) return 1;
    fprintf(stderr, "%d: %s\n", number, error ? tidings_error_description(error) : "its descriptor cannot be watched");
    tidings_error_free(error);
    tidings_stream_free(answer->stream);
    answer->stream = NULL;
    return 0;
}

static int threads(void) {
    int count = -2; /* without "." and ".." */
    DIR *tasks = opendir("/proc/self/task");
    while (tasks && readdir(tasks)) count++;
    if (tasks) closedir(tasks);
    return count;
}

int main(int argc, char **argv) {
    int wanted = argc > 1 ? atoi(argv[1]) : 100;
    tidings_error *error = NULL;
    tidings_client *client = tidings_client_from_env(&error);
    if (!client) {
        fprintf(stderr, "%s\n", tidings_error_description(error));
        tidings_error_free(error);
        return EXIT_FAILURE;
    }
    struct answer *answers = (struct answer *)calloc((size_t)wanted, sizeof *answers);
    int loop = epoll_create1(EPOLL_CLOEXEC), open = 0, whole = 0, most_threads = 0;
    for (int i = 0; i < wanted; i++) open += begin(client, i, loop, &answers[i]);

    while (open > 0) {
        struct epoll_event ready[64];
        int count = epoll_wait(loop, ready, 64, -1);
        for (int i = 0; i < count; i++) {
            struct answer *answer = (struct answer *)ready[i].data.ptr;
            tidings_result code = read_on(answer);
            if (code == TIDINGS_AGAIN) continue;
            whole += finish(loop, answer, code);
            open--;
        }
        if (threads() > most_threads) most_threads = threads();
    }
    printf("-- %d of %d answers whole, read by one thread; threads of the process: %d\n", whole, wanted, most_threads);

    free(answers);
    tidings_client_free(client);
    return whole == wanted ? EXIT_SUCCESS : EXIT_FAILURE;
}
