/* Operations on clients, requests, calls and streams in any order, as bytes have them. */
#ifndef OPERATIONS_H
#define OPERATIONS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Takes each byte for an operation, on objects of two threads, and checks what the header promises: every code is one that
 * the function may give, out-parameters are set, nothing hangs, and in the end no handle is left. Aborts when that does not
 * hold. The server at `url` has the scripts quick, broken, silent, stream and cut.
 */
void play_operations(const char *url, const uint8_t *bytes, size_t len);

#ifdef __cplusplus
}
#endif

#endif
