//! Every row of the table of resource calls.

use std::{io, path::PathBuf, time::Duration};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use tidings::{
    ApiCall, BatchResults, CallOptions, Client, Error, FileUpload, MessageParams, Page,
    types::{BatchCreateParams, ModelLifecycle},
};
use tidings_test_server::{LoggedRequest, ResourceError, ResourceExpect, ResourceRow, resource_rows};

use crate::server::{Run, every_row, resource_table};

#[tokio::test(flavor = "multi_thread")]
async fn every_resource_call_ends_as_its_row_says() {
    let rows = resource_rows(resource_table()).unwrap();
    assert!(rows.len() > 60, "{} rows", rows.len());
    every_row(rows.into_iter().map(|row| (row.name.clone(), check(row)))).await;
}

async fn check(row: ResourceRow) {
    let run = Run::of(&row.name);
    let result = Player { client: client(&row, &run), row: &row }.play().await;
    match (&row.expect, result) {
        (ResourceExpect::Result(expected), Ok(found)) => {
            assert_eq!(with_base_url(&found, ""), with_base_url(expected, run.client().base_url()), "{}", row.name);
        }
        (ResourceExpect::Error(expected), Err(error)) => check_error(expected, &error, &row.name),
        (ResourceExpect::Result(_), Err(error)) => panic!("{}: {error}", row.name),
        (ResourceExpect::Error(_), Ok(found)) => panic!("{}: expected an error and got {found}", row.name),
    }
    if folder(&row).exists() {
        std::fs::remove_dir_all(folder(&row)).unwrap();
    }
    let log = run.log().await;
    assert_eq!(log.len(), row.sent.len(), "{}: requests {log:#?}", row.name);
    for (sent, request) in row.sent.iter().zip(&log) {
        assert_eq!((&request.method, &request.path), (&sent.method, &sent.path), "{}", row.name);
        for (header, value) in &sent.headers {
            assert_eq!(request.headers.get(header), value.as_ref(), "{}: header {header}", row.name);
        }
        if let Some(body) = &sent.body {
            assert_eq!(&request.body, body, "{}: body", row.name);
        }
    }
}

/// Where the files of a row are that it uploads by their path.
fn folder(row: &ResourceRow) -> PathBuf {
    std::env::temp_dir().join(format!("tidings-{}-{}", row.name, std::process::id()))
}

/// In a row, `{base_url}` stands for the base URL of the run.
fn with_base_url(value: &Value, base_url: &str) -> Value {
    serde_json::from_str(&value.to_string().replace("{base_url}", base_url.trim_end_matches('/'))).unwrap()
}

fn client(row: &ResourceRow, run: &Run) -> Client {
    let mut builder = run.builder().api_key("test-key");
    if let Some(retries) = row.call.client.max_retries {
        builder = builder.max_retries(retries);
    }
    if let Some(yes) = row.call.stream_long_calls {
        builder = builder.stream_long_calls(yes);
    }
    builder.build().unwrap()
}

fn check_error(expected: &ResourceError, error: &Error, name: &str) {
    assert_eq!(error.kind().name(), expected.kind, "{name}: {error}");
    if let Some(part) = &expected.contains {
        assert!(error.to_string().contains(part), "{name}: {error} lacks {part:?}");
    }
    if let Some(attempts) = expected.attempts {
        assert_eq!(error.attempts(), attempts, "{name}: attempts");
    }
    if let Some(text) = &expected.partial_text {
        let partial: Value = serde_json::from_slice(error.partial_message().unwrap()).unwrap();
        assert_eq!(partial["content"][0]["text"], *text, "{name}: partial text");
    }
}

/// Makes the call of a row.
struct Player<'a> {
    client: Client,
    row: &'a ResourceRow,
}

impl Player<'_> {
    async fn play(&self) -> Result<Value, Error> {
        let client = &self.client;
        match self.row.call.method.as_str() {
            "models.retrieve" => self.one(client.models().retrieve(self.text("model_id"))).await,
            "models.list" => page(self.models()).await,
            "models.list.all" => all(self.models()).await,
            "batches.create" => {
                let params: BatchCreateParams = serde_json::from_value(json!(self.args())).unwrap();
                self.one(client.batches().create(&params)).await
            }
            "batches.retrieve" => self.one(client.batches().retrieve(self.text("message_batch_id"))).await,
            "batches.cancel" => self.one(client.batches().cancel(self.text("message_batch_id"))).await,
            "batches.delete" => self.one(client.batches().delete(self.text("message_batch_id"))).await,
            "batches.list.all" => all(self.listed(client.batches().list())).await,
            "batches.results" => {
                let call = client.batches().results(self.text("message_batch_id")).options(self.options());
                Ok(lines(call.await?).await)
            }
            "files.upload" => self.one(client.files().upload(self.upload())).await,
            "files.retrieve_metadata" => self.one(client.files().retrieve_metadata(self.text("file_id"))).await,
            "files.delete" => self.one(client.files().delete(self.text("file_id"))).await,
            "files.list" => page(self.files()).await,
            "files.list.all" => all(self.files()).await,
            "files.download" => self.download().await,
            "messages.create" => self.one(client.messages().create(&self.message())).await,
            "messages.count_tokens" => self.one(client.messages().count_tokens(self.message())).await,
            verb => self.raw(verb).await,
        }
    }

    async fn raw(&self, verb: &str) -> Result<Value, Error> {
        let (client, path, body) = (&self.client, self.text("path"), self.args().get("body").unwrap_or(&Value::Null));
        let mut call = match verb {
            "get" => client.get(path),
            "post" => client.post(path, body),
            "put" => client.put(path, body),
            "patch" => client.patch(path, body),
            "delete" => client.delete(path),
            other => panic!("there is no method {other}"),
        };
        for (name, value) in self.args().get("query").and_then(Value::as_object).into_iter().flatten() {
            call = match value {
                Value::Null => call.query(name, None::<&str>),
                Value::Bool(on) => call.query(name, *on),
                Value::Number(number) => call.query(name, number.as_i64().unwrap()),
                Value::Array(_) => call.query(name, serde_json::from_value::<Vec<String>>(value.clone()).unwrap()),
                text => call.query(name, text.as_str().unwrap()),
            };
        }
        self.one(call).await
    }

    async fn one<T: Serialize + 'static>(&self, call: ApiCall<T>) -> Result<Value, Error> {
        let (value, response) = call.options(self.options()).with_response().await?;
        assert_eq!(response.attempts as usize, self.row.sent.len(), "{}: attempts", self.row.name);
        Ok(serde_json::to_value(value).unwrap())
    }

    async fn download(&self) -> Result<Value, Error> {
        let download = || {
            let download = self.client.files().download(self.text("file_id"));
            match self.args().get("max_bytes").and_then(Value::as_u64) {
                Some(most) => download.max_bytes(usize::try_from(most).unwrap()),
                None => download,
            }
        };
        download().await.map(|bytes| String::from_utf8_lossy(&bytes).into())
    }

    fn upload(&self) -> FileUpload {
        let (filename, content) = (self.text("filename"), self.args().get("content").and_then(Value::as_str));
        let content = content.unwrap_or_default().to_owned();
        let mut upload = match self.args().get("from").and_then(Value::as_str) {
            None => FileUpload::from_bytes(filename, content),
            Some("reader") => {
                let length = self.args().get("length").and_then(Value::as_u64);
                FileUpload::from_reader(filename, io::Cursor::new(content), length)
            }
            Some("path") => {
                let folder = folder(self.row);
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(folder.join(filename), content).unwrap();
                FileUpload::from_path(folder.join(filename))
            }
            Some(_) => FileUpload::from_path("/no/such/file"),
        };
        if let Some(media_type) = self.args().get("media_type") {
            upload = upload.media_type(media_type.as_str().unwrap());
        }
        if let Some(seconds) = self.args().get("expires_in_seconds") {
            upload = upload.expires_in_seconds(seconds.as_u64().unwrap());
        }
        upload
    }

    fn models(&self) -> ApiCall<Page<tidings::types::ModelInfo>> {
        let call = self.listed(self.client.models().list());
        match self.args().get("lifecycle").and_then(Value::as_array) {
            Some(stages) => call.lifecycle(stages.iter().map(|stage| ModelLifecycle::from(stage.as_str().unwrap()))),
            None => call,
        }
    }

    fn files(&self) -> ApiCall<Page<tidings::types::FileMetadata>> {
        let mut call = self.listed(self.client.files().list());
        if let Some(ids) = self.args().get("ids").and_then(Value::as_array) {
            call = call.ids(ids.iter().map(|id| id.as_str().unwrap()));
        }
        match self.args().get("page").and_then(Value::as_str) {
            Some(token) => call.page(token),
            None => call,
        }
    }

    fn listed<T: DeserializeOwned + 'static>(&self, mut call: ApiCall<Page<T>>) -> ApiCall<Page<T>> {
        if let Some(limit) = self.args().get("limit").and_then(Value::as_u64) {
            call = call.limit(u32::try_from(limit).unwrap());
        }
        if let Some(id) = self.args().get("after_id").and_then(Value::as_str) {
            call = call.after_id(id);
        }
        if let Some(id) = self.args().get("before_id").and_then(Value::as_str) {
            call = call.before_id(id);
        }
        call.options(self.options())
    }

    fn message(&self) -> MessageParams {
        serde_json::from_value(json!(self.args())).unwrap()
    }

    fn options(&self) -> CallOptions {
        let headers = &self.row.call.options.extra_headers;
        headers.iter().fold(CallOptions::new(), |options, (name, value)| options.header(name, value))
    }

    fn args(&self) -> &Map<String, Value> {
        &self.row.call.args
    }

    fn text(&self, name: &str) -> &str {
        self.args()[name].as_str().unwrap()
    }
}

async fn page<T: DeserializeOwned + Serialize + 'static>(call: ApiCall<Page<T>>) -> Result<Value, Error> {
    let page = call.await?;
    Ok(json!({"data": page.data, "has_next": page.has_next()}))
}

async fn all<T: DeserializeOwned + Serialize + Send + 'static>(call: ApiCall<Page<T>>) -> Result<Value, Error> {
    let mut items = call.all();
    let mut found = Vec::new();
    while let Some(item) = items.next().await? {
        found.push(serde_json::to_value(item).unwrap());
    }
    Ok(found.into())
}

async fn lines(mut results: BatchResults) -> Value {
    let mut found = Vec::new();
    loop {
        found.push(match results.next().await {
            Ok(Some(line)) => serde_json::to_value(line).unwrap(),
            Ok(None) => return found.into(),
            Err(error) => {
                let raw = error.body().map(|body| String::from_utf8_lossy(body).into_owned());
                json!({"error": error.kind().name(), "raw": raw})
            }
        });
    }
}

const BATCH: &str = "/v1/messages/batches/msgbatch_1";

#[tokio::test]
async fn nothing_at_all_goes_to_another_origin() {
    let elsewhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let url = format!("http://{}/results", elsewhere.local_addr().unwrap());
    let batch = json!({"id": "msgbatch_1", "type": "message_batch", "processing_status": "ended", "results_url": url});
    let run = Run::script(json!([{"json": batch}, {"body": ""}]));
    let mut results = run.client().batches().results("msgbatch_1").await.unwrap();
    assert!(results.next().await.unwrap().is_none());
    assert_eq!(elsewhere.accept().unwrap_err().kind(), io::ErrorKind::WouldBlock);
    let paths: Vec<_> = run.log().await.into_iter().map(|request| request.path).collect();
    assert_eq!(paths, [BATCH.to_owned(), format!("{BATCH}/results")]);
    let error = run.client().get(url).await.unwrap_err();
    assert!(error.message().contains("origin"), "{error}");
}

#[tokio::test]
async fn an_answer_tells_its_rate_limits_and_so_does_an_error() {
    let headers = json!({
        "request-id": "req_9", "anthropic-ratelimit-requests-limit": "50",
        "anthropic-ratelimit-requests-remaining": "49", "anthropic-ratelimit-requests-reset": "2026-11-24T10:00:00Z",
        "anthropic-priority-input-tokens-remaining": "7000", "retry-after": "3"
    });
    let run =
        Run::script(json!([{"json": {"input_tokens": 1}, "headers": headers}, {"status": 400, "headers": headers}]));
    let (count, response) = run.client().messages().count_tokens(crate::server::hello()).with_response().await.unwrap();
    let limits = response.head.rate_limits();
    assert_eq!((count.input_tokens, response.head.request_id(), response.attempts), (1, Some("req_9"), 1));
    assert_eq!((limits.requests.limit, limits.requests.remaining), (Some(50), Some(49)));
    assert!(limits.requests.reset_at.is_some() && limits.tokens.limit.is_none());
    assert_eq!(
        (limits.priority_input_tokens.remaining, limits.retry_after),
        (Some(7000), Some(Duration::from_secs(3)))
    );
    let error = run.client().models().retrieve("m").await.unwrap_err();
    assert_eq!(tidings::RateLimits::from_headers(error.headers().unwrap()), limits);
}

#[tokio::test]
async fn a_download_replaces_its_file_only_when_it_is_whole() {
    let folder = std::env::temp_dir().join(format!("tidings-download-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let goal = folder.join("chart.png");
    std::fs::write(&goal, "old").unwrap();
    let run = Run::script(json!([{"body": "half", "delivery": {"cut_at": 2}}, {"body": "whole"}]));
    let files = run.client();
    let error = files.files().download("f").write_to(&goal).await.unwrap_err();
    assert_eq!((error.kind().name(), std::fs::read_to_string(&goal).unwrap().as_str()), ("transport", "old"));
    assert_eq!(files.files().download("f").write_to(&goal).await.unwrap(), 5);
    assert_eq!(std::fs::read_to_string(&goal).unwrap(), "whole");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "nothing else is left in the folder");
    let error = files.files().download("f").write_to(folder.join("no/such/folder")).await.unwrap_err();
    assert!(error.message().contains("cannot be written"), "{error}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_download_into_a_folder_is_refused_before_it_begins() {
    let run = Run::script(json!([{"body": "whole"}]));
    let error = run.client().files().download("f").write_to(std::env::temp_dir()).await.unwrap_err();
    assert!(error.message().contains("cannot be written"), "{error}");
    assert!(run.log_now().is_empty());
}

#[tokio::test]
async fn a_raw_answer_is_given_whatever_is_in_it() {
    let body = json!({"type": "error", "error": {"type": "not_found_error", "message": "gone"}});
    let run = Run::script(json!([{"json": body}]));
    let response = run.client().get("/v1/x").raw().await.unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&response.body).unwrap(), body);
    assert_eq!(run.client().get("/v1/x").await.unwrap_err().kind().name(), "not_found");
    assert_eq!(run.client().files().delete("f").raw().await.unwrap().body, response.body);
}

#[tokio::test]
async fn an_answer_that_is_no_message_is_kept_on_its_error() {
    let run = Run::script(json!([{"json": {"object": "chat.completion", "choices": []}}]));
    let error = run.client().messages().create(&crate::server::hello()).await.unwrap_err();
    assert_eq!((error.kind().name(), error.is_retryable()), ("unexpected_response", false));
    assert_eq!(error.body().unwrap(), r#"{"object":"chat.completion","choices":[]}"#);
}

#[tokio::test]
async fn a_download_that_is_dropped_leaves_nothing_behind() {
    let folder = std::env::temp_dir().join(format!("tidings-dropped-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let run = Run::script(json!([{"body": "0123456789", "delivery": {"hang_at": 5}}]));
    let client = run.client();
    let writing = tokio::spawn(client.files().download("f").write_to(folder.join("goal")));
    let names = || std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>();
    while names().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    writing.abort();
    assert!(writing.await.unwrap_err().is_cancelled());
    run.log().await;
    // A write that is under way on another thread ends first.
    for _ in 0..200 {
        if names().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(names().is_empty(), "{:?}", names());
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_large_file_arrives_whole_from_everywhere() {
    let content = (0..60_000).map(|n| n.to_string()).collect::<Vec<_>>().join("\n");
    let path = std::env::temp_dir().join(format!("tidings-large-{}.txt", std::process::id()));
    std::fs::write(&path, &content).unwrap();
    let reader = || io::Cursor::new(content.clone());
    for upload in [
        FileUpload::from_path(&path).filename("large.txt"),
        FileUpload::from_bytes("large.txt", content.clone()),
        FileUpload::from_reader("large.txt", reader(), Some(content.len() as u64)),
        FileUpload::from_async_reader("large.txt", reader(), None),
    ] {
        let run = Run::script(json!([{"json": {"id": "file_1"}}]));
        assert_eq!(run.client().files().upload(upload).await.unwrap().id, "file_1");
        let part = json!({"name": "file", "filename": "large.txt", "content_type": "text/plain", "content": content});
        assert!(run.log().await[0].body == json!({"parts": [part]}), "the form is another one");
    }
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn a_silent_download_ends_with_the_idle_limit_and_dropping_one_closes_its_connection() {
    let run = Run::script(json!([{"body": "0123456789", "delivery": {"hang_at": 5}}]));
    let options = CallOptions::new().idle_timeout(Duration::from_millis(100));
    let error = run.client().files().download("f").options(options).await.unwrap_err();
    assert_eq!((error.kind().name(), error.attempts()), ("timeout", 1));
    let mut chunks = run.client().files().download("f").stream().await.unwrap();
    assert_eq!(chunks.chunk().await.unwrap().unwrap(), "01234");
    drop(chunks);
    let closed: Vec<LoggedRequest> = run.log().await;
    assert!(closed.iter().all(|request| request.outcome == tidings_test_server::Outcome::ClientClosed));
}

#[test]
fn the_blocking_face_has_the_same_resources() {
    use tidings::blocking::Client;
    let blocking = |row: &str| Client::from(Run::of(row).client());
    let ids = |items: Vec<tidings::types::ModelInfo>| items.into_iter().map(|model| model.id).collect::<String>();

    let client = blocking("models_list_all");
    let models = client.models().list().limit(2).lifecycle([ModelLifecycle::Active]).all().unwrap();
    assert_eq!(ids(models.map(Result::unwrap).collect()), "abc");

    let client = blocking("models_list_all");
    let page = client.models().list().send().unwrap();
    let next: tidings::blocking::Call<_> = page.next_page().unwrap().into();
    assert_eq!(ids(page.data) + &ids(next.send().unwrap().data), "abc");

    let results: Vec<_> = blocking("batches_results_broken_line").batches().results("msgbatch_1").unwrap().collect();
    assert_eq!(results.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, false, true]);

    let upload = FileUpload::from_bytes("a.txt", "hello");
    assert_eq!(blocking("files_upload").files().upload(upload).send().unwrap().id, "file_1");
    assert_eq!(blocking("files_download_retried").files().download("f").bytes().unwrap(), "four");
    let chunks = blocking("files_download_retried").files().download("f").stream().unwrap();
    assert_eq!(chunks.map(|chunk| chunk.unwrap().len()).sum::<usize>(), 4);
    let goal = std::env::temp_dir().join(format!("tidings-blocking-{}", std::process::id()));
    assert_eq!(blocking("files_download_retried").files().download("f").write_to(&goal).unwrap(), 4);
    std::fs::remove_file(goal).unwrap();
    assert_eq!(blocking("raw_get").get("/v1/skills").send().unwrap()[0], 1);
    assert_eq!(
        blocking("count_tokens").messages().count_tokens(crate::server::hello()).send().unwrap().input_tokens,
        12
    );
}
