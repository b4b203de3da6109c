// The functions that give a Result: what they give, and that nothing of it needs exceptions.
#include "check.hpp"

#include <type_traits>
#include <utility>

using tidings::Milliseconds;

static void a_message_is_the_value_of_its_result(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/message/results");
    tidings::Result<tidings::Message> answer = client.try_create(hello());
    CHECK(answer && answer.ok() && answer.code() == TIDINGS_OK);
    CHECK(answer->text() == "Fine, thank you." && answer->stop_reason() == "end_turn");
    CHECK(answer->blocks().size() == 1 && answer->blocks()[0].type() == "text" && answer->tool_uses().empty());
    CHECK(answer->role() == "assistant" && answer->usage().front() == '{' && answer->cache_read_input_tokens() == 0);
    CHECK(answer->blocks()[0].thinking().empty() && answer->blocks()[0].citations().empty());
    CHECK(answer->blocks()[0].tool_name().empty() && answer->blocks()[0].text() == "Fine, thank you.");
    const tidings::Message taken = *std::move(answer), copy = taken;
    CHECK(copy.get() == taken.get() && copy.id() == "msg_1");
}

static void a_failure_is_the_error_of_its_result(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/refused/results");
    const tidings::Result<tidings::Message> answer = client.try_create(hello());
    CHECK(!answer && answer.code() == TIDINGS_BAD_REQUEST);
    const tidings::Error error = answer.error();
    CHECK(error.code() == TIDINGS_BAD_REQUEST && error.name() == "bad_request" && error.status() == 400);
    CHECK(error.type() == "invalid_request_error" && error.api_message() == "No." && error.attempts() == 1);
    CHECK(error.header("X-Told") == "yes" && error.header("x-untold").empty() && !error.headers().empty() && error.request_id() == "req_1");
    CHECK(error.sent() == "full" && !error.may_have_run() && !error.is_retryable() && !error.retry_after());
    CHECK(!error.partial_message() && error.json().find("\"bad_request\"") != std::string_view::npos);
    CHECK(std::string_view(error.what()).find("No.") != std::string_view::npos);
}

static void a_loop_without_exceptions_sees_every_event_and_then_the_end(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/whole/results");
    tidings::Result<tidings::Stream> begun = client.try_stream(hello());
    CHECK(begun);
    tidings::Stream stream = *std::move(begun);
    int events = 0;
    for (const tidings::Result<tidings::Event> &event : stream.try_events()) {
        CHECK(event && event->data.front() == '{');
        CHECK(events > 0 || (event->kind == TIDINGS_EVENT_MESSAGE_START && event->name() == "message_start"));
        ++events;
    }
    CHECK(events == 8);
    CHECK(stream.try_final_message()->text() == "The sky looks blue because of Rayleigh scattering.");
}

static void the_last_item_of_a_loop_tells_why_the_stream_broke(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/cut/results");
    tidings::Stream stream = client.try_stream(hello()).value();
    std::string text;
    int failures = 0;
    for (const tidings::Result<std::string_view> &piece : stream.try_texts()) {
        CHECK(failures == 0);
        if (piece) text += *piece;
        else failures += piece.code() == TIDINGS_STREAM_TRUNCATED;
    }
    CHECK(failures == 1 && !text.empty());
    const auto whole = stream.try_final_message();
    CHECK(!whole && whole.error().partial_message()->text() == text);
    CHECK(whole.error().may_have_run());
}

static void a_callback_reads_to_the_end_or_asks_to_stop(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/whole/results");
    tidings::Stream stream = client.try_stream(hello()).value();
    std::string text;
    const auto stopped = stream.try_run([&](const tidings::Event &event) { return !event.text; });
    CHECK(stopped && !*stopped);
    const auto done = stream.try_run([&](const tidings::Event &event) {
        if (event.text) text += *event.text;
    });
    CHECK(done && *done && !text.empty());
    tidings::Stream broken = client_for(base_url + "/play/cut/results").try_stream(hello()).value();
    CHECK(broken.try_run([](const tidings::Event &) {}).code() == TIDINGS_STREAM_TRUNCATED);
}

static void a_look_at_a_silent_stream_gives_nothing_and_cancelling_ends_it(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/silent/results");
    tidings::Stream stream = client.try_stream(hello()).value();
    CHECK(stream.try_next()->has_value()); // the beginning of the message
    for (;;) {
        const auto polled = stream.try_next_for(Milliseconds(50));
        CHECK(polled && !polled->is_done);
        if (!polled->event) break;
    }
    const tidings::Stream &shared = stream;
    shared.cancel();
    CHECK(stream.try_next().code() == TIDINGS_CANCELLED);
}

static void what_a_setter_refuses_is_told_by_the_call(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/message/results");
    tidings::Request cut_short("test-model", 64);
    cut_short.user("Hello").header(std::string_view("x-name\0-more", 12), "value");
    CHECK(client.try_create(cut_short).code() == TIDINGS_INVALID_UTF8);
    tidings::Request broken("test-model", 64);
    broken.user("Hello").set("metadata", "{");
    CHECK(client.try_create(broken).code() == TIDINGS_VALIDATION);
    CHECK(tidings::Client::try_new(options_for("nonsense")).code() == TIDINGS_CONFIG);
    CHECK(tidings::Request::try_from_json("[]").code() == TIDINGS_VALIDATION);
    CHECK(tidings::Request::try_from_json(std::string_view()).code() == TIDINGS_VALIDATION);
    CHECK(client.try_create(tidings::Request::try_from_json(R"({"model": "m", "max_tokens": 1,
        "messages": [{"role": "user", "content": "Hello"}]})").value()).ok());
}

static void what_is_not_shared_can_only_be_moved(const std::string &base_url) {
    using tidings::Client, tidings::Request, tidings::Options, tidings::Stream;
    static_assert(!std::is_copy_constructible_v<Client> && std::is_nothrow_move_constructible_v<Client>);
    static_assert(!std::is_copy_constructible_v<Request> && std::is_nothrow_move_constructible_v<Request>);
    static_assert(!std::is_copy_constructible_v<Options> && std::is_nothrow_move_constructible_v<Options>);
    static_assert(!std::is_copy_constructible_v<Stream> && std::is_nothrow_move_assignable_v<Stream>);
    static_assert(std::is_nothrow_copy_constructible_v<tidings::Error>);
    static_assert(std::is_nothrow_copy_constructible_v<tidings::Message>);
    Client client = client_for(base_url + "/play/whole/results");
    Client moved = std::move(client);
    client = client_for(base_url + "/play/whole/results");
    Stream stream = moved.try_stream(hello()).value();
    stream = client.try_stream(hello()).value(); // which ends the first
    moved = client_for(base_url); // the stream keeps what it needs
    CHECK(stream.try_final_message().ok());
}

int main(int argc, char **argv) {
    static const Part parts[] = {
        {"message", a_message_is_the_value_of_its_result},
        {"failure", a_failure_is_the_error_of_its_result},
        {"events", a_loop_without_exceptions_sees_every_event_and_then_the_end},
        {"cut", the_last_item_of_a_loop_tells_why_the_stream_broke},
        {"callback", a_callback_reads_to_the_end_or_asks_to_stop},
        {"silent", a_look_at_a_silent_stream_gives_nothing_and_cancelling_ends_it},
        {"setters", what_a_setter_refuses_is_told_by_the_call},
        {"moves", what_is_not_shared_can_only_be_moved},
    };
    return play(parts, argc, argv);
}
