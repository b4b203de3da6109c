/* The versions of header and library, a line each, and that a newcomer's first calls compile without a warning. */
#include <stdio.h>
#include <tidings.h>

int main(void) {
    printf("%d.%d.%d\n", TIDINGS_VERSION_MAJOR, TIDINGS_VERSION_MINOR, TIDINGS_VERSION_PATCH);
    printf("%s\n", tidings_version());
    printf("%d\n", TIDINGS_VERSION_NUMBER);
    printf("%u\n", (unsigned)tidings_version_number());

    tidings_request *request = tidings_request_new("test-model", 1);
    tidings_result code = tidings_request_add_user_text(request, "Hello", TIDINGS_NUL);
    tidings_request_free(request);
    return code == TIDINGS_OK ? 0 : 1;
}
