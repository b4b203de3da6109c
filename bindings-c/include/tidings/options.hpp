// Options of a client. Include tidings.hpp, which includes it.

#ifndef TIDINGS_OPTIONS_HPP
#define TIDINGS_OPTIONS_HPP

#include <tidings/hooks.hpp>

namespace tidings {

/// Options of a client; whatever is not set comes from the environment or the defaults.
///
/// What a setter refuses is told when a client is made of the options.
class Options {
public:
    /// Options of which none is set.
    Options() : handle_(tidings_client_options_new()) {}

    /// The API key, sent as x-api-key. Default, here and below: as the environment says.
    Options &api_key(std::string_view key) {
        return tidings_client_options_set_api_key(get(), detail::CText(key)), *this;
    }
    /// A token, sent as "Authorization: Bearer".
    Options &auth_token(std::string_view token) {
        return tidings_client_options_set_auth_token(get(), detail::CText(token)), *this;
    }
    /// Which header carries the API key: "x-api-key" (the default), or "authorization".
    Options &api_key_header(std::string_view name) {
        return tidings_client_options_set_api_key_header(get(), detail::CText(name)), *this;
    }
    /// Where the API is; a path in it stays in front of the API's own paths.
    Options &base_url(std::string_view url) {
        return tidings_client_options_set_base_url(get(), detail::CText(url)), *this;
    }
    /// The version of the API. Default: "2023-06-01".
    Options &anthropic_version(std::string_view version) {
        return tidings_client_options_set_anthropic_version(get(), detail::CText(version)), *this;
    }
    /// How often to try again after a failure. Default: 2.
    Options &max_retries(std::uint32_t retries) {
        return tidings_client_options_set_max_retries(get(), retries), *this;
    }
    /// The longest wait that the server may ask for; a longer one fails at once. Default: 60 s.
    Options &max_retry_after(Milliseconds limit) {
        return tidings_client_options_set_max_retry_after_ms(get(), detail::count(limit)), *this;
    }
    /// The longest time that a call spends waiting on refusals in all. Default: 60 s.
    Options &throttle_patience(Milliseconds limit) {
        return tidings_client_options_set_throttle_patience_ms(get(), detail::count(limit)), *this;
    }
    /// Whether a request that may have run, and so may be billed, is tried again. Default: yes.
    Options &retry_ambiguous(bool yes) { return tidings_client_options_set_retry_ambiguous(get(), yes), *this; }
    /// Whether a request that was sent whole and got no answer in time is tried again. Default: no.
    Options &retry_on_timeout(bool yes) { return tidings_client_options_set_retry_on_timeout(get(), yes), *this; }
    /// Whether calls wait for their turn so that the server is not asked for more than it can give. Default: yes.
    Options &pressure(bool yes) { return tidings_client_options_set_pressure(get(), yes), *this; }
    /// The most calls that are under way at once, streams until their end included. Default: no limit.
    Options &max_in_flight(std::size_t calls) {
        return tidings_client_options_set_max_in_flight(get(), calls), *this;
    }
    /// How many requests may be under way at once. Default: 1000.
    Options &max_connections(std::size_t most) {
        return tidings_client_options_set_max_connections(get(), most), *this;
    }
    /// The proxy for every request, such as "http://user:password@host:3128". Default: as the environment says.
    Options &proxy(std::string_view url) {
        return tidings_client_options_set_proxy(get(), detail::CText(url)), *this;
    }
    /// Whether the environment may name proxies. Default: yes.
    Options &trust_env(bool yes) { return tidings_client_options_set_trust_env(get(), yes), *this; }
    /// Certificates to trust, in PEM, in place of the platform's.
    Options &ca_bundle(std::string_view pem) {
        return tidings_client_options_set_ca_bundle(get(), detail::data(pem), pem.size()), *this;
    }
    /// The same from a file, which is read when a client is made.
    Options &ca_bundle_file(std::string_view path) {
        return tidings_client_options_set_ca_bundle_file(get(), detail::CText(path)), *this;
    }
    /// The certificate with which the client shows who it is, as a chain, and its private key, both in PEM.
    Options &client_cert(std::string_view chain, std::string_view key) {
        tidings_client_options_set_client_cert(get(), detail::data(chain), chain.size(), detail::data(key), key.size());
        return *this;
    }
    /// Whether HTTP/2 is offered to the server beside HTTP/1.1. Default: yes.
    Options &http2(bool yes) { return tidings_client_options_set_http2(get(), yes), *this; }
    /// The IP address of this machine that connections come from.
    Options &local_address(std::string_view address) {
        return tidings_client_options_set_local_address(get(), detail::CText(address)), *this;
    }
    /// Head and idle limit at once.
    Options &timeout(Milliseconds limit) {
        return tidings_client_options_set_timeout_ms(get(), detail::count(limit)), *this;
    }
    /// The longest time for name lookup, connection and TLS together. Default: 5 s.
    Options &connect_timeout(Milliseconds limit) {
        return tidings_client_options_set_connect_timeout_ms(get(), detail::count(limit)), *this;
    }
    /// The longest time in which nothing of a request's body can be sent. Default: 60 s.
    Options &write_timeout(Milliseconds limit) {
        return tidings_client_options_set_write_timeout_ms(get(), detail::count(limit)), *this;
    }
    /// The longest wait for the head of an answer. Default: 600 s.
    Options &head_timeout(Milliseconds limit) {
        return tidings_client_options_set_head_timeout_ms(get(), detail::count(limit)), *this;
    }
    /// The longest silence within an answer. Default: 120 s.
    Options &idle_timeout(Milliseconds limit) {
        return tidings_client_options_set_idle_timeout_ms(get(), detail::count(limit)), *this;
    }
    /// The longest time for a whole call, attempts and waits included. Default: none.
    Options &total_timeout(Milliseconds limit) {
        return tidings_client_options_set_total_timeout_ms(get(), detail::count(limit)), *this;
    }
    /// Whether requests are checked before they are sent. Default: yes.
    Options &validation(bool yes) { return tidings_client_options_set_validation(get(), yes), *this; }
    /// Whether a whole message that would take long to write is fetched as a stream. Default: yes.
    Options &stream_long_calls(bool yes) { return tidings_client_options_set_stream_long_calls(get(), yes), *this; }
    /// A header of every request of the client; a later one of the same name replaces it.
    Options &header(std::string_view name, std::string_view value) {
        return tidings_client_options_set_header(get(), detail::CText(name), detail::CText(value)), *this;
    }

    /// Leaves a header out that requests carry by default.
    Options &without_header(std::string_view name) {
        return tidings_client_options_remove_header(get(), detail::CText(name)), *this;
    }
    /// A parameter of the query of every request that has none of this name itself.
    Options &query(std::string_view name, std::string_view value) {
        return tidings_client_options_set_query(get(), detail::CText(name), detail::CText(value)), *this;
    }
    /// The name of the program that is sent as User-Agent.
    Options &user_agent(std::string_view agent) {
        return tidings_client_options_set_user_agent(get(), detail::CText(agent)), *this;
    }
    /// Sends over the connections of another client, whose options of the network hold then.
    Options &connections_of(const tidings_client *client) {
        return tidings_client_options_set_connections_of(get(), client), *this;
    }
    /// Uses the credential of another client, a token that it has fetched included.
    Options &credential_of(const tidings_client *client) {
        return tidings_client_options_set_credential_of(get(), client), *this;
    }
    /// Waits for its turn together with the calls of another client.
    Options &pressure_of(const tidings_client *client) {
        return tidings_client_options_set_pressure_of(get(), client), *this;
    }
    /// Half of what it takes to have bodies in the log; the other half is TIDINGS_LOG_BODIES=1 in the environment.
    Options &log_bodies(bool yes) { return tidings_client_options_set_log_bodies(get(), yes), *this; }
    /// Adds a function that is called at a moment of every attempt. It lives as long as clients of these options.
    Options &hook(tidings_moment moment, Hook hook) {
        using Function = detail::Lambda<Hook>;
        tidings_client_options_set_hook(get(), moment, detail::hook, Function::taken(std::move(hook)), Function::release);
        return *this;
    }
    /// Sets the function that is called when the pressure on the server changes.
    Options &pressure_hook(PressureHook hook) {
        using Function = detail::Lambda<PressureHook>;
        PressureHook *taken = Function::taken(std::move(hook));
        tidings_client_options_set_pressure_hook(get(), detail::pressure_hook, taken, Function::release);
        return *this;
    }
    /// Sets the function that fetches tokens: asked at the first call, once for all that wait, again before a token
    /// expires and when the server answers 401.
    Options &token_provider(TokenProvider provider) {
        using Function = detail::Lambda<TokenProvider>;
        TokenProvider *taken = Function::taken(std::move(provider));
        tidings_client_options_set_token_provider(get(), detail::token, taken, Function::release);
        return *this;
    }

    /// The handle, for what only the functions of C can do. It stays this object's.
    tidings_client_options *get() noexcept { return handle_.get(); }
    /// The handle, as above.
    const tidings_client_options *get() const noexcept { return handle_.get(); }

private:
    detail::Owned<tidings_client_options, tidings_client_options_free> handle_;
};

}  // namespace tidings

#endif  // TIDINGS_OPTIONS_HPP
