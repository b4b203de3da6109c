// A value, or why there is none. Include tidings.hpp, which includes it.

#ifndef TIDINGS_RESULT_HPP
#define TIDINGS_RESULT_HPP

#include <tidings/error.hpp>

#include <cstdlib>
#include <type_traits>
#include <variant>

namespace tidings {

/// A value, or the Error that tells why there is none: what the functions whose names begin with try_ give.
///
///     tidings::Result<tidings::Message> answer = client.try_create(request);
///     if (!answer) return log(answer.error().what());
///     print(answer->text());
template <class T> class [[nodiscard]] Result {
public:
    /// There is a value.
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    /// There is none.
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    /// Whether there is a value.
    explicit operator bool() const noexcept { return state_.index() == 0; }
    /// Whether there is a value.
    bool ok() const noexcept { return state_.index() == 0; }

    /// The value. To ask for one that is not there is a mistake of the program, and ends it.
    T &value() & noexcept { return *checked(std::get_if<0>(&state_)); }
    /// The value, as above.
    const T &value() const & noexcept { return *checked(std::get_if<0>(&state_)); }
    /// The value, to be taken out.
    T &&value() && noexcept { return std::move(*checked(std::get_if<0>(&state_))); }
    /// The value, as above.
    T &operator*() & noexcept { return value(); }
    /// The value, as above.
    const T &operator*() const & noexcept { return value(); }
    /// The value, to be taken out.
    T &&operator*() && noexcept { return std::move(*this).value(); }
    /// A part of the value, as above.
    T *operator->() noexcept { return &value(); }
    /// A part of the value, as above.
    const T *operator->() const noexcept { return &value(); }
    /// The value, or this one if there is none.
    template <class U> T value_or(U &&other) && {
        return ok() ? std::move(*this).value() : static_cast<T>(std::forward<U>(other));
    }

    /// Why there is no value. To ask for it where there is one is a mistake of the program, and ends it.
    const Error &error() const noexcept { return *checked(std::get_if<1>(&state_)); }
    /// What went wrong, as a code; TIDINGS_OK where there is a value.
    tidings_result code() const noexcept { return ok() ? TIDINGS_OK : error().code(); }

#if TIDINGS_EXCEPTIONS
    /// The value; throws the Error if there is none.
    T or_throw() && {
        if (!ok()) throw Error(error());
        return std::move(*this).value();
    }
#endif

private:
    template <class P> static P *checked(P *part) noexcept {
        if (!part) std::abort();
        return part;
    }
    std::variant<T, Error> state_;
};

/// Success, or the Error that tells why there is none.
template <> class [[nodiscard]] Result<void> {
public:
    /// Success.
    Result() noexcept = default;
    /// Failure.
    Result(Error error) : error_(std::move(error)) {}

    /// Whether it is success.
    explicit operator bool() const noexcept { return !error_; }
    /// Whether it is success.
    bool ok() const noexcept { return !error_; }
    /// Why it is none. To ask for it after success is a mistake of the program, and ends it.
    const Error &error() const noexcept {
        if (!error_) std::abort();
        return *error_;
    }
    /// What went wrong, as a code; TIDINGS_OK after success.
    tidings_result code() const noexcept { return error_ ? error_->code() : TIDINGS_OK; }

#if TIDINGS_EXCEPTIONS
    /// Throws the Error if there is one.
    void or_throw() && {
        if (error_) throw Error(*error_);
    }
#endif

private:
    std::optional<Error> error_;
};

}  // namespace tidings

#endif  // TIDINGS_RESULT_HPP
