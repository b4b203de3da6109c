/*
 * What the library calls: hooks, a token provider, the log.
 *
 *     hooks COMMAND BASE_URL
 *
 * Writes what happened, a line each.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tidings.h>
#include <time.h>

#define KEY "sk-hidden-key"
#define PROMPT "my private prompt"

static const char *base_url;
static pthread_t main_thread;

/* What callbacks share with main; they may come on other threads. */
typedef struct shared {
    pthread_mutex_t lock;
    int calls;
    int released;
    int on_the_main_thread;
    int secrets;
    const char *name;
} shared;

static void shared_init(shared *it, const char *name) {
    memset(it, 0, sizeof *it);
    pthread_mutex_init(&it->lock, NULL);
    it->name = name;
}

static int count_call(shared *it) {
    int calls;
    pthread_mutex_lock(&it->lock);
    calls = ++it->calls;
    it->on_the_main_thread += pthread_equal(pthread_self(), main_thread) ? 1 : 0;
    pthread_mutex_unlock(&it->lock);
    return calls;
}

static void release(void *userdata) {
    shared *it = (shared *)userdata;
    pthread_mutex_lock(&it->lock);
    it->released++;
    pthread_mutex_unlock(&it->lock);
}

static int released(shared *it) {
    int count;
    pthread_mutex_lock(&it->lock);
    count = it->released;
    pthread_mutex_unlock(&it->lock);
    return count;
}

static void sleep_ms(long milliseconds) {
    struct timespec time;
    time.tv_sec = milliseconds / 1000;
    time.tv_nsec = (milliseconds % 1000) * 1000000;
    nanosleep(&time, NULL);
}

/* The library lets go of what a call held a moment after the call is over. */
static void wait_for_release(shared *it) {
    int tries;
    for (tries = 0; tries < 4000 && released(it) == 0; tries++) sleep_ms(5);
    printf("%s released: %d\n", it->name, released(it));
}

/* A call whose time is over has been told of sooner than its provider, where threads begin late. */
static void wait_for_a_call(shared *it) {
    int tries, calls = 0;
    for (tries = 0; tries < 4000 && !calls; tries++) {
        pthread_mutex_lock(&it->lock);
        calls = it->calls;
        pthread_mutex_unlock(&it->lock);
        if (!calls) sleep_ms(5);
    }
}

static void expect(int holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "does not hold: %s\n", what);
    exit(1);
}

static tidings_client_options *new_options(void) {
    tidings_client_options *options = tidings_client_options_new();
    expect(tidings_client_options_set_base_url(options, base_url) == TIDINGS_OK, "a base URL");
    return options;
}

static tidings_client *client_of(tidings_client_options *options) {
    tidings_error *err = NULL;
    tidings_client *client = tidings_client_new(options, &err);
    if (err) fprintf(stderr, "%s\n", tidings_error_description(err));
    tidings_client_options_free(options);
    expect(client != NULL, "there is a client");
    return client;
}

static tidings_request *new_request(void) {
    tidings_request *request = tidings_request_new("test-model", 64);
    tidings_request_add_user_text(request, PROMPT, TIDINGS_NUL);
    return request;
}

/* Makes a call and says how it ended; `limit` is for the whole of it, 0 for none. */
static void call(const tidings_client *client, uint64_t limit) {
    tidings_request *request = new_request();
    tidings_message *message = NULL;
    tidings_error *err = NULL;
    tidings_result code;
    if (limit) tidings_request_set_total_timeout_ms(request, limit);
    code = tidings_client_create(client, request, &message, &err);
    printf("call: %s", tidings_result_name(code));
    if (err) printf(", attempts %u, %s", (unsigned)tidings_error_attempts(err), tidings_error_message(err));
    printf("\n");
    tidings_error_free(err);
    tidings_message_free(message);
    tidings_request_free(request);
}

/* Hooks */

static void on_moment(const tidings_attempt *attempt, void *userdata) {
    shared *it = (shared *)userdata;
    const char *json = tidings_attempt_json(attempt);
    const char *model = tidings_attempt_model(attempt);
    const char *id = tidings_attempt_request_id(attempt);
    count_call(it);
    if (strstr(json, KEY) || strstr(json, PROMPT)) it->secrets++;
    expect(tidings_attempt_elapsed_ms(attempt) >= tidings_attempt_took_ms(attempt), "a call takes longer than an attempt");
    printf("%d %s %s %s %u: %u %s %s, waits: %s\n", (int)tidings_attempt_moment(attempt), tidings_attempt_method(attempt),
           tidings_attempt_path(attempt), model ? model : "-", (unsigned)tidings_attempt_number(attempt),
           (unsigned)tidings_attempt_status(attempt), id ? "id" : "-", tidings_result_name(tidings_attempt_code(attempt)),
           tidings_attempt_wait_ms(attempt) >= 0 ? "yes" : "no");
}

static void hooks(void) {
    shared it;
    uint32_t moment;
    tidings_client *client;
    tidings_client_options *options = new_options();
    shared_init(&it, "hooks");
    tidings_client_options_set_api_key(options, KEY);
    for (moment = TIDINGS_MOMENT_REQUEST; moment <= TIDINGS_MOMENT_ERROR; moment++)
        expect(tidings_client_options_set_hook(options, moment, on_moment, &it, release) == TIDINGS_OK, "a hook is set");
    client = client_of(options);
    call(client, 0);
    printf("before the client is freed: %d released\n", released(&it));
    tidings_client_free(client);
    tidings_shutdown(20000);
    printf("calls: %d, released: %d, secrets: %d\n", it.calls, released(&it), it.secrets);
}

static void refused_hooks(void) {
    shared it;
    tidings_client_options *options = tidings_client_options_new();
    shared_init(&it, "refused hooks");
    printf("unknown moment: %s\n",
           tidings_result_name(tidings_client_options_set_hook(options, 99, on_moment, &it, release)));
    printf("no hook: %s\n", tidings_result_name(tidings_client_options_set_hook(options, 0, NULL, &it, release)));
    printf("no options: %s\n", tidings_result_name(tidings_client_options_set_hook(NULL, 0, on_moment, &it, release)));
    printf("no provider: %s\n",
           tidings_result_name(tidings_client_options_set_token_provider(options, NULL, &it, release)));
    printf("no level: %s\n", tidings_result_name(tidings_log(99, NULL, &it, release)));
    printf("released: %d\n", released(&it));
    tidings_client_options_free(options);
}

static tidings_client *inner;

static void call_and_wait(const tidings_attempt *attempt, void *userdata) {
    tidings_error *err = NULL;
    tidings_message *message = NULL;
    tidings_stream *stream = NULL;
    tidings_request *request = new_request();
    (void)attempt;
    (void)userdata;
    printf("create in a hook: %s\n", tidings_result_name(tidings_client_create(inner, request, &message, &err)));
    tidings_error_free(err);
    printf("stream in a hook: %s\n", tidings_result_name(tidings_client_stream(inner, request, &stream, &err)));
    tidings_error_free(err);
    tidings_shutdown(60000);
    tidings_request_free(request);
}

static void wait_in_a_hook(void) {
    tidings_client_options *options = new_options();
    tidings_client_options_set_api_key(options, KEY);
    tidings_client_options_set_hook(options, TIDINGS_MOMENT_RESPONSE, call_and_wait, NULL, NULL);
    inner = client_of(options);
    call(inner, 0);
    tidings_client_free(inner);
}

static void on_pressure(const tidings_pressure *pressure, void *userdata) {
    shared *it = (shared *)userdata;
    size_t len = 0;
    const char *json = tidings_pressure_json(pressure, &len);
    expect(json && len == strlen(json) && strstr(json, "test-model"), "the pressure is that on the model");
    count_call(it);
}

static void pressure(void) {
    shared it;
    tidings_client *client;
    tidings_client_options *options = new_options();
    shared_init(&it, "pressure");
    tidings_client_options_set_api_key(options, KEY);
    tidings_client_options_set_pressure_hook(options, on_pressure, &it, release);
    client = client_of(options);
    call(client, 0);
    tidings_client_free(client);
    tidings_shutdown(20000);
    printf("told: %s, released: %d\n", it.calls ? "yes" : "no", released(&it));
}

/* Tokens */

static uint32_t give_token(tidings_token *token, void *userdata) {
    char text[32];
    shared *it = (shared *)userdata;
    snprintf(text, sizeof text, "token-%d", count_call(it));
    return (uint32_t)tidings_token_set(token, text, TIDINGS_NUL, TIDINGS_FOREVER);
}

static uint32_t give_short_token(tidings_token *token, void *userdata) {
    char text[32];
    shared *it = (shared *)userdata;
    snprintf(text, sizeof text, "token-%d and more", count_call(it));
    return (uint32_t)tidings_token_set(token, text, strlen("token-1"), 0);
}

static uint32_t have_none(tidings_token *token, void *userdata) {
    count_call((shared *)userdata);
    tidings_token_fail(token, "the vault is shut", TIDINGS_NUL);
    return (uint32_t)TIDINGS_PERMISSION_DENIED;
}

static uint32_t have_none_yet(tidings_token *token, void *userdata) {
    if (count_call((shared *)userdata) > 1) return (uint32_t)tidings_token_set(token, "late", TIDINGS_NUL, TIDINGS_FOREVER);
    tidings_token_fail(token, "the vault opens soon", TIDINGS_NUL);
    return (uint32_t)TIDINGS_AGAIN;
}

static uint32_t forget_the_token(tidings_token *token, void *userdata) {
    (void)token;
    count_call((shared *)userdata);
    return (uint32_t)TIDINGS_OK;
}

static uint32_t take_long(tidings_token *token, void *userdata) {
    count_call((shared *)userdata);
    sleep_ms(1000);
    return (uint32_t)tidings_token_set(token, "too late", TIDINGS_NUL, TIDINGS_FOREVER);
}

/* A token fetched by a call of the library itself, of another client. */
static uint32_t fetch_by_a_call(tidings_token *token, void *userdata) {
    count_call((shared *)userdata);
    call(inner, 0);
    return (uint32_t)tidings_token_set(token, "fetched", TIDINGS_NUL, TIDINGS_FOREVER);
}

static void tokens(tidings_token_provider provider, int calls, uint64_t limit) {
    shared it;
    tidings_client *client;
    tidings_client_options *options = new_options();
    shared_init(&it, "provider");
    expect(tidings_client_options_set_token_provider(options, provider, &it, release) == TIDINGS_OK, "a provider is set");
    client = client_of(options);
    while (calls-- > 0) call(client, limit);
    wait_for_a_call(&it);
    printf("asked: %d, on the caller's thread: %d, released: %d\n", it.calls, it.on_the_main_thread, released(&it));
    tidings_client_free(client);
    wait_for_release(&it);
}

static void tokens_by_a_call(void) {
    tidings_client_options *options = new_options();
    tidings_client_options_set_api_key(options, KEY);
    inner = client_of(options);
    tokens(fetch_by_a_call, 1, 0);
    tidings_client_free(inner);
}

static void replaced_provider(void) {
    shared first, second;
    tidings_client_options *options = new_options();
    shared_init(&first, "first");
    shared_init(&second, "second");
    tidings_client_options_set_token_provider(options, give_token, &first, release);
    tidings_client_options_set_token_provider(options, give_token, &second, release);
    printf("released: %d %d\n", released(&first), released(&second));
    tidings_client_options_free(options);
    printf("released: %d %d\n", released(&first), released(&second));
}

/* The log */

static void on_line(uint32_t level, const char *line, size_t len, void *userdata) {
    shared *it = (shared *)userdata;
    expect(len == strlen(line) && !strchr(line, '\n'), "a line is one line and ends with a NUL");
    if (strstr(line, KEY) || strstr(line, PROMPT)) it->secrets++;
    count_call(it);
    printf("%s %u %s\n", it->name, (unsigned)level, line);
}

static void on_line_stop(uint32_t level, const char *line, size_t len, void *userdata) {
    on_line(level, line, len, userdata);
    printf("ended inside: %s\n", tidings_result_name(tidings_log(TIDINGS_LOG_OFF, NULL, NULL, NULL)));
}

static void logging(void) {
    shared first, second, third;
    tidings_client *client;
    tidings_client_options *options = new_options();
    tidings_client_options_set_api_key(options, KEY);
    tidings_client_options_set_log_bodies(options, true);
    tidings_client_options_set_header(options, "x-team", "red\"er");
    client = client_of(options);
    shared_init(&first, "first");
    shared_init(&second, "second");
    shared_init(&third, "third");
    call(client, 0);
    expect(tidings_log(TIDINGS_LOG_INFO, on_line, &first, release) == TIDINGS_OK, "somebody listens");
    call(client, 0);
    expect(tidings_log(TIDINGS_LOG_DEBUG, on_line, &second, release) == TIDINGS_OK, "somebody else listens");
    call(client, 0);
    expect(tidings_log(TIDINGS_LOG_DEBUG, on_line_stop, &third, release) == TIDINGS_OK, "it listens once");
    call(client, 0);
    expect(tidings_log(TIDINGS_LOG_TRACE, NULL, NULL, NULL) == TIDINGS_OK, "nobody listens");
    call(client, 0);
    tidings_client_free(client);
    tidings_shutdown(20000);
    printf("released: %d %d %d, secrets: %d\n", released(&first), released(&second), released(&third),
           first.secrets + second.secrets + third.secrets);
}

static void bodies(void) {
    shared it;
    tidings_client *client;
    tidings_client_options *options = new_options();
    tidings_client_options_set_api_key(options, KEY);
    tidings_client_options_set_log_bodies(options, true);
    client = client_of(options);
    shared_init(&it, "log");
    tidings_log(TIDINGS_LOG_TRACE, on_line, &it, release);
    call(client, 0);
    tidings_client_free(client);
    tidings_log(TIDINGS_LOG_OFF, NULL, NULL, NULL);
    tidings_shutdown(20000);
    printf("prompts: %d, released: %d\n", it.secrets, released(&it));
}

/* Several threads change who listens while calls are made: nothing is called after its release. */
static shared listeners[400];

static void check_line(uint32_t level, const char *line, size_t len, void *userdata) {
    shared *it = (shared *)userdata;
    (void)level;
    (void)line;
    (void)len;
    expect(released(it) == 0, "nobody is called after the release");
    count_call(it);
}

static void *change_listeners(void *first) {
    int i;
    shared *all = (shared *)first;
    for (i = 0; i < 100; i++) {
        tidings_log((uint32_t)(i % 6), check_line, &all[i], release);
        sleep_ms(1);
    }
    return NULL;
}

static void many_listeners(void) {
    int i;
    int once = 0;
    pthread_t threads[4];
    tidings_client *client;
    tidings_client_options *options = new_options();
    tidings_client_options_set_api_key(options, KEY);
    client = client_of(options);
    for (i = 0; i < 400; i++) shared_init(&listeners[i], "listener");
    for (i = 0; i < 4; i++) pthread_create(&threads[i], NULL, change_listeners, &listeners[i * 100]);
    for (i = 0; i < 5; i++) call(client, 0);
    for (i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    tidings_log(TIDINGS_LOG_OFF, NULL, NULL, NULL);
    tidings_client_free(client);
    tidings_shutdown(20000);
    for (i = 0; i < 400; i++) once += released(&listeners[i]) == 1;
    printf("released once: %d\n", once);
}

/* Everything that is told of a call, for a search for secrets: hooks, the log, and the error less its body. */

static void dump(const tidings_attempt *attempt, void *userdata) {
    (void)userdata;
    printf("hook %s\n", tidings_attempt_json(attempt));
}

static uint32_t give_the_key(tidings_token *token, void *userdata) {
    (void)userdata;
    return (uint32_t)tidings_token_set(token, KEY, TIDINGS_NUL, TIDINGS_FOREVER);
}

static uint32_t give_a_key_that_is_cut(tidings_token *token, void *userdata) {
    (void)userdata;
    return (uint32_t)tidings_token_set(token, KEY "\nx", TIDINGS_NUL, TIDINGS_FOREVER);
}

static const char *or_none(const char *text) { return text ? text : "-"; }

static void dump_error(const tidings_error *err) {
    size_t i;
    printf("error %s\nerror %s\n", tidings_error_description(err), tidings_error_json(err));
    printf("error cause %s, advice %s, class %s\n", or_none(tidings_error_cause(err)), or_none(tidings_error_advice(err)),
           or_none(tidings_error_class_name(err)));
    printf("error limits %s\n", or_none(tidings_error_rate_limits_json(err)));
    for (i = 0; i < tidings_error_header_count(err); i++)
        printf("error header %s: %s\n", tidings_error_header_name(err, i), tidings_error_header_value(err, i));
}

static void watched(tidings_token_provider provider) {
    shared it;
    uint32_t moment;
    tidings_client *client;
    tidings_message *message = NULL;
    tidings_error *err = NULL;
    tidings_client_options *options = new_options();
    tidings_request *request = new_request();
    shared_init(&it, "log");
    if (provider) tidings_client_options_set_token_provider(options, provider, NULL, NULL);
    else tidings_client_options_set_api_key(options, KEY);
    tidings_client_options_set_header(options, "x-team", KEY);
    tidings_client_options_set_query(options, "key", KEY);
    tidings_client_options_set_max_retries(options, 1);
    for (moment = TIDINGS_MOMENT_REQUEST; moment <= TIDINGS_MOMENT_ERROR; moment++)
        tidings_client_options_set_hook(options, moment, dump, NULL, NULL);
    tidings_log(TIDINGS_LOG_TRACE, on_line, &it, NULL);
    client = client_of(options);
    printf("end: %s\n", tidings_result_name(tidings_client_create(client, request, &message, &err)));
    if (err) dump_error(err);
    tidings_error_free(err);
    tidings_message_free(message);
    tidings_request_free(request);
    tidings_client_free(client);
    tidings_log(TIDINGS_LOG_OFF, NULL, NULL, NULL);
    tidings_shutdown(20000);
}

/* Options */

static void options(void) {
    tidings_client *first;
    tidings_client *second;
    tidings_client_options *options = new_options();
    tidings_client_options_set_api_key(options, KEY);
    tidings_client_options_set_query(options, "beta", "a b");
    tidings_client_options_set_query(options, "beta", "c");
    tidings_client_options_set_user_agent(options, "my-program/1");
    tidings_client_options_set_header(options, "x-team", "red");
    tidings_client_options_remove_header(options, "x-team");
    first = client_of(options);
    call(first, 0);
    options = new_options();
    tidings_client_options_set_api_key(options, "another key");
    tidings_client_options_set_credential_of(options, first);
    tidings_client_options_set_connections_of(options, first);
    tidings_client_options_set_pressure_of(options, first);
    second = client_of(options);
    tidings_client_free(first);
    call(second, 0);
    tidings_client_free(second);
}

int main(int argc, char **argv) {
    const char *name = argc > 1 ? argv[1] : "";
    base_url = argc > 2 ? argv[2] : "";
    main_thread = pthread_self();
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (!strcmp(name, "hooks")) hooks();
    else if (!strcmp(name, "refused_hooks")) refused_hooks();
    else if (!strcmp(name, "wait_in_a_hook")) wait_in_a_hook();
    else if (!strcmp(name, "pressure")) pressure();
    else if (!strcmp(name, "tokens")) tokens(give_token, 3, 0);
    else if (!strcmp(name, "short_tokens")) tokens(give_short_token, 2, 0);
    else if (!strcmp(name, "no_token")) tokens(have_none, 1, 0);
    else if (!strcmp(name, "no_token_yet")) tokens(have_none_yet, 1, 0);
    else if (!strcmp(name, "forgotten_token")) tokens(forget_the_token, 1, 0);
    else if (!strcmp(name, "late_token")) tokens(take_long, 1, 50);
    else if (!strcmp(name, "tokens_by_a_call")) tokens_by_a_call();
    else if (!strcmp(name, "replaced_provider")) replaced_provider();
    else if (!strcmp(name, "log")) logging();
    else if (!strcmp(name, "bodies")) bodies();
    else if (!strcmp(name, "many_listeners")) many_listeners();
    else if (!strcmp(name, "watched")) watched(NULL);
    else if (!strcmp(name, "watched_token")) watched(give_the_key);
    else if (!strcmp(name, "watched_cut_token")) watched(give_a_key_that_is_cut);
    else if (!strcmp(name, "options")) options();
    else return 2;
    return 0;
}
