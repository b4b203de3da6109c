// Lets the model use a tool: offer it, run what the model asks for, send back what came out, print the answer.
//
//     c++ -std=c++17 tools.cpp -ltidings -o tools && ./tools "What is the weather in Oslo?"
#include <cstdlib>
#include <iostream>
#include <string>
#include <tidings.hpp>

static const char *schema = R"({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]})";

// The tool itself. Its input is JSON that fits the schema; a real program would read the city from it.
static std::string get_weather(std::string_view input) {
    std::cerr << "get_weather(" << input << ")\n";
    return "12 degrees, light rain";
}

int main(int argc, char **argv) {
    const char *prompt = argc > 1 ? argv[1] : "What is the weather in Oslo?";
    const char *model = std::getenv("TIDINGS_MODEL");
    try {
        const tidings::Client client;
        tidings::Tools tools;
        tools.add("get_weather", "The weather in a city, now.", schema, get_weather);
        tidings::Request request(model ? model : "claude-opus-4-6", 256);
        tools.offer_to(request.user(prompt));

        // Asks until the model wants no more tools. Each turn goes into the request, so that the next builds on it.
        std::cout << tidings::run_tools(client, request, tools).text() << '\n';
    } catch (const tidings::Error &error) {
        std::cerr << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
