/* What a client of the measurements does, whoever wrote it: one file for each. */
#ifndef BENCH_CLIENT_H
#define BENCH_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MODEL "claude-opus-4-6"
#define MAX_TOKENS 1024
#define QUESTION "Hello"
#define KEY "any-key-will-do"

/* Pieces of text that come of a held stream before it is idle. */
#define HELD_PIECES 20

/* Bytes that stay until they are used up. Used again for the next ones, so that their room is made once. */
struct buffer {
    char *bytes;
    size_t len;
    size_t room;
};

void append(struct buffer *buffer, const char *bytes, size_t len);

/* What an answer said. Used again for the next one, as its text is. */
struct answer {
    struct buffer text;
    size_t events;
    size_t pieces;
    /* Bytes of text in the events, where the whole text comes apart from them. */
    size_t shown;
    uint64_t output_tokens;
    char stop_reason[32];
};

void answer_clear(struct answer *answer);
void answer_stopped(struct answer *answer, const char *reason);

/* A piece of text has reached the program, as one of a stream's: of paced streams it is the server's clock, and with the last of
 * held streams the memory of the process is noted. */
void answer_seen(struct answer *answer, const char *text, size_t len);

/* What is asked for beside the short question: turns of a conversation, or images as their files' bytes. Neither is the question. */
struct work {
    char **turns;
    size_t *lens;
    size_t count;
    unsigned char *image;
    size_t image_len;
    size_t images;
};

/* Ends the program: a measurement that went wrong is none. */
void fail(const char *what, const char *why);

struct client;

/* Whether it reads the JSON and so knows text, stop reason and tokens; the floor does not. */
extern const bool client_reads;

struct client *client_new(const char *base_url);
void client_free(struct client *client);

/* A call whose answer comes whole: the request is made, the answer read. */
void client_create(struct client *client, const struct work *work, struct answer *answer);

/* A stream, read to its end: every event looked at, text, stop reason and tokens kept. */
void client_stream(struct client *client, struct answer *answer);

/* So many streams open at a time, read in this thread to their ends. The server ends none before all are open and idle. */
void client_hold(struct client *client, struct answer *answers, size_t count);

/* How many microseconds lie between the beginnings of such streams, or how many are begun and not yet read so far. More at a time
 * than the server's queue takes would wait for the system to knock again. */
#define HOLD_PAUSE 125u
#define HOLD_AHEAD 1000

/* The same for streams whose events come one by one: each is read when it is there. They begin over so many microseconds. */
void client_watch(struct client *client, struct answer *answers, size_t count, unsigned spread);

/* So many calls in all, `width` of them under way at any time, from this one thread. */
void client_many(struct client *client, struct answer *answer, size_t count, size_t width);

#endif
