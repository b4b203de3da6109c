// What is asked of the model. Include tidings.hpp, which includes it.

#ifndef TIDINGS_REQUEST_HPP
#define TIDINGS_REQUEST_HPP

#include <tidings/response.hpp>

namespace tidings {

/// What is asked of the model, and the options of its call. Can be sent any number of times, and changed in between.
///
/// What a function refuses is told by the call that sends the request. The functions give the request itself, so that
/// they can be chained.
class Request {
public:
    /// A request to this model for at most `max_tokens` tokens, still without a message.
    Request(std::string_view model, std::uint32_t max_tokens)
        : handle_(tidings_request_new(detail::CText(model), max_tokens)) {}
    /// A request from one JSON document, as the API takes it.
    static Result<Request> try_from_json(std::string_view json) noexcept {
        tidings_error *err = nullptr;
        tidings_request *request = tidings_request_from_json(detail::data(json), json.size(), &err);
        if (!request) return Error(tidings_error_code(err), err);
        return Request(request);
    }
#if TIDINGS_EXCEPTIONS
    /// A request from one JSON document, as the API takes it.
    static Request from_json(std::string_view json) { return try_from_json(json).or_throw(); }
#endif

    /// A request of any method and path, for what has no function of its own.
    static Request raw(std::string_view method, std::string_view path) {
        return Request(tidings_request_raw(detail::CText(method), detail::CText(path)));
    }
    /// A request that makes a batch; add its messages with batch_item.
    static Request batch_create() { return Request(tidings_request_batch_create()); }
    /// A request for a batch.
    static Request batch_retrieve(std::string_view id) {
        return Request(tidings_request_batch_retrieve(detail::CText(id)));
    }
    /// A request for the list of batches.
    static Request batch_list() { return Request(tidings_request_batch_list()); }
    /// A request that ends a batch.
    static Request batch_cancel(std::string_view id) { return Request(tidings_request_batch_cancel(detail::CText(id))); }
    /// A request that deletes a batch.
    static Request batch_delete(std::string_view id) { return Request(tidings_request_batch_delete(detail::CText(id))); }
    /// A request for the results of a batch.
    static Request batch_results(std::string_view id) {
        return Request(tidings_request_batch_results(detail::CText(id)));
    }
    /// A request for a model.
    static Request model_retrieve(std::string_view id) {
        return Request(tidings_request_model_retrieve(detail::CText(id)));
    }
    /// A request for the list of models.
    static Request model_list() { return Request(tidings_request_model_list()); }
    /// A request that uploads a file, which is opened anew each time that the request is sent.
    static Request file_upload(std::string_view path) { return Request(tidings_request_file_upload(detail::CText(path))); }
    /// A request that uploads a file from memory. Without a media type the ending of the name decides.
    static Request file_upload_bytes(std::string_view name, std::string_view bytes, std::string_view media_type = {}) {
        const detail::CTextOrNull type(media_type);
        return Request(
            tidings_request_file_upload_bytes(detail::CText(name), type, detail::data(bytes), bytes.size()));
    }
    /// A request for the list of files.
    static Request file_list() { return Request(tidings_request_file_list()); }
    /// A request for what is known of a file.
    static Request file_retrieve(std::string_view id) {
        return Request(tidings_request_file_retrieve(detail::CText(id)));
    }
    /// A request for the content of a file.
    static Request file_download(std::string_view id) {
        return Request(tidings_request_file_download(detail::CText(id)));
    }
    /// A request that deletes a file.
    static Request file_delete(std::string_view id) { return Request(tidings_request_file_delete(detail::CText(id))); }
    /// A request that counts the tokens of this one, for Client::start; the answer has "/input_tokens".
    Request count_tokens() const { return Request(tidings_request_count_tokens(get())); }
    /// The request for the page behind this one, whose answer that is; none after the last page. For event loops: where
    /// you can wait, Client::list does all of it.
    Result<std::optional<Request>> try_next_page(const Response &page) const noexcept {
        tidings_request *next = nullptr;
        tidings_error *err = nullptr;
        const tidings_result code = tidings_request_next_page(get(), page.get(), &next, &err);
        if (code == TIDINGS_OK) return std::optional<Request>(Request(next));
        if (code == TIDINGS_DONE) return std::optional<Request>();
        return Error(code, err);
    }
    /// A copy with its options, to change and send by itself.
    Request clone() const { return Request(tidings_request_clone(get())); }

    /// Adds a turn of the user.
    Request &user(std::string_view text) {
        return tidings_request_add_user_text(get(), detail::data(text), text.size()), *this;
    }
    /// Adds a turn of the model: an earlier answer, or the beginning of the one that is asked for.
    Request &assistant(std::string_view text) {
        return tidings_request_add_assistant_text(get(), detail::data(text), text.size()), *this;
    }
    /// Adds an answer as the model's turn, every block as it came.
    Request &add(const Message &message) { return tidings_request_add_message(get(), message.get()), *this; }
    /// Adds a turn as the API takes it.
    Request &add_json(std::string_view json) {
        return tidings_request_add_message_json(get(), detail::data(json), json.size()), *this;
    }
    /// Adds an image to the user's next turn, in front of its text. Without a media type it is found from the bytes.
    Request &image_bytes(std::string_view bytes, std::string_view media_type = {}) {
        const detail::CTextOrNull type(media_type);
        return tidings_request_add_image_bytes(get(), type, detail::data(bytes), bytes.size()), *this;
    }
    /// The same from a file, which is read at once.
    Request &image_file(std::string_view path) {
        return tidings_request_add_image_file(get(), detail::CText(path)), *this;
    }
    /// The same by an address that the server fetches it from.
    Request &image_url(std::string_view url) { return tidings_request_add_image_url(get(), detail::CText(url)), *this; }
    /// The same by the id of an uploaded file.
    Request &image_id(std::string_view file_id) {
        return tidings_request_add_image_id(get(), detail::CText(file_id)), *this;
    }
    /// Adds a document to the user's next turn, in front of its text. Media type and title may be empty.
    Request &document_bytes(std::string_view bytes, std::string_view media_type = {}, std::string_view title = {}) {
        const detail::CTextOrNull type(media_type), name(title);
        return tidings_request_add_document_bytes(get(), type, detail::data(bytes), bytes.size(), name), *this;
    }
    /// The same from a file, which is read at once.
    Request &document_file(std::string_view path, std::string_view title = {}) {
        return tidings_request_add_document_file(get(), detail::CText(path), detail::CTextOrNull(title)), *this;
    }
    /// The same by an address that the server fetches it from.
    Request &document_url(std::string_view url, std::string_view title = {}) {
        return tidings_request_add_document_url(get(), detail::CText(url), detail::CTextOrNull(title)), *this;
    }
    /// The same by the id of an uploaded file.
    Request &document_id(std::string_view file_id, std::string_view title = {}) {
        return tidings_request_add_document_id(get(), detail::CText(file_id), detail::CTextOrNull(title)), *this;
    }
    /// The same from a text.
    Request &document_text(std::string_view text, std::string_view title = {}) {
        const detail::CTextOrNull name(title);
        return tidings_request_add_document_text(get(), detail::data(text), text.size(), name), *this;
    }
    /// Adds any block to the user's next turn, as the API takes it.
    Request &content_json(std::string_view json) {
        return tidings_request_add_content_json(get(), detail::data(json), json.size()), *this;
    }
    /// Sets the system prompt.
    Request &system(std::string_view text) {
        return tidings_request_set_system(get(), detail::data(text), text.size()), *this;
    }
    /// Sets how freely the model chooses its words.
    Request &temperature(double value) { return tidings_request_set_temperature(get(), value), *this; }
    /// Sets from how much of the probability the model chooses.
    Request &top_p(double value) { return tidings_request_set_top_p(get(), value), *this; }
    /// Sets from how many of the likeliest words the model chooses.
    Request &top_k(std::uint32_t value) { return tidings_request_set_top_k(get(), value), *this; }
    /// Sets how many tokens the model may spend on thinking before it answers; 0 switches thinking off.
    Request &thinking(std::uint32_t budget_tokens) {
        return tidings_request_set_thinking(get(), budget_tokens), *this;
    }
    /// Adds a text at which the model stops.
    Request &stop_sequence(std::string_view text) {
        return tidings_request_add_stop_sequence(get(), detail::data(text), text.size()), *this;
    }
    /// Offers a tool; `schema` is the JSON schema of its input.
    Request &tool(std::string_view name, std::string_view description, std::string_view schema) {
        tidings_request_add_tool(get(), detail::CText(name), detail::CText(description), detail::data(schema), schema.size());
        return *this;
    }
    /// Adds what a tool gave, for the block that asked for it.
    Request &tool_result(std::string_view tool_use_id, std::string_view content, bool is_error = false) {
        tidings_request_add_tool_result(get(), detail::CText(tool_use_id), detail::data(content), content.size(), is_error);
        return *this;
    }
    /// The same as JSON: a text or an array of blocks, images among them.
    Request &tool_result_json(std::string_view tool_use_id, std::string_view json, bool is_error = false) {
        const detail::CText id(tool_use_id);
        return tidings_request_add_tool_result_json(get(), id, detail::data(json), json.size(), is_error), *this;
    }
    /// Offers any tool, such as one of the server's own, as the API takes it.
    Request &tool_json(std::string_view json) {
        return tidings_request_add_tool_json(get(), detail::data(json), json.size()), *this;
    }
    /// Sets which tools the model may, must or must not use; the name is that of the tool it must use.
    Request &tool_choice(tidings_tool_choice choice, std::string_view name = {}) {
        return tidings_request_set_tool_choice(get(), choice, detail::CTextOrNull(name)), *this;
    }
    /// Sets any field of the request, known to this library or not.
    Request &set(std::string_view field, std::string_view json) {
        return tidings_request_set_json(get(), detail::CText(field), detail::data(json), json.size()), *this;
    }
    /// Adds a message to a request for a batch, under a name that its result will carry.
    Request &batch_item(std::string_view custom_id, const Request &message) {
        return tidings_request_add_batch_item(get(), detail::CText(custom_id), message.get()), *this;
    }
    /// Sets the body of a raw request.
    Request &body(std::string_view bytes, std::string_view content_type = "application/json") {
        const detail::CText type(content_type);
        return tidings_request_set_body(get(), detail::data(bytes), bytes.size(), type), *this;
    }
    /// Adds a text to the form that a raw request carries as its body.
    Request &form_text(std::string_view name, std::string_view text) {
        return tidings_request_add_form_text(get(), detail::CText(name), detail::data(text), text.size()), *this;
    }
    /// Adds a file on disk to that form. File name and media type may be empty.
    Request &form_file(std::string_view name, std::string_view path, std::string_view filename = {},
                       std::string_view media_type = {}) {
        const detail::CTextOrNull shown(filename), type(media_type);
        return tidings_request_add_form_file(get(), detail::CText(name), detail::CText(path), shown, type), *this;
    }
    /// Adds a file from memory to that form. The media type may be empty.
    Request &form_bytes(std::string_view name, std::string_view filename, std::string_view bytes,
                        std::string_view media_type = {}) {
        const detail::CText field(name), shown(filename);
        const detail::CTextOrNull type(media_type);
        tidings_request_add_form_bytes(get(), field, shown, type, detail::data(bytes), bytes.size());
        return *this;
    }
    /// Has an uploaded file removed after so long, an hour to 90 days.
    Request &file_expiry(std::chrono::seconds after) {
        return tidings_request_set_file_expiry(get(), detail::count(after) / 1000), *this;
    }
    /// Adds a parameter to the query, such as "limit" of a list.
    Request &query(std::string_view name, std::string_view value) {
        return tidings_request_add_query(get(), detail::CText(name), detail::CText(value)), *this;
    }
    /// Sets the version of the API for this request.
    Request &anthropic_version(std::string_view version) {
        return tidings_request_set_anthropic_version(get(), detail::CText(version)), *this;
    }
    /// Adds a beta of the API to those that this request asks for.
    Request &beta(std::string_view name) { return tidings_request_add_beta(get(), detail::CText(name)), *this; }
    /// Sets a header of this request, which replaces the client's.
    Request &header(std::string_view name, std::string_view value) {
        return tidings_request_set_header(get(), detail::CText(name), detail::CText(value)), *this;
    }
    /// Removes a header that the client would send.
    Request &without_header(std::string_view name) {
        return tidings_request_set_header(get(), detail::CText(name), nullptr), *this;
    }
    /// How often to try again after a failure; 0 for never.
    Request &max_retries(std::uint32_t retries) { return tidings_request_set_max_retries(get(), retries), *this; }
    /// The longest wait that the server may ask for. Default, here and below: as the client has it.
    Request &max_retry_after(Milliseconds limit) {
        return tidings_request_set_max_retry_after_ms(get(), detail::count(limit)), *this;
    }
    /// The longest time spent waiting on refusals in all.
    Request &throttle_patience(Milliseconds limit) {
        return tidings_request_set_throttle_patience_ms(get(), detail::count(limit)), *this;
    }
    /// Whether this request is tried again though it may have run, and so may be billed.
    Request &retry_ambiguous(bool yes) { return tidings_request_set_retry_ambiguous(get(), yes), *this; }
    /// Whether this request is tried again though it was sent whole and has probably run.
    Request &retry_on_timeout(bool yes) { return tidings_request_set_retry_on_timeout(get(), yes), *this; }
    /// Whether this request is checked before it is sent. Default: as the client has it.
    Request &validation(bool yes) { return tidings_request_set_validation(get(), yes), *this; }
    /// Whether this message is fetched as a stream if it would take long. Default: as the client has it.
    Request &stream_long_calls(bool yes) { return tidings_request_set_stream_long_calls(get(), yes), *this; }
    /// Head and idle limit at once.
    Request &timeout(Milliseconds limit) { return tidings_request_set_timeout_ms(get(), detail::count(limit)), *this; }
    /// The longest time in which nothing of the request's body can be sent.
    Request &write_timeout(Milliseconds limit) {
        return tidings_request_set_write_timeout_ms(get(), detail::count(limit)), *this;
    }
    /// The longest wait for the head of the answer.
    Request &head_timeout(Milliseconds limit) {
        return tidings_request_set_head_timeout_ms(get(), detail::count(limit)), *this;
    }
    /// The longest silence within the answer.
    Request &idle_timeout(Milliseconds limit) {
        return tidings_request_set_idle_timeout_ms(get(), detail::count(limit)), *this;
    }
    /// The longest time for the whole call, attempts and waits included.
    Request &total_timeout(Milliseconds limit) {
        return tidings_request_set_total_timeout_ms(get(), detail::count(limit)), *this;
    }

    /// The handle, for what only the functions of C can do. It stays this object's.
    tidings_request *get() noexcept { return handle_.get(); }
    /// The handle, as above.
    const tidings_request *get() const noexcept { return handle_.get(); }

private:
    explicit Request(tidings_request *taken) : handle_(taken) {}
    detail::Owned<tidings_request, tidings_request_free> handle_;
};

}  // namespace tidings

#endif  // TIDINGS_REQUEST_HPP
