// Functions that are told what a client does, and one that fetches its tokens. Include tidings.hpp, which includes it.

#ifndef TIDINGS_HOOKS_HPP
#define TIDINGS_HOOKS_HPP

#include <tidings/base.hpp>

#include <exception>
#include <functional>

namespace tidings {

/// What a hook is told of an attempt. Good until the hook returns.
class Attempt {
public:
    /// One that the C library lends to a hook.
    explicit Attempt(const tidings_attempt *lent) noexcept : handle_(lent) {}

    /// The moment.
    tidings_moment moment() const noexcept { return tidings_attempt_moment(get()); }
    /// The method of the request.
    std::string_view method() const noexcept { return detail::view(tidings_attempt_method(get())); }
    /// The path of the request.
    std::string_view path() const noexcept { return detail::view(tidings_attempt_path(get())); }
    /// The model that was asked for; empty for calls that name none.
    std::string_view model() const noexcept { return detail::view(tidings_attempt_model(get())); }
    /// The number of the attempt, from 1 on.
    std::uint32_t number() const noexcept { return tidings_attempt_number(get()); }
    /// The status of the answer; 0 if there is none.
    std::uint32_t status() const noexcept { return tidings_attempt_status(get()); }
    /// The id of the request; empty if there is none.
    std::string_view request_id() const noexcept { return detail::view(tidings_attempt_request_id(get())); }
    /// The time since this attempt began.
    Milliseconds took() const noexcept { return Milliseconds(static_cast<std::int64_t>(tidings_attempt_took_ms(get()))); }
    /// The time since the call began, waits between attempts included.
    Milliseconds elapsed() const noexcept {
        return Milliseconds(static_cast<std::int64_t>(tidings_attempt_elapsed_ms(get())));
    }
    /// What went wrong, at TIDINGS_MOMENT_RETRY and TIDINGS_MOMENT_ERROR; else TIDINGS_OK.
    tidings_result code() const noexcept { return tidings_attempt_code(get()); }
    /// The wait before the next attempt, at TIDINGS_MOMENT_RETRY.
    std::optional<Milliseconds> wait() const noexcept {
        const std::int64_t wait = tidings_attempt_wait_ms(get());
        return wait < 0 ? std::nullopt : std::optional(Milliseconds(wait));
    }
    /// All of it as a JSON object, fit for a log.
    std::string_view json() const noexcept { return detail::view(tidings_attempt_json(get())); }

    /// The handle, for what only the functions of C can do.
    const tidings_attempt *get() const noexcept { return handle_; }

private:
    const tidings_attempt *handle_;
};

/// What is called at a moment of every attempt, on the thread that serves the network then, perhaps one of yours that waits
/// in the library: it must be quick and take no lock that such a thread holds, and a function that waits
/// gives TIDINGS_DEADLOCK in it. What it throws is dropped.
using Hook = std::function<void(const Attempt &)>;

/// What is called when the pressure on the server changes, with JSON as Client::pressure_json gives it. The same rules
/// hold as for a Hook.
using PressureHook = std::function<void(std::string_view json)>;

/// A token that a provider has fetched, or why there is none.
struct Token {
    /// The token.
    std::string text;
    /// How long it is good from now on; none for one that does not expire.
    std::optional<Milliseconds> expires_in;
    /// Why there is none; empty where there is one. No secret should be in it.
    std::string failure;

    /// That none could be had.
    static Token failed(std::string why) { return {std::string(), std::nullopt, std::move(why)}; }
};

/// What fetches tokens, on a thread of its own, where it may block for two minutes. A std::exception that it throws is a
/// failure with its words.
using TokenProvider = std::function<Token()>;

/// What gets one line of the log, without a line break, on whichever thread has something to say, perhaps on several at
/// once. The text is good until it returns. What it throws is dropped.
using Log = std::function<void(tidings_log_level level, std::string_view line)>;

namespace detail {

// A function of the program behind a userdata of C, which deletes it by its release.
template <class Function> struct Lambda {
    static Function *taken(Function function) { return new Function(std::move(function)); }
    static void release(void *userdata) noexcept { delete static_cast<Function *>(userdata); }
    // Nobody waits for what it throws, and through C it must not go.
    template <class... Arguments> static void call(void *userdata, const Arguments &...arguments) noexcept {
#if TIDINGS_EXCEPTIONS
        try {
            (*static_cast<Function *>(userdata))(arguments...);
        } catch (...) {
        }
#else
        (*static_cast<Function *>(userdata))(arguments...);
#endif
    }
};

inline void hook(const tidings_attempt *attempt, void *userdata) noexcept {
    Lambda<Hook>::call(userdata, Attempt(attempt));
}

inline void pressure_hook(const tidings_pressure *pressure, void *userdata) noexcept {
    Lambda<PressureHook>::call(userdata, sized([&](std::size_t *n) { return tidings_pressure_json(pressure, n); }));
}

inline void log(std::uint32_t level, const char *line, std::size_t length, void *userdata) noexcept {
    Lambda<Log>::call(userdata, static_cast<tidings_log_level>(level), std::string_view(line, length));
}

inline Token fetched(const TokenProvider &provider) noexcept {
#if TIDINGS_EXCEPTIONS
    try {
        return provider();
    } catch (const std::exception &error) {
        return Token::failed(error.what());
    } catch (...) {
        return Token::failed("the provider of tokens threw something");
    }
#else
    return provider();
#endif
}

inline std::uint32_t token(tidings_token *token, void *userdata) noexcept {
    const Token got = fetched(*static_cast<TokenProvider *>(userdata));
    if (!got.failure.empty()) {
        tidings_token_fail(token, got.failure.data(), got.failure.size());
        return TIDINGS_AUTHENTICATION;
    }
    const std::uint64_t expires = got.expires_in ? count(*got.expires_in) : TIDINGS_FOREVER;
    return tidings_token_set(token, got.text.data(), got.text.size(), expires);
}

}  // namespace detail

/// Has the lines of all clients of the process, up to `level`, handed to `callback`, in place of whatever was asked for
/// before. An empty one, or TIDINGS_LOG_OFF, ends it. TIDINGS_CONFIG where it cannot be had.
inline tidings_result set_log(tidings_log_level level, Log callback) {
    if (!callback) return tidings_log(TIDINGS_LOG_OFF, nullptr, nullptr, nullptr);
    using Function = detail::Lambda<Log>;
    return tidings_log(level, detail::log, Function::taken(std::move(callback)), Function::release);
}

}  // namespace tidings

#endif  // TIDINGS_HOOKS_HPP
