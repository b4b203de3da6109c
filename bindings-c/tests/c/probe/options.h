/* The options of clients and calls by the names that the tables have for them. */
#ifndef PROBE_OPTIONS_H
#define PROBE_OPTIONS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tidings.h>

/* What sets an option, by the kind of its value. */
typedef tidings_result (*set_time)(tidings_client_options *options, uint64_t time);
typedef tidings_result (*set_switch)(tidings_client_options *options, bool yes);
typedef tidings_result (*set_size)(tidings_client_options *options, size_t number);
typedef tidings_result (*set_text)(tidings_client_options *options, const char *text);
typedef tidings_result (*set_call_time)(tidings_request *request, uint64_t time);
typedef tidings_result (*set_call_switch)(tidings_request *request, bool yes);

static const struct client_option {
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

static const struct call_option {
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

/* Cuts "name:value" in two, and gives the value. */
static char *cut(char *pair, char at) {
    char *value = strchr(pair, at);
    if (!value) exit(2);
    *value = '\0';
    return value + 1;
}

static tidings_result set_option(tidings_client_options *options, tidings_request *request, char *name, char *value) {
    uint32_t number = (uint32_t)strtoul(value, NULL, 10);
    if (!strcmp(name, "max_retries")) return tidings_client_options_set_max_retries(options, number);
    if (!strcmp(name, "call.max_retries")) return tidings_request_set_max_retries(request, number);
    if (!strcmp(name, "ca_bundle")) return tidings_client_options_set_ca_bundle(options, value, TIDINGS_NUL);
    if (!strcmp(name, "client_cert"))
        return tidings_client_options_set_client_cert(options, value, TIDINGS_NUL, value, TIDINGS_NUL);
    if (!strcmp(name, "header")) {
        const char *text = cut(value, ':');
        return tidings_client_options_set_header(options, value, text);
    }
    if (!strcmp(name, "call.header")) {
        const char *text = cut(value, ':');
        return tidings_request_set_header(request, value, text);
    }
    if (!strncmp(name, "call.", 5)) return set_call_option(request, name, value);
    return set_client_option(options, name, value);
}

#endif
