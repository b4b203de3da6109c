/* What a probe writes: JSON documents, gathered while a call runs and handed over in one piece. */
#ifndef PROBE_OUTPUT_H
#define PROBE_OUTPUT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tidings.h>

typedef struct {
    char *text;
    size_t len;
    size_t capacity;
} output;

static void put(output *out, const char *text, size_t len) {
    while (out->len + len > out->capacity) {
        out->capacity = out->capacity ? out->capacity * 2 : 4096;
        out->text = (char *)realloc(out->text, out->capacity);
        if (!out->text) abort();
    }
    if (len) memcpy(out->text + out->len, text, len);
    out->len += len;
}

static void put_text(output *out, const char *text) { put(out, text, strlen(text)); }

static void put_name(output *out, const char *name) {
    put_text(out, "\"");
    put_text(out, name);
    put_text(out, "\":");
}

static void put_string(output *out, const char *name, const char *text, size_t len) {
    put_name(out, name);
    if (!text) {
        put_text(out, "null,");
        return;
    }
    put_text(out, "\"");
    if (len == TIDINGS_NUL) len = strlen(text);
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)text[i];
        char escape[8];
        snprintf(escape, sizeof escape, "\\u%04x", byte);
        if (byte < 0x20 || byte == '"' || byte == '\\') put_text(out, escape);
        else put(out, text + i, 1);
    }
    put_text(out, "\",");
}

static void put_json(output *out, const char *name, const char *json) {
    put_name(out, name);
    put_text(out, json ? json : "null");
    put_text(out, ",");
}

static void put_number(output *out, const char *name, double number) {
    char digits[64];
    snprintf(digits, sizeof digits, "%.0f,", number);
    put_name(out, name);
    put_text(out, digits);
}

/* The end of a document: its last member, and the control character 0x1e, which JSON cannot hold. */
static void put_last(output *out, const char *name, const char *json) {
    put_name(out, name);
    put_text(out, json ? json : "null");
    put_text(out, "}\036");
}

static void put_blocks(output *out, const tidings_message *message) {
    put_text(out, "\"blocks\":[");
    for (size_t i = 0; i < tidings_message_block_count(message); i++) {
        size_t len;
        put_text(out, i ? ",{" : "{");
        put_string(out, "type", tidings_message_block_type(message, i), TIDINGS_NUL);
        const char *text = tidings_message_block_text(message, i, &len);
        put_string(out, "text", text, len);
        put_string(out, "tool_id", tidings_message_block_tool_id(message, i), TIDINGS_NUL);
        put_string(out, "tool_name", tidings_message_block_tool_name(message, i), TIDINGS_NUL);
        put_json(out, "tool_input", tidings_message_block_tool_input(message, i, NULL));
        put_name(out, "json");
        put_text(out, tidings_message_block_json(message, i, NULL));
        put_text(out, "}");
    }
    put_text(out, "],");
}

/* `request_id` is what a stream has told, or NULL. */
static void put_message(output *out, const tidings_message *message, const char *request_id) {
    size_t len;
    const char *text = tidings_message_text(message, &len);
    put_text(out, "{");
    put_string(out, "stream_request_id", request_id, TIDINGS_NUL);
    put_string(out, "text", text, len);
    put_string(out, "id", tidings_message_id(message), TIDINGS_NUL);
    put_string(out, "model", tidings_message_model(message), TIDINGS_NUL);
    put_string(out, "request_id", tidings_message_request_id(message), TIDINGS_NUL);
    put_string(out, "stop_reason", tidings_message_stop_reason(message), TIDINGS_NUL);
    put_string(out, "stop_sequence", tidings_message_stop_sequence(message), TIDINGS_NUL);
    put_number(out, "input_tokens", (double)tidings_message_input_tokens(message));
    put_number(out, "output_tokens", (double)tidings_message_output_tokens(message));
    put_blocks(out, message);
    put_last(out, "message", tidings_message_json(message, NULL));
}

static void put_error(output *out, tidings_result code, const tidings_error *error) {
    put_text(out, "{");
    put_number(out, "code", code);
    put_number(out, "code_of_error", tidings_error_code(error));
    put_string(out, "kind", tidings_result_name(code), TIDINGS_NUL);
    put_string(out, "message", tidings_error_message(error), TIDINGS_NUL);
    put_string(out, "description", tidings_error_description(error), TIDINGS_NUL);
    put_number(out, "status", tidings_error_status(error));
    put_string(out, "type", tidings_error_type(error), TIDINGS_NUL);
    put_string(out, "error_code", tidings_error_error_code(error), TIDINGS_NUL);
    put_json(out, "details", tidings_error_details_json(error));
    put_string(out, "api_message", tidings_error_api_message(error), TIDINGS_NUL);
    put_string(out, "workspace_id", tidings_error_workspace_id(error), TIDINGS_NUL);
    put_string(out, "workspace_header", tidings_error_header(error, "Anthropic-Workspace-Id"), TIDINGS_NUL);
    put_string(out, "cookie", tidings_error_header(error, "set-cookie"), TIDINGS_NUL);
    size_t raw_len;
    const char *raw_body = tidings_error_body(error, &raw_len);
    put_string(out, "raw_body", raw_body, raw_len);
    put_string(out, "request_id", tidings_error_request_id(error), TIDINGS_NUL);
    put_number(out, "attempts", tidings_error_attempts(error));
    put_number(out, "elapsed_ms", (double)tidings_error_elapsed_ms(error));
    put_number(out, "retry_after_ms", (double)tidings_error_retry_after_ms(error));
    put_string(out, "reason", tidings_error_reason(error), TIDINGS_NUL);
    put_string(out, "sent", tidings_error_sent(error), TIDINGS_NUL);
    put_number(out, "may_have_run", tidings_error_may_have_run(error));
    put_number(out, "is_retryable", tidings_error_is_retryable(error));
    const tidings_message *partial = tidings_error_partial_message(error);
    put_string(out, "partial_text", tidings_message_text(partial, NULL), TIDINGS_NUL);
    put_json(out, "partial", tidings_message_json(partial, NULL));
    put_last(out, "error", tidings_error_json(error));
}

static void put_event(output *out, const tidings_event *event) {
    if (strlen(event->data) != event->data_len) exit(3);
    put_text(out, "{");
    put_string(out, "kind", tidings_event_kind_name(event->kind), TIDINGS_NUL);
    put_string(out, "text", event->text, event->text_len);
    put_number(out, "index", event->index);
    put_number(out, "delta_kind", event->delta_kind);
    put_string(out, "delta", event->delta, event->delta_len);
    put_last(out, "data", event->data);
}

#endif
