// Batches, models and files. Include tidings.hpp, which includes it.

#ifndef TIDINGS_RESOURCES_HPP
#define TIDINGS_RESOURCES_HPP

#include <tidings/client.hpp>

#include <initializer_list>

namespace tidings {

/// A message of a batch.
struct BatchItem {
    /// Your name for it, which its result will carry.
    std::string_view custom_id;
    /// The request for it.
    const Request &request;
};

/// What can be done with batches. A call that needs options is Client::object or Client::send with one of
/// Request's functions.
class Batches {
public:
    /// The batches of this client.
    explicit Batches(const Client &client) noexcept : client_(client.clone()) {}

    /// Makes a batch of these messages.
    Result<Object> try_create(std::initializer_list<BatchItem> items) const {
        Request request = Request::batch_create();
        for (const BatchItem &item : items) request.batch_item(item.custom_id, item.request);
        return client_.try_object(request);
    }
    /// A batch as it stands.
    Result<Object> try_retrieve(std::string_view id) const { return client_.try_object(Request::batch_retrieve(id)); }
    /// Ends a batch; what is under way of it is finished.
    Result<Object> try_cancel(std::string_view id) const { return client_.try_object(Request::batch_cancel(id)); }
    /// Deletes a batch that has ended.
    Result<Object> try_remove(std::string_view id) const { return client_.try_object(Request::batch_delete(id)); }
    /// All batches, the newest first, each page fetched when it is needed.
    Result<List> try_list() const { return client_.try_list(Request::batch_list()); }
    /// The results of a batch that has ended, line by line: "/custom_id", "/result/type", "/result/message".
    Result<List> try_results(std::string_view id) const { return client_.try_list(Request::batch_results(id)); }
#if TIDINGS_EXCEPTIONS
    /// As try_create; throws Error.
    Object create(std::initializer_list<BatchItem> items) const { return try_create(items).or_throw(); }
    /// As try_retrieve; throws Error.
    Object retrieve(std::string_view id) const { return try_retrieve(id).or_throw(); }
    /// As try_cancel; throws Error.
    Object cancel(std::string_view id) const { return try_cancel(id).or_throw(); }
    /// As try_remove; throws Error.
    Object remove(std::string_view id) const { return try_remove(id).or_throw(); }
    /// As try_list; throws Error.
    List list() const { return try_list().or_throw(); }
    /// As try_results; throws Error.
    List results(std::string_view id) const { return try_results(id).or_throw(); }
#endif

private:
    Client client_;
};

/// What can be asked of models.
class Models {
public:
    /// The models of this client.
    explicit Models(const Client &client) noexcept : client_(client.clone()) {}

    /// A model, by its id or an alias.
    Result<Object> try_retrieve(std::string_view id) const { return client_.try_object(Request::model_retrieve(id)); }
    /// All models, each page fetched when it is needed.
    Result<List> try_list() const { return client_.try_list(Request::model_list()); }
#if TIDINGS_EXCEPTIONS
    /// As try_retrieve; throws Error.
    Object retrieve(std::string_view id) const { return try_retrieve(id).or_throw(); }
    /// As try_list; throws Error.
    List list() const { return try_list().or_throw(); }
#endif

private:
    Client client_;
};

/// What can be done with files.
class Files {
public:
    /// The files of this client.
    explicit Files(const Client &client) noexcept : client_(client.clone()) {}

    /// Uploads a file.
    Result<Object> try_upload(std::string_view path) const { return client_.try_object(Request::file_upload(path)); }
    /// Uploads a file from memory.
    Result<Object> try_upload_bytes(std::string_view name, std::string_view bytes, std::string_view media_type = {}) const {
        return client_.try_object(Request::file_upload_bytes(name, bytes, media_type));
    }
    /// What is known of a file.
    Result<Object> try_retrieve(std::string_view id) const { return client_.try_object(Request::file_retrieve(id)); }
    /// Writes the content of a file to `path`, where nothing half-written is ever left.
    Result<void> try_download(std::string_view id, std::string_view path) const {
        return client_.try_download(Request::file_download(id), path);
    }
    /// Deletes a file.
    Result<Object> try_remove(std::string_view id) const { return client_.try_object(Request::file_delete(id)); }
    /// All files, each page fetched when it is needed.
    Result<List> try_list() const { return client_.try_list(Request::file_list()); }
#if TIDINGS_EXCEPTIONS
    /// As try_upload; throws Error.
    Object upload(std::string_view path) const { return try_upload(path).or_throw(); }
    /// As try_upload_bytes; throws Error.
    Object upload_bytes(std::string_view name, std::string_view bytes, std::string_view media_type = {}) const {
        return try_upload_bytes(name, bytes, media_type).or_throw();
    }
    /// As try_retrieve; throws Error.
    Object retrieve(std::string_view id) const { return try_retrieve(id).or_throw(); }
    /// As try_download; throws Error.
    void download(std::string_view id, std::string_view path) const { try_download(id, path).or_throw(); }
    /// As try_remove; throws Error.
    Object remove(std::string_view id) const { return try_remove(id).or_throw(); }
    /// As try_list; throws Error.
    List list() const { return try_list().or_throw(); }
#endif

private:
    Client client_;
};

inline Batches Client::batches() const noexcept { return Batches(*this); }
inline Models Client::models() const noexcept { return Models(*this); }
inline Files Client::files() const noexcept { return Files(*this); }

}  // namespace tidings

#endif  // TIDINGS_RESOURCES_HPP
