/* Functions of the program that free what the library is busy with. The server never answers. */
#include "program.h"

static void free_stream(void *userdata) { tidings_stream_free((tidings_stream *)userdata); }

static void free_call(void *userdata) { tidings_call_free((tidings_call *)userdata); }

/* Cancelling is news, so that it calls the waker, on this thread. */
static void a_waker_frees_the_stream_that_is_cancelled(void) {
    tidings_stream *stream = start_stream();
    tidings_event event;
    tidings_stream_set_waker(stream, free_stream, stream);
    say("polling", tidings_stream_poll(stream, &event));
    tidings_stream_cancel(stream);
    say("afterwards", tidings_stream_poll(stream, &event));
}

static void a_waker_frees_the_call_that_is_cancelled(void) {
    tidings_call *call = start_call();
    tidings_call_set_waker(call, free_call, call);
    say("polling", tidings_call_poll(call));
    tidings_call_cancel(call);
    say("afterwards", tidings_call_poll(call));
}

/* Set as soon as there is one; the library's thread may be quicker. */
static tidings_stream *volatile hooked;
static volatile bool is_freed;

static void free_the_hooked(const tidings_attempt *attempt, void *userdata) {
    (void)userdata;
    expect(tidings_attempt_number(attempt) == 1, "it is the first attempt");
    while (!hooked) usleep(1000);
    tidings_stream_free(hooked);
    is_freed = true;
}

/* Whoever waits serves the network, and so runs hooks: also that of the stream it waits for. */
static void a_hook_frees_the_stream_that_is_waited_for(void) {
    tidings_client_options *options = tidings_client_options_new();
    tidings_client_options_set_api_key(options, "sk-test-secret");
    tidings_client_options_set_base_url(options, base_url);
    tidings_client_options_set_hook(options, TIDINGS_MOMENT_REQUEST, free_the_hooked, NULL, NULL);
    tidings_client *client = tidings_client_new(options, NULL);
    tidings_client_options_free(options);
    tidings_request *request = new_request();
    tidings_event event;
    tidings_stream *stream = NULL;
    expect(tidings_client_start_stream(client, request, &stream, NULL) == TIDINGS_OK, "a stream is started");
    hooked = stream;
    tidings_client_free(client);
    tidings_request_free(request);
    const tidings_result code = tidings_stream_next_timeout(stream, 20000, &event);
    expect(code == TIDINGS_CANCELLED || code == TIDINGS_INVALID_HANDLE, "the stream is gone");
    expect(event.data == NULL, "no event comes of it");
    /* On whichever thread the hook was. */
    while (!is_freed) usleep(1000);
    say("afterwards", tidings_stream_poll(stream, &event));
}

static tidings_client_options *released;

static void free_the_options(void *userdata) {
    (void)userdata;
    tidings_client_options_free(released);
}

static void no_matter(const tidings_pressure *pressure, void *userdata) {
    (void)pressure;
    (void)userdata;
}

/* A setter that replaces a function lets go of the one before; one that fails, of what it was given. */
static void a_release_frees_the_options_that_are_set(void) {
    released = tidings_client_options_new();
    tidings_client_options_set_pressure_hook(released, no_matter, NULL, free_the_options);
    tidings_client_options_set_pressure_hook(released, no_matter, NULL, NULL);
    say("replaced", tidings_client_options_set_max_retries(released, 1));
    released = tidings_client_options_new();
    tidings_client_options_set_pressure_hook(released, NULL, NULL, free_the_options);
    say("failed", tidings_client_options_set_max_retries(released, 1));
}

static const struct command commands[] = {
    {"a_waker_frees_the_stream_that_is_cancelled", a_waker_frees_the_stream_that_is_cancelled},
    {"a_waker_frees_the_call_that_is_cancelled", a_waker_frees_the_call_that_is_cancelled},
    {"a_hook_frees_the_stream_that_is_waited_for", a_hook_frees_the_stream_that_is_waited_for},
    {"a_release_frees_the_options_that_are_set", a_release_frees_the_options_that_are_set},
};

int main(int argc, char **argv) {
    return play(argc, argv, commands, sizeof commands / sizeof *commands);
}
