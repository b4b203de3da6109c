/* The floor: a socket and the bytes. It sends what was put together before, finds where the answer ends and where its frames
 * do, and reads nothing of them. */
#define _GNU_SOURCE
#include "client.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define ROOM (128u << 10)
#define TEXT "\"text_delta\",\"text\":\""

const bool client_reads = false;

struct line {
    int socket;
    size_t events;
    /* The last bytes that came, and whether the last was the end of a line: a mark may be cut. */
    char tail[7];
    bool newline;
    bool over;
};

struct client {
    struct sockaddr_in address;
    struct line line;
    char *bytes;
    char whole[512];
    char streamed[512];
    char path[128];
    unsigned port;
    /* A request that is not the short question, once it was put together. */
    char *large;
    size_t large_len;
};

static int connected(const struct client *client);
static void ask(int socket, const char *request, size_t len);
static void compose(struct client *client, const struct work *work);
static void take(struct line *line, const char *bytes, size_t len);

struct client *client_new(const char *base_url) {
    struct client *client = calloc(1, sizeof *client);
    if (sscanf(base_url, "http://127.0.0.1:%u/%120s", &client->port, client->path) != 2) fail("bare", "no such URL");
    client->address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)client->port)};
    client->address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    client->bytes = malloc(ROOM + 1);
    const char *ends[] = {"}", ",\"stream\":true}"};
    char *requests[] = {client->whole, client->streamed};
    for (int i = 0; i < 2; i++) {
        char body[256];
        int len = snprintf(body, sizeof body, "{\"model\":\"%s\",\"max_tokens\":%d,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s",
                           MODEL, MAX_TOKENS, QUESTION, ends[i]);
        snprintf(requests[i], 512, "POST /%s/v1/messages HTTP/1.1\r\nhost: 127.0.0.1:%u\r\nx-api-key: %s\r\ncontent-length: %d\r\n\r\n%s",
                 client->path, client->port, KEY, len, body);
    }
    client->line.socket = connected(client);
    return client;
}

void client_free(struct client *client) {
    close(client->line.socket);
    free(client->bytes);
    free(client->large);
    free(client);
}

void client_create(struct client *client, const struct work *work, struct answer *answer) {
    size_t have = 0, whole = 0;
    (void)answer;
    if (work->count || work->images) {
        if (!client->large) compose(client, work);
        ask(client->line.socket, client->large, client->large_len);
    } else {
        ask(client->line.socket, client->whole, strlen(client->whole));
    }
    while (!whole || have < whole) {
        ssize_t got = recv(client->line.socket, client->bytes + have, ROOM - have, 0);
        if (got <= 0) fail("bare", "the connection is over");
        have += (size_t)got;
        client->bytes[have] = '\0';
        char *body = whole ? NULL : strstr(client->bytes, "\r\n\r\n");
        if (body) {
            char *length = strstr(client->bytes, "content-length: ");
            if (!length) fail("bare", "no length");
            whole = (size_t)(body + 4 - client->bytes) + strtoul(length + 16, NULL, 10);
        }
    }
}

void client_stream(struct client *client, struct answer *answer) {
    struct line *line = &client->line;
    *line = (struct line){.socket = line->socket};
    ask(line->socket, client->streamed, strlen(client->streamed));
    while (!line->over) {
        ssize_t got = recv(line->socket, client->bytes, ROOM, 0);
        if (got <= 0) fail("bare", "the connection is over");
        take(line, client->bytes, (size_t)got);
    }
    answer_clear(answer);
    answer->events = line->events;
}

void client_hold(struct client *client, struct answer *answers, size_t count) {
    client_watch(client, answers, count, HOLD_PAUSE * (unsigned)count);
}

void client_watch(struct client *client, struct answer *answers, size_t count, unsigned spread) {
    struct line *lines = calloc(count, sizeof *lines);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    for (size_t i = 0; i < count; i++) {
        struct epoll_event wanted = {.events = EPOLLIN, .data.u64 = i};
        lines[i].socket = connected(client);
        ask(lines[i].socket, client->streamed, strlen(client->streamed));
        epoll_ctl(epoll, EPOLL_CTL_ADD, lines[i].socket, &wanted);
        usleep(spread / (unsigned)count);
    }
    for (size_t left = count; left > 0;) {
        struct epoll_event ready[64];
        int found = epoll_wait(epoll, ready, 64, -1);
        for (int i = 0; i < found; i++) {
            size_t at = ready[i].data.u64;
            struct line *line = &lines[at];
            ssize_t got = recv(line->socket, client->bytes, ROOM, 0);
            if (got <= 0) fail("bare", "the connection is over");
            take(line, client->bytes, (size_t)got);
            for (char *text = client->bytes; (text = memmem(text, (size_t)(client->bytes + got - text), TEXT, sizeof TEXT - 1));) {
                text += sizeof TEXT - 1;
                answer_seen(&answers[at], text, (size_t)(client->bytes + got - text));
            }
            if (line->over) left--;
        }
    }
    for (size_t i = 0; i < count; i++) {
        answers[i].events = lines[i].events;
        close(lines[i].socket);
    }
    close(epoll);
    free(lines);
}

void client_many(struct client *client, struct answer *answer, size_t count, size_t width) {
    static struct line *lines;
    static int epoll = -1;
    if (epoll < 0) {
        epoll = epoll_create1(EPOLL_CLOEXEC);
        lines = calloc(width, sizeof *lines);
        for (size_t i = 0; i < width; i++) {
            struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = &lines[i]};
            lines[i].socket = connected(client);
            epoll_ctl(epoll, EPOLL_CTL_ADD, lines[i].socket, &wanted);
        }
    }
    (void)answer;
    size_t begun = 0, over = 0;
    for (; begun < width && begun < count; begun++) ask(lines[begun].socket, client->whole, strlen(client->whole));
    while (over < count) {
        struct epoll_event ready[64];
        int found = epoll_wait(epoll, ready, 64, -1);
        for (int i = 0; i < found; i++) {
            struct line *line = ready[i].data.ptr;
            /* A small answer, which the server writes at once, comes at once. */
            ssize_t got = recv(line->socket, client->bytes, ROOM, 0);
            if (got <= 0 || client->bytes[got - 1] != '}') fail("bare", "not a whole answer");
            over++;
            if (begun++ < count) ask(line->socket, client->whole, strlen(client->whole));
        }
    }
}

static int connected(const struct client *client) {
    int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    if (connect(made, (const struct sockaddr *)&client->address, sizeof client->address) != 0) fail("bare", "no connection");
    setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return made;
}

static void ask(int socket, const char *request, size_t len) {
    for (size_t sent = 0; sent < len;) {
        ssize_t went = send(socket, request + sent, len - sent, MSG_NOSIGNAL);
        if (went <= 0) fail("bare", "not sent");
        sent += (size_t)went;
    }
}

/* Bytes as many as the request has with the other clients: what they say is read by nobody. */
static void compose(struct client *client, const struct work *work) {
    size_t len = work->images * (work->image_len / 3 * 4 + 80);
    for (size_t i = 0; i < work->count; i++) len += work->lens[i] + 32;
    client->large = malloc(len + 512);
    int head = snprintf(client->large, 512, "POST /%s/v1/messages HTTP/1.1\r\nhost: 127.0.0.1:%u\r\nx-api-key: %s\r\ncontent-length: %zu\r\n\r\n",
                        client->path, client->port, KEY, len);
    memset(client->large + head, ' ', len);
    client->large_len = (size_t)head + len;
}

/* A frame ends with an empty line, and the stream with the chunk of no length. */
static void take(struct line *line, const char *bytes, size_t len) {
    static const char end[] = "\r\n0\r\n\r\n";
    const char *at = bytes, *stop = bytes + len, *found;
    if (line->newline && *at == '\n') line->events++;
    while (at < stop && (found = memchr(at, '\n', (size_t)(stop - at)))) {
        if (found + 1 < stop && found[1] == '\n') line->events++;
        at = found + 1;
    }
    line->newline = bytes[len - 1] == '\n';
    size_t keep = len < sizeof line->tail ? sizeof line->tail - len : 0;
    memmove(line->tail, line->tail + sizeof line->tail - keep, keep);
    memcpy(line->tail + keep, stop - (sizeof line->tail - keep), sizeof line->tail - keep);
    line->over = memcmp(line->tail, end, sizeof line->tail) == 0;
}
