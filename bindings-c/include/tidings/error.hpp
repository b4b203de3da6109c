// Why a call failed. Include tidings.hpp, which includes it.

#ifndef TIDINGS_ERROR_HPP
#define TIDINGS_ERROR_HPP

#include <tidings/message.hpp>

#include <exception>

namespace tidings {

/// A header of an answer; its texts are good as long as what it came from.
struct Header {
    /// The name, in lower case.
    std::string_view name;
    /// The value.
    std::string_view value;
};

/// Why a call failed: what is thrown, and what a Result holds. A copy shares it and costs next to nothing. Texts that
/// an error does not have are empty.
class Error : public std::exception {
public:
    /// Takes over an error of the C library; NULL where there is only a code.
    explicit Error(tidings_result code, tidings_error *taken = nullptr) : code_(code), handle_(taken, tidings_error_free) {}

    /// One line for people: status, type, what happened, what to do, request id and attempts.
    const char *what() const noexcept override {
        return get() ? tidings_error_description(get()) : tidings_result_name(code());
    }
    /// What went wrong, as a code.
    tidings_result code() const noexcept { return code_; }
    /// The code's name, such as "rate_limited".
    std::string_view name() const noexcept { return tidings_result_name(code()); }
    /// What happened, in the server's words where it gave some.
    std::string_view message() const noexcept { return detail::view(tidings_error_message(get())); }
    /// The HTTP status; 0 if there was no answer, 200 for an error event inside a stream.
    std::uint32_t status() const noexcept { return tidings_error_status(get()); }
    /// What the error's body says happened. Its wording may change: do not match on it.
    std::string_view api_message() const noexcept { return detail::view(tidings_error_api_message(get())); }
    /// The type in the error's body, such as "overloaded_error".
    std::string_view type() const noexcept { return detail::view(tidings_error_type(get())); }
    /// The code in the details of the error's body, which names the cause, such as "thread_not_found".
    std::string_view error_code() const noexcept { return detail::view(tidings_error_error_code(get())); }
    /// The details in the error's body, as JSON.
    std::string_view details_json() const noexcept { return detail::view(tidings_error_details_json(get())); }
    /// The id of the request, to quote to the API's support.
    std::string_view request_id() const noexcept { return detail::view(tidings_error_request_id(get())); }
    /// The workspace that the credential belongs to.
    std::string_view workspace_id() const noexcept { return detail::view(tidings_error_workspace_id(get())); }
    /// The answer's header with this name, in whatever case. Cookies are never there.
    std::string_view header(std::string_view name) const noexcept {
        return detail::view(tidings_error_header(get(), detail::CText(name)));
    }
    /// What a person can do about it, in a few words; the description says it too.
    std::string_view advice() const noexcept { return detail::view(tidings_error_advice(get())); }
    /// What the code in error_code() means, in a sentence or two.
    std::string_view error_code_meaning() const noexcept {
        return detail::view(tidings_error_error_code_meaning(get()));
    }
    /// What brought it about, from below, for people: the words of the system, of TLS, of a token provider.
    std::string_view cause() const noexcept { return detail::view(tidings_error_cause(get())); }
    /// What the answer says of rate limits, as a JSON object.
    std::string_view rate_limits_json() const noexcept { return detail::view(tidings_error_rate_limits_json(get())); }
    /// The raw body of the answer, or the data of the event that was at fault.
    std::string_view body() const noexcept {
        return detail::sized([&](std::size_t *length) { return tidings_error_body(get(), length); });
    }
    /// How many times the request was tried; 0 when it never left.
    std::uint32_t attempts() const noexcept { return tidings_error_attempts(get()); }
    /// The time from the call to the failure, waits between attempts included.
    Milliseconds elapsed() const noexcept {
        return Milliseconds(static_cast<Milliseconds::rep>(tidings_error_elapsed_ms(get())));
    }
    /// How long the server asked to wait before the next try.
    std::optional<Milliseconds> retry_after() const noexcept {
        const std::int64_t wait = tidings_error_retry_after_ms(get());
        return wait < 0 ? std::nullopt : std::optional(Milliseconds(wait));
    }
    /// What exactly went wrong below the HTTP status, such as "refused" or "idle_limit".
    std::string_view reason() const noexcept { return detail::view(tidings_error_reason(get())); }
    /// How much of the request had left: "none", "partial" (perhaps all of it) or "full".
    std::string_view sent() const noexcept { return detail::view(tidings_error_sent(get())); }
    /// Whether the request may have run on the server, and so may be billed.
    bool may_have_run() const noexcept { return tidings_error_may_have_run(get()); }
    /// Whether sending the same request again can help.
    bool is_retryable() const noexcept { return tidings_error_is_retryable(get()); }
    /// The message as far as it had arrived when a stream broke.
    std::optional<Message> partial_message() const {
        tidings_message *partial = tidings_message_clone(tidings_error_partial_message(get()));
        return partial ? std::optional(Message(partial)) : std::nullopt;
    }
    /// The fields as one JSON object, fit for a log: body and partial message are left out.
    std::string_view json() const noexcept { return detail::view(tidings_error_json(get())); }

    /// All headers of the answer, without cookies.
    std::vector<Header> headers() const {
        std::vector<Header> all;
        for (std::size_t i = 0; i < tidings_error_header_count(get()); ++i)
            all.push_back({tidings_error_header_name(get(), i), tidings_error_header_value(get(), i)});
        return all;
    }

    /// The handle, for what only the functions of C can do; NULL where there is only a code. It stays this object's.
    const tidings_error *get() const noexcept { return handle_.get(); }

private:
    tidings_result code_;
    std::shared_ptr<const tidings_error> handle_;
};

}  // namespace tidings

#endif  // TIDINGS_ERROR_HPP
