// An answer while it is written. Include tidings.hpp, which includes it.

#ifndef TIDINGS_STREAM_HPP
#define TIDINGS_STREAM_HPP

#include <tidings/response.hpp>
#include <tidings/waker.hpp>

#include <type_traits>
#if __cplusplus >= 202002L
#include <ranges>
#endif

namespace tidings {

/// One event of a stream; its texts are good until the stream is read on.
struct Event {
    /// What kind of event it is.
    tidings_event_kind kind;
    /// The event as JSON.
    std::string_view data;
    /// The text that the event adds to a text block, if it is such an event.
    std::optional<std::string_view> text;
    /// The index of the block that the event is about, if it is about one.
    std::optional<std::uint32_t> index;
    /// What kind of addition `delta` is.
    tidings_delta_kind delta_kind;
    /// What the event adds to a block, whatever kind it is of; empty if it adds nothing that is known.
    std::string_view delta;

    /// From an event of the C library.
    static Event from(const tidings_event &event) noexcept {
        Event made{event.kind, {event.data, event.data_len}, std::nullopt, std::nullopt, event.delta_kind, {}};
        if (event.text) made.text.emplace(event.text, event.text_len);
        if (event.index != UINT32_MAX) made.index = event.index;
        if (event.delta) made.delta = {event.delta, event.delta_len};
        return made;
    }
    /// The API's name for the kind, such as "message_start"; empty for a kind that is not known.
    std::string_view name() const noexcept { return tidings_event_kind_name(kind); }
};

/// What a look at a stream gave.
struct Polled {
    /// The event; none where nothing has come yet, and at the end.
    std::optional<Event> event;
    /// Whether the stream has ended and its message is complete.
    bool is_done = false;
};

/// An answer while it is written: a range of events. Destroying it before its end closes its connection at once.
///
/// One thread at a time reads it; any other may cancel it meanwhile.
class Stream {
public:
    /// Takes over a stream of the C library.
    explicit Stream(tidings_stream *taken) noexcept : handle_(taken) {}
    /// Takes over another stream.
    Stream(Stream &&) noexcept = default;
    /// Ends this stream and takes over another one.
    Stream &operator=(Stream &&other) noexcept {
        handle_ = std::move(other.handle_); // first: then the waker is called no more
        waker_ = std::move(other.waker_);
        is_over_ = other.is_over_;
        return *this;
    }

    /// Waits for the next event; none once the message is complete.
    Result<std::optional<Event>> try_next() noexcept {
        tidings_event event;
        const tidings_result code = tidings_stream_next(get(), &event);
        if (code == TIDINGS_OK) return std::optional(Event::from(event));
        if (code == TIDINGS_DONE) return std::optional<Event>();
        return failure(code);
    }
    /// Waits for the next piece of text; none once the message is complete.
    Result<std::optional<std::string_view>> try_next_text() noexcept {
        for (;;) {
            Result<std::optional<Event>> event = try_next();
            if (!event) return event.error();
            if (!*event) return std::optional<std::string_view>();
            if ((*event)->text) return (*event)->text;
        }
    }
    /// Waits for the next event for at most so long; with 0 it only looks.
    Result<Polled> try_next_for(Milliseconds timeout) noexcept {
        tidings_event event;
        return polled(tidings_stream_next_timeout(get(), detail::count(timeout), &event), event);
    }
    /// Takes the next event if it is there; never waits.
    Result<Polled> try_poll() noexcept {
        tidings_event event;
        return polled(tidings_stream_poll(get(), &event), event);
    }
    /// Reads the stream to its end and calls `callback` with every event, on this thread. It gives nothing, or a bool
    /// that says whether to go on. True when the message is complete, false when the callback asked to stop, after which
    /// the stream can be read on. What the callback throws stops it, too, and goes on from here.
    template <class Callback> Result<bool> try_run(Callback &&callback) {
        Run<std::remove_reference_t<Callback>> run{callback};
        tidings_error *err = nullptr;
        const tidings_result code = tidings_stream_run(get(), run.each, &run, &err);
#if TIDINGS_EXCEPTIONS
        if (run.thrown) {
            tidings_error_free(err);
            std::rethrow_exception(run.thrown);
        }
#endif
        if (code != TIDINGS_OK && code != TIDINGS_STOPPED) return Error(code, err);
        return code == TIDINGS_OK;
    }
    /// Reads whatever is left and gives the whole message.
    Result<Message> try_final_message() noexcept {
        for (;;) {
            const Result<std::optional<Event>> event = try_next();
            if (!event) return event.error();
            if (!*event) return Message(tidings_message_clone(tidings_stream_message(get())));
        }
    }

    /// The events that are still to come, for loops without exceptions: each is there, or it is the last and tells why
    /// the stream broke. The stream must outlive the loop.
    auto try_events() & noexcept { return detail::Range<Stream, Result<Event>, &Stream::advance>(this); }
    /// The same for the pieces of text.
    auto try_texts() & noexcept {
        return detail::Range<Stream, Result<std::string_view>, &Stream::advance_text>(this);
    }

#if TIDINGS_EXCEPTIONS
    /// As try_next; throws Error.
    std::optional<Event> next() { return try_next().or_throw(); }
    /// As try_next_text; throws Error.
    std::optional<std::string_view> next_text() { return try_next_text().or_throw(); }
    /// As try_next_for; throws Error.
    Polled next_for(Milliseconds timeout) { return try_next_for(timeout).or_throw(); }
    /// As try_poll; throws Error.
    Polled poll() { return try_poll().or_throw(); }
    /// As try_run; throws Error.
    template <class Callback> bool run(Callback &&callback) {
        return try_run(std::forward<Callback>(callback)).or_throw();
    }
    /// As try_final_message; throws Error.
    Message final_message() { return try_final_message().or_throw(); }

    /// Goes over the events that are still to come; throws Error when the stream breaks.
    using Events = detail::Iterator<Stream, Event, &Stream::next>;
    /// The first event that is still to come.
    Events begin() { return Events(this); }
    /// The end of the stream.
    detail::End end() noexcept { return {}; }
    /// A range of pieces of text.
    using Texts = detail::Range<Stream, std::string_view, &Stream::next_text>;
    /// The pieces of text that are still to come; throws Error when the stream breaks. The stream must outlive the loop,
    /// so it cannot be a temporary.
    Texts texts() & noexcept { return Texts(this); }
#endif

    /// A descriptor that is readable while polling may have something to tell; -1 where there is none. It belongs to the
    /// stream: only ask whether it is readable, and poll until there is no event before you wait for it.
    int fd() noexcept { return tidings_stream_fd(get()); }
    /// Has `waker` called when there is news after a poll that gave none; an empty one takes it away. Hold no lock then
    /// that the waker takes.
    Result<void> set_waker(Waker waker) {
        return detail::set_waker(get(), tidings_stream_set_waker, std::move(waker), waker_);
    }
    /// Ends the stream from any thread; whoever reads it gets TIDINGS_CANCELLED.
    void cancel() const noexcept { tidings_stream_cancel(get()); }
    /// The id of the request, to quote to the API's support.
    std::string_view request_id() const noexcept { return detail::view(tidings_stream_request_id(get())); }
    /// The answer that is streamed: status, headers and attempts, without a body; none before reading has come to it.
    std::optional<Response> response() const {
        tidings_response *response = tidings_response_clone(tidings_stream_response(get()));
        return response ? std::optional(Response(response)) : std::nullopt;
    }

    /// The handle, for what only the functions of C can do. It stays this object's.
    tidings_stream *get() const noexcept { return handle_.get(); }

private:
    // What is handed through C: a callback, and what it threw.
    template <class Callback> struct Run {
        Callback &callback;
#if TIDINGS_EXCEPTIONS
        std::exception_ptr thrown = nullptr;
#endif
        static int each(const tidings_event *event, void *userdata) noexcept {
            Run &run = *static_cast<Run *>(userdata);
#if TIDINGS_EXCEPTIONS
            try {
                return run.call(Event::from(*event));
            } catch (...) {
                run.thrown = std::current_exception();
                return 1;
            }
#else
            return run.call(Event::from(*event));
#endif
        }
        int call(const Event &event) {
            if constexpr (std::is_void_v<decltype(callback(event))>) return callback(event), 0;
            else return callback(event) ? 0 : 1;
        }
    };

    Error failure(tidings_result code) const { return Error(code, tidings_error_clone(tidings_stream_error(get()))); }
    Result<Polled> polled(tidings_result code, const tidings_event &event) const {
        if (code == TIDINGS_OK) return Polled{Event::from(event), false};
        if (code == TIDINGS_AGAIN || code == TIDINGS_DONE) return Polled{std::nullopt, code == TIDINGS_DONE};
        return failure(code);
    }
    // Of a loop without exceptions: an error is its last item.
    template <class Item> std::optional<Result<Item>> item(Result<std::optional<Item>> next) {
        if (is_over_) return std::nullopt;
        if (!next) return is_over_ = true, std::optional<Result<Item>>(next.error());
        return *next ? std::optional<Result<Item>>(**next) : std::nullopt;
    }
    std::optional<Result<Event>> advance() { return item<Event>(try_next()); }
    std::optional<Result<std::string_view>> advance_text() { return item<std::string_view>(try_next_text()); }

    std::shared_ptr<detail::CWaker> waker_; // before the handle, so that it goes after it
    detail::Owned<tidings_stream, tidings_stream_free> handle_;
    bool is_over_ = false;
};

}  // namespace tidings

#if TIDINGS_EXCEPTIONS && __cplusplus >= 202002L && defined(__cpp_lib_ranges)
template <class Source, class Item, std::optional<Item> (Source::*advance)()>
inline constexpr bool std::ranges::enable_view<tidings::detail::Range<Source, Item, advance>> = true;
static_assert(std::ranges::input_range<tidings::Stream> && std::ranges::view<tidings::Stream::Texts>);
#endif

#endif  // TIDINGS_STREAM_HPP
