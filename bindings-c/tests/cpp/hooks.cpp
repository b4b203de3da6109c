// Lambdas that the library calls beside the program: hooks, the log, the provider of tokens.
#include "check.hpp"

#include <atomic>
#include <mutex>
#include <stdexcept>
#include <vector>

static void hooks_are_told_of_every_attempt(const std::string &base_url) {
    const auto marked = std::make_shared<std::atomic<int>>(0);
    std::mutex mutex;
    std::vector<std::string> seen;
    {
        tidings::Options options = options_for(base_url + "/play/refused/hooks");
        options.hook(TIDINGS_MOMENT_REQUEST, [&, marked](const tidings::Attempt &attempt) {
            const std::lock_guard<std::mutex> lock(mutex);
            CHECK(attempt.method() == "POST" && attempt.number() == 1 && attempt.code() == TIDINGS_OK && !attempt.wait());
            seen.push_back(std::string(attempt.model()));
        });
        options.hook(TIDINGS_MOMENT_ERROR, [&, marked](const tidings::Attempt &attempt) {
            const std::lock_guard<std::mutex> lock(mutex);
            seen.push_back(std::string(attempt.json()));
#if TIDINGS_EXCEPTIONS
            throw std::runtime_error("nobody hears of it");
#endif
        });
        const tidings::Client client = tidings::Client::try_new(options).value();
        CHECK(client.try_create(hello()).code() == TIDINGS_BAD_REQUEST);
        CHECK(marked.use_count() == 3);
    }
    tidings::shutdown(tidings::Milliseconds(2000)); // so that nothing of the call is under way
    const std::lock_guard<std::mutex> lock(mutex);
    CHECK(seen.size() == 2 && seen[0] == "test-model" && seen[1].find("bad_request") != seen[1].npos);
    CHECK(marked.use_count() == 1);
}

static void a_provider_gives_tokens_or_says_why_not(const std::string &base_url) {
    const auto provided = [&](tidings::TokenProvider provider, const char *run) {
        tidings::Options options;
        options.base_url(base_url + "/play/message/" + run).max_retries(0).token_provider(std::move(provider));
        return tidings::Client::try_new(options).value().try_create(hello());
    };
    std::atomic<int> asked{0};
    CHECK(provided([&] { return ++asked, tidings::Token{"fetched", std::chrono::hours(1), ""}; }, "token").ok());
    CHECK(asked == 1);
    const auto refused = provided([] { return tidings::Token::failed("the vault is shut"); }, "none");
    CHECK(!refused && std::string_view(refused.error().what()).find("the vault is shut") != std::string_view::npos);
#if TIDINGS_EXCEPTIONS
    const auto thrown = provided([]() -> tidings::Token { throw std::runtime_error("the vault fell"); }, "thrown");
    CHECK(!thrown && std::string_view(thrown.error().what()).find("the vault fell") != std::string_view::npos);
#endif
}

static void the_log_is_heard_until_it_is_ended(const std::string &base_url) {
    const auto lines = std::make_shared<std::atomic<int>>(0);
    CHECK(tidings::set_log(TIDINGS_LOG_TRACE, [lines](tidings_log_level level, std::string_view line) {
        CHECK(level <= TIDINGS_LOG_TRACE && line.find("test-key") == line.npos);
        ++*lines;
    }) == TIDINGS_OK);
    CHECK(client_for(base_url + "/play/message/log").try_create(hello()).ok());
    CHECK(*lines > 0);
    CHECK(tidings::set_log(TIDINGS_LOG_OFF, nullptr) == TIDINGS_OK);
    tidings::shutdown(tidings::Milliseconds(2000));
    CHECK(lines.use_count() == 1);
}

int main(int argc, char **argv) {
    static const Part parts[] = {
        {"hooks", hooks_are_told_of_every_attempt},
        {"tokens", a_provider_gives_tokens_or_says_why_not},
        {"log", the_log_is_heard_until_it_is_ended},
    };
    return play(parts, argc, argv);
}
