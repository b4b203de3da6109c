/*
 * Makes one call and writes down what came of it, for the tests to compare.
 *
 *     probe create|pull|callback [option=value ...] < request.json
 *
 * Writes JSON documents, each ended by the control character 0x1e, which JSON cannot hold:
 * {"kind", "text", "data"} for each event, then {"message", ...} or {"error", ...}.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tidings.h>

static char *read_all(FILE *file, size_t *len) {
    size_t capacity = 1 << 16;
    char *text = malloc(capacity);
    *len = 0;
    for (size_t n; text && (n = fread(text + *len, 1, capacity - *len, file)) > 0;) {
        *len += n;
        if (*len == capacity) text = realloc(text, capacity *= 2);
    }
    return text;
}

static void put_string(const char *name, const char *text, size_t len) {
    printf("\"%s\":", name);
    if (!text) {
        printf("null,");
        return;
    }
    putchar('"');
    if (len == TIDINGS_NUL) len = strlen(text);
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte < 0x20 || byte == '"' || byte == '\\') printf("\\u%04x", byte);
        else putchar(byte);
    }
    printf("\",");
}

static void put_json(const char *name, const char *json) { printf("\"%s\":%s,", name, json ? json : "null"); }

static void put_number(const char *name, double number) { printf("\"%s\":%.0f,", name, number); }

static void put_blocks(const tidings_message *message) {
    printf("\"blocks\":[");
    for (size_t i = 0; i < tidings_message_block_count(message); i++) {
        size_t len;
        printf("%s{", i ? "," : "");
        put_string("type", tidings_message_block_type(message, i), TIDINGS_NUL);
        const char *text = tidings_message_block_text(message, i, &len);
        put_string("text", text, len);
        put_string("tool_id", tidings_message_block_tool_id(message, i), TIDINGS_NUL);
        put_string("tool_name", tidings_message_block_tool_name(message, i), TIDINGS_NUL);
        put_json("tool_input", tidings_message_block_tool_input(message, i, NULL));
        printf("\"json\":%s}", tidings_message_block_json(message, i, NULL));
    }
    printf("],");
}

static void put_message(const tidings_message *message) {
    size_t len;
    const char *text = tidings_message_text(message, &len);
    put_string("text", text, len);
    put_string("id", tidings_message_id(message), TIDINGS_NUL);
    put_string("model", tidings_message_model(message), TIDINGS_NUL);
    put_string("request_id", tidings_message_request_id(message), TIDINGS_NUL);
    put_string("stop_reason", tidings_message_stop_reason(message), TIDINGS_NUL);
    put_string("stop_sequence", tidings_message_stop_sequence(message), TIDINGS_NUL);
    put_number("input_tokens", (double)tidings_message_input_tokens(message));
    put_number("output_tokens", (double)tidings_message_output_tokens(message));
    put_blocks(message);
    printf("\"message\":%s}\036", tidings_message_json(message, NULL));
}

static void put_error(tidings_result code, const tidings_error *error) {
    printf("{");
    put_number("code", code);
    put_number("code_of_error", tidings_error_code(error));
    put_string("kind", tidings_result_name(code), TIDINGS_NUL);
    put_string("message", tidings_error_message(error), TIDINGS_NUL);
    put_string("description", tidings_error_description(error), TIDINGS_NUL);
    put_number("status", tidings_error_status(error));
    put_string("type", tidings_error_type(error), TIDINGS_NUL);
    put_string("error_code", tidings_error_error_code(error), TIDINGS_NUL);
    put_json("details", tidings_error_details_json(error));
    put_string("api_message", tidings_error_api_message(error), TIDINGS_NUL);
    put_string("workspace_id", tidings_error_workspace_id(error), TIDINGS_NUL);
    put_string("workspace_header", tidings_error_header(error, "Anthropic-Workspace-Id"), TIDINGS_NUL);
    put_string("cookie", tidings_error_header(error, "set-cookie"), TIDINGS_NUL);
    size_t raw_len;
    const char *raw_body = tidings_error_body(error, &raw_len);
    put_string("raw_body", raw_body, raw_len);
    put_string("request_id", tidings_error_request_id(error), TIDINGS_NUL);
    put_number("attempts", tidings_error_attempts(error));
    put_number("elapsed_ms", (double)tidings_error_elapsed_ms(error));
    put_number("retry_after_ms", (double)tidings_error_retry_after_ms(error));
    put_string("reason", tidings_error_reason(error), TIDINGS_NUL);
    put_string("sent", tidings_error_sent(error), TIDINGS_NUL);
    put_number("may_have_run", tidings_error_may_have_run(error));
    put_number("is_retryable", tidings_error_is_retryable(error));
    const tidings_message *partial = tidings_error_partial_message(error);
    put_string("partial_text", tidings_message_text(partial, NULL), TIDINGS_NUL);
    put_json("partial", tidings_message_json(partial, NULL));
    printf("\"error\":%s}\036", tidings_error_json(error));
}

static int put_event(const tidings_event *event, void *userdata) {
    (void)userdata;
    printf("{");
    put_string("kind", tidings_event_kind_name(event->kind), TIDINGS_NUL);
    put_string("text", event->text, event->text_len);
    printf("\"data\":%s}\036", event->data);
    if (strlen(event->data) != event->data_len) exit(3);
    return 0;
}

/* Cuts "name:value" in two. */
static const char *cut(char *pair, char at) {
    char *value = strchr(pair, at);
    if (!value) exit(2);
    *value = '\0';
    return value + 1;
}

/* What sets an option, by the kind of its value. */
typedef tidings_result (*set_time)(tidings_client_options *options, uint64_t time);
typedef tidings_result (*set_switch)(tidings_client_options *options, bool yes);
typedef tidings_result (*set_size)(tidings_client_options *options, size_t number);
typedef tidings_result (*set_text)(tidings_client_options *options, const char *text);
typedef tidings_result (*set_call_time)(tidings_request *request, uint64_t time);
typedef tidings_result (*set_call_switch)(tidings_request *request, bool yes);

static const struct {
    const char *name;
    set_time time;
    set_switch yes;
    set_size size;
    set_text text;
} client_options[] = {
    {"connect", tidings_client_options_set_connect_timeout_ms, NULL, NULL, NULL},
    {"write", tidings_client_options_set_write_timeout_ms, NULL, NULL, NULL},
    {"head", tidings_client_options_set_head_timeout_ms, NULL, NULL, NULL},
    {"idle", tidings_client_options_set_idle_timeout_ms, NULL, NULL, NULL},
    {"total", tidings_client_options_set_total_timeout_ms, NULL, NULL, NULL},
    {"max_retry_after", tidings_client_options_set_max_retry_after_ms, NULL, NULL, NULL},
    {"throttle_patience", tidings_client_options_set_throttle_patience_ms, NULL, NULL, NULL},
    {"validation", NULL, tidings_client_options_set_validation, NULL, NULL},
    {"stream_long_calls", NULL, tidings_client_options_set_stream_long_calls, NULL, NULL},
    {"retry_ambiguous", NULL, tidings_client_options_set_retry_ambiguous, NULL, NULL},
    {"retry_on_timeout", NULL, tidings_client_options_set_retry_on_timeout, NULL, NULL},
    {"pressure", NULL, tidings_client_options_set_pressure, NULL, NULL},
    {"trust_env", NULL, tidings_client_options_set_trust_env, NULL, NULL},
    {"http2", NULL, tidings_client_options_set_http2, NULL, NULL},
    {"max_in_flight", NULL, NULL, tidings_client_options_set_max_in_flight, NULL},
    {"max_connections", NULL, NULL, tidings_client_options_set_max_connections, NULL},
    {"api_key", NULL, NULL, NULL, tidings_client_options_set_api_key},
    {"auth_token", NULL, NULL, NULL, tidings_client_options_set_auth_token},
    {"api_key_header", NULL, NULL, NULL, tidings_client_options_set_api_key_header},
    {"base_url", NULL, NULL, NULL, tidings_client_options_set_base_url},
    {"anthropic_version", NULL, NULL, NULL, tidings_client_options_set_anthropic_version},
    {"proxy", NULL, NULL, NULL, tidings_client_options_set_proxy},
    {"ca_bundle_file", NULL, NULL, NULL, tidings_client_options_set_ca_bundle_file},
    {"local_address", NULL, NULL, NULL, tidings_client_options_set_local_address},
};

static const struct {
    const char *name;
    set_call_time time;
    set_call_switch yes;
} call_options[] = {
    {"call.write", tidings_request_set_write_timeout_ms, NULL},
    {"call.head", tidings_request_set_head_timeout_ms, NULL},
    {"call.idle", tidings_request_set_idle_timeout_ms, NULL},
    {"call.total", tidings_request_set_total_timeout_ms, NULL},
    {"call.max_retry_after", tidings_request_set_max_retry_after_ms, NULL},
    {"call.throttle_patience", tidings_request_set_throttle_patience_ms, NULL},
    {"call.validation", NULL, tidings_request_set_validation},
    {"call.stream_long_calls", NULL, tidings_request_set_stream_long_calls},
    {"call.retry_ambiguous", NULL, tidings_request_set_retry_ambiguous},
    {"call.retry_on_timeout", NULL, tidings_request_set_retry_on_timeout},
};

static tidings_result set_client_option(tidings_client_options *options, const char *name, const char *value) {
    unsigned long number = strtoul(value, NULL, 10);
    for (size_t i = 0; i < sizeof client_options / sizeof *client_options; i++) {
        if (strcmp(name, client_options[i].name)) continue;
        if (client_options[i].time) return client_options[i].time(options, number);
        if (client_options[i].yes) return client_options[i].yes(options, number != 0);
        if (client_options[i].size) return client_options[i].size(options, number);
        return client_options[i].text(options, value);
    }
    return TIDINGS_VALIDATION;
}

static tidings_result set_call_option(tidings_request *request, const char *name, const char *value) {
    unsigned long number = strtoul(value, NULL, 10);
    for (size_t i = 0; i < sizeof call_options / sizeof *call_options; i++) {
        if (strcmp(name, call_options[i].name)) continue;
        if (call_options[i].time) return call_options[i].time(request, number);
        return call_options[i].yes(request, number != 0);
    }
    return TIDINGS_VALIDATION;
}

static void set_option(tidings_client_options *options, tidings_request *request, char *argument) {
    char *value = (char *)(size_t)cut(argument, '=');
    uint32_t number = (uint32_t)strtoul(value, NULL, 10);
    tidings_result code;
    if (!strcmp(argument, "max_retries")) code = tidings_client_options_set_max_retries(options, number);
    else if (!strcmp(argument, "call.max_retries")) code = tidings_request_set_max_retries(request, number);
    else if (!strcmp(argument, "ca_bundle")) code = tidings_client_options_set_ca_bundle(options, value, TIDINGS_NUL);
    else if (!strcmp(argument, "client_cert"))
        code = tidings_client_options_set_client_cert(options, value, TIDINGS_NUL, value, TIDINGS_NUL);
    else if (!strcmp(argument, "header")) {
        const char *text = cut(value, ':');
        code = tidings_client_options_set_header(options, value, text);
    } else if (!strcmp(argument, "call.header")) {
        const char *text = cut(value, ':');
        code = tidings_request_set_header(request, value, text);
    } else if (!strncmp(argument, "call.", 5)) code = set_call_option(request, argument, value);
    else code = set_client_option(options, argument, value);
    if (code != TIDINGS_OK) {
        fprintf(stderr, "option %s: %s\n", argument, tidings_result_name(code));
        exit(2);
    }
}

static void create(const tidings_client *client, const tidings_request *request) {
    tidings_error *err = NULL;
    tidings_message *message = NULL;
    tidings_result code = tidings_client_create(client, request, &message, &err);
    if (code == TIDINGS_OK) {
        printf("{");
        put_message(message);
    } else {
        put_error(code, err);
    }
    tidings_message_free(message);
    tidings_error_free(err);
}

/* Reads events to the end; gives TIDINGS_OK, or what broke the stream with its error. */
static tidings_result read_events(tidings_stream *stream, int by_callback, tidings_error **err) {
    if (by_callback) return tidings_stream_run(stream, put_event, NULL, err);
    tidings_event event;
    tidings_result code;
    while ((code = tidings_stream_next(stream, &event)) == TIDINGS_OK) put_event(&event, NULL);
    *err = tidings_error_clone(tidings_stream_error(stream));
    return code == TIDINGS_DONE ? TIDINGS_OK : code;
}

static void stream(const tidings_client *client, const tidings_request *request, int by_callback) {
    tidings_error *err = NULL;
    tidings_stream *stream = NULL;
    tidings_result code = tidings_client_stream(client, request, &stream, &err);
    if (code == TIDINGS_OK) code = read_events(stream, by_callback, &err);
    if (code == TIDINGS_OK) {
        printf("{");
        put_string("stream_request_id", tidings_stream_request_id(stream), TIDINGS_NUL);
        put_message(tidings_stream_message(stream));
    } else {
        put_error(code, err);
    }
    tidings_stream_free(stream);
    tidings_error_free(err);
}

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    size_t len;
    char *json = read_all(stdin, &len);
    tidings_error *err = NULL;
    tidings_request *request = tidings_request_from_json(json, len, &err);
    tidings_client_options *options = tidings_client_options_new();
    if (request) {
        for (int i = 2; i < argc; i++) set_option(options, request, argv[i]);
    }
    tidings_client *client = request ? tidings_client_new(options, &err) : NULL;
    if (!client) put_error(tidings_error_code(err), err);
    else if (!strcmp(argv[1], "create")) create(client, request);
    else stream(client, request, !strcmp(argv[1], "callback"));
    tidings_client_free(client);
    tidings_client_options_free(options);
    tidings_request_free(request);
    tidings_error_free(err);
    tidings_shutdown(1000);
    free(json);
    return 0;
}
