// A call under way. Include tidings.hpp, which includes it.

#ifndef TIDINGS_CALL_HPP
#define TIDINGS_CALL_HPP

#include <tidings/response.hpp>
#include <tidings/waker.hpp>

namespace tidings {

/// A call under way, whose answer comes whole. Destroying it before its end closes its connection at once.
///
/// One thread at a time polls or waits; any other may cancel it meanwhile.
class Call {
public:
    /// Takes over a call of the C library.
    explicit Call(tidings_call *taken) noexcept : handle_(taken) {}
    /// Takes over another call.
    Call(Call &&) noexcept = default;
    /// Ends this call and takes over another one.
    Call &operator=(Call &&other) noexcept {
        handle_ = std::move(other.handle_); // first: then the waker is called no more
        waker_ = std::move(other.waker_);
        return *this;
    }

    /// Whether the answer is there; never waits.
    Result<bool> try_poll() noexcept { return is_there(tidings_call_poll(get())); }
    /// Waits until the answer is there.
    Result<void> try_wait() noexcept {
        const Result<bool> waited = is_there(tidings_call_wait(get(), TIDINGS_FOREVER));
        return waited ? Result<void>() : Result<void>(waited.error());
    }
    /// Waits for at most so long; whether the answer is there then.
    Result<bool> try_wait_for(Milliseconds timeout) noexcept {
        return is_there(tidings_call_wait(get(), detail::count(timeout)));
    }
    /// Waits until the answer is there, and gives the message that it holds.
    Result<Message> try_message() noexcept {
        if (const Result<void> waited = try_wait(); !waited) return waited.error();
        tidings_message *message = nullptr;
        tidings_error *err = nullptr;
        const tidings_result code = tidings_call_message(get(), &message, &err);
        if (code != TIDINGS_OK) return Error(code, err);
        return Message(message);
    }
    /// Waits until the answer is there, and gives all of it.
    Result<Response> try_response() noexcept {
        if (const Result<void> waited = try_wait(); !waited) return waited.error();
        tidings_response *response = nullptr;
        tidings_error *err = nullptr;
        const tidings_result code = tidings_call_response(get(), &response, &err);
        if (code != TIDINGS_OK) return Error(code, err);
        return Response(response);
    }
#if TIDINGS_EXCEPTIONS
    /// As try_poll; throws Error.
    bool poll() { return try_poll().or_throw(); }
    /// As try_wait; throws Error.
    void wait() { try_wait().or_throw(); }
    /// As try_wait_for; throws Error.
    bool wait_for(Milliseconds timeout) { return try_wait_for(timeout).or_throw(); }
    /// As try_message; throws Error.
    Message message() { return try_message().or_throw(); }
    /// As try_response; throws Error.
    Response response() { return try_response().or_throw(); }
#endif

    /// A descriptor that is readable while polling may have something to tell; -1 where there is none. It belongs to the
    /// call: only ask whether it is readable.
    int fd() noexcept { return tidings_call_fd(get()); }
    /// Has `waker` called when there is news after a poll that gave none; an empty one takes it away. Hold no lock then
    /// that the waker takes.
    Result<void> set_waker(Waker waker) {
        return detail::set_waker(get(), tidings_call_set_waker, std::move(waker), waker_);
    }
    /// Ends the call from any thread; whoever waits gets TIDINGS_CANCELLED.
    void cancel() const noexcept { tidings_call_cancel(get()); }

    /// The handle, for what only the functions of C can do. It stays this object's.
    tidings_call *get() const noexcept { return handle_.get(); }

private:
    Result<bool> is_there(tidings_result code) const {
        if (code == TIDINGS_OK || code == TIDINGS_AGAIN) return code == TIDINGS_OK;
        return Error(code, tidings_error_clone(tidings_call_error(get())));
    }

    std::shared_ptr<detail::CWaker> waker_; // before the handle, so that it goes after it
    detail::Owned<tidings_call, tidings_call_free> handle_;
};

}  // namespace tidings

#endif  // TIDINGS_CALL_HPP
