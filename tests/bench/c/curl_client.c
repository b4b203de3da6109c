/* The client that a careful C programmer writes on libcurl: one handle kept alive, the event stream split by hand in the write
 * callback, JSON by yyjson. It neither tries again nor checks what it sends. */
#define _GNU_SOURCE
#include "client.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>
#include <yyjson.h>

#define POOL (64u << 10)
/* Seconds to connect, when thousands do so at once. */
#define CONNECT 60L

const bool client_reads = true;

/* One call: its handle of libcurl, which keeps its connection, and what is needed while its answer arrives. */
struct transfer {
    CURL *easy;
    struct buffer received;
    struct buffer data;
    size_t data_lines;
    struct answer *answer;
    yyjson_alc *alc;
    char *request;
};

struct client {
    struct curl_slist *headers;
    char *url;
    struct transfer transfer;
    char *pool;
    yyjson_alc alc;
};

static void transfer_open(struct client *client, struct transfer *transfer);
static void transfer_close(struct transfer *transfer);
static void begin(struct transfer *transfer, const struct work *work, struct answer *answer, bool streams);
static void add_turns(yyjson_mut_doc *doc, yyjson_mut_val *messages, const struct work *work);
static void add_images(yyjson_mut_doc *doc, yyjson_mut_val *messages, const struct work *work);
static char *base64(const unsigned char *bytes, size_t len);
static void finish(struct transfer *transfer, CURLcode code);
static void read_message(struct transfer *transfer);
static size_t keep(char *bytes, size_t size, size_t count, void *userdata);
static size_t split(char *bytes, size_t size, size_t count, void *userdata);
static void line(struct transfer *transfer, char *start, size_t len);
static void event(struct transfer *transfer, char *json, size_t len);

struct client *client_new(const char *base_url) {
    static char key[] = "x-api-key: " KEY;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    struct client *client = calloc(1, sizeof *client);
    size_t len = strlen(base_url) + sizeof "/v1/messages";
    client->url = malloc(len);
    snprintf(client->url, len, "%s/v1/messages", base_url);
    const char *headers[] = {"content-type: application/json", "accept: application/json", "anthropic-version: 2023-06-01",
                             "user-agent: speed/1.0", "expect:", key};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) client->headers = curl_slist_append(client->headers, headers[i]);
    client->pool = malloc(POOL);
    yyjson_alc_pool_init(&client->alc, client->pool, POOL);
    transfer_open(client, &client->transfer);
    return client;
}

void client_free(struct client *client) {
    transfer_close(&client->transfer);
    curl_slist_free_all(client->headers);
    free(client->pool);
    free(client->url);
    free(client);
    curl_global_cleanup();
}

void client_create(struct client *client, const struct work *work, struct answer *answer) {
    begin(&client->transfer, work, answer, false);
    finish(&client->transfer, curl_easy_perform(client->transfer.easy));
    read_message(&client->transfer);
}

void client_stream(struct client *client, struct answer *answer) {
    begin(&client->transfer, NULL, answer, true);
    finish(&client->transfer, curl_easy_perform(client->transfer.easy));
}

/* Many at a time: the multi interface with a socket callback and epoll, as its documentation advises for many handles. */
struct loop {
    CURLM *multi;
    int epoll;
    long timeout;
    int running;
};

static void loop_open(struct loop *loop);
static void loop_turn(struct loop *loop);
static struct transfer *next_done(struct loop *loop);
static void loop_close(struct loop *loop);

void client_hold(struct client *client, struct answer *answers, size_t count) {
    client_watch(client, answers, count, HOLD_PAUSE * (unsigned)count);
}

void client_watch(struct client *client, struct answer *answers, size_t count, unsigned spread) {
    struct loop loop;
    loop_open(&loop);
    struct transfer *transfers = calloc(count, sizeof *transfers);
    for (size_t i = 0; i < count; i++) {
        transfer_open(client, &transfers[i]);
        begin(&transfers[i], NULL, &answers[i], true);
        curl_multi_add_handle(loop.multi, transfers[i].easy);
        curl_multi_socket_action(loop.multi, CURL_SOCKET_TIMEOUT, 0, &loop.running);
        usleep(spread / (unsigned)count);
    }
    size_t left = count;
    while (left > 0) {
        loop_turn(&loop);
        while (next_done(&loop)) left--;
    }
    for (size_t i = 0; i < count; i++) transfer_close(&transfers[i]);
    free(transfers);
    loop_close(&loop);
}

void client_many(struct client *client, struct answer *answer, size_t count, size_t width) {
    static struct loop loop;
    static struct transfer *transfers;
    if (!transfers) {
        loop_open(&loop);
        transfers = calloc(width, sizeof *transfers);
        for (size_t i = 0; i < width; i++) transfer_open(client, &transfers[i]);
    }
    size_t begun = 0, over = 0;
    for (; begun < width && begun < count; begun++) {
        begin(&transfers[begun], NULL, answer, false);
        curl_multi_add_handle(loop.multi, transfers[begun].easy);
    }
    while (over < count) {
        loop_turn(&loop);
        struct transfer *done;
        while ((done = next_done(&loop))) {
            answer_clear(answer);
            read_message(done);
            if (answer->text.len != 5) fail("many", "another text");
            over++;
            if (begun < count) {
                begun++;
                begin(done, NULL, answer, false);
                curl_multi_add_handle(loop.multi, done->easy);
            }
        }
    }
}

static void transfer_open(struct client *client, struct transfer *transfer) {
    CURL *easy = transfer->easy = curl_easy_init();
    transfer->alc = &client->alc;
    curl_easy_setopt(easy, CURLOPT_URL, client->url);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, client->headers);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, CONNECT);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
}

static void transfer_close(struct transfer *transfer) {
    curl_easy_cleanup(transfer->easy);
    free(transfer->received.bytes);
    free(transfer->data.bytes);
    free(transfer->request);
}

/* Makes the request, with a writer of JSON, as a text may hold anything. */
static void begin(struct transfer *transfer, const struct work *work, struct answer *answer, bool streams) {
    bool is_short = !work || (work->count == 0 && work->images == 0);
    yyjson_mut_doc *doc = yyjson_mut_doc_new(is_short ? transfer->alc : NULL);
    yyjson_mut_val *root = yyjson_mut_obj(doc), *messages = yyjson_mut_arr(doc);
    yyjson_mut_doc_set_root(doc, root);
    yyjson_mut_obj_add_str(doc, root, "model", MODEL);
    yyjson_mut_obj_add_uint(doc, root, "max_tokens", MAX_TOKENS);
    if (is_short) {
        yyjson_mut_val *message = yyjson_mut_arr_add_obj(doc, messages);
        yyjson_mut_obj_add_str(doc, message, "role", "user");
        yyjson_mut_obj_add_str(doc, message, "content", QUESTION);
    } else if (work->count) {
        add_turns(doc, messages, work);
    } else {
        add_images(doc, messages, work);
    }
    yyjson_mut_obj_add_val(doc, root, "messages", messages);
    if (streams) yyjson_mut_obj_add_bool(doc, root, "stream", true);
    size_t len;
    free(transfer->request);
    transfer->request = yyjson_mut_write(doc, 0, &len);
    yyjson_mut_doc_free(doc);

    transfer->answer = answer;
    transfer->received.len = transfer->data.len = transfer->data_lines = 0;
    answer_clear(answer);
    curl_easy_setopt(transfer->easy, CURLOPT_POSTFIELDS, transfer->request);
    curl_easy_setopt(transfer->easy, CURLOPT_POSTFIELDSIZE, (long)len);
    curl_easy_setopt(transfer->easy, CURLOPT_WRITEFUNCTION, streams ? split : keep);
}

static void add_turns(yyjson_mut_doc *doc, yyjson_mut_val *messages, const struct work *work) {
    for (size_t i = 0; i < work->count; i++) {
        yyjson_mut_val *message = yyjson_mut_arr_add_obj(doc, messages);
        yyjson_mut_obj_add_str(doc, message, "role", i % 2 == 0 ? "user" : "assistant");
        yyjson_mut_obj_add_strn(doc, message, "content", work->turns[i], work->lens[i]);
    }
}

static void add_images(yyjson_mut_doc *doc, yyjson_mut_val *messages, const struct work *work) {
    yyjson_mut_val *message = yyjson_mut_arr_add_obj(doc, messages);
    yyjson_mut_obj_add_str(doc, message, "role", "user");
    yyjson_mut_val *content = yyjson_mut_obj_add_arr(doc, message, "content");
    for (size_t i = 0; i < work->images; i++) {
        char *data = base64(work->image, work->image_len);
        yyjson_mut_val *block = yyjson_mut_arr_add_obj(doc, content);
        yyjson_mut_obj_add_str(doc, block, "type", "image");
        yyjson_mut_val *source = yyjson_mut_obj_add_obj(doc, block, "source");
        yyjson_mut_obj_add_str(doc, source, "type", "base64");
        yyjson_mut_obj_add_str(doc, source, "media_type", "image/png");
        yyjson_mut_obj_add_strcpy(doc, source, "data", data);
        free(data);
    }
    yyjson_mut_val *block = yyjson_mut_arr_add_obj(doc, content);
    yyjson_mut_obj_add_str(doc, block, "type", "text");
    yyjson_mut_obj_add_str(doc, block, "text", QUESTION);
}

static char *base64(const unsigned char *bytes, size_t len) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *text = malloc(len / 3 * 4 + 5), *to = text;
    size_t i = 0;
    for (; i + 2 < len; i += 3) {
        unsigned three = (unsigned)bytes[i] << 16 | (unsigned)bytes[i + 1] << 8 | bytes[i + 2];
        *to++ = letters[three >> 18];
        *to++ = letters[three >> 12 & 63];
        *to++ = letters[three >> 6 & 63];
        *to++ = letters[three & 63];
    }
    if (i < len) {
        unsigned left = (unsigned)bytes[i] << 16 | (i + 1 < len ? (unsigned)bytes[i + 1] << 8 : 0);
        *to++ = letters[left >> 18];
        *to++ = letters[left >> 12 & 63];
        *to++ = i + 1 < len ? letters[left >> 6 & 63] : '=';
        *to++ = '=';
    }
    *to = '\0';
    return text;
}

/* A transfer that is over, out of the loop; NULL where there is no other. */
static struct transfer *next_done(struct loop *loop) {
    CURLMsg *message;
    int queued;
    while ((message = curl_multi_info_read(loop->multi, &queued))) {
        if (message->msg != CURLMSG_DONE) continue;
        struct transfer *done;
        CURLcode code = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&done);
        curl_multi_remove_handle(loop->multi, done->easy);
        finish(done, code);
        return done;
    }
    return NULL;
}

static void finish(struct transfer *transfer, CURLcode code) {
    long status;
    if (code != CURLE_OK) fail("libcurl", curl_easy_strerror(code));
    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) fail("libcurl", "another status");
}

static void read_message(struct transfer *transfer) {
    yyjson_doc *doc = yyjson_read_opts(transfer->received.bytes, transfer->received.len, 0, transfer->alc, NULL);
    yyjson_val *root = yyjson_doc_get_root(doc), *block;
    size_t at, count;
    yyjson_arr_foreach(yyjson_obj_get(root, "content"), at, count, block) {
        yyjson_val *text = yyjson_obj_get(block, "text");
        if (yyjson_is_str(text)) append(&transfer->answer->text, yyjson_get_str(text), yyjson_get_len(text));
    }
    answer_stopped(transfer->answer, yyjson_get_str(yyjson_obj_get(root, "stop_reason")));
    transfer->answer->output_tokens = yyjson_get_uint(yyjson_obj_get(yyjson_obj_get(root, "usage"), "output_tokens"));
    yyjson_doc_free(doc);
}

static size_t keep(char *bytes, size_t size, size_t count, void *userdata) {
    struct transfer *transfer = userdata;
    append(&transfer->received, bytes, size * count);
    return size * count;
}

/* Cuts lines out of what has arrived. Only a line that is not whole yet is copied. */
static size_t split(char *bytes, size_t size, size_t count, void *userdata) {
    struct transfer *transfer = userdata;
    char *at = bytes, *end = bytes + size * count, *stop;
    while ((stop = memchr(at, '\n', (size_t)(end - at)))) {
        if (transfer->received.len > 0) {
            append(&transfer->received, at, (size_t)(stop - at));
            line(transfer, transfer->received.bytes, transfer->received.len);
            transfer->received.len = 0;
        } else {
            line(transfer, at, (size_t)(stop - at));
        }
        at = stop + 1;
    }
    append(&transfer->received, at, (size_t)(end - at));
    return size * count;
}

/* An event ends with an empty line; of its fields only the data counts, which says its type as well. */
static void line(struct transfer *transfer, char *start, size_t len) {
    if (len > 0 && start[len - 1] == '\r') len--;
    if (len == 0) {
        if (transfer->data_lines > 0) event(transfer, transfer->data.bytes, transfer->data.len);
        transfer->data.len = transfer->data_lines = 0;
    } else if (len >= 5 && memcmp(start, "data:", 5) == 0) {
        size_t skip = len > 5 && start[5] == ' ' ? 6 : 5;
        if (transfer->data_lines++ > 0) append(&transfer->data, "\n", 1);
        append(&transfer->data, start + skip, len - skip);
    }
}

static void event(struct transfer *transfer, char *json, size_t len) {
    struct answer *answer = transfer->answer;
    yyjson_doc *doc = yyjson_read_opts(json, len, 0, transfer->alc, NULL);
    if (!doc) fail("event", "not JSON");
    yyjson_val *root = yyjson_doc_get_root(doc), *type = yyjson_obj_get(root, "type");
    answer->events++;
    if (yyjson_equals_str(type, "content_block_delta")) {
        yyjson_val *delta = yyjson_obj_get(root, "delta");
        if (yyjson_equals_str(yyjson_obj_get(delta, "type"), "text_delta")) {
            yyjson_val *text = yyjson_obj_get(delta, "text");
            answer_seen(answer, yyjson_get_str(text), yyjson_get_len(text));
            append(&answer->text, yyjson_get_str(text), yyjson_get_len(text));
        }
    } else if (yyjson_equals_str(type, "message_delta")) {
        answer_stopped(answer, yyjson_get_str(yyjson_obj_get(yyjson_obj_get(root, "delta"), "stop_reason")));
        answer->output_tokens = yyjson_get_uint(yyjson_obj_get(yyjson_obj_get(root, "usage"), "output_tokens"));
    } else if (yyjson_equals_str(type, "error")) {
        fail("event", "error");
    }
    yyjson_doc_free(doc);
}

static int watch(CURL *easy, curl_socket_t socket, int what, void *userdata, void *known) {
    struct loop *loop = userdata;
    struct epoll_event wanted = {0};
    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        epoll_ctl(loop->epoll, EPOLL_CTL_DEL, socket, NULL);
        return 0;
    }
    if (what & CURL_POLL_IN) wanted.events |= EPOLLIN;
    if (what & CURL_POLL_OUT) wanted.events |= EPOLLOUT;
    wanted.data.fd = socket;
    epoll_ctl(loop->epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &wanted);
    if (!known) curl_multi_assign(loop->multi, socket, loop);
    return 0;
}

static int remember(CURLM *multi, long timeout, void *userdata) {
    (void)multi;
    ((struct loop *)userdata)->timeout = timeout;
    return 0;
}

static void loop_open(struct loop *loop) {
    loop->multi = curl_multi_init();
    loop->epoll = epoll_create1(EPOLL_CLOEXEC);
    loop->timeout = -1;
    curl_multi_setopt(loop->multi, CURLMOPT_SOCKETFUNCTION, watch);
    curl_multi_setopt(loop->multi, CURLMOPT_SOCKETDATA, loop);
    curl_multi_setopt(loop->multi, CURLMOPT_TIMERFUNCTION, remember);
    curl_multi_setopt(loop->multi, CURLMOPT_TIMERDATA, loop);
}

static void loop_turn(struct loop *loop) {
    struct epoll_event ready[64];
    int count = epoll_wait(loop->epoll, ready, 64, (int)loop->timeout);
    if (count == 0) {
        loop->timeout = -1;
        curl_multi_socket_action(loop->multi, CURL_SOCKET_TIMEOUT, 0, &loop->running);
    }
    for (int i = 0; i < count; i++) {
        int what = (ready[i].events & EPOLLIN ? CURL_CSELECT_IN : 0) | (ready[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0);
        if (ready[i].events & (EPOLLERR | EPOLLHUP)) what |= CURL_CSELECT_ERR;
        curl_multi_socket_action(loop->multi, ready[i].data.fd, what, &loop->running);
    }
}

static void loop_close(struct loop *loop) {
    curl_multi_cleanup(loop->multi);
    close(loop->epoll);
}
