// What the parts of tidings.hpp have in common. Include tidings.hpp, which includes it.

#ifndef TIDINGS_BASE_HPP
#define TIDINGS_BASE_HPP

#include <tidings.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#ifndef TIDINGS_EXCEPTIONS
#if defined(__cpp_exceptions) || defined(__EXCEPTIONS) || defined(_CPPUNWIND)
/// Whether the functions that throw are there: 1 or 0. Set by the compiler's own switch unless it is defined before.
#define TIDINGS_EXCEPTIONS 1
#else
#define TIDINGS_EXCEPTIONS 0
#endif
#endif

namespace tidings {

/// How times are given and told.
using Milliseconds = std::chrono::milliseconds;

/// What is not part of the interface.
namespace detail {

template <auto function> struct Free {
    template <class Handle> void operator()(Handle *handle) const noexcept { function(handle); }
};

template <class Handle, auto function> using Owned = std::unique_ptr<Handle, Free<function>>;

inline std::string_view view(const char *text) noexcept { return text ? std::string_view(text) : std::string_view(); }

// Never NULL, which would be a mistake of the caller and no empty text.
inline const char *data(std::string_view text) noexcept { return text.data() ? text.data() : ""; }

// For accessors that also give a length.
template <class Read> std::string_view sized(Read read) noexcept {
    std::size_t length = 0;
    const char *text = read(&length);
    return text ? std::string_view(text, length) : std::string_view();
}

// A negative time becomes 0.
inline std::uint64_t count(Milliseconds time) noexcept {
    return time.count() < 0 ? 0 : static_cast<std::uint64_t>(time.count());
}

// A text for functions that read up to a NUL. One inside would cut it short unseen, so such a text becomes one that
// every function refuses.
class CText {
public:
    explicit CText(std::string_view text) : text_(text.find('\0') == text.npos ? text : std::string_view("\xff")) {}
    operator const char *() const noexcept { return text_.c_str(); }

private:
    std::string text_;
};

// Where an empty text is as good as none.
class CTextOrNull {
public:
    explicit CTextOrNull(std::string_view text) : is_null_(text.empty()), text_(text) {}
    operator const char *() const noexcept { return is_null_ ? nullptr : static_cast<const char *>(text_); }

private:
    bool is_null_;
    CText text_;
};

/// The end of a range whose length is not known before.
struct End {};

// Goes over what a function of `source` gives, for range-for.
template <class Source, class Item, std::optional<Item> (Source::*advance)()> class Iterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Item;
    using difference_type = std::ptrdiff_t;
    using pointer = const Item *;
    using reference = const Item &;

    explicit Iterator(Source *source) : source_(source), item_((source->*advance)()) {}
    reference operator*() const { return *item_; }
    pointer operator->() const { return &*item_; }
    Iterator &operator++() { return item_ = (source_->*advance)(), *this; }
    void operator++(int) { ++*this; }
    friend bool operator==(const Iterator &at, End) { return !at.item_; }
    friend bool operator!=(const Iterator &at, End) { return at.item_.has_value(); }
#if __cplusplus < 202002L
    friend bool operator==(End, const Iterator &at) { return !at.item_; }
    friend bool operator!=(End, const Iterator &at) { return at.item_.has_value(); }
#endif

private:
    Source *source_;
    std::optional<Item> item_;
};

// A range over what a function of `source` gives; `source` must outlive it.
template <class Source, class Item, std::optional<Item> (Source::*advance)()> class Range {
public:
    explicit Range(Source *source) noexcept : source_(source) {}
    Iterator<Source, Item, advance> begin() const { return Iterator<Source, Item, advance>(source_); }
    End end() const noexcept { return {}; }

private:
    Source *source_;
};

}  // namespace detail

/// The version of the library that is running, such as "0.1.0".
inline std::string_view version() noexcept { return tidings_version(); }

/// Ends every call of the process that is under way and stops the library's thread, waiting at most so long. Only
/// needed before the library is unloaded, or where a leak checker looks at the end of a program.
inline void shutdown(Milliseconds timeout) noexcept { tidings_shutdown(detail::count(timeout)); }

}  // namespace tidings

#endif  // TIDINGS_BASE_HPP
