/*
 * Sequences of operations by numbers that look random: the same for the same seed.
 *
 *     sequences BASE_URL FIRST_SEED COUNT
 */
#include <stdio.h>
#include <stdlib.h>
#include <tidings.h>

#include "operations.c"

static uint64_t next_number(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

int main(int argc, char **argv) {
    if (argc != 4) return 2;
    uint64_t first = strtoull(argv[2], NULL, 10), count = strtoull(argv[3], NULL, 10);
    for (uint64_t seed = first; seed < first + count; seed++) {
        uint64_t state = (seed + 1) * 0x9e3779b97f4a7c15u;
        uint8_t bytes[160];
        size_t len = (size_t)(next_number(&state) % sizeof bytes);
        for (size_t i = 0; i < len; i++) bytes[i] = (uint8_t)(next_number(&state) >> 24);
        /* Where a sequence hangs, the last line says which. */
        printf("%lu\n", (unsigned long)seed);
        fflush(stdout);
        play_operations(argv[1], bytes, len);
    }
    tidings_shutdown(1000);
    return 0;
}
