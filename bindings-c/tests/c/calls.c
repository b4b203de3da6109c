/* Calls and streams that nothing waits for: polled, announced by a descriptor or a waker, cancelled, freed at any time. */
#include "program.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sys/wait.h>
#include <time.h>

/* Waits until a descriptor is readable. */
static void wait_for(int fd) {
    struct pollfd watched;
    watched.fd = fd;
    watched.events = POLLIN;
    while (poll(&watched, 1, 60000) < 0 && errno == EINTR) {}
    expect(watched.revents & POLLIN, "the descriptor becomes readable");
}

static int is_readable(int fd) {
    struct pollfd watched;
    watched.fd = fd;
    watched.events = POLLIN;
    return poll(&watched, 1, 0) == 1;
}

static void poll_a_call(void) {
    tidings_call *call = start_call();
    tidings_message *message = NULL;
    tidings_response *response = NULL;
    tidings_error *err = NULL;
    say("message before the end", tidings_call_message(call, &message, &err));
    expect(!message && !err && !tidings_call_error(call), "nothing is there yet, and nothing is wrong");
    int fd = tidings_call_fd(call), waits = 0;
    expect(fd >= 0 && tidings_call_fd(call) == fd, "there is one descriptor");
    tidings_result code;
    while ((code = tidings_call_poll(call)) == TIDINGS_AGAIN) {
        waits++;
        wait_for(fd);
    }
    say("end", code);
    say("and again", tidings_call_poll(call));
    expect(waits > 0, "it was waited for");
    say("message", tidings_call_message(call, &message, &err));
    say("answer", tidings_call_response(call, &response, &err));
    tidings_call_free(call);
    printf("text: %s\nstatus: %u\n", tidings_message_text(message, NULL), tidings_response_status(response));
    tidings_message_free(message);
    tidings_response_free(response);
}

static void poll_a_failed_call(void) {
    tidings_call *call = start_call();
    say("end", tidings_call_wait(call, TIDINGS_FOREVER));
    tidings_message *message = NULL;
    tidings_error *err = NULL;
    say("message", tidings_call_message(call, &message, &err));
    expect(!message && tidings_error_status(err) == tidings_error_status(tidings_call_error(call)), "both say the same");
    printf("status: %u\n", tidings_error_status(err));
    say("without a place for the error", tidings_call_message(call, &message, NULL));
    tidings_call_free(call);
    expect(tidings_error_status(err) == 400, "an error of its own outlives the call");
    tidings_error_free(err);
}

/* Reads with a level-triggered loop, one event for each time that the descriptor is readable. */
static int read_by_fd(tidings_stream *stream, tidings_result *end) {
    int fd = tidings_stream_fd(stream), events = 0;
    expect(fd >= 0, "there is a descriptor");
    for (;;) {
        wait_for(fd);
        tidings_event event;
        *end = tidings_stream_poll(stream, &event);
        if (*end == TIDINGS_OK) events++;
        else if (*end != TIDINGS_AGAIN) return events;
        else expect(!event.data, "the event is empty");
    }
}

static void poll_a_stream(void) {
    tidings_stream *stream = start_stream();
    expect(!tidings_stream_response(stream) && !tidings_stream_request_id(stream), "there is no answer yet");
    tidings_result code;
    int polled = read_by_fd(stream, &code), waited = 0;
    say("end", code);
    expect(tidings_stream_message(stream) != NULL, "there is a message");
    expect(tidings_response_status(tidings_stream_response(stream)) == 200, "there is an answer");
    expect(is_readable(tidings_stream_fd(stream)), "the descriptor stays readable at the end");
    tidings_stream_free(stream);
    stream = start_stream();
    tidings_event event;
    while ((code = tidings_stream_next_timeout(stream, TIDINGS_FOREVER, &event)) == TIDINGS_OK) waited++;
    expect(polled == waited && polled > 5, "both ways give the same events");
    tidings_stream_free(stream);
}

/* A reader that waits first and watches then misses nothing. */
static void wait_then_poll(void) {
    tidings_stream *stream = start_stream();
    tidings_event event;
    expect(tidings_stream_next(stream, &event) == TIDINGS_OK, "the first event is waited for");
    tidings_result code;
    expect(read_by_fd(stream, &code) > 5, "the rest is polled");
    say("end", code);
    tidings_stream_free(stream);
}

static void poll_what_fails(void) {
    tidings_stream *stream = start_stream();
    tidings_result code;
    printf("events: %d\n", read_by_fd(stream, &code));
    say("end", code);
    printf("status: %u\n", tidings_error_status(tidings_stream_error(stream)));
    tidings_stream_free(stream);
}

static void a_descriptor_is_not_readable_while_there_is_nothing(void) {
    tidings_stream *stream = start_stream();
    int fd = tidings_stream_fd(stream), events = 0;
    tidings_event event;
    while (events < 3) {
        wait_for(fd);
        while (tidings_stream_poll(stream, &event) == TIDINGS_OK) events++;
    }
    /* The rest of what the server sends before it falls silent may still come. */
    while (usleep(300000), is_readable(fd)) {
        while (tidings_stream_poll(stream, &event) == TIDINGS_OK) {}
    }
    tidings_stream_cancel(stream);
    expect(is_readable(fd), "cancelling is news");
    say("end", tidings_stream_poll(stream, &event));
    tidings_stream_free(stream);
}

/* What an event loop has that is woken by a function. */
struct loop {
    pthread_mutex_t lock;
    pthread_cond_t bell;
    int calls;
};

static void init(struct loop *loop) {
    pthread_mutex_init(&loop->lock, NULL);
    pthread_cond_init(&loop->bell, NULL);
    loop->calls = 0;
}

static void ring(void *userdata) {
    struct loop *loop = (struct loop *)userdata;
    pthread_mutex_lock(&loop->lock);
    loop->calls++;
    pthread_cond_signal(&loop->bell);
    pthread_mutex_unlock(&loop->lock);
}

static void wait_for_call(struct loop *loop, int calls) {
    pthread_mutex_lock(&loop->lock);
    while (loop->calls < calls) pthread_cond_wait(&loop->bell, &loop->lock);
    pthread_mutex_unlock(&loop->lock);
}

static void hear_of_a_stream(void) {
    struct loop loop;
    init(&loop);
    tidings_stream *stream = start_stream();
    say("waker", tidings_stream_set_waker(stream, ring, &loop));
    tidings_event event;
    tidings_result code;
    int events = 0, again = 0;
    for (;;) {
        code = tidings_stream_poll(stream, &event);
        if (code == TIDINGS_OK) events++;
        else if (code != TIDINGS_AGAIN) break;
        else wait_for_call(&loop, ++again);
    }
    say("end", code);
    expect(events > 5 && loop.calls == again, "one call for each time that nothing was there");
    tidings_stream_free(stream);
}

static void hear_of_a_call(void) {
    struct loop loop;
    init(&loop);
    tidings_call *call = start_call();
    tidings_call_set_waker(call, ring, &loop);
    tidings_result code;
    int again = 0;
    while ((code = tidings_call_poll(call)) == TIDINGS_AGAIN) wait_for_call(&loop, ++again);
    say("end", code);
    tidings_call_free(call);
}

/* The waker frees what it is called for, on whatever thread it is called. */
static tidings_call *freed_by_its_waker;
static volatile int waker_calls;

static void free_in_the_waker(void *userdata) {
    tidings_call_free(freed_by_its_waker);
    waker_calls++;
    ring(userdata);
}

static void a_waker_frees_its_call(void) {
    struct loop loop;
    init(&loop);
    freed_by_its_waker = start_call();
    tidings_call_set_waker(freed_by_its_waker, free_in_the_waker, &loop);
    if (tidings_call_poll(freed_by_its_waker) == TIDINGS_AGAIN) wait_for_call(&loop, 1);
    say("afterwards", tidings_call_poll(freed_by_its_waker));
    expect(waker_calls == 1, "it is called once");
}

/* The waker waits for what only the thread could bring that it is called on. */
static void wait_in_the_waker(void *userdata) {
    struct loop *loop = (struct loop *)userdata;
    tidings_client *client = new_client();
    tidings_request *request = new_request();
    tidings_message *message = NULL;
    say("waiting in a waker", tidings_client_create(client, request, &message, NULL));
    tidings_request_free(request);
    tidings_client_free(client);
    ring(loop);
}

static void a_waker_must_not_wait(void) {
    struct loop loop;
    init(&loop);
    tidings_call *call = start_call();
    tidings_call_set_waker(call, wait_in_the_waker, &loop);
    if (tidings_call_poll(call) == TIDINGS_AGAIN) wait_for_call(&loop, 1);
    tidings_call_free(call);
}

/* After free has returned, its memory may go: here it would be found if the waker still ran. */
static void free_while_wakers_run(void) {
    for (int round = 0; round < 200; round++) {
        struct loop *loop = (struct loop *)malloc(sizeof *loop);
        init(loop);
        tidings_call *call = start_call();
        tidings_call_set_waker(call, ring, loop);
        tidings_call_poll(call);
        if (round % 2) usleep((useconds_t)(round * 10));
        tidings_call_free(call);
        memset(loop, 0xff, sizeof *loop);
        free(loop);
    }
    printf("still here\n");
}

/* Once the test has seen the request, and the other thread has had time to wait. */
static void *cancel_soon(void *call) {
    expect(getchar() == '\n', "the request has arrived");
    usleep(50000);
    tidings_call_cancel((tidings_call *)call);
    return NULL;
}

static void cancel_a_call_that_is_waited_for(void) {
    tidings_call *call = start_call();
    say("not yet", tidings_call_wait(call, 10));
    pthread_t thread;
    expect(!pthread_create(&thread, NULL, cancel_soon, call), "a thread starts");
    say("waiting", tidings_call_wait(call, TIDINGS_FOREVER));
    pthread_join(thread, NULL);
    say("error", tidings_error_code(tidings_call_error(call)));
    wait_for_the_end_of_input();
    tidings_call_free(call);
}

static void *cancel_stream_soon(void *stream) {
    expect(getchar() == '\n', "the request has arrived");
    usleep(50000);
    tidings_stream_cancel((tidings_stream *)stream);
    return NULL;
}

/* Before there is any answer. */
static void cancel_a_stream_that_has_not_begun(void) {
    tidings_stream *stream = start_stream();
    pthread_t thread;
    expect(!pthread_create(&thread, NULL, cancel_stream_soon, stream), "a thread starts");
    tidings_event event;
    say("waiting", tidings_stream_next(stream, &event));
    pthread_join(thread, NULL);
    wait_for_the_end_of_input();
    tidings_stream_free(stream);
}

static void *wait_long(void *call) {
    tidings_result code = tidings_call_wait((tidings_call *)call, TIDINGS_FOREVER);
    expect(code == TIDINGS_CANCELLED, "it is cancelled");
    return NULL;
}

static void two_threads_wait_for_one_call(void) {
    tidings_call *call = start_call();
    pthread_t thread;
    expect(!pthread_create(&thread, NULL, wait_long, call), "a thread starts");
    tidings_result code;
    while ((code = tidings_call_poll(call)) != TIDINGS_BUSY) usleep(1000);
    say("second", code);
    tidings_call_cancel(call);
    pthread_join(thread, NULL);
    tidings_call_free(call);
}

static void a_child_is_refused_the_call(void) {
    tidings_call *call = start_call();
    int fd = tidings_call_fd(call);
    expect(fd >= 0 && tidings_call_poll(call) == TIDINGS_AGAIN, "the call is under way");
    pid_t child = fork();
    if (child == 0) {
        alarm(20);
        tidings_error *err = NULL;
        tidings_message *message = NULL;
        say("polling", tidings_call_poll(call));
        say("waiting", tidings_call_wait(call, TIDINGS_FOREVER));
        say("its error", tidings_error_code(tidings_call_error(call)));
        say("message", tidings_call_message(call, &message, &err));
        tidings_error_free(err);
        expect(tidings_call_fd(call) == -1, "there is no descriptor");
        tidings_call_set_waker(call, ring, NULL);
        tidings_call_cancel(call);
        tidings_call_free(call);
        expect(!is_readable(fd), "the parent hears nothing of it");
        _exit(0);
    }
    int status = 1;
    waitpid(child, &status, 0);
    expect(status == 0, "the child ends well");
    say("parent", tidings_call_wait(call, 0));
    tidings_call_free(call);
}

static void count_and_send(void) {
    tidings_client *client = new_client(), *clone = tidings_client_clone(client);
    tidings_client_free(client);
    tidings_request *request = new_request();
    uint64_t tokens = 77;
    tidings_error *err = NULL;
    say("count", tidings_client_count_tokens(clone, request, &tokens, &err));
    printf("tokens: %llu\n", (unsigned long long)tokens);
    tidings_response *response = NULL;
    say("send", tidings_client_send(clone, request, &response, &err));
    printf("status: %u\n", tidings_response_status(response));
    say("count again", tidings_client_count_tokens(clone, request, &tokens, &err));
    expect(tokens == 0, "there is no number where there is none");
    printf("%s\n", tidings_error_message(err));
    tidings_error_free(err);
    tidings_response_free(response);
    tidings_request_free(request);
    tidings_client_free(clone);
}

static void events_say_what_they_add(void) {
    tidings_stream *stream = start_stream();
    tidings_event event;
    size_t added[8] = {0};
    uint32_t blocks = 0;
    while (tidings_stream_next(stream, &event) == TIDINGS_OK) {
        expect(event.delta_kind <= TIDINGS_DELTA_OTHER, "the kind is known");
        expect(!event.delta || strlen(event.delta) == event.delta_len, "a NUL ends what is added");
        expect(!event.text || event.text == event.delta, "a text is what is added");
        expect((event.index == UINT32_MAX) == (strstr(event.data, "\"index\"") == NULL), "the index is told");
        expect((event.delta_kind == TIDINGS_DELTA_NONE) == (event.kind != TIDINGS_EVENT_CONTENT_BLOCK_DELTA), "so is a delta");
        added[event.delta_kind] += event.delta_len;
        if (event.kind == TIDINGS_EVENT_CONTENT_BLOCK_STOP) blocks = event.index + 1;
    }
    printf("%u blocks: text %zu, thinking %zu, json %zu, signature %zu\n", blocks, added[TIDINGS_DELTA_TEXT],
           added[TIDINGS_DELTA_THINKING], added[TIDINGS_DELTA_INPUT_JSON], added[TIDINGS_DELTA_SIGNATURE]);
    tidings_stream_free(stream);
}

static const struct command commands[] = {
    {"poll_a_call", poll_a_call},
    {"poll_a_failed_call", poll_a_failed_call},
    {"poll_a_stream", poll_a_stream},
    {"wait_then_poll", wait_then_poll},
    {"poll_what_fails", poll_what_fails},
    {"a_descriptor_is_not_readable_while_there_is_nothing", a_descriptor_is_not_readable_while_there_is_nothing},
    {"hear_of_a_stream", hear_of_a_stream},
    {"hear_of_a_call", hear_of_a_call},
    {"a_waker_frees_its_call", a_waker_frees_its_call},
    {"a_waker_must_not_wait", a_waker_must_not_wait},
    {"free_while_wakers_run", free_while_wakers_run},
    {"cancel_a_call_that_is_waited_for", cancel_a_call_that_is_waited_for},
    {"cancel_a_stream_that_has_not_begun", cancel_a_stream_that_has_not_begun},
    {"two_threads_wait_for_one_call", two_threads_wait_for_one_call},
    {"a_child_is_refused_the_call", a_child_is_refused_the_call},
    {"count_and_send", count_and_send},
    {"events_say_what_they_add", events_say_what_they_add},
};

int main(int argc, char **argv) {
    return play(argc, argv, commands, sizeof commands / sizeof *commands);
}
