/* One measurement of one client, in a process of its own; prints one line of JSON.
 *
 *     program CASE AMOUNT TIMES BASE_URL
 *
 * `create` makes TIMES calls; `stream` reads a stream of AMOUNT pieces of text TIMES times; `hold` has AMOUNT streams open at a
 * time; `many` makes TIMES calls, AMOUNT of them at a time. What came back is checked after the clock was read, and the clock is
 * that of the whole process, all its threads included. One call or stream comes before, for what is made only once. */
#include "client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define HELD_PIECES 20

struct usage {
    double cpu;
    double system;
    long waits;
    long peak;
};

static struct usage used(void);
static long peak(void);
static void report(struct usage before, struct usage after, size_t units);
static void check(const struct answer *answer, size_t pieces);

static size_t create(struct client *client, struct answer *answer, size_t times) {
    for (size_t i = 0; i < times; i++) {
        client_create(client, answer);
        if (client_reads && (answer->len != 5 || memcmp(answer->text, "Hello", 5) != 0)) fail("create", "another text");
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

static size_t hold(struct client *client, size_t count) {
    struct answer *answers = calloc(count, sizeof *answers);
    client_hold(client, answers, count);
    for (size_t i = 0; i < count; i++) {
        check(&answers[i], HELD_PIECES);
        free(answers[i].text);
    }
    free(answers);
    return count;
}

int main(int argc, char **argv) {
    if (argc != 5) fail("usage", "program CASE AMOUNT TIMES BASE_URL");
    const char *name = argv[1];
    size_t amount = strtoul(argv[2], NULL, 10), times = strtoul(argv[3], NULL, 10), units = 0;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);

    struct client *client = client_new(argv[4]);
    struct answer answer = {0};
    struct usage before = used(), after;
    if (strcmp(name, "create") == 0) {
        create(client, &answer, 10);
        before = used();
        units = create(client, &answer, times);
    } else if (strcmp(name, "stream") == 0) {
        stream(client, &answer, amount, 1);
        before = used();
        units = stream(client, &answer, amount, times);
    } else if (strcmp(name, "many") == 0) {
        client_many(client, &answer, amount, amount);
        before = used();
        client_many(client, &answer, times, amount);
        units = times;
    } else if (strcmp(name, "hold") == 0) {
        units = hold(client, amount);
    } else {
        fail("no such case", name);
    }
    after = used();
    client_free(client);
    free(answer.text);
    report(before, after, units);
    return 0;
}

void answer_clear(struct answer *answer) {
    answer->len = answer->events = 0;
    answer->output_tokens = 0;
    answer->stop_reason[0] = '\0';
}

void answer_add(struct answer *answer, const char *text, size_t len) {
    if (answer->len + len > answer->room) {
        size_t room = answer->room ? answer->room : 64;
        while (room < answer->len + len) room *= 2;
        char *larger = realloc(answer->text, room);
        if (!larger) fail("memory", "none left");
        answer->text = larger;
        answer->room = room;
    }
    memcpy(answer->text + answer->len, text, len);
    answer->len += len;
}

void answer_stopped(struct answer *answer, const char *reason) {
    snprintf(answer->stop_reason, sizeof answer->stop_reason, "%s", reason ? reason : "");
}

void fail(const char *what, const char *why) {
    fprintf(stderr, "%s: %s\n", what, why ? why : "");
    exit(1);
}

/* The text of a stream of so many pieces: the server's words, over and over. */
static void check(const struct answer *answer, size_t pieces) {
    static const char words[] = "Tides rise and fall twice a lunar day, as the moon passes. ";
    static const size_t ends[] = {0, 6, 11, 15, 20, 26, 28, 34, 39, 42, 46, 51, 59};
    size_t round = sizeof words - 1, count = sizeof ends / sizeof *ends - 1;
    if (answer->events != pieces + 5) fail("stream", "another number of events");
    if (!client_reads) return;
    if (answer->len != pieces / count * round + ends[pieces % count]) fail("stream", "another length of the text");
    for (size_t at = 0; at < answer->len; at += round) {
        size_t len = answer->len - at < round ? answer->len - at : round;
        if (memcmp(answer->text + at, words, len) != 0) fail("stream", "another text");
    }
    if (strcmp(answer->stop_reason, "end_turn") != 0) fail("stream", "another stop reason");
    if (answer->output_tokens != 9) fail("stream", "another number of tokens");
}

static struct usage used(void) {
    struct rusage rusage;
    getrusage(RUSAGE_SELF, &rusage);
    double user = (double)rusage.ru_utime.tv_sec + (double)rusage.ru_utime.tv_usec / 1e6;
    double system = (double)rusage.ru_stime.tv_sec + (double)rusage.ru_stime.tv_usec / 1e6;
    return (struct usage){user + system, system, rusage.ru_nvcsw, peak()};
}

/* The most memory that this program has had, in bytes. That of getrusage counts what the process was before, too. */
static long peak(void) {
    char line[256];
    long kilobytes = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (sscanf(line, "VmHWM: %ld", &kilobytes) == 1) break;
    if (status) fclose(status);
    return kilobytes * 1024;
}

static void report(struct usage before, struct usage after, size_t units) {
    printf("{\"cpu\": %.6f, \"system\": %.6f, \"waits\": %ld, \"peak\": %ld, \"before\": %ld, \"units\": %zu}\n",
           after.cpu - before.cpu, after.system - before.system, after.waits - before.waits, after.peak, before.peak, units);
}
