// Answers as they came. Include tidings.hpp, which includes it.

#ifndef TIDINGS_RESPONSE_HPP
#define TIDINGS_RESPONSE_HPP

#include <tidings/result.hpp>

namespace tidings {

/// A JSON object of the API: a batch, a model, a file, a line of results. A copy shares it and costs next to nothing.
///
/// Its parts are named by JSON pointers, such as "/request_counts/succeeded"; "" names all of it.
class Object {
public:
    /// Takes over an object of the C library.
    explicit Object(tidings_object *taken) : handle_(taken, tidings_object_free) {}

    /// All of it as JSON, as the server wrote it.
    std::string_view json() const noexcept {
        return detail::sized([this](std::size_t *n) { return tidings_object_json(get(), n); });
    }
    /// A text; empty if there is none at this place.
    std::string_view text(std::string_view pointer) const noexcept {
        const detail::CText place(pointer);
        return detail::sized([&](std::size_t *n) { return tidings_object_text(get(), place, n); });
    }
    /// The id, which all objects of the API but lines of results have.
    std::string_view id() const noexcept { return text("/id"); }
    /// Any part as JSON; empty if there is nothing at this place.
    std::string_view part(std::string_view pointer) const noexcept {
        const detail::CText place(pointer);
        return detail::sized([&](std::size_t *n) { return tidings_object_part(get(), place, n); });
    }
    /// A whole number; none if there is none at this place.
    std::optional<std::int64_t> integer(std::string_view pointer) const noexcept {
        return value<std::int64_t>(tidings_object_integer, pointer);
    }
    /// A number; none if there is none at this place.
    std::optional<double> number(std::string_view pointer) const noexcept {
        return value<double>(tidings_object_number, pointer);
    }
    /// True or false; none if there is neither at this place.
    std::optional<bool> boolean(std::string_view pointer) const noexcept {
        return value<bool>(tidings_object_boolean, pointer);
    }
    /// How many elements an array has; 0 if there is no array at this place.
    std::size_t count(std::string_view pointer) const noexcept {
        return tidings_object_count(get(), detail::CText(pointer));
    }
    /// Whether there is anything at this place.
    bool has(std::string_view pointer) const noexcept { return tidings_object_has(get(), detail::CText(pointer)); }
    /// The message at this place, such as "/result/message" of a line of results.
    std::optional<Message> message(std::string_view pointer) const {
        tidings_message *message = tidings_object_message(get(), detail::CText(pointer));
        return message ? std::optional(Message(message)) : std::nullopt;
    }

    /// The handle, for what only the functions of C can do. It stays this object's.
    const tidings_object *get() const noexcept { return handle_.get(); }

private:
    template <class T, class Read> std::optional<T> value(Read read, std::string_view pointer) const noexcept {
        T value{};
        return read(get(), detail::CText(pointer), &value) == TIDINGS_OK ? std::optional(value) : std::nullopt;
    }
    std::shared_ptr<const tidings_object> handle_;
};

/// An answer of the server, as it came. A copy shares it and costs next to nothing.
class Response {
public:
    /// Takes over an answer of the C library.
    explicit Response(tidings_response *taken) : handle_(taken, tidings_response_free) {}

    /// The HTTP status.
    std::uint32_t status() const noexcept { return tidings_response_status(get()); }
    /// The id of the request, to quote to the API's support; empty if the server gave none.
    std::string_view request_id() const noexcept { return detail::view(tidings_response_request_id(get())); }
    /// How many times the request was tried.
    std::uint32_t attempts() const noexcept { return tidings_response_attempts(get()); }
    /// The first header with this name, in whatever case; empty if there is none.
    std::string_view header(std::string_view name) const noexcept {
        return detail::view(tidings_response_header(get(), detail::CText(name)));
    }
    /// All headers.
    std::vector<Header> headers() const {
        std::vector<Header> all;
        for (std::size_t i = 0; i < tidings_response_header_count(get()); ++i)
            all.push_back({tidings_response_header_name(get(), i), tidings_response_header_value(get(), i)});
        return all;
    }
    /// The body, which may be of any bytes.
    std::string_view body() const noexcept {
        return detail::sized([this](std::size_t *n) { return tidings_response_body(get(), n); });
    }
    /// What the headers say about rate limits, as a JSON object.
    std::string_view rate_limits_json() const noexcept {
        return detail::sized([this](std::size_t *n) { return tidings_response_rate_limits_json(get(), n); });
    }
    /// The body as an object, whose fields can be asked for; none if it is no JSON object.
    std::optional<Object> object() const {
        tidings_object *object = tidings_object_clone(tidings_response_object(get()));
        return object ? std::optional(Object(object)) : std::nullopt;
    }
    /// The body as a message.
    Result<Message> try_message() const noexcept {
        tidings_message *message = nullptr;
        tidings_error *err = nullptr;
        const tidings_result code = tidings_response_message(get(), &message, &err);
        if (code != TIDINGS_OK) return Error(code, err);
        return Message(message);
    }
#if TIDINGS_EXCEPTIONS
    /// As try_message; throws Error.
    Message message() const { return try_message().or_throw(); }
#endif

    /// The handle, for what only the functions of C can do. It stays this object's.
    const tidings_response *get() const noexcept { return handle_.get(); }

private:
    std::shared_ptr<const tidings_response> handle_;
};

}  // namespace tidings

#endif  // TIDINGS_RESPONSE_HPP
