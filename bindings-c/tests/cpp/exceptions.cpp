// The functions that throw, and what is thrown through C.
#include "check.hpp"

#include <iterator>
#include <stdexcept>
#include <vector>

template <class Function> static tidings::Error thrown_by(Function function) {
    try {
        function();
    } catch (const tidings::Error &error) {
        return error;
    }
    FAIL("no error was thrown");
}

static void a_call_gives_the_value_or_throws(const std::string &base_url) {
    const tidings::Client client(options_for(base_url + "/play/message/exceptions"));
    CHECK(client.create(hello()).text() == "Fine, thank you.");
    const tidings::Client refused(options_for(base_url + "/play/refused/exceptions"));
    CHECK(thrown_by([&] { refused.create(hello()); }).status() == 400);
    CHECK(thrown_by([&] { refused.stream(hello()); }).code() == TIDINGS_BAD_REQUEST);
    CHECK(thrown_by([&] { tidings::Client made(options_for("nonsense")); }).code() == TIDINGS_CONFIG);
    CHECK(thrown_by([] { tidings::Request::from_json("[]"); }).code() == TIDINGS_VALIDATION);
    try {
        refused.try_create(hello()).or_throw();
    } catch (const std::exception &error) {
        CHECK(std::string_view(error.what()).find("No.") != std::string_view::npos);
    }
}

static void a_loop_goes_over_events_and_over_texts(const std::string &base_url) {
    const tidings::Client client(options_for(base_url + "/play/whole/exceptions"));
    std::string text;
    tidings::Stream pieces = client.stream(tidings::Request("test-model", 64).user("Hello"));
    for (std::string_view piece : pieces.texts()) text += piece;
    CHECK(text == pieces.final_message().text());
    CHECK(!pieces.next() && !pieces.next_text());

    tidings::Stream stream = client.stream(hello());
    std::vector<tidings_event_kind> kinds;
    for (const tidings::Event &event : stream) kinds.push_back(event.kind);
    CHECK(kinds.size() == 8 && kinds.back() == TIDINGS_EVENT_MESSAGE_STOP);
#if __cplusplus >= 202002L && (!defined(__clang__) || __clang_major__ >= 16) // older ones trip over libstdc++
    tidings::Stream first = client.stream(hello());
    for (std::string_view piece : first.texts() | std::views::take(1)) CHECK(text.rfind(piece, 0) == 0);
#endif
}

static void a_loop_throws_when_the_stream_breaks(const std::string &base_url) {
    const tidings::Client client(options_for(base_url + "/play/cut/exceptions"));
    tidings::Stream stream = client.stream(hello());
    std::string text;
    const tidings::Error error = thrown_by([&] {
        for (std::string_view piece : stream.texts()) text += piece;
    });
    CHECK(error.code() == TIDINGS_STREAM_TRUNCATED && error.partial_message()->text() == text);
}

static void what_a_callback_throws_comes_out_of_run(const std::string &base_url) {
    const tidings::Client client(options_for(base_url + "/play/whole/exceptions"));
    tidings::Stream stream = client.stream(hello());
    int calls = 0;
    try {
        stream.run([&](const tidings::Event &) {
            ++calls;
            throw std::runtime_error("enough");
        });
        FAIL("it was not thrown");
    } catch (const std::runtime_error &error) {
        CHECK(std::string_view(error.what()) == "enough" && calls == 1);
    }
    CHECK(stream.run([](const tidings::Event &) { return true; })); // the stream can be read on
}

int main(int argc, char **argv) {
    static const Part parts[] = {
        {"calls", a_call_gives_the_value_or_throws},
        {"loops", a_loop_goes_over_events_and_over_texts},
        {"cut", a_loop_throws_when_the_stream_breaks},
        {"callback", what_a_callback_throws_comes_out_of_run},
    };
    return play(parts, argc, argv);
}
