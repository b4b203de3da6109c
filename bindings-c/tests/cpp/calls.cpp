// Calls under way, polling, descriptors and wakers.
#include "check.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <poll.h>
#include <thread>

using tidings::Milliseconds;

/// A loop that is woken by a function.
class Bell {
public:
    void ring() {
        std::lock_guard<std::mutex> lock(mutex_);
        rung_ = true;
        changed_.notify_all();
    }
    void wait() {
        std::unique_lock<std::mutex> lock(mutex_);
        changed_.wait(lock, [this] { return rung_; });
        rung_ = false;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool rung_ = false;
};

static void wait_until_readable(int fd) {
    pollfd watched{fd, POLLIN, 0};
    CHECK(fd >= 0 && ::poll(&watched, 1, 20'000) == 1);
}

static void a_call_is_begun_and_its_message_is_waited_for(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/message/calls");
    tidings::Call call = client.try_start(hello()).value();
    CHECK(call.try_message()->text() == "Fine, thank you.");
    CHECK(call.try_poll().value() && call.try_wait_for(Milliseconds(0)).value() && call.try_wait().ok());
    tidings::Call refused = client_for(base_url + "/play/refused/calls").try_start(hello()).value();
    CHECK(refused.try_message().code() == TIDINGS_BAD_REQUEST && refused.try_poll().error().status() == 400);
}

static void a_call_that_waits_is_cancelled_by_another_thread(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/never/calls");
    tidings::Call call = client.try_start(hello()).value();
    CHECK(!call.try_wait_for(Milliseconds(20)).value());
    const tidings::Call &shared = call;
    std::thread other([&shared] { shared.cancel(); });
    CHECK(call.try_wait().code() == TIDINGS_CANCELLED);
    other.join();
}

static void descriptors_tell_when_to_poll(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/message/calls");
    tidings::Call call = client.try_start(hello()).value();
    while (!call.try_poll().value()) wait_until_readable(call.fd());
    CHECK(call.try_message()->text() == "Fine, thank you.");

    tidings::Stream stream = client_for(base_url + "/play/slow/calls").try_start_stream(hello()).value();
    std::string text;
    for (bool is_done = false; !is_done;) {
        const tidings::Polled polled = stream.try_poll().value();
        is_done = polled.is_done;
        if (polled.event && polled.event->text) text += *polled.event->text;
        if (polled.event && polled.event->text) CHECK(polled.event->delta == *polled.event->text);
        if (polled.event && polled.event->text) CHECK(polled.event->delta_kind == TIDINGS_DELTA_TEXT);
        if (polled.event && polled.event->text) CHECK(polled.event->index == 0U);
        if (!polled.event && !is_done) wait_until_readable(stream.fd());
    }
    CHECK(text == stream.try_final_message()->text());
}

static void wakers_tell_when_to_poll(const std::string &base_url) {
    Bell bell;
    const tidings::Client client = client_for(base_url + "/play/slow/calls");
    tidings::Stream stream = client.try_start_stream(hello()).value();
    CHECK(stream.set_waker([&bell] { bell.ring(); }).ok());
    for (;;) {
        const tidings::Polled polled = stream.try_poll().value();
        if (polled.is_done) break;
        if (!polled.event) bell.wait();
    }
    tidings::Call call = client_for(base_url + "/play/message/calls").try_start(hello()).value();
    CHECK(call.set_waker([&bell] { bell.ring(); }).ok());
    while (!call.try_poll().value()) bell.wait();
    CHECK(call.set_waker(nullptr).ok());
}

static void a_waker_goes_when_its_stream_goes_and_may_throw_or_end_it(const std::string &base_url) {
    const auto marked = std::make_shared<int>(0);
    const tidings::Client client = client_for(base_url + "/play/never/calls");
    Bell bell;
    {
        tidings::Stream stream = client.try_start_stream(hello()).value();
        CHECK(stream.set_waker([marked] {}));
        CHECK(marked.use_count() == 2);
        CHECK(!stream.try_poll()->event);
        const auto throwing = [marked, &bell] {
            bell.ring();
#if TIDINGS_EXCEPTIONS
            throw 1;
#endif
        };
        CHECK(stream.set_waker(throwing).ok() && marked.use_count() == 3);
        CHECK(!stream.try_poll()->event);
        stream.cancel();
        bell.wait();
        CHECK(stream.try_poll().code() == TIDINGS_CANCELLED);
        stream = client.try_start_stream(hello()).value();
        CHECK(marked.use_count() == 2);
    }
    // A waker that destroys what it is called for.
    auto stream = std::make_unique<tidings::Stream>(client.try_start_stream(hello()).value());
    CHECK(stream->set_waker([&stream, marked, &bell] {
        stream.reset();
        CHECK(marked.use_count() > 1); // its own captures are still there
        bell.ring();
    }).ok());
    CHECK(!stream->try_poll()->event);
    stream->cancel();
    bell.wait();
    CHECK(!stream);
}

static void tokens_are_counted_and_clients_cloned(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/count/calls");
    CHECK(client.clone().try_count_tokens(hello()).value() == 17);
    CHECK(client_for(base_url + "/play/refused/calls").try_count_tokens(hello()).code() == TIDINGS_BAD_REQUEST);
}

int main(int argc, char **argv) {
    static const Part parts[] = {
        {"call", a_call_is_begun_and_its_message_is_waited_for},
        {"cancel", a_call_that_waits_is_cancelled_by_another_thread},
        {"descriptors", descriptors_tell_when_to_poll},
        {"wakers", wakers_tell_when_to_poll},
        {"lives", a_waker_goes_when_its_stream_goes_and_may_throw_or_end_it},
        {"count", tokens_are_counted_and_clients_cloned},
    };
    return play(parts, argc, argv);
}
