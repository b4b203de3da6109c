/* The fuzz target of operations.h: what the fuzzer of clang calls with the inputs that it makes up. */
#include <stdlib.h>

#include "operations.c"

#ifdef __cplusplus
extern "C"
#endif
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    const char *url = getenv("TIDINGS_OPERATIONS_URL");
    if (url) play_operations(url, bytes, len);
    return 0;
}
