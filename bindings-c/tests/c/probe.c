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
#include <poll.h>
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

/* What a waker says, for a thread that waits to be told. */
typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t told;
    bool is_told;
} bell;

static void ring(void *userdata) {
    bell *it = (bell *)userdata;
    pthread_mutex_lock(&it->lock);
    it->is_told = true;
    pthread_cond_signal(&it->told);
    pthread_mutex_unlock(&it->lock);
}

static void wait_for(bell *it) {
    pthread_mutex_lock(&it->lock);
    while (!it->is_told) pthread_cond_wait(&it->told, &it->lock);
    it->is_told = false;
    pthread_mutex_unlock(&it->lock);
}

/* Until there is something to read, as an event loop does. */
static void wait_to_read(int fd) {
    struct pollfd watched;
    watched.fd = fd;
    watched.events = POLLIN;
    watched.revents = 0;
    if (fd < 0 || poll(&watched, 1, -1) != 1) exit(8);
}

static tidings_result end_of_call(tidings_call *call, const char *way, bell *waker) {
    tidings_result code = TIDINGS_AGAIN;
    if (waker) tidings_call_set_waker(call, ring, waker);
    for (uint64_t limit = 0; code == TIDINGS_AGAIN; limit = (limit + 1) % 20) {
        if (!strcmp(way, "start")) code = tidings_call_wait(call, limit);
        else code = tidings_call_poll(call);
        if (code != TIDINGS_AGAIN || !strcmp(way, "start")) continue;
        if (waker) wait_for(waker);
        else wait_to_read(tidings_call_fd(call));
    }
    return code;
}

static void create(const tidings_client *client, const tidings_request *request, output *out) {
    tidings_error *err = NULL;
    tidings_message *message = NULL;
    tidings_result code = tidings_client_create(client, request, &message, &err);
    if (code == TIDINGS_OK) put_message(out, message, NULL);
    else put_error(out, code, err);
    tidings_message_free(message);
    tidings_error_free(err);
}

/* A call that is started, and looked after until its answer is there. */
static void start(const tidings_client *client, const tidings_request *request, const char *way, bell *waker,
                  output *out) {
    tidings_error *err = NULL;
    tidings_call *call = NULL;
    tidings_message *message = NULL;
    tidings_result code = tidings_client_start(client, request, &call, &err);
    if (code == TIDINGS_OK) {
        code = end_of_call(call, way, waker);
        if (code == TIDINGS_OK) code = tidings_call_message(call, &message, &err);
        else err = tidings_error_clone(tidings_call_error(call));
    }
    if (code == TIDINGS_OK) put_message(out, message, NULL);
    else put_error(out, code, err);
    tidings_message_free(message);
    tidings_call_free(call);
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

static tidings_result read_by_poll(tidings_stream *stream, bell *waker, output *out) {
    tidings_event event;
    tidings_result code = TIDINGS_OK;
    if (waker) tidings_stream_set_waker(stream, ring, waker);
    while (code == TIDINGS_OK || code == TIDINGS_AGAIN) {
        code = tidings_stream_poll(stream, &event);
        if (code == TIDINGS_OK) put_event(out, &event);
        if (code != TIDINGS_AGAIN) continue;
        if (waker) wait_for(waker);
        else wait_to_read(tidings_stream_fd(stream));
    }
    return code;
}

static tidings_result read_events(tidings_stream *stream, const char *way, bell *waker, output *out,
                                  tidings_error **err) {
    tidings_result code;
    if (!strcmp(way, "callback")) return tidings_stream_run(stream, take_event, out, err);
    if (!strcmp(way, "pull")) code = read_by_pull(stream, out);
    else if (!strcmp(way, "limit")) code = read_with_a_limit(stream, out);
    else code = read_by_poll(stream, waker, out);
    *err = tidings_error_clone(tidings_stream_error(stream));
    return code == TIDINGS_DONE ? TIDINGS_OK : code;
}

static void stream(const tidings_client *client, const tidings_request *request, const char *way, bell *waker,
                   output *out) {
    tidings_error *err = NULL;
    tidings_stream *stream = NULL;
    bool waits = !strcmp(way, "pull") || !strcmp(way, "callback");
    tidings_result code = waits ? tidings_client_stream(client, request, &stream, &err)
                                : tidings_client_start_stream(client, request, &stream, &err);
    if (code == TIDINGS_OK) code = read_events(stream, way, waker, out, &err);
    if (code == TIDINGS_OK) put_message(out, tidings_stream_message(stream), tidings_stream_request_id(stream));
    else put_error(out, code, err);
    tidings_stream_free(stream);
    tidings_error_free(err);
}

static void make_call(const tidings_client *client, const tidings_request *request, const char *way, output *out) {
    bell waker;
    pthread_mutex_init(&waker.lock, NULL);
    pthread_cond_init(&waker.told, NULL);
    waker.is_told = false;
    if (!strcmp(way, "create")) create(client, request, out);
    else if (!strcmp(way, "start_waker")) start(client, request, way, &waker, out);
    else if (!strncmp(way, "start", 5)) start(client, request, way, NULL, out);
    else stream(client, request, way, strcmp(way, "waker") ? NULL : &waker, out);
    pthread_cond_destroy(&waker.told);
    pthread_mutex_destroy(&waker.lock);
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
    if (tidings_handle_count() == 0) return 0;
    fprintf(stderr, "%lu handles were not freed\n", (unsigned long)tidings_handle_count());
    return 7;
}
