// What sends requests. Include tidings.hpp, which includes it.

#ifndef TIDINGS_CLIENT_HPP
#define TIDINGS_CLIENT_HPP

#include <tidings/call.hpp>
#include <tidings/list.hpp>
#include <tidings/options.hpp>
#include <tidings/request.hpp>
#include <tidings/stream.hpp>

namespace tidings {

class Batches;
class Files;
class Models;

/// A client with its pool of connections. One serves any number of threads.
class Client {
public:
    /// A client with these options, which win over the environment.
    static Result<Client> try_new(const Options &options) noexcept {
        tidings_error *err = nullptr;
        tidings_client *client = tidings_client_new(options.get(), &err);
        if (!client) return Error(tidings_error_code(err), err);
        return Client(client);
    }
    /// A client with everything from the environment.
    static Result<Client> try_from_env() noexcept { return try_new(Options()); }
#if TIDINGS_EXCEPTIONS
    /// A client with everything from the environment; throws Error.
    Client() : Client(Options()) {}
    /// A client with these options, which win over the environment; throws Error.
    explicit Client(const Options &options) : Client(try_new(options).or_throw()) {}
    /// A client with everything from the environment; throws Error.
    static Client from_env() { return Client(); }
#endif
    /// Takes over a client of the C library.
    explicit Client(tidings_client *taken) noexcept : handle_(taken) {}
    /// The same client once more: it shares its connections, its limits and what it knows of the server.
    Client clone() const noexcept { return Client(tidings_client_clone(get())); }

    /// Sends a request and waits for the whole message.
    Result<Message> try_create(const Request &request) const noexcept {
        tidings_error *err = nullptr;
        tidings_message *message = nullptr;
        const tidings_result code = tidings_client_create(get(), request.get(), &message, &err);
        if (code != TIDINGS_OK) return Error(code, err);
        return Message(message);
    }
    /// Sends a request and waits until its stream has begun.
    Result<Stream> try_stream(const Request &request) const noexcept {
        tidings_error *err = nullptr;
        tidings_stream *stream = nullptr;
        const tidings_result code = tidings_client_stream(get(), request.get(), &stream, &err);
        if (code != TIDINGS_OK) return Error(code, err);
        return Stream(stream);
    }
    /// Sends any request and waits for the whole answer, as it came.
    Result<Response> try_send(const Request &request) const noexcept {
        tidings_error *err = nullptr;
        tidings_response *response = nullptr;
        const tidings_result code = tidings_client_send(get(), request.get(), &response, &err);
        if (code != TIDINGS_OK) return Error(code, err);
        return Response(response);
    }
    /// Sends any request and waits for the JSON object that answers it.
    Result<Object> try_object(const Request &request) const noexcept {
        const Result<Response> response = try_send(request);
        if (!response) return response.error();
        if (std::optional<Object> object = response->object()) return *std::move(object);
        return Error(TIDINGS_UNEXPECTED_RESPONSE);
    }
    /// Begins a list over all its pages, or the results of a batch.
    Result<List> try_list(const Request &request) const noexcept {
        tidings_error *err = nullptr;
        tidings_list *list = nullptr;
        const tidings_result code = tidings_client_list(get(), request.get(), &list, &err);
        if (code != TIDINGS_OK) return Error(code, err);
        return List(list);
    }
    /// Writes the body of an answer to `path`, where nothing half-written is ever left.
    Result<void> try_download(const Request &request, std::string_view path) const noexcept {
        tidings_error *err = nullptr;
        const tidings_result code = tidings_client_download(get(), request.get(), detail::CText(path), &err);
        if (code != TIDINGS_OK) return Error(code, err);
        return {};
    }
    /// Counts the tokens that a request for a message would send, without running it.
    Result<std::uint64_t> try_count_tokens(const Request &request) const noexcept {
        tidings_error *err = nullptr;
        std::uint64_t tokens = 0;
        const tidings_result code = tidings_client_count_tokens(get(), request.get(), &tokens, &err);
        if (code != TIDINGS_OK) return Error(code, err);
        return tokens;
    }
    /// Begins to send any request whose answer comes whole, and returns at once.
    Result<Call> try_start(const Request &request) const noexcept {
        tidings_error *err = nullptr;
        tidings_call *call = nullptr;
        const tidings_result code = tidings_client_start(get(), request.get(), &call, &err);
        if (code != TIDINGS_OK) return Error(code, err);
        return Call(call);
    }
    /// Begins to send a request whose answer comes as a stream, and returns at once. What goes wrong on the way comes by
    /// reading the stream.
    Result<Stream> try_start_stream(const Request &request) const noexcept {
        tidings_error *err = nullptr;
        tidings_stream *stream = nullptr;
        const tidings_result code = tidings_client_start_stream(get(), request.get(), &stream, &err);
        if (code != TIDINGS_OK) return Error(code, err);
        return Stream(stream);
    }

#if TIDINGS_EXCEPTIONS
    /// As try_create; throws Error.
    Message create(const Request &request) const { return try_create(request).or_throw(); }
    /// As try_stream; throws Error.
    Stream stream(const Request &request) const { return try_stream(request).or_throw(); }
    /// As try_send; throws Error.
    Response send(const Request &request) const { return try_send(request).or_throw(); }
    /// As try_object; throws Error.
    Object object(const Request &request) const { return try_object(request).or_throw(); }
    /// As try_list; throws Error.
    List list(const Request &request) const { return try_list(request).or_throw(); }
    /// As try_download; throws Error.
    void download(const Request &request, std::string_view path) const { try_download(request, path).or_throw(); }
    /// As try_count_tokens; throws Error.
    std::uint64_t count_tokens(const Request &request) const { return try_count_tokens(request).or_throw(); }
    /// As try_start; throws Error.
    Call start(const Request &request) const { return try_start(request).or_throw(); }
    /// As try_start_stream; throws Error.
    Stream start_stream(const Request &request) const { return try_start_stream(request).or_throw(); }
#endif

    /// Batches.
    Batches batches() const noexcept;
    /// Models.
    Models models() const noexcept;
    /// Files.
    Files files() const noexcept;

    /// What is known of the pressure that the server bears, for each credential and model that was used: a JSON array,
    /// whose fields are told at tidings_pressure_json.
    std::string pressure_json() const {
        const detail::Owned<tidings_pressure, tidings_pressure_free> pressure(tidings_client_pressure(get()));
        return std::string(detail::sized([&](std::size_t *n) { return tidings_pressure_json(pressure.get(), n); }));
    }

    /// The handle, for what only the functions of C can do. It stays this object's.
    const tidings_client *get() const noexcept { return handle_.get(); }

private:
    detail::Owned<tidings_client, tidings_client_free> handle_;
};

}  // namespace tidings

#endif  // TIDINGS_CLIENT_HPP
