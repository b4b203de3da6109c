// Tidings for C++17: the C library with objects that free themselves, ranges and exceptions.
//
//     tidings::Client client;                                   // the key comes from the environment
//     tidings::Request request("claude-opus-4-6", 1024);
//     request.user("Hello");
//     tidings::Stream stream = client.stream(request);
//     for (std::string_view text : stream.texts()) std::cout << text << std::flush;
//     std::cout << stream.final_message().stop_reason() << '\n';
//
// Header only; link with -ltidings. What fails throws tidings::Error; what a setter refuses is thrown by the call that
// uses the object. Text is UTF-8. A string_view is good as long as the object it came from, unless said otherwise.
// Threads are as in tidings.h: a const object may be used by several at once. get() gives the handle, for what only the
// functions of C can do. After a move an object may only be assigned to or destroyed.

#ifndef TIDINGS_HPP
#define TIDINGS_HPP

#include <tidings.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#if __cplusplus >= 202002L
#include <ranges>
#endif

namespace tidings {

using Milliseconds = std::chrono::milliseconds;

namespace detail {

template <auto function> struct Free {
    template <class Handle> void operator()(Handle *handle) const noexcept { function(handle); }
};

inline std::string_view view(const char *text) { return text ? std::string_view(text) : std::string_view(); }

// For accessors that also give a length.
template <class Read> std::string_view sized(Read read) {
    std::size_t length = 0;
    const char *text = read(&length);
    return text ? std::string_view(text, length) : std::string_view();
}

// A negative time becomes 0.
inline std::uint64_t count(Milliseconds time) {
    return time.count() < 0 ? 0 : static_cast<std::uint64_t>(time.count());
}

}  // namespace detail

/// The model's answer. A copy shares it and costs next to nothing.
class Message {
public:
    /// One block of a message, which it keeps alive. A part that blocks of its type do not have is empty.
    class Block {
    public:
        std::string_view type() const { return detail::view(tidings_message_block_type(get(), index_)); }
        std::string_view text() const {
            return detail::sized([this](std::size_t *n) { return tidings_message_block_text(get(), index_, n); });
        }
        std::string_view tool_id() const { return detail::view(tidings_message_block_tool_id(get(), index_)); }
        std::string_view tool_name() const { return detail::view(tidings_message_block_tool_name(get(), index_)); }
        /// The input of a call of a tool, as JSON.
        std::string_view tool_input() const {
            auto input = [this](std::size_t *n) { return tidings_message_block_tool_input(get(), index_, n); };
            return detail::sized(input);
        }
        /// The whole block as JSON, whatever its type.
        std::string_view json() const {
            return detail::sized([this](std::size_t *n) { return tidings_message_block_json(get(), index_, n); });
        }

    private:
        friend class Message;
        using Shared = std::shared_ptr<const tidings_message>;
        Block(Shared message, std::size_t index) : message_(std::move(message)), index_(index) {}
        const tidings_message *get() const { return message_.get(); }
        Shared message_;
        std::size_t index_;
    };

    /// Takes over a message of the C library.
    explicit Message(tidings_message *taken) : handle_(taken, tidings_message_free) {}

    std::string_view id() const { return detail::view(tidings_message_id(get())); }
    std::string_view model() const { return detail::view(tidings_message_model(get())); }
    std::string_view request_id() const { return detail::view(tidings_message_request_id(get())); }
    /// The text of all text blocks, joined.
    std::string_view text() const {
        return detail::sized([this](std::size_t *n) { return tidings_message_text(get(), n); });
    }
    std::string_view stop_reason() const { return detail::view(tidings_message_stop_reason(get())); }
    std::string_view stop_sequence() const { return detail::view(tidings_message_stop_sequence(get())); }
    std::uint64_t input_tokens() const { return tidings_message_input_tokens(get()); }
    std::uint64_t output_tokens() const { return tidings_message_output_tokens(get()); }
    /// The blocks.
    std::vector<Block> blocks() const {
        std::vector<Block> blocks;
        for (std::size_t i = 0; i < tidings_message_block_count(get()); ++i) blocks.push_back(Block(handle_, i));
        return blocks;
    }
    /// The whole message as JSON, with every field that the server sent.
    std::string_view json() const {
        return detail::sized([this](std::size_t *n) { return tidings_message_json(get(), n); });
    }

    const tidings_message *get() const { return handle_.get(); }

private:
    std::shared_ptr<const tidings_message> handle_;
};

/// Why a call failed. what() is one line for people, with the request id.
class Error : public std::exception {
public:
    /// Takes over an error of the C library; NULL where there is only a code.
    Error(tidings_result code, tidings_error *taken) : code_(code), handle_(taken, tidings_error_free) {}

    const char *what() const noexcept override {
        return get() ? tidings_error_description(get()) : tidings_result_name(code());
    }
    tidings_result code() const noexcept { return code_; }
    /// What happened, in the server's words where it gave some.
    std::string_view message() const { return detail::view(tidings_error_message(get())); }
    /// The HTTP status; 0 if there was no answer.
    std::uint32_t status() const { return tidings_error_status(get()); }
    /// What the error's body says happened; empty if it says nothing.
    std::string_view api_message() const { return detail::view(tidings_error_api_message(get())); }
    /// The type in the error's body, such as "overloaded_error"; empty if there is none.
    std::string_view type() const { return detail::view(tidings_error_type(get())); }
    /// The code in the details of the error's body, which names the cause, such as "thread_not_found"; empty if there is none.
    std::string_view error_code() const { return detail::view(tidings_error_error_code(get())); }
    /// The details in the error's body, as JSON; empty if there are none.
    std::string_view details_json() const { return detail::view(tidings_error_details_json(get())); }
    std::string_view request_id() const { return detail::view(tidings_error_request_id(get())); }
    /// The workspace that the credential belongs to; empty if the answer did not say.
    std::string_view workspace_id() const { return detail::view(tidings_error_workspace_id(get())); }
    /// The answer's header with this name, in whatever case; empty if there is none.
    std::string_view header(const std::string &name) const {
        return detail::view(tidings_error_header(get(), name.c_str()));
    }
    /// The raw body of the answer, or the data of the event that was at fault; empty if there is none.
    std::string_view body() const {
        return detail::sized([&](std::size_t *length) { return tidings_error_body(get(), length); });
    }
    std::uint32_t attempts() const { return tidings_error_attempts(get()); }
    /// How long the server asked to wait before the next try.
    std::optional<Milliseconds> retry_after() const {
        const std::int64_t wait = tidings_error_retry_after_ms(get());
        return wait < 0 ? std::nullopt : std::optional(Milliseconds(wait));
    }
    /// What exactly went wrong below the HTTP status, such as "refused" or "idle_limit"; may be empty.
    std::string_view reason() const { return detail::view(tidings_error_reason(get())); }
    /// How much of the request had left: "none", "partial" (perhaps all of it) or "full".
    std::string_view sent() const { return detail::view(tidings_error_sent(get())); }
    /// Whether the request may have run on the server, and so may be billed.
    bool may_have_run() const { return tidings_error_may_have_run(get()); }
    /// Whether sending the same request again can help.
    bool is_retryable() const { return tidings_error_is_retryable(get()); }
    /// The message as far as it had arrived when a stream broke.
    std::optional<Message> partial_message() const {
        tidings_message *partial = tidings_message_clone(tidings_error_partial_message(get()));
        return partial ? std::optional(Message(partial)) : std::nullopt;
    }

    const tidings_error *get() const noexcept { return handle_.get(); }

private:
    tidings_result code_;
    std::shared_ptr<const tidings_error> handle_;
};

namespace detail {

// For functions that take a text up to its NUL: one inside would cut it short unseen.
inline const char *c_str(const std::string &text) {
    if (text.find('\0') != std::string::npos) throw Error(TIDINGS_VALIDATION, nullptr);
    return text.c_str();
}

}  // namespace detail

/// Options of a client; whatever is not set comes from the environment or the defaults.
class Options {
public:
    Options() : handle_(tidings_client_options_new()) {}

    Options &api_key(const std::string &key) {
        return tidings_client_options_set_api_key(get(), detail::c_str(key)), *this;
    }
    Options &auth_token(const std::string &token) {
        return tidings_client_options_set_auth_token(get(), detail::c_str(token)), *this;
    }
    Options &api_key_header(const std::string &name) {
        return tidings_client_options_set_api_key_header(get(), detail::c_str(name)), *this;
    }
    Options &base_url(const std::string &url) {
        return tidings_client_options_set_base_url(get(), detail::c_str(url)), *this;
    }
    Options &anthropic_version(const std::string &version) {
        return tidings_client_options_set_anthropic_version(get(), detail::c_str(version)), *this;
    }
    Options &max_retries(std::uint32_t retries) {
        return tidings_client_options_set_max_retries(get(), retries), *this;
    }
    Options &max_retry_after(Milliseconds limit) {
        return tidings_client_options_set_max_retry_after_ms(get(), detail::count(limit)), *this;
    }
    /// The longest time that a call spends waiting on refusals in all. Default: 60 s.
    Options &throttle_patience(Milliseconds limit) {
        return tidings_client_options_set_throttle_patience_ms(get(), detail::count(limit)), *this;
    }
    /// Whether a request that may have run, and so may be billed, is tried again. Default: yes.
    Options &retry_ambiguous(bool yes) { return tidings_client_options_set_retry_ambiguous(get(), yes), *this; }
    /// Whether a request that was sent whole and got no answer in time is tried again. Default: no.
    Options &retry_on_timeout(bool yes) { return tidings_client_options_set_retry_on_timeout(get(), yes), *this; }
    /// Whether calls wait for their turn so that the server is not asked for more than it can give. Default: yes.
    Options &pressure(bool yes) { return tidings_client_options_set_pressure(get(), yes), *this; }
    /// The most calls that are under way at once, streams until their end included. Default: no limit.
    Options &max_in_flight(std::size_t calls) {
        return tidings_client_options_set_max_in_flight(get(), calls), *this;
    }
    /// How many requests may be under way at once. Default: 1000.
    Options &max_connections(std::size_t most) {
        return tidings_client_options_set_max_connections(get(), most), *this;
    }
    /// The proxy for every request, such as "http://user:password@host:3128". Default: as the environment says.
    Options &proxy(const std::string &url) {
        return tidings_client_options_set_proxy(get(), detail::c_str(url)), *this;
    }
    /// Whether the environment may name proxies. Default: yes.
    Options &trust_env(bool yes) { return tidings_client_options_set_trust_env(get(), yes), *this; }
    /// Certificates to trust, in PEM, in place of the platform's.
    Options &ca_bundle(std::string_view pem) {
        return tidings_client_options_set_ca_bundle(get(), pem.data(), pem.size()), *this;
    }
    /// The same from a file, which is read when a client is made.
    Options &ca_bundle_file(const std::string &path) {
        return tidings_client_options_set_ca_bundle_file(get(), detail::c_str(path)), *this;
    }
    /// The certificate with which the client shows who it is, as a chain, and its private key, both in PEM.
    Options &client_cert(std::string_view chain, std::string_view key) {
        tidings_client_options_set_client_cert(get(), chain.data(), chain.size(), key.data(), key.size());
        return *this;
    }
    /// Whether HTTP/2 is offered to the server beside HTTP/1.1. Default: yes.
    Options &http2(bool yes) { return tidings_client_options_set_http2(get(), yes), *this; }
    /// The IP address of this machine that connections come from.
    Options &local_address(const std::string &address) {
        return tidings_client_options_set_local_address(get(), detail::c_str(address)), *this;
    }
    /// Head and idle limit at once.
    Options &timeout(Milliseconds limit) {
        return tidings_client_options_set_timeout_ms(get(), detail::count(limit)), *this;
    }
    Options &connect_timeout(Milliseconds limit) {
        return tidings_client_options_set_connect_timeout_ms(get(), detail::count(limit)), *this;
    }
    /// The longest time in which nothing of a request's body can be sent. Default: 60 s.
    Options &write_timeout(Milliseconds limit) {
        return tidings_client_options_set_write_timeout_ms(get(), detail::count(limit)), *this;
    }
    Options &head_timeout(Milliseconds limit) {
        return tidings_client_options_set_head_timeout_ms(get(), detail::count(limit)), *this;
    }
    Options &idle_timeout(Milliseconds limit) {
        return tidings_client_options_set_idle_timeout_ms(get(), detail::count(limit)), *this;
    }
    Options &total_timeout(Milliseconds limit) {
        return tidings_client_options_set_total_timeout_ms(get(), detail::count(limit)), *this;
    }
    /// Whether requests are checked before they are sent. Default: yes.
    Options &validation(bool yes) { return tidings_client_options_set_validation(get(), yes), *this; }
    /// Whether a whole message that would take long to write is fetched as a stream. Default: yes.
    Options &stream_long_calls(bool yes) { return tidings_client_options_set_stream_long_calls(get(), yes), *this; }
    Options &header(const std::string &name, const std::string &value) {
        return tidings_client_options_set_header(get(), detail::c_str(name), detail::c_str(value)), *this;
    }

    tidings_client_options *get() { return handle_.get(); }
    const tidings_client_options *get() const { return handle_.get(); }

private:
    std::unique_ptr<tidings_client_options, detail::Free<tidings_client_options_free>> handle_;
};

/// What is asked of the model, and the options of its call. Can be sent any number of times, and changed in between.
class Request {
public:
    Request(const std::string &model, std::uint32_t max_tokens)
        : handle_(tidings_request_new(detail::c_str(model), max_tokens)) {}
    /// A request from one JSON document, as the API takes it.
    static Request from_json(std::string_view json) {
        tidings_error *err = nullptr;
        tidings_request *request = tidings_request_from_json(json.data(), json.size(), &err);
        if (!request) throw Error(tidings_error_code(err), err);
        return Request(request);
    }

    Request &user(std::string_view text) {
        return tidings_request_add_user_text(get(), text.data(), text.size()), *this;
    }
    Request &assistant(std::string_view text) {
        return tidings_request_add_assistant_text(get(), text.data(), text.size()), *this;
    }
    /// Adds an answer as the model's turn, every block as it came.
    Request &add(const Message &message) { return tidings_request_add_message(get(), message.get()), *this; }
    /// Adds a turn as the API takes it.
    Request &add_json(std::string_view json) {
        return tidings_request_add_message_json(get(), json.data(), json.size()), *this;
    }
    Request &system(std::string_view text) {
        return tidings_request_set_system(get(), text.data(), text.size()), *this;
    }
    Request &temperature(double value) { return tidings_request_set_temperature(get(), value), *this; }
    Request &top_p(double value) { return tidings_request_set_top_p(get(), value), *this; }
    Request &stop_sequence(std::string_view text) {
        return tidings_request_add_stop_sequence(get(), text.data(), text.size()), *this;
    }
    /// Offers a tool; `schema` is the JSON schema of its input.
    Request &tool(const std::string &name, const std::string &description, std::string_view schema) {
        tidings_request_add_tool(get(), detail::c_str(name), detail::c_str(description), schema.data(), schema.size());
        return *this;
    }
    /// Adds what a tool gave, for the block that asked for it.
    Request &tool_result(const std::string &tool_use_id, std::string_view content, bool is_error = false) {
        tidings_request_add_tool_result(get(), detail::c_str(tool_use_id), content.data(), content.size(), is_error);
        return *this;
    }
    /// Sets any field of the request, known to this library or not.
    Request &set(const std::string &field, std::string_view json) {
        return tidings_request_set_json(get(), detail::c_str(field), json.data(), json.size()), *this;
    }
    Request &header(const std::string &name, const std::string &value) {
        return tidings_request_set_header(get(), detail::c_str(name), detail::c_str(value)), *this;
    }
    Request &without_header(const std::string &name) {
        return tidings_request_set_header(get(), detail::c_str(name), nullptr), *this;
    }
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
    Request &head_timeout(Milliseconds limit) {
        return tidings_request_set_head_timeout_ms(get(), detail::count(limit)), *this;
    }
    Request &idle_timeout(Milliseconds limit) {
        return tidings_request_set_idle_timeout_ms(get(), detail::count(limit)), *this;
    }
    Request &total_timeout(Milliseconds limit) {
        return tidings_request_set_total_timeout_ms(get(), detail::count(limit)), *this;
    }

    tidings_request *get() { return handle_.get(); }
    const tidings_request *get() const { return handle_.get(); }

private:
    explicit Request(tidings_request *taken) : handle_(taken) {}
    std::unique_ptr<tidings_request, detail::Free<tidings_request_free>> handle_;
};

/// One event of a stream; its texts are good until the stream is read on.
struct Event {
    tidings_event_kind kind;
    /// The event as JSON.
    std::string_view data;
    /// The text that the event adds to a text block, if it is such an event.
    std::optional<std::string_view> text;
};

/// An answer while it is written: a range of events. Destroying it before its end closes its connection at once.
class Stream {
public:
    /// Takes over a stream of the C library.
    explicit Stream(tidings_stream *taken) : handle_(taken) {}

    /// Waits for the next event; nothing once the message is complete.
    std::optional<Event> next() {
        tidings_event event;
        const tidings_result code = tidings_stream_next(get(), &event);
        if (code == TIDINGS_OK) return made(event);
        if (code == TIDINGS_DONE) return std::nullopt;
        throw Error(code, tidings_error_clone(tidings_stream_error(get())));
    }
    /// The same for the pieces of text alone.
    std::optional<std::string_view> next_text() {
        while (auto event = next())
            if (event->text) return event->text;
        return std::nullopt;
    }
    /// Reads whatever is left and gives the whole message.
    Message final_message() {
        while (next()) {}
        return Message(tidings_message_clone(tidings_stream_message(get())));
    }
    /// Ends the stream from any thread; whoever reads it gets an Error with TIDINGS_CANCELLED.
    void cancel() const { tidings_stream_cancel(get()); }
    std::string_view request_id() const { return detail::view(tidings_stream_request_id(get())); }

    struct End {};
    /// Goes over what `next` gives, for range-for.
    template <class Item, std::optional<Item> (Stream::*advance)()> class Iterator {
    public:
        explicit Iterator(Stream *stream) : stream_(stream), item_((stream->*advance)()) {}
        using iterator_category = std::input_iterator_tag;
        using value_type = Item;
        using difference_type = std::ptrdiff_t;
        using pointer = const Item *;
        using reference = const Item &;

        reference operator*() const { return *item_; }
        pointer operator->() const { return &*item_; }
        Iterator &operator++() { return item_ = (stream_->*advance)(), *this; }
        void operator++(int) { ++*this; }
        friend bool operator==(const Iterator &at, End) { return !at.item_; }
        friend bool operator!=(const Iterator &at, End) { return at.item_.has_value(); }
#if __cplusplus < 202002L
        friend bool operator==(End, const Iterator &at) { return !at.item_; }
        friend bool operator!=(End, const Iterator &at) { return at.item_.has_value(); }
#endif

    private:
        Stream *stream_;
        std::optional<Item> item_;
    };
    using Events = Iterator<Event, &Stream::next>;
    using TextPieces = Iterator<std::string_view, &Stream::next_text>;

    Events begin() { return Events(this); }
    End end() { return {}; }

    struct Texts {
        Stream *stream;
        TextPieces begin() const { return TextPieces(stream); }
        End end() const { return {}; }
    };
    /// The pieces of text that are still to come. The stream must outlive the loop, so it cannot be a temporary.
    Texts texts() & { return {this}; }

    tidings_stream *get() const { return handle_.get(); }

private:
    static Event made(const tidings_event &event) {
        std::optional<std::string_view> text;
        if (event.text) text.emplace(event.text, event.text_len);
        return {event.kind, {event.data, event.data_len}, text};
    }
    std::unique_ptr<tidings_stream, detail::Free<tidings_stream_free>> handle_;
};

/// A client with its pool of connections. One serves any number of threads.
class Client {
public:
    /// A client with everything from the environment.
    Client() : Client(Options()) {}
    explicit Client(const Options &options) {
        tidings_error *err = nullptr;
        handle_.reset(tidings_client_new(options.get(), &err));
        if (!handle_) throw Error(tidings_error_code(err), err);
    }
    static Client from_env() { return Client(); }

    /// Sends a request and waits for the whole message.
    Message create(const Request &request) const {
        tidings_error *err = nullptr;
        tidings_message *message = nullptr;
        const tidings_result code = tidings_client_create(get(), request.get(), &message, &err);
        if (code != TIDINGS_OK) throw Error(code, err);
        return Message(message);
    }
    /// Sends a request and waits until its stream has begun.
    Stream stream(const Request &request) const {
        tidings_error *err = nullptr;
        tidings_stream *stream = nullptr;
        const tidings_result code = tidings_client_stream(get(), request.get(), &stream, &err);
        if (code != TIDINGS_OK) throw Error(code, err);
        return Stream(stream);
    }
    /// What is known of the pressure that the server bears, for each credential and model that was used: a JSON array,
    /// whose fields are told at tidings_pressure_json.
    std::string pressure_json() const {
        const std::unique_ptr<tidings_pressure, detail::Free<tidings_pressure_free>> pressure(
            tidings_client_pressure(get()));
        return std::string(detail::sized([&](std::size_t *n) { return tidings_pressure_json(pressure.get(), n); }));
    }

    const tidings_client *get() const { return handle_.get(); }

private:
    std::unique_ptr<tidings_client, detail::Free<tidings_client_free>> handle_;
};

#if __cplusplus >= 202002L && defined(__cpp_lib_ranges)
static_assert(std::ranges::input_range<Stream> && std::ranges::input_range<Stream::Texts>);
#endif

}  // namespace tidings

#endif  // TIDINGS_HPP
