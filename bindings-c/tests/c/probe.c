/*
 * Makes the calls that it is told to make, all that are under way at once in threads of their own, and writes down what
 * came of them, for the tests to compare.
 *
 *     probe < commands
 *
 * A command is `number 0x1f way 0x1f request.json {0x1f name=value} 0x1e`; the answer to it is
 * `number 0x1f {document 0x1e} 0x1d`, where the documents are {"kind", "text", "data"} for each event, and at last
 * {"message", ...} or {"error", ...}. Answers come in the order in which the calls end.
 */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <time.h>

#include "probe/options.h"
#include "probe/output.h"

/* One call to be made: what was read, cut at its separators. */
typedef struct {
    char *text;
    char *number;
    char *way;
    char *json;
    size_t json_len;
    char *options[64];
    size_t option_count;
} command;

static void create(const tidings_client *client, const tidings_request *request, output *out) {
    tidings_error *err = NULL;
    tidings_message *message = NULL;
    tidings_result code = tidings_client_create(client, request, &message, &err);
    if (code == TIDINGS_OK) put_message(out, message, NULL);
    else put_error(out, code, err);
    tidings_message_free(message);
    tidings_error_free(err);
}

static int take_event(const tidings_event *event, void *out) {
    put_event((output *)out, event);
    return 0;
}

static tidings_result read_by_pull(tidings_stream *stream, output *out) {
    tidings_event event;
    tidings_result code;
    while ((code = tidings_stream_next(stream, &event)) == TIDINGS_OK) put_event(out, &event);
    return code;
}

/* With limits so short that the answer is not there yet most of the time. */
static tidings_result read_with_a_limit(tidings_stream *stream, output *out) {
    tidings_event event;
    tidings_result code = TIDINGS_OK;
    for (uint64_t limit = 0; code == TIDINGS_OK || code == TIDINGS_AGAIN; limit = (limit + 1) % 20) {
        code = tidings_stream_next_timeout(stream, limit, &event);
        if (code == TIDINGS_OK) put_event(out, &event);
    }
    return code;
}

static tidings_result read_events(tidings_stream *stream, const char *way, output *out) {
    if (!strcmp(way, "limit")) return read_with_a_limit(stream, out);
    return read_by_pull(stream, out);
}

static void put_end_of_stream(output *out, tidings_stream *stream, tidings_result code, const tidings_error *err) {
    if (code != TIDINGS_OK && code != TIDINGS_DONE) {
        put_error(out, code, err);
        return;
    }
    put_message(out, tidings_stream_message(stream), tidings_stream_request_id(stream));
}

static void stream(const tidings_client *client, const tidings_request *request, const char *way, output *out) {
    tidings_error *err = NULL;
    tidings_stream *stream = NULL;
    tidings_result code = tidings_client_stream(client, request, &stream, &err);
    if (code == TIDINGS_OK) {
        if (!strcmp(way, "callback")) {
            code = tidings_stream_run(stream, take_event, out, &err);
        } else {
            code = read_events(stream, way, out);
            err = tidings_error_clone(tidings_stream_error(stream));
        }
    }
    put_end_of_stream(out, stream, code, err);
    tidings_stream_free(stream);
    tidings_error_free(err);
}

static void make_call(const tidings_client *client, const tidings_request *request, const char *way, output *out) {
    if (!strcmp(way, "create")) create(client, request, out);
    else stream(client, request, way, out);
}

/* Calls that come before the one that counts: "how many:milliseconds of pause after them". */
static void warm_up(const tidings_client *client, const command *call, char *value) {
    const char *pause = cut(value, ':');
    tidings_request *request = tidings_request_from_json(call->json, call->json_len, NULL);
    for (long calls = strtol(value, NULL, 10); calls > 0; calls--) {
        tidings_message *message = NULL;
        tidings_error *err = NULL;
        if (tidings_client_create(client, request, &message, &err) != TIDINGS_OK) {
            fprintf(stderr, "a call before the one that counts: %s\n", tidings_error_description(err));
            exit(4);
        }
        tidings_message_free(message);
    }
    tidings_request_free(request);
    long milliseconds = strtol(pause, NULL, 10);
    struct timespec time;
    time.tv_sec = milliseconds / 1000;
    time.tv_nsec = milliseconds % 1000 * 1000000;
    nanosleep(&time, NULL);
}

/* Sets what the command names; gives the argument of its warm-up, if it has one. */
static char *set_options(const command *call, tidings_client_options *options, tidings_request *request) {
    char *before = NULL;
    for (size_t i = 0; i < call->option_count; i++) {
        char *name = call->options[i], *value = cut(name, '=');
        if (!strcmp(name, "warm_up")) {
            before = value;
            continue;
        }
        tidings_result code = set_option(options, request, name, value);
        /* Of a mistake in a value the client tells again when it is made. */
        if (code == TIDINGS_OK || code == TIDINGS_CONFIG) continue;
        fprintf(stderr, "option %s: %s\n", name, tidings_result_name(code));
        exit(2);
    }
    return before;
}

static void play(const command *call, output *out) {
    tidings_error *err = NULL;
    tidings_request *request = tidings_request_from_json(call->json, call->json_len, &err);
    tidings_client_options *options = tidings_client_options_new();
    char *before = request ? set_options(call, options, request) : NULL;
    tidings_client *client = request ? tidings_client_new(options, &err) : NULL;
    if (client) {
        if (before) warm_up(client, call, before);
        make_call(client, request, call->way, out);
    } else {
        put_error(out, tidings_error_code(err), err);
    }
    tidings_client_free(client);
    tidings_client_options_free(options);
    tidings_request_free(request);
    tidings_error_free(err);
}

static pthread_mutex_t writing = PTHREAD_MUTEX_INITIALIZER;

static void *run(void *argument) {
    command *call = (command *)argument;
    output out = {NULL, 0, 0};
    put_text(&out, call->number);
    put_text(&out, "\037");
    play(call, &out);
    put_text(&out, "\035");
    pthread_mutex_lock(&writing);
    if (fwrite(out.text, 1, out.len, stdout) != out.len || fflush(stdout)) exit(5);
    pthread_mutex_unlock(&writing);
    free(out.text);
    free(call->text);
    free(call);
    return NULL;
}

/* Cuts a command, whose text it takes, into its fields. */
static command *new_command(char *text, size_t len) {
    command *call = (command *)calloc(1, sizeof *call);
    if (!call) abort();
    call->text = text;
    char *end = text + len;
    *end = '\0';
    for (size_t field = 0; text <= end; field++) {
        char *stop = (char *)memchr(text, '\037', (size_t)(end - text));
        if (!stop) stop = end;
        *stop = '\0';
        if (field == 0) call->number = text;
        else if (field == 1) call->way = text;
        else if (field == 2) {
            call->json = text;
            call->json_len = (size_t)(stop - text);
        } else if (call->option_count < sizeof call->options / sizeof *call->options) {
            call->options[call->option_count++] = text;
        } else exit(2);
        text = stop + 1;
    }
    return call;
}

int main(void) {
    pthread_t *threads = NULL;
    size_t count = 0;
    for (;;) {
        char *text = NULL;
        size_t capacity = 0;
        ssize_t len = getdelim(&text, &capacity, '\036', stdin);
        if (len <= 0 || text[len - 1] != '\036') {
            free(text);
            break;
        }
        threads = (pthread_t *)realloc(threads, (count + 1) * sizeof *threads);
        if (!threads || pthread_create(&threads[count], NULL, run, new_command(text, (size_t)len - 1))) return 6;
        count++;
    }
    for (size_t i = 0; i < count; i++) pthread_join(threads[i], NULL);
    free(threads);
    tidings_shutdown(1000);
    return 0;
}
