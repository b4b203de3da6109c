/* One measurement of one client, in a process of its own; prints one line of JSON.
 *
 *     program CASE AMOUNT TIMES BASE_URL
 *
 * What came back is checked after the clock was read, and the clock is that of the whole process, all its threads included. One
 * call or stream comes before, for what is made only once. */
#define _GNU_SOURCE
#include "client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

/* Over so many microseconds paced streams begin, or all would have their events at once. */
#define SPREAD 50000
#define IMAGE 937500

static const char words[] = "Tides rise and fall twice a lunar day, as the moon passes. ";
static const size_t ends[] = {0, 6, 11, 15, 20, 26, 28, 34, 39, 42, 46, 51, 59};

struct usage {
    double cpu;
    double wall;
    long resident;
};

/* Nanoseconds that texts of paced streams were on their way; there is room where streams are paced. */
static int64_t *delays;
static size_t delayed;

/* Texts of held streams that are still to come, and the memory that the process had when the last of them was there. */
static size_t awaited;
static long opened;

static struct usage used(void);
static int64_t nanoseconds(clockid_t clock);
static long resident(void);
static void report(struct usage before, struct usage after, size_t units);
static struct work turns_of(size_t count);
static struct work images_of(size_t count);
static void check(const struct answer *answer, size_t pieces);

static size_t create(struct client *client, const struct work *work, struct answer *answer, size_t times) {
    for (size_t i = 0; i < times; i++) {
        client_create(client, work, answer);
        if (!client_reads) continue;
        if (answer->text.len != 5 || memcmp(answer->text.bytes, "Hello", 5) != 0) fail("create", "another text");
        if (strcmp(answer->stop_reason, "end_turn") != 0 || answer->output_tokens != 1) fail("create", "another end");
    }
    return times;
}

static size_t stream(struct client *client, struct answer *answer, size_t pieces, size_t times) {
    size_t events = 0;
    for (size_t i = 0; i < times; i++) {
        client_stream(client, answer);
        check(answer, pieces);
        events += answer->events;
    }
    return events;
}

/* What is made only once is there before: a short stream of another client has made it. */
static void warm_up(const char *url) {
    char text[256];
    struct answer answer = {0};
    snprintf(text, sizeof text, "%.*s/text/10", (int)(strstr(url, "/held/") - url), url);
    struct client *client = client_new(text);
    client_stream(client, &answer);
    client_free(client);
    free(answer.text.bytes);
}

static size_t hold(struct client *client, size_t count) {
    struct answer *answers = calloc(count, sizeof *answers);
    awaited = HELD_PIECES * count;
    client_hold(client, answers, count);
    if (awaited > 0) fail("hold", "some texts never came");
    for (size_t i = 0; i < count; i++) {
        check(&answers[i], HELD_PIECES);
        free(answers[i].text.bytes);
    }
    free(answers);
    return count;
}

/* Streams of events that are the server's clock. */
static size_t watch(struct client *client, size_t pieces, size_t count) {
    struct answer *answers = calloc(count, sizeof *answers);
    size_t events = 0;
    delays = malloc(count * pieces * sizeof *delays);
    client_watch(client, answers, count, SPREAD);
    for (size_t i = 0; i < count; i++) {
        events += answers[i].events;
        if (answers[i].events != pieces + 5 || answers[i].pieces != pieces) fail("paced", "another number of events");
        free(answers[i].text.bytes);
    }
    free(answers);
    return events;
}

static size_t construct(const char *url, size_t times) {
    struct client **clients = calloc(times, sizeof *clients);
    for (size_t i = 0; i < times; i++) clients[i] = client_new(url);
    for (size_t i = 0; i < times; i++) client_free(clients[i]);
    free(clients);
    return times;
}

int main(int argc, char **argv) {
    if (argc != 5) fail("usage", "program CASE AMOUNT TIMES BASE_URL");
    const char *name = argv[1];
    size_t amount = strtoul(argv[2], NULL, 10), times = strtoul(argv[3], NULL, 10), units = 0;
    struct work work = {0};
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);

    struct client *client = client_new(argv[4]);
    struct answer answer = {0};
    struct usage before = used(), after;
    if (strcmp(name, "construct") == 0) {
        units = construct(argv[4], times);
    } else if (strcmp(name, "create") == 0 || strcmp(name, "large") == 0 || strcmp(name, "images") == 0) {
        if (*name == 'l') work = turns_of(amount);
        if (*name == 'i') work = images_of(amount);
        create(client, &work, &answer, *name == 'c' ? 10 : 1);
        before = used();
        units = create(client, &work, &answer, times);
    } else if (strcmp(name, "raw") == 0) {
        stream(client, &answer, amount, 1);
        before = used();
        units = stream(client, &answer, amount, times);
    } else if (strcmp(name, "many") == 0) {
        client_many(client, &answer, amount, amount);
        before = used();
        client_many(client, &answer, times, amount);
        units = times;
    } else if (strcmp(name, "paced") == 0) {
        units = watch(client, amount, times);
    } else if (strcmp(name, "hold") == 0) {
        warm_up(argv[4]);
        before = used();
        units = hold(client, times);
    } else {
        fail("no such case", name);
    }
    after = used();
    client_free(client);
    free(answer.text.bytes);
    report(before, after, units);
    return 0;
}

void append(struct buffer *buffer, const char *bytes, size_t len) {
    if (len == 0) return;
    if (buffer->len + len > buffer->room) {
        size_t room = buffer->room ? buffer->room : 64;
        while (room < buffer->len + len) room *= 2;
        char *larger = realloc(buffer->bytes, room);
        if (!larger) fail("memory", "none left");
        buffer->bytes = larger;
        buffer->room = room;
    }
    memcpy(buffer->bytes + buffer->len, bytes, len);
    buffer->len += len;
}

void answer_clear(struct answer *answer) {
    answer->text.len = answer->events = answer->pieces = answer->shown = 0;
    answer->output_tokens = 0;
    answer->stop_reason[0] = '\0';
}

void answer_stopped(struct answer *answer, const char *reason) {
    snprintf(answer->stop_reason, sizeof answer->stop_reason, "%s", reason ? reason : "");
}

void answer_seen(struct answer *answer, const char *text, size_t len) {
    if (awaited > 0 && --awaited == 0) opened = resident();
    /* The first of a stream comes with the head of the answer, and waits for what is made once. */
    if (answer->pieces++ == 0 || !delays) return;
    int64_t sent = 0;
    for (size_t i = 0; i < len && text[i] >= '0' && text[i] <= '9'; i++) sent = 10 * sent + (text[i] - '0');
    delays[delayed++] = nanoseconds(CLOCK_MONOTONIC) - sent;
}

void fail(const char *what, const char *why) {
    fprintf(stderr, "%s: %s\n", what, why ? why : "");
    exit(1);
}

/* The text of a stream of so many pieces: the server's words, over and over. */
static void check(const struct answer *answer, size_t pieces) {
    size_t round = sizeof words - 1, count = sizeof ends / sizeof *ends - 1;
    if (answer->events != pieces + 5) fail("stream", "another number of events");
    if (!client_reads) return;
    if (answer->text.len != pieces / count * round + ends[pieces % count]) fail("stream", "another length of the text");
    for (size_t at = 0; at < answer->text.len; at += round) {
        size_t len = answer->text.len - at < round ? answer->text.len - at : round;
        if (memcmp(answer->text.bytes + at, words, len) != 0) fail("stream", "another text");
    }
    if (strcmp(answer->stop_reason, "end_turn") != 0) fail("stream", "another stop reason");
    if (answer->output_tokens != 9) fail("stream", "another number of tokens");
}

static struct work turns_of(size_t count) {
    struct work work = {.count = count, .turns = calloc(count, sizeof(char *)), .lens = calloc(count, sizeof(size_t))};
    char text[2048];
    for (size_t i = 0; i < count; i++) {
        size_t len = (size_t)snprintf(text, sizeof text, "%zu: \"", i);
        for (size_t piece = 0; piece < 200; piece++) {
            size_t at = piece % 12, part = ends[at + 1] - ends[at];
            if (piece > 0) text[len++] = ' ';
            memcpy(text + len, words + ends[at], part);
            len += part;
        }
        len += (size_t)snprintf(text + len, sizeof text - len, "\"\n");
        work.turns[i] = malloc(len + 1);
        memcpy(work.turns[i], text, len + 1);
        work.lens[i] = len;
    }
    return work;
}

/* What is in an image does not matter, but its beginning says that it is one. */
static struct work images_of(size_t count) {
    static const unsigned char begins[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    struct work work = {.images = count, .image = malloc(IMAGE), .image_len = IMAGE};
    for (size_t i = 0; i < IMAGE; i++) work.image[i] = (unsigned char)(i * 31 >> 2);
    memcpy(work.image, begins, sizeof begins);
    return work;
}

static struct usage used(void) {
    double cpu = (double)nanoseconds(CLOCK_PROCESS_CPUTIME_ID) / 1e9, wall = (double)nanoseconds(CLOCK_MONOTONIC) / 1e9;
    return (struct usage){cpu, wall, resident()};
}

static int64_t nanoseconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* The memory that the process has, in bytes. */
static long resident(void) {
    char line[256];
    long kilobytes = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (sscanf(line, "VmRSS: %ld", &kilobytes) == 1) break;
    if (status) fclose(status);
    return kilobytes * 1024;
}

static int compare(const void *a, const void *b) {
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static void report(struct usage before, struct usage after, size_t units) {
    printf("{\"cpu\": %.9f, \"wall\": %.9f, \"units\": %zu", after.cpu - before.cpu, after.wall - before.wall, units);
    if (opened > 0) printf(", \"before\": %ld, \"open\": %ld", before.resident, opened);
    if (delayed > 0) {
        qsort(delays, delayed, sizeof *delays, compare);
        printf(", \"delays\": {\"p50\": %.9f, \"p99\": %.9f}", (double)delays[(delayed - 1) / 2] / 1e9,
               (double)delays[(delayed - 1) * 99 / 100] / 1e9);
    }
    puts("}");
}
