// Lists over all their pages. Include tidings.hpp, which includes it.

#ifndef TIDINGS_LIST_HPP
#define TIDINGS_LIST_HPP

#include <tidings/response.hpp>

namespace tidings {

/// A list over all its pages, or the results of a batch: a range of objects, fetched when they are needed.
///
/// One thread at a time reads it; any other may cancel it meanwhile.
class List {
public:
    /// Takes over a list of the C library.
    explicit List(tidings_list *taken) noexcept : handle_(taken) {}

    /// Waits for the next object; none at the end.
    Result<std::optional<Object>> try_next() noexcept {
        const tidings_object *lent = nullptr;
        const tidings_result code = tidings_list_next(get(), &lent);
        if (code == TIDINGS_OK) return std::optional(Object(tidings_object_clone(lent)));
        if (code == TIDINGS_DONE) return std::optional<Object>();
        return Error(code, tidings_error_clone(tidings_list_error(get())));
    }
    /// The objects that are still to come, for loops without exceptions: each is there, or it is the last and tells why
    /// there is none. Where that is a line of results that cannot be read, another loop goes on behind it. The list must
    /// outlive the loop.
    auto try_objects() & noexcept {
        is_over_ = false;
        return detail::Range<List, Result<Object>, &List::advance>(this);
    }

#if TIDINGS_EXCEPTIONS
    /// As try_next; throws Error.
    std::optional<Object> next() { return try_next().or_throw(); }
    /// Goes over the objects that are still to come; throws Error when there is none.
    using Objects = detail::Iterator<List, Object, &List::next>;
    /// The first object that is still to come.
    Objects begin() { return Objects(this); }
    /// The end of the list.
    detail::End end() noexcept { return {}; }
#endif

    /// Ends the list from any thread; whoever reads it gets TIDINGS_CANCELLED.
    void cancel() const noexcept { tidings_list_cancel(get()); }

    /// The handle, for what only the functions of C can do. It stays this object's.
    tidings_list *get() const noexcept { return handle_.get(); }

private:
    // Of a loop without exceptions: an error is its last item.
    std::optional<Result<Object>> advance() {
        if (is_over_) return std::nullopt;
        Result<std::optional<Object>> next = try_next();
        if (!next) return is_over_ = true, std::optional<Result<Object>>(next.error());
        return *next ? std::optional<Result<Object>>(**std::move(next)) : std::nullopt;
    }

    detail::Owned<tidings_list, tidings_list_free> handle_;
    bool is_over_ = false;
};

}  // namespace tidings

#endif  // TIDINGS_LIST_HPP
