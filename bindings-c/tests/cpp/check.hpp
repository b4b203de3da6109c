// What the test programs of tidings.hpp share: checks that also work without exceptions, and the names of their parts.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <tidings.hpp>

[[noreturn]] inline void fail_at(const char *what, const char *file, int line) {
    std::fprintf(stderr, "%s:%d: %s\n", file, line, what);
    std::exit(1);
}
#define FAIL(what) fail_at(what, __FILE__, __LINE__)
#define CHECK(condition) (static_cast<bool>(condition) ? void() : FAIL("does not hold: " #condition))

/// One part of a test program, which plays it for itself.
struct Part {
    const char *name;
    void (*play)(const std::string &base_url);
};

/// Plays the part that the first argument names, with the base URL that the second gives.
template <std::size_t n> int play(const Part (&parts)[n], int argc, char **argv) {
    if (argc == 2 && std::strcmp(argv[1], "--list") == 0) {
        for (const Part &part : parts) std::puts(part.name);
        return 0;
    }
    for (const Part &part : parts) {
        if (argc != 3 || part.name != std::string_view(argv[1])) continue;
        part.play(argv[2]);
        tidings::shutdown(tidings::Milliseconds(2000)); // so that leak checkers see an end
        return 0;
    }
    return 2;
}

inline tidings::Options options_for(const std::string &base_url) {
    tidings::Options options;
    options.api_key("test-key").base_url(base_url).max_retries(0);
    return options;
}

inline tidings::Client client_for(const std::string &base_url) {
    return tidings::Client::try_new(options_for(base_url)).value();
}

inline tidings::Request hello() {
    tidings::Request request("test-model", 64);
    request.user("Hello");
    return request;
}
