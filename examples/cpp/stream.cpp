// Prints an answer while the model writes it.
//
//     c++ -std=c++17 stream.cpp -ltidings -o stream && ./stream "Why is the sky blue?"
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
        request.user(prompt);

        tidings::Stream stream = client.stream(request);
        for (std::string_view text : stream.texts()) std::cout << text << std::flush;

        const tidings::Message message = stream.final_message();
        std::cout << "\n-- stop_reason: " << message.stop_reason() << ", usage: " << message.input_tokens() << " in, "
                  << message.output_tokens() << " out\n";
    } catch (const tidings::Error &error) {
        std::cerr << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
