// Streams one answer with nothing but the installed headers and library.
#include <iostream>
#include <string>
#include <tidings.hpp>

int main() try {
    tidings::Client client;
    tidings::Request request("tidings-demo", 200);
    request.user("Hello");
    auto stream = client.stream(request);
    std::string text;
    for (std::string_view piece : stream.texts()) text += piece;
    if (text.empty() || stream.final_message().stop_reason() != "end_turn") {
        std::cerr << "the stream gave no text or did not end as it should\n";
        return 1;
    }
    std::cout << "the installed C++ header and library stream\n";
} catch (const tidings::Error &error) {
    std::cerr << error.what() << '\n';
    return 1;
}
