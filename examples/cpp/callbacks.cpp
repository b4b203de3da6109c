// Lambdas in place of functions: for each event of an answer, and to wake a loop of one's own.
//
//     c++ -std=c++17 callbacks.cpp -ltidings -pthread -o callbacks && ./callbacks "Why is the sky blue?"
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <tidings.hpp>

// Reads until the first sentence is over: the lambda says whether to go on. What it throws would come out of run().
static void first_sentence(const tidings::Client &client, const tidings::Request &request) {
    tidings::Stream stream = client.stream(request);
    stream.run([](const tidings::Event &event) {
        if (!event.text) return true;
        const auto stop = event.text->find('.');
        std::cout << event.text->substr(0, stop == event.text->npos ? stop : stop + 1);
        return stop == event.text->npos;
    });
    std::cout << '\n';
}

// A loop that somebody else's events come through, too, would be told to look after the stream, as this one is.
static void whole_answer(const tidings::Client &client, const tidings::Request &request) {
    std::mutex mutex;
    std::condition_variable changed;
    bool has_news = false;
    tidings::Stream stream = client.start_stream(request); // returns at once
    stream.set_waker([&] { // runs on a thread of the library, and does no more than this
        const std::lock_guard<std::mutex> lock(mutex);
        has_news = true;
        changed.notify_one();
    }).or_throw();
    std::size_t pieces = 0;
    for (;;) {
        const tidings::Polled polled = stream.poll();
        if (polled.is_done) break;
        if (polled.event) pieces += polled.event->text.has_value();
        if (polled.event) continue;
        std::unique_lock<std::mutex> lock(mutex);
        changed.wait(lock, [&] { return has_news; });
        has_news = false;
    }
    std::cout << "-- " << pieces << " pieces, " << stream.final_message().text().size() << " bytes\n";
}

int main(int argc, char **argv) {
    const char *prompt = argc > 1 ? argv[1] : "Why is the sky blue?";
    const char *model = std::getenv("TIDINGS_MODEL");
    try {
        const tidings::Client client;
        tidings::Request request(model ? model : "claude-opus-4-6", 256);
        request.user(prompt);
        first_sentence(client, request);
        whole_answer(client, request);
    } catch (const tidings::Error &error) {
        std::cerr << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
