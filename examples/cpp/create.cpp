// Asks one question and prints the answer when it is complete.
//
//     c++ -std=c++17 create.cpp -ltidings -o create && ./create "Why is the sky blue?"
//
// The key comes from ANTHROPIC_API_KEY, the address from ANTHROPIC_BASE_URL where it is not the public one.
#include <cstdlib>
#include <iostream>
#include <tidings.hpp>

int main(int argc, char **argv) {
    const char *prompt = argc > 1 ? argv[1] : "Why is the sky blue?";
    const char *model = std::getenv("TIDINGS_MODEL");
    try {
        const tidings::Client client;
        tidings::Request request(model ? model : "claude-opus-4-6", 256);
        request.system("Answer in one sentence.").user(prompt);
        // Failures that may pass are tried again twice before they are thrown.
        std::cout << client.create(request).text() << '\n';
    } catch (const tidings::Error &error) {
        std::cerr << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
