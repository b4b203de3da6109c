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

// Adds a result for every call of a tool in the message, and says whether there was one.
static bool run_tools(const tidings::Message &message, tidings::Request &request) {
    bool called = false;
    for (const auto &block : message.blocks()) {
        if (block.type() != "tool_use") continue;
        const std::string id(block.tool_id());
        if (block.tool_name() == "get_weather") request.tool_result(id, get_weather(block.tool_input()));
        else request.tool_result(id, "there is no such tool", true);
        called = true;
    }
    return called;
}

int main(int argc, char **argv) {
    const char *prompt = argc > 1 ? argv[1] : "What is the weather in Oslo?";
    const char *model = std::getenv("TIDINGS_MODEL");
    try {
        const tidings::Client client;
        tidings::Request request(model ? model : "claude-opus-4-6", 256);
        request.tool("get_weather", "The weather in a city, now.", schema).user(prompt);

        // Each turn goes into the request, so that the next one builds on it.
        tidings::Message message = client.create(request);
        while (run_tools(message, request.add(message))) message = client.create(request);
        std::cout << message.text() << '\n';
    } catch (const tidings::Error &error) {
        std::cerr << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
