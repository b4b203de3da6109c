// What requests carry, and the endpoints beside messages.
#include "check.hpp"

#include <cstdio>
#include <vector>

static void a_request_carries_all_that_it_was_given(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/message/rich");
    tidings::Request request("test-model", 2000);
    const std::string_view image("\x89PNG\r\n\x1a\n", 8);
    request.system("Be brief.").image_bytes(image).document_text("All of it.", "The book").user("What is it?");
    request.assistant("A dot.").image_url("https://example.com/a.png").user("And this?");
    request.thinking(1024).tool("t", "A tool.", "{}").tool_choice(TIDINGS_TOOL_CHOICE_AUTO).stop_sequence("END");
    request.query("beta", "true").beta("one-2026-01-01").header("x-extra", "1").validation(false);
    CHECK(client.try_create(request.clone()).ok() && client.try_create(request).ok());
    tidings::Request wrong = hello();
    wrong.image_bytes("no image");
    CHECK(client.try_create(wrong).code() == TIDINGS_VALIDATION);
}

static void an_answer_is_there_as_it_came(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/object/answer");
    const tidings::Response response = client.try_send(tidings::Request::raw("POST", "/v1/any").body("{}")).value();
    CHECK(response.status() == 200 && response.attempts() == 1 && response.header("X-Told") == "yes");
    CHECK(response.request_id() == "req_1" && response.body().front() == '{' && !response.headers().empty());
    const tidings::Object object = response.object().value();
    CHECK(object.id() == "obj_1" && object.text("/counts") == "" && object.part("/counts") == R"({"done":2})");
    CHECK(object.integer("/counts/done") == 2 && object.number("/counts/done") == 2.0 && !object.integer("/id"));
    CHECK(object.boolean("/ready") == true && !object.boolean("/id") && object.count("/list") == 3);
    CHECK(object.has("/ready") && !object.has("/nothing") && !object.message("/ready"));
    CHECK(client.try_start(tidings::Request::model_retrieve("m"))->try_response()->object()->id() == "obj_1");
}

static void the_endpoints_are_at_hand(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/object/endpoints");
    CHECK(client.batches().try_create({{"first", hello()}, {"second", hello()}})->id() == "obj_1");
    CHECK(client.batches().try_retrieve("b1").ok() && client.batches().try_cancel("b1").ok());
    CHECK(client.models().try_retrieve("m1").ok());
    CHECK(client.files().try_upload_bytes("a.txt", "text").ok() && client.files().try_remove("f1").ok());
    CHECK(client.batches().try_retrieve("").code() == TIDINGS_VALIDATION);
}

static void a_list_goes_over_all_pages(const std::string &base_url) {
    const tidings::Client client = client_for(base_url + "/play/pages/list");
    tidings::List list = client.models().try_list().value();
    std::vector<std::string> ids;
    for (const tidings::Result<tidings::Object> &model : list.try_objects()) ids.push_back(std::string(model->id()));
    CHECK((ids == std::vector<std::string>{"m1", "m2", "m3"}));
    CHECK(!list.try_next()->has_value());
#if TIDINGS_EXCEPTIONS
    tidings::List again = client_for(base_url + "/play/pages/again").models().list();
    std::size_t count = 0;
    for (const tidings::Object &model : again) count += model.has("/id");
    CHECK(count == 3);
#endif
    tidings::List broken = client_for(base_url + "/play/refused/list").batches().try_list().value();
    int failures = 0;
    for (const auto &batch : broken.try_objects()) failures += batch.code() == TIDINGS_BAD_REQUEST;
    CHECK(failures == 1);
}

static void a_download_is_written_whole(const std::string &base_url) {
    const std::string path = "/tmp/tidings-cpp-" + std::to_string(std::rand()) + base_url.substr(base_url.rfind(':'));
    const tidings::Client client = client_for(base_url + "/play/object/download");
    CHECK(client.files().try_download("f1", path).ok());
    std::FILE *file = std::fopen(path.c_str(), "rb");
    CHECK(file && std::fgetc(file) == '{');
    std::fclose(file);
    std::remove(path.c_str());
}

int main(int argc, char **argv) {
    static const Part parts[] = {
        {"request", a_request_carries_all_that_it_was_given},
        {"answer", an_answer_is_there_as_it_came},
        {"endpoints", the_endpoints_are_at_hand},
        {"list", a_list_goes_over_all_pages},
        {"download", a_download_is_written_whole},
    };
    return play(parts, argc, argv);
}
