/* Handles that are freed, wrong, borrowed or made up: all of it is answered by a code, and nothing is touched. */
#include "program.h"

#include <pthread.h>
#include <sys/wait.h>

static tidings_message *create(tidings_client *client) {
    tidings_request *request = new_request();
    tidings_message *message = NULL;
    expect(tidings_client_create(client, request, &message, NULL) == TIDINGS_OK, "there is an answer");
    tidings_request_free(request);
    return message;
}

static void use_after_free(void) {
    tidings_client *client = new_client();
    tidings_request *request = new_request();
    tidings_message *message = create(client);
    tidings_message_free(message);
    expect(!tidings_message_text(message, NULL) && !tidings_message_clone(message), "a freed message gives nothing");
    say("message in a request", tidings_request_add_message(request, message));
    tidings_request_free(request);
    say("request", tidings_request_add_user_text(request, "Hi", TIDINGS_NUL));
    tidings_error *err = NULL;
    say("sending a freed request", tidings_client_create(client, request, &message, &err));
    printf("%s\n", tidings_error_message(err));
    tidings_error_free(err);
    say("freed error", tidings_error_code(err));
    expect(!strcmp(tidings_error_message(err), ""), "a freed error has no text");
    request = new_request();
    tidings_client_free(client);
    tidings_stream *stream = NULL;
    say("freed client", tidings_client_stream(client, request, &stream, NULL));
    tidings_request_free(request);

    stream = start_stream();
    tidings_stream_free(stream);
    tidings_event event;
    memset(&event, 1, sizeof event);
    say("freed stream", tidings_stream_next(stream, &event));
    expect(!event.data && !event.text && !event.delta && event.index == UINT32_MAX, "the event is set all the same");
    say("run", tidings_stream_run(stream, NULL, NULL, NULL));
    say("waker", tidings_stream_set_waker(stream, NULL, NULL));
    expect(tidings_stream_fd(stream) == -1, "a freed stream has no descriptor");
    tidings_stream_cancel(stream);
    tidings_call *call = start_call();
    tidings_call_free(call);
    say("freed call", tidings_call_wait(call, TIDINGS_FOREVER));
    tidings_call_cancel(call);
}

static void free_twice(void) {
    tidings_client *client = new_client();
    tidings_message *message = create(client), *other = tidings_message_clone(message);
    tidings_message_free(message);
    tidings_message_free(message);
    expect(tidings_message_text(other, NULL) != NULL, "the other handle is good");
    tidings_message_free(other);
    tidings_message_free(other);
    tidings_stream *stream = start_stream();
    tidings_stream_free(stream);
    tidings_stream_free(stream);
    tidings_client_free(client);
    tidings_client_free(client);
    tidings_client_options *options = tidings_client_options_new();
    tidings_client_options_free(options);
    tidings_client_options_free(options);
    printf("still here\n");
}

static void another_type(void) {
    tidings_client *client = new_client();
    tidings_request *request = new_request();
    tidings_message *message = NULL;
    say("exchanged", tidings_client_create((tidings_client *)(void *)request, (tidings_request *)(void *)client, &message, NULL));
    tidings_message_free((tidings_message *)(void *)client);
    tidings_client_free((tidings_client *)(void *)request);
    say("both are good", tidings_client_create(client, request, &message, NULL));
    tidings_message_free(message);
    tidings_client_free(client);
    tidings_request_free(request);
}

static void made_up(void) {
    char memory[256] = {0};
    void *pointers[4];
    pointers[0] = memory;
    pointers[1] = memory + 32;
    pointers[2] = (void *)(size_t)1;
    pointers[3] = (void *)~(size_t)0;
    for (size_t i = 0; i < 4; i++) {
        say("wait", tidings_call_wait((tidings_call *)pointers[i], 0));
        tidings_call_free((tidings_call *)pointers[i]);
    }
}

static void free_what_is_borrowed(void) {
    tidings_stream *stream = start_stream();
    tidings_event event;
    tidings_result code;
    while ((code = tidings_stream_next(stream, &event)) == TIDINGS_OK) {}
    say("end", code);
    tidings_message *message = (tidings_message *)(size_t)tidings_stream_message(stream);
    tidings_response *response = (tidings_response *)(size_t)tidings_stream_response(stream);
    tidings_message_free(message);
    tidings_response_free(response);
    expect(tidings_stream_message(stream) == message, "what is borrowed stays the same");
    printf("text: %s\n", tidings_message_text(message, NULL));
    expect(tidings_response_status(response) == 200, "the head is there still");
    tidings_stream_free(stream);
    expect(!tidings_message_text(message, NULL), "and ends with what it was borrowed from");
    expect(!tidings_response_status(response), "all of it");
}

static void *free_it(void *message) {
    tidings_message_free((tidings_message *)message);
    return NULL;
}

static void *come_and_go(void *unused) {
    tidings_request *held[64];
    for (int round = 0; round < 100; round++) {
        for (int i = 0; i < 64; i++) held[i] = new_request();
        for (int i = 0; i < 64; i++) {
            expect(tidings_request_set_top_p(held[i], 0.5) == TIDINGS_OK, "it is good until it is freed");
            tidings_request_free(held[i]);
            expect(tidings_request_set_top_p(held[i], 0.5) == TIDINGS_INVALID_HANDLE, "and not after that");
        }
    }
    return unused;
}

/* Twice by two threads at once: against the rules, and found out as well. */
static void from_many_threads(void) {
    tidings_client *client = new_client();
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) expect(!pthread_create(&threads[i], NULL, come_and_go, NULL), "a thread starts");
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    tidings_message *message = create(client);
    tidings_client_free(client);
    for (int i = 0; i < 2; i++) expect(!pthread_create(&threads[i], NULL, free_it, message), "a thread starts");
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    printf("still here\n");
}

static volatile int stop;

static void *come_and_go_until_told(void *unused) {
    while (!stop) tidings_request_free(new_request());
    return unused;
}

/* Whatever its parent's threads were doing at that moment, a child has handles. */
static void in_children(void) {
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) {
        expect(!pthread_create(&threads[i], NULL, come_and_go_until_told, NULL), "a thread starts");
    }
    for (int i = 0; i < 50; i++) {
        pid_t child = fork();
        if (child == 0) {
            alarm(20);
            come_and_go(NULL);
            _exit(0);
        }
        int status = 1;
        waitpid(child, &status, 0);
        expect(status == 0, "the child ends well");
    }
    stop = 1;
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    printf("all ended well\n");
}

static const struct command commands[] = {
    {"use_after_free", use_after_free},
    {"free_twice", free_twice},
    {"another_type", another_type},
    {"made_up", made_up},
    {"free_what_is_borrowed", free_what_is_borrowed},
    {"from_many_threads", from_many_threads},
    {"in_children", in_children},
};

int main(int argc, char **argv) {
    return play(argc, argv, commands, sizeof commands / sizeof *commands);
}
