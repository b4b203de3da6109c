"""Section 1.6: files, sent in every form and fetched in every way."""

from __future__ import annotations

import io
from typing import Any

from answers import error, ok, page, text
from harness import example
from plain import bare, caught

FILE: dict[str, Any] = {
    "id": "file_1",
    "type": "file",
    "filename": "a.txt",
    "mime_type": "text/plain",
    "size_bytes": 5,
    "created_at": "2026-11-24T10:00:00Z",
    "downloadable": False,
}
CONTENT = {"base64": "aGVsbG8AAf8=", "headers": {"content-type": "application/octet-stream", "request-id": "req_1"}}


@example(ok(FILE))
def bytes_with_a_name(client):
    file = client.files.upload(file=("a.txt", b"hello"))
    return file, file.id, file._request_id


@example(ok(FILE))
def bytes_with_a_name_and_a_type(client):
    client.files.upload(file=("a.bin", b"hello", "application/x-mine"))


@example(ok(FILE))
def bytes_with_headers(client):
    client.files.upload(file=("a.bin", b"hello", "application/x-mine", {"X-Part": "1"}))


@example(ok(FILE))
def bytes_alone(client):
    client.files.upload(file=b"hello")


@example(ok(FILE))
def a_path(client, folder):
    (folder / "notes.md").write_text("hello")
    client.files.upload(file=folder / "notes.md")


@example(ok(FILE))
def a_path_with_another_name(client, folder):
    (folder / "notes.md").write_text("hello")
    client.files.upload(file=("other.txt", folder / "notes.md", "text/plain"))


@example(ok(FILE))
def an_open_file(client, folder):
    (folder / "data.json").write_text("{}")
    with open(folder / "data.json", "rb") as file:
        client.files.upload(file=file)


@example(ok(FILE))
def an_open_file_with_a_name(client, folder):
    (folder / "data.json").write_text("{}")
    with open(folder / "data.json", "rb") as file:
        client.files.upload(file=("b.json", file, "application/json"))


@example(ok(FILE))
def bytes_in_memory(client):
    client.files.upload(file=("c.pdf", io.BytesIO(b"%PDF"), "application/pdf"))


@example(ok(FILE))
def a_file_from_a_path(sdk, client, folder):
    (folder / "notes.md").write_text("hello")
    client.files.upload(file=sdk.file_from_path(str(folder / "notes.md")))


@example(ok(FILE))
def a_name_that_needs_quoting(client):
    client.files.upload(file=('a "b" ü.txt', b"hello", "text/plain"))


@example(ok(FILE))
def a_file_that_expires(client):
    client.files.upload(file=("a.txt", b"hello"), expires_in_seconds=3600)


@example(error(500, "api_error"), ok(FILE))
def an_upload_is_tried_again(client):
    client.files.upload(file=("a.txt", b"hello"))


@example(error(413, "request_too_large", "too large"))
def a_file_that_is_too_large(client):
    return caught(client.files.upload, file=("a.txt", b"hello"))


@example()
def text_is_no_file(client):
    return isinstance(caught(client.files.upload, file="hello"), Exception)


@example(ok(FILE))
def an_upload_by_the_beta_face(client):
    client.beta.files.upload(file=("a.txt", b"hello"), betas=["files-api-2025-04-14"])


@example(ok(FILE))
def what_is_known_of_a_file(client):
    file = client.files.retrieve_metadata("file_1")
    return file, file.size_bytes, file.created_at.year


@example(ok({"id": "file_1", "type": "file_deleted"}))
def a_file_is_deleted(client):
    return client.files.delete("file_1")


@example(ok({"id": "file_1", "type": "file_deleted"}))
def a_file_is_deleted_by_the_beta_face(client):
    return client.beta.files.delete("file_1").id


@example(page(FILE, next_page="p2"), page(FILE | {"id": "file_2"}, next_page=None))
def all_files(client):
    return [file.id for file in client.files.list(limit=1)]


@example(page(FILE, next_page="p2"), page(FILE | {"id": "file_2"}, next_page=None))
def pages_of_files(client):
    page = client.files.list()
    following = page.get_next_page()
    return page.next_page, page.next_page_info().params, following.data, following.has_next_page()


@example(page(FILE, next_page=None))
def chosen_files(client):
    client.files.list(ids=["file_1", "file_2"], limit=20, page="p7")


@example(CONTENT)
def the_bytes_of_a_file(client):
    return client.files.download("file_1").read()


@example(CONTENT)
def a_file_is_written_to_disk(client, folder):
    client.files.download("file_1").write_to_file(folder / "copy.bin")
    return (folder / "copy.bin").read_bytes()


@example(CONTENT)
def a_file_comes_in_pieces(client):
    return b"".join(client.files.download("file_1").iter_bytes())


@example(CONTENT)
def a_file_comes_in_pieces_of_a_size(client):
    return [len(piece) for piece in client.files.download("file_1").iter_bytes(chunk_size=3)]


@example(CONTENT)
def what_came_with_a_file(client):
    answer = client.files.download("file_1")
    return answer.status_code, answer.headers["content-type"], answer.headers.get("REQUEST-ID")


@example(text("one\ntwo\n", "text/plain"))
def a_file_is_text(client):
    return client.files.download("file_1").text()


@example(CONTENT)
def a_file_is_streamed_to_disk(client, folder):
    with client.files.with_streaming_response.download("file_1") as answer:
        answer.stream_to_file(folder / "copy.bin")
    return (folder / "copy.bin").read_bytes()


@example(CONTENT)
def a_file_is_streamed(client):
    with client.files.with_streaming_response.download("file_1") as answer:
        return answer.status_code, b"".join(answer.iter_bytes())


@example(CONTENT)
def a_file_is_downloaded_by_the_beta_face(client):
    return client.beta.files.download("file_1").read()


@example(error(400, "invalid_request_error", "File is not downloadable", {"error_code": "file_not_downloadable"}))
def a_file_that_cannot_be_downloaded(client):
    return caught(client.files.download, "file_1")


@example(CONTENT)
async def an_async_download_as_people_write_it(sdk, folder):
    async with sdk.AsyncAnthropic() as client:
        answer = await client.files.download("file_1")
        await answer.write_to_file(folder / "copy.bin")
        return bare((folder / "copy.bin").read_bytes())


@example(ok(FILE))
async def an_async_upload_of_a_path(sdk, folder):
    (folder / "notes.md").write_text("hello")
    async with sdk.AsyncAnthropic() as client:
        return (await client.files.upload(file=folder / "notes.md")).id
