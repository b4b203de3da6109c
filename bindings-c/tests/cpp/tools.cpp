// The loop that runs tools for the model.
#include "check.hpp"

#include <stdexcept>

static const char *schema = R"({"type": "object", "properties": {"city": {"type": "string"}}})";

static tidings::Tools tools(int &calls) {
    tidings::Tools made;
    made.add("weather", "The weather.", schema, [&calls](std::string_view input) {
        ++calls;
        return "rain for " + std::string(input);
    });
    made.add("broken", "Always fails.", schema, [&calls](std::string_view) -> tidings::ToolResult {
        ++calls;
#if TIDINGS_EXCEPTIONS
        throw std::runtime_error("out of order");
#else
        return tidings::ToolResult::failure("out of order");
#endif
    });
    return made;
}

static void the_loop_runs_every_tool_and_gives_the_last_message(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/tools/tools");
    int calls = 0;
    const tidings::Tools offered = tools(calls);
    tidings::Request request = hello();
    offered.offer_to(request);
    const auto message = tidings::try_run_tools(client, request, offered);
    CHECK(message && message->text() == "Fine, thank you." && message->stop_reason() == "end_turn");
    CHECK(calls == 2);
    // The conversation goes on from there: the test looks at what is sent.
    CHECK(client.try_create(request.user("And now?")).ok());
}

static void the_loop_ends_after_so_many_requests_and_can_be_taken_up(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/tools/bounded");
    int calls = 0;
    const tidings::Tools offered = tools(calls);
    tidings::Request request = hello();
    offered.offer_to(request);
    const auto first = tidings::try_run_tools(client, request, offered, 1);
    CHECK(first && first->stop_reason() == "tool_use" && calls == 2 && first->tool_uses().size() == 3);
    const auto last = tidings::try_run_tools(client, request, offered);
    CHECK(last && last->text() == "Fine, thank you." && calls == 2);
}

static void a_failed_request_ends_the_loop(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/refused/tools");
    int calls = 0;
    tidings::Request request = hello();
    CHECK(tidings::try_run_tools(client, request, tools(calls)).code() == TIDINGS_BAD_REQUEST && calls == 0);
}

#if TIDINGS_EXCEPTIONS
static void what_is_no_std_exception_ends_the_loop(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/tools/thrown");
    tidings::Tools offered;
    offered.add("weather", "The weather.", schema, [](std::string_view) -> std::string { throw 7; });
    tidings::Request request = hello();
    try {
        tidings::run_tools(client, request, offered);
        FAIL("nothing was thrown");
    } catch (int thrown) {
        CHECK(thrown == 7);
    }
}
#endif

int main(int argc, char **argv) {
    static const Part parts[] = {
        {"loop", the_loop_runs_every_tool_and_gives_the_last_message},
        {"bounded", the_loop_ends_after_so_many_requests_and_can_be_taken_up},
        {"refused", a_failed_request_ends_the_loop},
#if TIDINGS_EXCEPTIONS
        {"thrown", what_is_no_std_exception_ends_the_loop},
#endif
    };
    return play(parts, argc, argv);
}
