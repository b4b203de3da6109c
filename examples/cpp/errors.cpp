// Errors in both ways: as results, which need no exceptions, and thrown.
//
//     c++ -std=c++17 errors.cpp -ltidings -o errors && ANTHROPIC_API_KEY=wrong ./errors
//
// Compiled with -fno-exceptions, the second way is not there.
#include <cstdlib>
#include <iostream>
#include <string>
#include <tidings.hpp>

static void tell(const tidings::Error &error) {
    std::cerr << error.what() << "\n  code " << error.name() << ", status " << error.status();
    if (!error.reason().empty()) std::cerr << ", reason " << error.reason();
    if (error.may_have_run()) std::cerr << ", may have run and so may be billed";
    std::cerr << (error.is_retryable() ? ": try again\n" : ": do not try again as it is\n");
    // A stream that breaks loses nothing of what had arrived.
    if (const auto partial = error.partial_message()) std::cout << partial->text() << " [broken off]\n";
}

// A Result is the value or the error, and the compiler warns who forgets to look.
static bool by_results(const tidings::Request &request) {
    const tidings::Result<tidings::Client> client = tidings::Client::try_from_env();
    if (!client) return tell(client.error()), false;
    tidings::Result<tidings::Stream> stream = client->try_stream(request);
    if (!stream) return tell(stream.error()), false;
    std::string answer;
    for (const auto &text : stream->try_texts()) {
        if (!text) return tell(text.error()), false; // the last of the loop
        answer += *text;
    }
    std::cout << answer << '\n';
    return true;
}

#if TIDINGS_EXCEPTIONS
static bool by_exceptions(const tidings::Request &request) {
    try {
        const tidings::Client client;
        tidings::Stream stream = client.stream(request);
        std::string answer;
        for (std::string_view text : stream.texts()) answer += text;
        std::cout << answer << '\n';
        return true;
    } catch (const tidings::Error &error) { // is a std::exception
        return tell(error), false;
    }
}
#endif

int main(int argc, char **argv) {
    const char *prompt = argc > 1 ? argv[1] : "Why is the sky blue?";
    const char *model = std::getenv("TIDINGS_MODEL");
    tidings::Request request(model ? model : "claude-opus-4-6", 256);
    request.user(prompt);
    bool ok = by_results(request);
#if TIDINGS_EXCEPTIONS
    ok = by_exceptions(request) && ok;
#endif
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
