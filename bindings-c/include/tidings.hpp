// Tidings for C++17: the C library with objects that free themselves, ranges, and errors in two ways.
//
//     tidings::Client client;                                   // the key comes from the environment
//     tidings::Request request("claude-opus-4-6", 1024);
//     request.user("Hello");
//     tidings::Stream stream = client.stream(request);
//     for (std::string_view text : stream.texts()) std::cout << text << std::flush;
//     std::cout << stream.final_message().stop_reason() << '\n';
//
// Header only; link with -ltidings.
//
// Errors. A function whose name begins with try_ never throws an error: it gives a tidings::Result, which is the value
// or the tidings::Error. The same name without try_ gives the value or throws that Error. With -fno-exceptions only the
// first kind is there. What a setter refuses is told by the call that uses the object. Out of memory ends the program.
//
// Objects free themselves. Message, Error, Response and Object are shared by their copies; all others can only be moved,
// and after that only assigned to or destroyed. A string_view is good as long as the object it came from, unless said
// otherwise. Texts are UTF-8; those that go in are copied. One that must not hold a NUL (a name, an id, a key, a URL)
// and does is refused as TIDINGS_INVALID_UTF8. Threads are as in tidings.h: a const object may be used by several at
// once. get() gives the handle, for what only the functions of C can do.

#ifndef TIDINGS_HPP
#define TIDINGS_HPP

#include <tidings/base.hpp>
#include <tidings/call.hpp>
#include <tidings/client.hpp>
#include <tidings/error.hpp>
#include <tidings/hooks.hpp>
#include <tidings/list.hpp>
#include <tidings/message.hpp>
#include <tidings/options.hpp>
#include <tidings/request.hpp>
#include <tidings/resources.hpp>
#include <tidings/response.hpp>
#include <tidings/result.hpp>
#include <tidings/stream.hpp>
#include <tidings/tools.hpp>
#include <tidings/waker.hpp>

#endif  // TIDINGS_HPP
