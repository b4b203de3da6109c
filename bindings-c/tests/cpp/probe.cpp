// The C++ half of tests/c/probe.c: takes the same commands, and makes the calls through tidings.hpp.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <mutex>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <tidings.hpp>
#include <utility>
#include <vector>

using tidings::Milliseconds;

static std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char c : text) {
        char escape[8];
        std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned char>(c));
        if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\') out += escape;
        else out += c;
    }
    return out + '"';
}

static void put_message(std::ostream &out, const tidings::Message &message) {
    out << "{\"text\":" << quoted(message.text()) << ",\"stop_reason\":" << quoted(message.stop_reason())
              << ",\"input_tokens\":" << message.input_tokens() << ",\"output_tokens\":" << message.output_tokens()
              << ",\"blocks\":[";
    const char *comma = "";
    for (const auto &block : message.blocks()) {
        out << comma << "{\"type\":" << quoted(block.type()) << ",\"text\":" << quoted(block.text())
                  << ",\"tool_name\":" << quoted(block.tool_name()) << ",\"json\":" << block.json() << '}';
        comma = ",";
    }
    out << "],\"message\":" << message.json() << "}\036";
}

static std::string text_or_null(std::string_view text) { return text.empty() ? "null" : quoted(text); }

static void put_error(std::ostream &out, const tidings::Error &error) {
    const auto partial = error.partial_message();
    out << "{\"code\":" << error.code() << ",\"kind\":" << quoted(tidings_result_name(error.code()))
              << ",\"message\":" << quoted(error.message()) << ",\"description\":" << quoted(error.what())
              << ",\"status\":" << error.status() << ",\"type\":" << text_or_null(error.type())
              << ",\"error_code\":" << text_or_null(error.error_code())
              << ",\"details\":" << (error.details_json().empty() ? "null" : error.details_json())
              << ",\"api_message\":" << text_or_null(error.api_message())
              << ",\"workspace_id\":" << text_or_null(error.workspace_id())
              << ",\"workspace_header\":" << text_or_null(error.header("Anthropic-Workspace-Id"))
              << ",\"cookie\":" << text_or_null(error.header("set-cookie"))
              << ",\"raw_body\":" << text_or_null(error.body())
              << ",\"request_id\":" << quoted(error.request_id()) << ",\"attempts\":" << error.attempts()
              << ",\"retry_after_ms\":" << error.retry_after().value_or(Milliseconds(-1)).count()
              << ",\"reason\":" << text_or_null(error.reason()) << ",\"sent\":" << text_or_null(error.sent())
              << ",\"may_have_run\":" << error.may_have_run() << ",\"is_retryable\":" << error.is_retryable()
              << ",\"partial_text\":" << (partial ? quoted(partial->text()) : "null")
              << ",\"partial\":" << (partial ? partial->json() : "null")
              << ",\"error\":" << (error.get() ? tidings_error_json(error.get()) : "null") << "}\036";
}

static void set_option(tidings::Options &options, tidings::Request &request, const std::string &argument) {
    const auto equals = argument.find('=');
    const std::string name = argument.substr(0, equals), value = argument.substr(equals + 1);
    const auto number = [&] { return static_cast<std::uint32_t>(std::stoul(value)); };
    const auto limit = [&] { return Milliseconds(std::stol(value)); };
    const auto colon = value.find(':');
    if (name == "api_key") options.api_key(value);
    else if (name == "auth_token") options.auth_token(value);
    else if (name == "api_key_header") options.api_key_header(value);
    else if (name == "base_url") options.base_url(value);
    else if (name == "anthropic_version") options.anthropic_version(value);
    else if (name == "max_retries") options.max_retries(number());
    else if (name == "connect") options.connect_timeout(limit());
    else if (name == "write") options.write_timeout(limit());
    else if (name == "head") options.head_timeout(limit());
    else if (name == "idle") options.idle_timeout(limit());
    else if (name == "total") options.total_timeout(limit());
    else if (name == "validation") options.validation(number() != 0);
    else if (name == "stream_long_calls") options.stream_long_calls(number() != 0);
    else if (name == "max_retry_after") options.max_retry_after(limit());
    else if (name == "throttle_patience") options.throttle_patience(limit());
    else if (name == "retry_ambiguous") options.retry_ambiguous(number() != 0);
    else if (name == "retry_on_timeout") options.retry_on_timeout(number() != 0);
    else if (name == "pressure") options.pressure(number() != 0);
    else if (name == "max_in_flight") options.max_in_flight(number());
    else if (name == "max_connections") options.max_connections(number());
    else if (name == "proxy") options.proxy(value);
    else if (name == "trust_env") options.trust_env(number() != 0);
    else if (name == "ca_bundle") options.ca_bundle(value);
    else if (name == "ca_bundle_file") options.ca_bundle_file(value);
    else if (name == "client_cert") options.client_cert(value, value);
    else if (name == "http2") options.http2(number() != 0);
    else if (name == "local_address") options.local_address(value);
    else if (name == "header") options.header(value.substr(0, colon), value.substr(colon + 1));
    else if (name == "call.header") request.header(value.substr(0, colon), value.substr(colon + 1));
    else if (name == "call.max_retries") request.max_retries(number());
    else if (name == "call.max_retry_after") request.max_retry_after(limit());
    else if (name == "call.throttle_patience") request.throttle_patience(limit());
    else if (name == "call.retry_ambiguous") request.retry_ambiguous(number() != 0);
    else if (name == "call.retry_on_timeout") request.retry_on_timeout(number() != 0);
    else if (name == "call.write") request.write_timeout(limit());
    else if (name == "call.head") request.head_timeout(limit());
    else if (name == "call.idle") request.idle_timeout(limit());
    else if (name == "call.total") request.total_timeout(limit());
    else if (name == "call.validation") request.validation(number() != 0);
    else if (name == "call.stream_long_calls") request.stream_long_calls(number() != 0);
    else throw std::invalid_argument("option " + name);
}

static void warm_up(const tidings::Client &client, const tidings::Request &request, const std::string &value) {
    for (int calls = std::stoi(value); calls > 0; --calls) client.create(request);
    std::this_thread::sleep_for(Milliseconds(std::stol(value.substr(value.find(':') + 1))));
}

static void create(std::ostream &out, const tidings::Client &client, const tidings::Request &request, bool is_first) {
    if (is_first && client.pressure_json() != "[]") throw std::logic_error("there is pressure before the first call");
    put_message(out, client.create(request));
    if (client.pressure_json() == "[]") return;
    if (client.pressure_json().find("\"in_flight\":0") == std::string::npos) throw std::logic_error("a call goes on");
}

static void stream(std::ostream &out, const tidings::Client &client, const tidings::Request &request) {
    tidings::Stream stream = client.stream(request);
    for (const tidings::Event &event : stream) {
        out << "{\"kind\":" << quoted(tidings_event_kind_name(event.kind))
            << ",\"text\":" << (event.text ? quoted(*event.text) : "null") << ",\"data\":" << event.data << "}\036";
    }
    put_message(out, stream.final_message());
}

// Plays a command, cut into its fields, and writes its answer.
static void play(std::ostream &out, const std::vector<std::string> &fields) {
    out << fields.at(0) << '\037';
    try {
        tidings::Request request = tidings::Request::from_json(fields.at(2));
        tidings::Options options;
        std::string before;
        for (std::size_t i = 3; i < fields.size(); ++i) {
            if (fields[i].rfind("warm_up=", 0) == 0) before = fields[i].substr(8);
            else set_option(options, request, fields[i]);
        }
        const tidings::Client client(options);
        if (!before.empty()) warm_up(client, tidings::Request::from_json(fields.at(2)), before);
        if (fields.at(1) == "create") create(out, client, request, before.empty());
        else stream(out, client, request);
    } catch (const tidings::Error &error) {
        put_error(out, error);
    }
    out << '\035';
}

static std::vector<std::string> cut(const std::string &command) {
    std::vector<std::string> fields;
    for (std::size_t start = 0; start <= command.size();) {
        const std::size_t stop = std::min(command.find('\037', start), command.size());
        fields.push_back(command.substr(start, stop - start));
        start = stop + 1;
    }
    return fields;
}

int main() {
    std::ios::sync_with_stdio(false);
    // Reading would flush what another thread is writing.
    std::cin.tie(nullptr);
    std::mutex writing;
    std::vector<std::thread> threads;
    for (std::string command; std::getline(std::cin, command, '\036');) {
        threads.emplace_back([&writing, fields = cut(command)] {
            std::ostringstream out;
            play(out, fields);
            const std::lock_guard<std::mutex> guard(writing);
            std::cout << out.str() << std::flush;
        });
    }
    for (std::thread &thread : threads) thread.join();
    tidings_shutdown(1000);
    return tidings_handle_count() == 0 ? 0 : 7;
}
