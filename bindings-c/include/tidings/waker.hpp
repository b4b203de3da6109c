// How an event loop learns that there is news. Include tidings.hpp, which includes it.

#ifndef TIDINGS_WAKER_HPP
#define TIDINGS_WAKER_HPP

#include <tidings/result.hpp>

#include <functional>

namespace tidings {

/// What is called when a stream or a call has news, once after each time that polling gave none.
///
/// It runs on the thread that serves the network, perhaps one of yours that waits in the library, or on one that cancels,
/// and should do no more than tell the event loop to poll.
/// It may destroy what it is called for. What it throws is dropped.
using Waker = std::function<void()>;

namespace detail {

// A waker as C calls it. It holds itself while it runs, so that it may destroy what it belongs to.
class CWaker : public std::enable_shared_from_this<CWaker> {
public:
    explicit CWaker(Waker waker) : waker_(std::move(waker)) {}
    static void call(void *userdata) noexcept {
        const std::shared_ptr<CWaker> held = static_cast<CWaker *>(userdata)->shared_from_this();
#if TIDINGS_EXCEPTIONS
        try {
            held->waker_();
        } catch (...) {
            // Nobody waits for it here, and through C it must not go.
        }
#else
        held->waker_();
#endif
    }

private:
    Waker waker_;
};

// Gives an object of C, by its own function, a waker in place of the one that `kept` holds.
template <class Handle, class Set>
Result<void> set_waker(Handle *handle, Set set, Waker waker, std::shared_ptr<CWaker> &kept) {
    std::shared_ptr<CWaker> held = waker ? std::make_shared<CWaker>(std::move(waker)) : nullptr;
    const tidings_result code = set(handle, held ? CWaker::call : nullptr, held.get());
    if (code != TIDINGS_OK) return Error(code);
    kept = std::move(held); // the one before is not running any more
    return {};
}

}  // namespace detail
}  // namespace tidings

#endif  // TIDINGS_WAKER_HPP
