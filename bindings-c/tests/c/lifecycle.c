/*
 * The lives of streams, clients and requests, each way of ending them a command of its own.
 *
 *     lifecycle COMMAND BASE_URL
 *
 * Writes what happened, a line each. Commands that are watched from outside wait until their input is closed, so that
 * it is not the end of the process that closes a connection.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <tidings.h>
#include <unistd.h>

static const char *base_url;

static void say(const char *what, tidings_result code) {
    printf("%s: %s\n", what, tidings_result_name(code));
    fflush(stdout);
}

static void wait_for_the_end_of_input(void) {
    while (getchar() != EOF) {}
}

static void expect(int holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "does not hold: %s\n", what);
    exit(1);
}

static tidings_client *new_client(void) {
    tidings_client_options *options = tidings_client_options_new();
    tidings_client_options_set_api_key(options, "sk-test-secret");
    tidings_client_options_set_base_url(options, base_url);
    tidings_client *client = tidings_client_new(options, NULL);
    tidings_client_options_free(options);
    expect(client != NULL, "there is a client");
    return client;
}

static tidings_request *new_request(void) {
    tidings_request *request = tidings_request_new("test-model", 64);
    tidings_request_add_user_text(request, "Hello", TIDINGS_NUL);
    return request;
}

/* A stream whose client and request are gone already: it keeps alive what it needs. */
static tidings_stream *new_stream(void) {
    tidings_client *client = new_client();
    tidings_request *request = new_request();
    tidings_stream *stream = NULL;
    tidings_error *err = NULL;
    tidings_result code = tidings_client_stream(client, request, &stream, &err);
    if (code != TIDINGS_OK) fprintf(stderr, "%s\n", tidings_error_description(err));
    expect(code == TIDINGS_OK && stream && !err, "the stream begins");
    tidings_client_free(client);
    tidings_request_free(request);
    return stream;
}

static tidings_result next(tidings_stream *stream) {
    tidings_event event;
    return tidings_stream_next(stream, &event);
}

static void read_to_the_end_and_on(void) {
    tidings_stream *stream = new_stream();
    int events = 0;
    expect(tidings_stream_message(stream) == NULL, "no message before the end");
    while (next(stream) == TIDINGS_OK) events++;
    printf("events: %d\n", events);
    say("after the end", next(stream));
    say("and again", next(stream));
    /* A handle of its own outlives the stream. */
    tidings_message *message = tidings_message_clone(tidings_stream_message(stream));
    expect(tidings_stream_error(stream) == NULL, "no error after a good end");
    tidings_stream_free(stream);
    printf("text: %s\n", tidings_message_text(message, NULL));
    tidings_message_free(message);
}

static void free_early(void) {
    tidings_stream *stream = new_stream();
    say("first event", next(stream));
    tidings_stream_free(stream);
    printf("freed\n");
    fflush(stdout);
    wait_for_the_end_of_input();
}

static void *cancel_soon(void *stream) {
    usleep(50000);
    tidings_stream_cancel((tidings_stream *)stream);
    return NULL;
}

static void cancel_from_a_thread(void) {
    tidings_stream *stream = new_stream();
    pthread_t thread;
    expect(pthread_create(&thread, NULL, cancel_soon, stream) == 0, "a thread starts");
    tidings_result code;
    while ((code = next(stream)) == TIDINGS_OK) {}
    say("blocked reader", code);
    say("error", tidings_error_code(tidings_stream_error(stream)));
    pthread_join(thread, NULL);
    say("after cancelling", next(stream));
    wait_for_the_end_of_input();
    tidings_stream_free(stream);
}

static void look_without_waiting(void) {
    tidings_stream *stream = new_stream();
    tidings_event event;
    tidings_result code;
    while ((code = tidings_stream_next_timeout(stream, 500, &event)) == TIDINGS_OK) {}
    say("nothing comes", code);
    expect(!event.data && !event.text && !event.data_len, "the event is empty");
    say("only looking", tidings_stream_next_timeout(stream, 0, &event));
    tidings_stream_free(stream);
}

/* Reads in earnest: where the other thread is looking at that moment, it comes again. */
static void *keep_reading(void *stream) {
    tidings_result code;
    do code = next((tidings_stream *)stream);
    while (code == TIDINGS_OK || code == TIDINGS_BUSY);
    return NULL;
}

static void read_from_two_threads(void) {
    tidings_stream *stream = new_stream();
    pthread_t thread;
    expect(pthread_create(&thread, NULL, keep_reading, stream) == 0, "a thread starts");
    tidings_event event;
    tidings_result code;
    /* Until the other thread has read what there is and waits. */
    while ((code = tidings_stream_next_timeout(stream, 0, &event)) != TIDINGS_BUSY) usleep(1000);
    say("second reader", code);
    tidings_stream_cancel(stream);
    pthread_join(thread, NULL);
    tidings_stream_free(stream);
}

static int stop_at_text(const tidings_event *event, void *count) {
    ++*(int *)count;
    return event->text != NULL;
}

static void stop_and_read_on(void) {
    tidings_stream *stream = new_stream();
    tidings_error *err = NULL;
    int before = 0, rest = 0;
    say("callback", tidings_stream_run(stream, stop_at_text, &before, &err));
    expect(!err, "stopping is no error");
    while (next(stream) == TIDINGS_OK) rest++;
    printf("events: %d and %d\n", before, rest);
    tidings_stream_free(stream);
}

static int free_it(const tidings_event *event, void *stream) {
    tidings_stream_free((tidings_stream *)stream);
    printf("freed\n");
    fflush(stdout);
    wait_for_the_end_of_input();
    /* The event is good until the callback returns, whatever it did. */
    expect(strlen(event->data) == event->data_len, "the event is still there");
    return 0;
}

static void free_in_the_callback(void) {
    tidings_stream *stream = new_stream();
    tidings_error *err = NULL;
    say("callback", tidings_stream_run(stream, free_it, stream, &err));
    say("error", tidings_error_code(err));
    tidings_error_free(err);
}

static int free_it_late(const tidings_event *event, void *stream) {
    (void)event;
    /* Gives the whole stream time to arrive; whether it has makes no difference to what must come out. */
    usleep(300000);
    tidings_stream_free((tidings_stream *)stream);
    printf("freed\n");
    fflush(stdout);
    return 0;
}

static void free_in_the_callback_when_all_is_there(void) {
    tidings_stream *stream = new_stream();
    say("callback", tidings_stream_run(stream, free_it_late, stream, NULL));
}

static void stop_reading(void) {
    tidings_stream *stream = new_stream();
    say("first event", next(stream));
    wait_for_the_end_of_input();
    tidings_stream_free(stream);
}

/* What is wrong with a request is told once it is sent, and nothing is sent. */
static void misuse(void) {
    tidings_client *client = new_client();
    tidings_request *request = new_request();
    tidings_message *message = (tidings_message *)(size_t)1;
    tidings_error *err = (tidings_error *)(size_t)1;
    say("text", tidings_request_add_user_text(request, "\xff", TIDINGS_NUL));
    say("temperature", tidings_request_set_temperature(request, 1.0 / 0.0));
    say("request", tidings_client_create(client, request, &message, &err));
    expect(message == NULL, "the message is set to NULL on failure");
    printf("%s\n", tidings_error_description(err));
    tidings_error_free(err);

    err = NULL;
    say("no client", tidings_client_create(NULL, request, &message, &err));
    printf("%s\n", tidings_error_description(err));
    tidings_error_free(err);
    say("no place for the message", tidings_client_create(client, request, NULL, NULL));

    tidings_client_options *options = tidings_client_options_new();
    say("limit", tidings_client_options_set_idle_timeout_ms(options, 0));
    err = NULL;
    expect(tidings_client_new(options, &err) == NULL, "no client comes of a refused option");
    say("client", tidings_error_code(err));
    tidings_error_free(err);
    tidings_client_options_free(options);
    tidings_request_free(request);
    tidings_client_free(client);
}

/* Refuses options and says of which argument it speaks. */
static void refuse(const char *what, tidings_client_options *options, tidings_result code) {
    tidings_error *err = NULL;
    say(what, code);
    expect(tidings_client_new(options, &err) == NULL, "no client comes of a refused option");
    printf("  %s\n", tidings_error_description(err));
    expect(!strcmp(tidings_error_sent(err), "none") && !tidings_error_reason(err), "nothing was sent");
    tidings_error_free(err);
    tidings_client_options_free(options);
}

static void misuse_of_options(void) {
    tidings_client_options *options = tidings_client_options_new();
    refuse("calls", options, tidings_client_options_set_max_in_flight(options, 0));
    options = tidings_client_options_new();
    refuse("connections", options, tidings_client_options_set_max_connections(options, 0));
    options = tidings_client_options_new();
    refuse("address", options, tidings_client_options_set_local_address(options, "localhost"));
    options = tidings_client_options_new();
    refuse("limit", options, tidings_client_options_set_write_timeout_ms(options, 0));
    options = tidings_client_options_new();
    refuse("proxy", options, tidings_client_options_set_proxy(options, "socks5://127.0.0.1:1"));
    options = tidings_client_options_new();
    refuse("no proxy", options, tidings_client_options_set_proxy(options, NULL));
    options = tidings_client_options_new();
    refuse("certificates", options, tidings_client_options_set_ca_bundle_file(options, "/no/such/file.pem"));
    tidings_request *request = new_request();
    say("limit of a call", tidings_request_set_write_timeout_ms(request, 0));
    tidings_request_free(request);
}

static void build_a_request(void) {
    tidings_client *client = new_client();
    tidings_request *request = tidings_request_new("test-model", 64);
    tidings_request_set_system(request, "Be brief. And more", 9);
    tidings_request_add_user_text(request, "Gr\xc3\xbc\xc3\x9f" "e", TIDINGS_NUL);
    tidings_request_add_assistant_text(request, "Hi", 2);
    const char *turn = "{\"role\": \"user\", \"content\": [{\"type\": \"new\"}]}";
    tidings_request_add_message_json(request, turn, TIDINGS_NUL);
    tidings_request_add_tool(request, "add", NULL, "{\"type\": \"object\"}", TIDINGS_NUL);
    tidings_request_set_temperature(request, 0.5);
    tidings_request_set_top_p(request, 0.25);
    tidings_request_add_stop_sequence(request, "END", TIDINGS_NUL);
    tidings_request_set_json(request, "metadata", "{\"user_id\": \"u\"}", TIDINGS_NUL);
    tidings_request_set_header(request, "x-team", "red");
    tidings_request_set_header(request, "user-agent", NULL);
    tidings_request_set_max_retries(request, 0);
    tidings_request_set_timeout_ms(request, 60000);
    tidings_message *message = NULL;
    say("first", tidings_client_create(client, request, &message, NULL));
    tidings_request_add_message(request, message);
    tidings_request_add_tool_result(request, "t1", "5", TIDINGS_NUL, false);
    tidings_request_add_tool_result(request, "t2", "no", TIDINGS_NUL, true);
    tidings_message_free(message);
    say("second", tidings_client_create(client, request, &message, NULL));
    tidings_message_free(message);
    tidings_request_free(request);
    tidings_client_free(client);
}

static tidings_result create(const tidings_client *client) {
    tidings_request *request = new_request();
    tidings_message *message = NULL;
    tidings_result code = tidings_client_create(client, request, &message, NULL);
    tidings_message_free(message);
    tidings_request_free(request);
    return code;
}

/* Says what the child of a fork gets of its parent's stream, at the first try. */
static void read_in_a_child(const char *what, tidings_stream *stream) {
    pid_t child = fork();
    if (child == 0) {
        tidings_event event;
        say(what, next(stream));
        say("  looking", tidings_stream_next_timeout(stream, 0, &event));
        say("  error", tidings_error_code(tidings_stream_error(stream)));
        expect(tidings_stream_message(stream) == NULL, "the child has no message");
        tidings_error *err = NULL;
        say("  callback", tidings_stream_run(stream, stop_at_text, &child, &err));
        say("  its error", tidings_error_code(err));
        tidings_error_free(err);
        tidings_stream_free(stream);
        _exit(0);
    }
    int status = 1;
    waitpid(child, &status, 0);
    expect(status == 0, "the child ends well");
}

static void read_in_children(void) {
    tidings_stream *stream = new_stream();
    expect(next(stream) == TIDINGS_OK, "the first of several events");
    read_in_a_child("events left", stream);
    pthread_t thread;
    expect(pthread_create(&thread, NULL, keep_reading, stream) == 0, "a thread starts");
    tidings_event event;
    while (tidings_stream_next_timeout(stream, 0, &event) != TIDINGS_BUSY) usleep(1000);
    read_in_a_child("parent reading", stream);
    tidings_stream_cancel(stream);
    pthread_join(thread, NULL);
    tidings_stream_free(stream);

    stream = new_stream();
    while (tidings_stream_next_timeout(stream, 1000, &event) == TIDINGS_OK) {}
    read_in_a_child("nothing left", stream);
    say("parent", tidings_stream_next_timeout(stream, 0, &event));
    tidings_stream_free(stream);
}

static void look_at_the_pressure(void) {
    tidings_client *client = new_client();
    tidings_pressure *before = tidings_client_pressure(client);
    expect(create(client) == TIDINGS_OK, "there is an answer");
    tidings_pressure *after = tidings_client_pressure(client);
    tidings_client_free(client);
    size_t len = 0;
    const char *json = tidings_pressure_json(after, &len);
    expect(strlen(json) == len, "the length is that of the text");
    printf("%s\n%s\n", tidings_pressure_json(before, NULL), json);
    tidings_pressure_free(before);
    tidings_pressure_free(after);
}

static void use_after_fork(void) {
    tidings_client *client = new_client();
    say("parent", create(client));
    tidings_request *request = new_request();
    tidings_stream *stream = NULL;
    expect(tidings_client_stream(client, request, &stream, NULL) == TIDINGS_OK, "the stream begins");
    pid_t child = fork();
    if (child == 0) {
        say("stream in the child", next(stream));
        say("client in the child", create(client));
        _exit(0);
    }
    int status = 1;
    waitpid(child, &status, 0);
    expect(status == 0, "the child ends well");
    say("parent", create(client));
    tidings_stream_free(stream);
    tidings_request_free(request);
    tidings_client_free(client);
}

static const struct {
    const char *name;
    void (*run)(void);
} commands[] = {
    {"read_to_the_end_and_on", read_to_the_end_and_on},
    {"free_early", free_early},
    {"cancel_from_a_thread", cancel_from_a_thread},
    {"look_without_waiting", look_without_waiting},
    {"read_from_two_threads", read_from_two_threads},
    {"stop_and_read_on", stop_and_read_on},
    {"free_in_the_callback", free_in_the_callback},
    {"free_in_the_callback_when_all_is_there", free_in_the_callback_when_all_is_there},
    {"stop_reading", stop_reading},
    {"misuse", misuse},
    {"misuse_of_options", misuse_of_options},
    {"look_at_the_pressure", look_at_the_pressure},
    {"build_a_request", build_a_request},
    {"read_in_children", read_in_children},
    {"use_after_fork", use_after_fork},
};

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    base_url = argv[2];
    alarm(120); /* a test that hangs is a test that fails */
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(argv[1], commands[i].name)) continue;
        commands[i].run();
        tidings_shutdown(1000);
        return 0;
    }
    return 2;
}
