// Tools that run in the program, and the loop that calls them for the model. Include tidings.hpp, which includes it.

#ifndef TIDINGS_TOOLS_HPP
#define TIDINGS_TOOLS_HPP

#include <tidings/client.hpp>

#include <functional>
#include <vector>

namespace tidings {

/// What a tool gave, for the model: a text, or why there is none.
class ToolResult {
public:
    /// A text.
    ToolResult(std::string text) : content_(std::move(text)) {}
    /// A text.
    ToolResult(std::string_view text) : content_(text) {}
    /// A text.
    ToolResult(const char *text) : content_(text) {}
    /// What a call gave: its value, or a failure that the error describes.
    template <class T> ToolResult(const Result<T> &result) : content_(text_of(result)), is_error_(!result) {}
    /// The tool failed; `why` is told to the model, which may try otherwise.
    static ToolResult failure(std::string why) {
        ToolResult failed(std::move(why));
        failed.is_error_ = true;
        return failed;
    }

    /// The text.
    const std::string &content() const noexcept { return content_; }
    /// Whether the tool failed.
    bool is_error() const noexcept { return is_error_; }

private:
    template <class T> static std::string text_of(const Result<T> &result) {
        return result ? std::string(*result) : std::string(result.error().what());
    }
    std::string content_;
    bool is_error_ = false;
};

/// Tools that run in the program: what the model is told of each, and a function for its calls.
///
///     tidings::Tools tools;
///     tools.add("get_weather", "The weather in a city, now.", schema, [](std::string_view input) { return "rain"; });
///     tools.offer_to(request);
///     std::cout << tidings::run_tools(client, request, tools).text();
class Tools {
public:
    /// Runs a tool: it gets the input, JSON that should fit the schema (the model may be wrong), and gives a text or a
    /// ToolResult. A std::exception that it throws is a failure that the model is told of; what else it throws ends the
    /// loop and goes on to its caller.
    using Handler = std::function<ToolResult(std::string_view input)>;

    /// Adds a tool. `schema` is the JSON schema of its input, an object. Chains.
    Tools &add(std::string name, std::string description, std::string schema, Handler handler) {
        tools_.push_back({std::move(name), std::move(description), std::move(schema), std::move(handler)});
        return *this;
    }

    /// Offers all of them to the model in this request, once for a conversation.
    void offer_to(Request &request) const {
        for (const Tool &tool : tools_) request.tool(tool.name, tool.description, tool.schema);
    }

    /// Adds an answer to the request as the model's turn, runs the tools that it asks for, one after the other on this
    /// thread, and adds what they gave. Whether the model is to be asked again: it has called a tool, or only paused.
    /// In an answer that stopped for another reason a call may be cut off: it is not run, and the model is told so.
    bool answer(const Message &message, Request &request) const {
        const std::vector<Message::Block> blocks = message.blocks();
        if (blocks.empty()) return false; // an empty turn would be refused
        const bool calls = message.stop_reason() == "tool_use";
        // Run before anything is added: what a tool throws leaves the conversation as it was.
        std::vector<std::pair<std::string_view, ToolResult>> results;
        for (const Message::Block &block : blocks) {
            if (!block.is_tool_use()) continue;
            results.emplace_back(block.tool_id(), calls ? called(block) : ToolResult::failure("the call was cut off"));
        }
        request.add(message);
        for (const auto &[id, result] : results) request.tool_result(id, result.content(), result.is_error());
        return calls || message.stop_reason() == "pause_turn";
    }

private:
    struct Tool {
        std::string name, description, schema;
        Handler handler;
    };

    ToolResult called(const Message::Block &call) const {
        for (const Tool &tool : tools_) {
            if (tool.name != call.tool_name()) continue;
#if TIDINGS_EXCEPTIONS
            try {
                return tool.handler(call.tool_input());
            } catch (const std::exception &error) {
                return ToolResult::failure(error.what());
            }
#else
            return tool.handler(call.tool_input());
#endif
        }
        return ToolResult::failure("there is no tool named " + std::string(call.tool_name()));
    }

    std::vector<Tool> tools_;
};

/// Sends the request, runs the tools that the model asks for, and so on until it asks for none; gives its last message.
///
/// The request has the whole conversation then, and can go on with a further turn of the user. After `most_requests` the
/// loop stops, and the last message still asks for tools, which have run; to call this again goes on.
inline Result<Message> try_run_tools(const Client &client, Request &request, const Tools &tools,
                                     unsigned most_requests = 32) {
    for (unsigned sent = 1;; ++sent) {
        Result<Message> message = client.try_create(request);
        if (!message || !tools.answer(*message, request) || sent >= most_requests) return message;
    }
}

#if TIDINGS_EXCEPTIONS
/// As try_run_tools; throws Error.
inline Message run_tools(const Client &client, Request &request, const Tools &tools, unsigned most_requests = 32) {
    return try_run_tools(client, request, tools, most_requests).or_throw();
}
#endif

}  // namespace tidings

#endif  // TIDINGS_TOOLS_HPP
