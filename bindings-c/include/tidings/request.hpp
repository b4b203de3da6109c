// What is asked of the model. Include tidings.hpp, which includes it.

#ifndef TIDINGS_REQUEST_HPP
#define TIDINGS_REQUEST_HPP

#include <tidings/result.hpp>

namespace tidings {

/// What is asked of the model, and the options of its call. Can be sent any number of times, and changed in between.
///
/// What a function refuses is told by the call that sends the request. The functions give the request itself, so that
/// they can be chained.
class Request {
public:
    /// A request to this model for at most `max_tokens` tokens, still without a message.
    Request(std::string_view model, std::uint32_t max_tokens)
        : handle_(tidings_request_new(detail::CText(model), max_tokens)) {}
    /// A request from one JSON document, as the API takes it.
    static Result<Request> try_from_json(std::string_view json) noexcept {
        tidings_error *err = nullptr;
        tidings_request *request = tidings_request_from_json(detail::data(json), json.size(), &err);
        if (!request) return Error(tidings_error_code(err), err);
        return Request(request);
    }
#if TIDINGS_EXCEPTIONS
    /// A request from one JSON document, as the API takes it.
    static Request from_json(std::string_view json) { return try_from_json(json).or_throw(); }
#endif

    /// Adds a turn of the user.
    Request &user(std::string_view text) {
        return tidings_request_add_user_text(get(), detail::data(text), text.size()), *this;
    }
    /// Adds a turn of the model: an earlier answer, or the beginning of the one that is asked for.
    Request &assistant(std::string_view text) {
        return tidings_request_add_assistant_text(get(), detail::data(text), text.size()), *this;
    }
    /// Adds an answer as the model's turn, every block as it came.
    Request &add(const Message &message) { return tidings_request_add_message(get(), message.get()), *this; }
    /// Adds a turn as the API takes it.
    Request &add_json(std::string_view json) {
        return tidings_request_add_message_json(get(), detail::data(json), json.size()), *this;
    }
    /// Sets the system prompt.
    Request &system(std::string_view text) {
        return tidings_request_set_system(get(), detail::data(text), text.size()), *this;
    }
    /// Sets how freely the model chooses its words.
    Request &temperature(double value) { return tidings_request_set_temperature(get(), value), *this; }
    /// Sets from how much of the probability the model chooses.
    Request &top_p(double value) { return tidings_request_set_top_p(get(), value), *this; }
    /// Adds a text at which the model stops.
    Request &stop_sequence(std::string_view text) {
        return tidings_request_add_stop_sequence(get(), detail::data(text), text.size()), *this;
    }
    /// Offers a tool; `schema` is the JSON schema of its input.
    Request &tool(std::string_view name, std::string_view description, std::string_view schema) {
        tidings_request_add_tool(get(), detail::CText(name), detail::CText(description), detail::data(schema), schema.size());
        return *this;
    }
    /// Adds what a tool gave, for the block that asked for it.
    Request &tool_result(std::string_view tool_use_id, std::string_view content, bool is_error = false) {
        tidings_request_add_tool_result(get(), detail::CText(tool_use_id), detail::data(content), content.size(), is_error);
        return *this;
    }
    /// Sets any field of the request, known to this library or not.
    Request &set(std::string_view field, std::string_view json) {
        return tidings_request_set_json(get(), detail::CText(field), detail::data(json), json.size()), *this;
    }
    /// Sets a header of this request, which replaces the client's.
    Request &header(std::string_view name, std::string_view value) {
        return tidings_request_set_header(get(), detail::CText(name), detail::CText(value)), *this;
    }
    /// Removes a header that the client would send.
    Request &without_header(std::string_view name) {
        return tidings_request_set_header(get(), detail::CText(name), nullptr), *this;
    }
    /// How often to try again after a failure; 0 for never.
    Request &max_retries(std::uint32_t retries) { return tidings_request_set_max_retries(get(), retries), *this; }
    /// The longest wait that the server may ask for. Default, here and below: as the client has it.
    Request &max_retry_after(Milliseconds limit) {
        return tidings_request_set_max_retry_after_ms(get(), detail::count(limit)), *this;
    }
    /// The longest time spent waiting on refusals in all.
    Request &throttle_patience(Milliseconds limit) {
        return tidings_request_set_throttle_patience_ms(get(), detail::count(limit)), *this;
    }
    /// Whether this request is tried again though it may have run, and so may be billed.
    Request &retry_ambiguous(bool yes) { return tidings_request_set_retry_ambiguous(get(), yes), *this; }
    /// Whether this request is tried again though it was sent whole and has probably run.
    Request &retry_on_timeout(bool yes) { return tidings_request_set_retry_on_timeout(get(), yes), *this; }
    /// Whether this request is checked before it is sent. Default: as the client has it.
    Request &validation(bool yes) { return tidings_request_set_validation(get(), yes), *this; }
    /// Whether this message is fetched as a stream if it would take long. Default: as the client has it.
    Request &stream_long_calls(bool yes) { return tidings_request_set_stream_long_calls(get(), yes), *this; }
    /// Head and idle limit at once.
    Request &timeout(Milliseconds limit) { return tidings_request_set_timeout_ms(get(), detail::count(limit)), *this; }
    /// The longest time in which nothing of the request's body can be sent.
    Request &write_timeout(Milliseconds limit) {
        return tidings_request_set_write_timeout_ms(get(), detail::count(limit)), *this;
    }
    /// The longest wait for the head of the answer.
    Request &head_timeout(Milliseconds limit) {
        return tidings_request_set_head_timeout_ms(get(), detail::count(limit)), *this;
    }
    /// The longest silence within the answer.
    Request &idle_timeout(Milliseconds limit) {
        return tidings_request_set_idle_timeout_ms(get(), detail::count(limit)), *this;
    }
    /// The longest time for the whole call, attempts and waits included.
    Request &total_timeout(Milliseconds limit) {
        return tidings_request_set_total_timeout_ms(get(), detail::count(limit)), *this;
    }

    /// The handle, for what only the functions of C can do. It stays this object's.
    tidings_request *get() noexcept { return handle_.get(); }
    /// The handle, as above.
    const tidings_request *get() const noexcept { return handle_.get(); }

private:
    explicit Request(tidings_request *taken) : handle_(taken) {}
    detail::Owned<tidings_request, tidings_request_free> handle_;
};

}  // namespace tidings

#endif  // TIDINGS_REQUEST_HPP
