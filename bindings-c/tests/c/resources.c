/*
 * Makes one call of a resource, and writes what came of it:
 *
 *     resources WAY METHOD BASE_URL [NAME=VALUE ...]
 *
 * WAY is "wait" (one function does all of it) or "start" (a call is begun and waited for; a list is walked page by page; a
 * download goes to a file). Written are JSON documents, a record separator behind each: the values, and how it ended.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tidings.h>

static int argument_count;
static char **arguments;
static int starts;

/* The value of the last argument of this name. */
static const char *given(const char *name) {
    size_t len = strlen(name);
    const char *value = NULL;
    for (int i = 0; i < argument_count; i++) {
        if (!strncmp(arguments[i], name, len) && arguments[i][len] == '=') value = arguments[i] + len + 1;
    }
    return value;
}

static void must(tidings_result code) {
    if (code == TIDINGS_OK) return;
    fprintf(stderr, "cannot be set: %s\n", tidings_result_name((uint32_t)code));
    exit(1);
}

static void put_string(const char *name, const char *text, size_t len) {
    if (!text) {
        printf("\"%s\":null,", name);
        return;
    }
    if (len == TIDINGS_NUL) len = strlen(text);
    printf("\"%s\":\"", name);
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == '"' || byte == '\\' || byte < 0x20) printf("\\u%04x", byte);
        else putchar(byte);
    }
    printf("\",");
}

static void put_hex(const char *bytes, size_t len) {
    printf("{\"hex\":\"");
    for (size_t i = 0; i < len; i++) printf("%02x", (unsigned char)bytes[i]);
    printf("\"}\036");
}

static int put_error(tidings_result code, const tidings_error *error) {
    size_t len;
    const char *raw = tidings_error_body(error, &len);
    printf("{");
    put_string("error", tidings_result_name((uint32_t)code), TIDINGS_NUL);
    put_string("description", tidings_error_description(error), TIDINGS_NUL);
    put_string("raw", raw, len);
    put_string("partial_text", tidings_message_text(tidings_error_partial_message(error), NULL), TIDINGS_NUL);
    printf("\"code_of_error\":%u,\"code\":%u,", (unsigned)tidings_error_code(error), (unsigned)code);
    printf("\"attempts\":%u}\036", (unsigned)tidings_error_attempts(error));
    return 0;
}

static void put_body(const tidings_response *response) {
    size_t len;
    const char *body = tidings_response_body(response, &len);
    if (strlen(body) != len) exit(3);
    printf("%s\036", len ? body : "null");
}

/* The options, and what can be added to any request. */
static void complete(tidings_request *request) {
    for (int i = 0; i < argument_count; i++) {
        char *name = strchr(arguments[i], '=');
        if (!name++) exit(2);
        char *value = strchr(name, '=');
        if (!strncmp(arguments[i], "query=", 6)) {
            *value = '\0';
            must(tidings_request_add_query(request, name, value + 1));
            *value = '=';
        } else if (!strncmp(arguments[i], "unset=", 6)) {
            must(tidings_request_add_query(request, name, NULL));
        } else if (!strncmp(arguments[i], "header=", 7)) {
            *value = '\0';
            must(tidings_request_set_header(request, name, value + 1));
            *value = '=';
        }
    }
}

static tidings_request *message(const char *json) {
    tidings_request *request = tidings_request_from_json(json, TIDINGS_NUL, NULL);
    if (!request) exit(2);
    return request;
}

static tidings_request *batch(void) {
    tidings_request *request = tidings_request_batch_create();
    for (int i = 0; i + 1 < argument_count; i++) {
        if (strncmp(arguments[i], "custom_id=", 10)) continue;
        tidings_request *item = message(arguments[i + 1] + 7);
        must(tidings_request_add_batch_item(request, arguments[i] + 10, item));
        tidings_request_free(item);
    }
    return request;
}

/* A file by the function for it, or as the form that it makes. */
static tidings_request *upload(void) {
    const char *path = given("path"), *content = given("content"), *expiry = given("expires_in_seconds");
    const char *name = given("filename"), *type = given("media_type");
    tidings_request *request;
    if (!starts) {
        request = path ? tidings_request_file_upload(path)
                       : tidings_request_file_upload_bytes(name, type, content, strlen(content));
        if (expiry) must(tidings_request_set_file_expiry(request, (uint64_t)atol(expiry)));
        return request;
    }
    request = tidings_request_raw("POST", "/v1/files");
    if (expiry) must(tidings_request_add_form_text(request, "expires_in_seconds", expiry, TIDINGS_NUL));
    if (path) must(tidings_request_add_form_file(request, "file", path, NULL, NULL));
    else must(tidings_request_add_form_bytes(request, "file", name, type, content, strlen(content)));
    return request;
}

static tidings_request *verb(const char *method) {
    char name[8] = "";
    for (size_t i = 0; method[i] && i < sizeof name - 1; i++) name[i] = (char)(method[i] - 'a' + 'A');
    tidings_request *request = tidings_request_raw(name, given("target"));
    const char *body = given("body");
    if (body) must(tidings_request_set_body(request, body, strlen(body), NULL));
    return request;
}

static tidings_request *request_for(const char *method) {
    const char *id = given("id");
    if (!strcmp(method, "models.retrieve")) return tidings_request_model_retrieve(id);
    if (!strncmp(method, "models.list", 11)) return tidings_request_model_list();
    if (!strcmp(method, "batches.create")) return batch();
    if (!strcmp(method, "batches.retrieve")) return tidings_request_batch_retrieve(id);
    if (!strcmp(method, "batches.cancel")) return tidings_request_batch_cancel(id);
    if (!strcmp(method, "batches.delete")) return tidings_request_batch_delete(id);
    if (!strncmp(method, "batches.list", 12)) return tidings_request_batch_list();
    if (!strcmp(method, "batches.results")) return tidings_request_batch_results(id);
    if (!strcmp(method, "files.upload")) return upload();
    if (!strcmp(method, "files.retrieve_metadata")) return tidings_request_file_retrieve(id);
    if (!strcmp(method, "files.delete")) return tidings_request_file_delete(id);
    if (!strncmp(method, "files.list", 10)) return tidings_request_file_list();
    if (!strcmp(method, "files.download")) return tidings_request_file_download(id);
    if (!strcmp(method, "messages.create")) return message(given("json"));
    if (!strcmp(method, "messages.count_tokens")) {
        tidings_request *counted = message(given("json"));
        tidings_request *request = tidings_request_count_tokens(counted);
        tidings_request_free(counted);
        return request;
    }
    return verb(method);
}

/* One request and its answer, in the way that was asked for. */
static tidings_result answer(
    const tidings_client *client, const tidings_request *request, tidings_response **response, tidings_error **err
) {
    tidings_call *call = NULL;
    tidings_result code;
    if (!starts) return tidings_client_send(client, request, response, err);
    code = tidings_client_start(client, request, &call, err);
    if (code == TIDINGS_OK) {
        if (tidings_call_wait(call, TIDINGS_FOREVER) == TIDINGS_AGAIN) exit(3);
        code = tidings_call_response(call, response, err);
    }
    tidings_call_free(call);
    return code;
}

static int one(const tidings_client *client, const tidings_request *request, const char *method) {
    tidings_response *response = NULL;
    tidings_error *err = NULL;
    tidings_result code = answer(client, request, &response, &err);
    if (code != TIDINGS_OK) {
        put_error(code, err);
    } else {
        size_t len;
        const char *body = tidings_response_body(response, &len);
        if (!strcmp(method, "files.download")) put_hex(body, len);
        else put_body(response);
        if (tidings_response_object(response)) {
            size_t same;
            const char *json = tidings_object_json(tidings_response_object(response), &same);
            if (same != len || memcmp(json, body, len)) exit(3);
        }
        printf("{\"attempts\":%u,\"status\":%u}\036", (unsigned)tidings_response_attempts(response),
               (unsigned)tidings_response_status(response));
    }
    tidings_response_free(response);
    tidings_error_free(err);
    return 0;
}

/* One page: its items, and whether there is another. */
static int page(const tidings_client *client, const tidings_request *request) {
    tidings_response *response = NULL;
    tidings_request *next = NULL;
    tidings_error *err = NULL;
    tidings_result code = answer(client, request, &response, &err);
    if (code == TIDINGS_OK) {
        const char *data = tidings_object_part(tidings_response_object(response), "/data", NULL);
        code = tidings_request_next_page(request, response, &next, &err);
        if (code == TIDINGS_OK || code == TIDINGS_DONE) {
            printf("{\"data\":%s,\"has_next\":%s}\036{}\036", data, next ? "true" : "false");
            code = TIDINGS_OK;
        }
    }
    if (code != TIDINGS_OK) put_error(code, err);
    tidings_request_free(next);
    tidings_response_free(response);
    tidings_error_free(err);
    return 0;
}

/* All pages, each asked for by its own request. */
static int pages(const tidings_client *client, const tidings_request *first) {
    tidings_request *request = tidings_request_clone(first);
    tidings_error *err = NULL;
    tidings_result code = TIDINGS_OK;
    while (code == TIDINGS_OK) {
        tidings_response *response = NULL;
        tidings_request *next = NULL;
        code = answer(client, request, &response, &err);
        if (code == TIDINGS_OK) {
            const tidings_object *object = tidings_response_object(response);
            for (size_t i = 0; i < tidings_object_count(object, "/data"); i++) {
                char pointer[32];
                snprintf(pointer, sizeof pointer, "/data/%u", (unsigned)i);
                printf("%s\036", tidings_object_part(object, pointer, NULL));
            }
            code = tidings_request_next_page(request, response, &next, &err);
        }
        tidings_response_free(response);
        tidings_request_free(request);
        request = next;
    }
    if (code == TIDINGS_DONE) printf("{}\036");
    else put_error(code, err);
    tidings_error_free(err);
    return 0;
}

/* All objects of a list, or all lines of results. */
static int all(const tidings_client *client, const tidings_request *request) {
    tidings_list *list = NULL;
    tidings_error *err = NULL;
    tidings_result code = tidings_client_list(client, request, &list, &err);
    const tidings_object *object;
    if (code != TIDINGS_OK) {
        put_error(code, err);
        tidings_error_free(err);
        return 0;
    }
    for (;;) {
        code = tidings_list_next(list, &object);
        if (code == TIDINGS_OK) {
            if (tidings_list_error(list)) exit(3);
            printf("%s\036", tidings_object_json(object, NULL));
        } else if (code == TIDINGS_UNEXPECTED_RESPONSE && tidings_error_body(tidings_list_error(list), NULL)) {
            put_error(code, tidings_list_error(list));
        } else {
            break;
        }
    }
    if (code != TIDINGS_DONE) put_error(code, tidings_list_error(list));
    if (code != tidings_list_next(list, &object) || object) exit(3);
    printf("{}\036");
    tidings_list_free(list);
    return 0;
}

static int download(const tidings_client *client, const tidings_request *request) {
    tidings_error *err = NULL;
    tidings_result code = tidings_client_download(client, request, given("goal"), &err);
    if (code == TIDINGS_OK) printf("null\036{}\036");
    else put_error(code, err);
    tidings_error_free(err);
    return 0;
}

static int create(const tidings_client *client, const tidings_request *request) {
    tidings_message *answer = NULL;
    tidings_error *err = NULL;
    tidings_result code = tidings_client_create(client, request, &answer, &err);
    if (code == TIDINGS_OK) printf("%s\036{}\036", tidings_message_json(answer, NULL));
    else put_error(code, err);
    tidings_message_free(answer);
    tidings_error_free(err);
    return 0;
}

static int play(const tidings_client *client, const tidings_request *request, const char *method) {
    size_t len = strlen(method);
    if (!strcmp(method, "batches.results")) return all(client, request);
    if (len > 4 && !strcmp(method + len - 4, ".all")) return starts ? pages(client, request) : all(client, request);
    if (len > 5 && !strcmp(method + len - 5, ".list")) return page(client, request);
    if (!strcmp(method, "files.download") && starts) return download(client, request);
    if (!strcmp(method, "messages.create") && !starts) return create(client, request);
    return one(client, request, method);
}

int main(int argc, char **argv) {
    if (argc < 4) return 2;
    starts = !strcmp(argv[1], "start");
    argument_count = argc - 4;
    arguments = argv + 4;
    tidings_client_options *options = tidings_client_options_new();
    must(tidings_client_options_set_api_key(options, "test-key"));
    must(tidings_client_options_set_base_url(options, argv[3]));
    if (given("max_retries"))
        must(tidings_client_options_set_max_retries(options, (uint32_t)atol(given("max_retries"))));
    if (given("stream_long_calls"))
        must(tidings_client_options_set_stream_long_calls(options, !strcmp(given("stream_long_calls"), "true")));
    tidings_client *client = tidings_client_new(options, NULL);
    tidings_request *request = request_for(argv[2]);
    complete(request);
    int code = play(client, request, argv[2]);
    tidings_request_free(request);
    tidings_client_free(client);
    tidings_client_options_free(options);
    tidings_shutdown(1000);
    return code ? code : tidings_handle_count() != 0;
}
