//! What can be called: every resource with its methods. One table; the sync, async and beta classes are written from it.

/// A class of methods.
pub(super) struct Resource {
    /// Where it is, below `tidings/resources` and again below its `beta`, without the ending.
    pub(super) file: &'static str,
    pub(super) class: &'static str,
    pub(super) doc: &'static str,
    pub(super) methods: &'static [Method],
    /// Attribute, module seen from this one, class and meaning of what is reached through it.
    pub(super) children: &'static [(&'static str, &'static str, &'static str, &'static str)],
}

/// A method.
pub(super) struct Method {
    pub(super) name: &'static str,
    pub(super) doc: &'static str,
    pub(super) verb: &'static str,
    /// The path; a `{name}` in it is an argument.
    pub(super) path: &'static str,
    pub(super) arguments: Arguments,
    pub(super) answer: Answer,
    /// Whether a user profile may be named.
    pub(super) profile: bool,
}

/// What a method takes, and how it travels.
#[derive(Clone, Copy)]
pub(super) enum Arguments {
    /// Nothing but what is in the path.
    None,
    /// The fields of a definition, as a JSON body.
    Body(&'static str),
    /// The fields of a definition, as a query.
    Query(&'static str),
    /// A file and what goes with it, as a form.
    File,
}

/// What a method gives.
#[derive(Clone, Copy)]
pub(super) enum Answer {
    /// An object of this class.
    Object(&'static str),
    /// What was deleted: an object of this class, whose `type` is this, also when the answer has no content.
    Deleted(&'static str, &'static str),
    /// A message, or its events.
    Message,
    /// A message that is streamed, read with a helper.
    MessageStream,
    /// A message whose texts are read as values.
    Parsed,
    /// What calls tools for the model; only in beta.
    ToolRunner,
    /// A page of this kind, of objects of this class.
    Page(&'static str, &'static str),
    /// Bytes.
    Binary,
    /// Lines, each an object of this class.
    Lines(&'static str),
}

const BATCH: &str = "/v1/messages/batches/{message_batch_id}";
const FILE: &str = "/v1/files/{file_id}";

pub(super) const RESOURCES: &[Resource] = &[
    Resource {
        file: "messages/messages",
        class: "Messages",
        doc: "Creating messages.",
        children: &[("batches", ".batches", "Batches", "Batches of messages.")],
        methods: &[
            Method {
                name: "create",
                doc: "Sends a request and gives the message, or with `stream=True` its events as they arrive.",
                verb: "POST",
                path: "/v1/messages",
                arguments: Arguments::Body("MessageParams"),
                answer: Answer::Message,
                profile: true,
            },
            Method {
                name: "stream",
                doc: "Prepares a streamed message; entering the `{with}` block that it is for sends the request.",
                verb: "POST",
                path: "/v1/messages",
                arguments: Arguments::Body("MessageParams"),
                answer: Answer::MessageStream,
                profile: true,
            },
            Method {
                name: "parse",
                doc: "Sends a request and gives the message, its texts read as values of the type `output_format`.\n\n\
                     Any type will do that pydantic can make a schema of; pydantic is loaded for it. A text that is no such value \
                     raises pydantic's `ValidationError`, which has the message as its `partial_message`.",
                verb: "POST",
                path: "/v1/messages",
                arguments: Arguments::Body("MessageParams"),
                answer: Answer::Parsed,
                profile: true,
            },
            Method {
                name: "tool_runner",
                doc: "Sends a conversation again and again, runs the tools that the model asks for in between, and sends their \
                     results, until it asks for none.\n\n\
                     Nothing is sent before the runner is iterated over, or asked to go on `until_done()`.",
                verb: "POST",
                path: "/v1/messages",
                arguments: Arguments::Body("MessageParams"),
                answer: Answer::ToolRunner,
                profile: true,
            },
            Method {
                name: "count_tokens",
                doc: "Counts the tokens of a request without sending it to a model.",
                verb: "POST",
                path: "/v1/messages/count_tokens",
                arguments: Arguments::Body("CountTokensParams"),
                answer: Answer::Object("MessageTokensCount"),
                profile: true,
            },
        ],
    },
    Resource {
        file: "messages/batches",
        class: "Batches",
        doc: "Batches of messages: many requests at once, worked on within a day, for less.",
        children: &[],
        methods: &[
            Method {
                name: "create",
                doc: "Creates a batch. Whether each request in it is right is only found out as it is worked on.",
                verb: "POST",
                path: "/v1/messages/batches",
                arguments: Arguments::Body("BatchCreateParams"),
                answer: Answer::Object("MessageBatch"),
                profile: true,
            },
            simple("retrieve", "Gives one batch: how far it is.", "GET", BATCH, Answer::Object("MessageBatch")),
            Method {
                arguments: Arguments::Query("BatchListParams"),
                ..simple(
                    "list",
                    "Lists all batches, the newest first. Iterating walks through all pages.",
                    "GET",
                    "/v1/messages/batches",
                    Answer::Page("Page", "MessageBatch"),
                )
            },
            simple(
                "cancel",
                "Cancels a batch. What is with the model is still finished, so it ends a while later.",
                "POST",
                "/v1/messages/batches/{message_batch_id}/cancel",
                Answer::Object("MessageBatch"),
            ),
            simple(
                "delete",
                "Deletes a batch that has ended.",
                "DELETE",
                BATCH,
                Answer::Deleted("DeletedMessageBatch", "message_batch_deleted"),
            ),
            simple(
                "results",
                "Gives the results of a batch that has ended, read line by line as they are iterated over.\n\n\
                 They come in any order. A line that cannot be read raises for itself, and the next step goes on behind it. \
                 Leaving the `{with}` block of the results, `close()`, or dropping them closes the connection.",
                "GET",
                BATCH,
                Answer::Lines("MessageBatchIndividualResponse"),
            ),
        ],
    },
    Resource {
        file: "models",
        class: "Models",
        doc: "The models there are.",
        children: &[],
        methods: &[
            simple(
                "retrieve",
                "Gives one model, by its id or an alias.",
                "GET",
                "/v1/models/{model_id}",
                Answer::Object("ModelInfo"),
            ),
            Method {
                arguments: Arguments::Query("ModelListParams"),
                ..simple(
                    "list",
                    "Lists all models, the newest first. Iterating walks through all pages.",
                    "GET",
                    "/v1/models",
                    Answer::Page("Page", "ModelInfo"),
                )
            },
        ],
    },
    Resource {
        file: "files",
        class: "Files",
        doc: "Files to be used in messages.",
        children: &[],
        methods: &[
            Method {
                arguments: Arguments::File,
                ..simple(
                    "upload",
                    "Uploads a file, at most 500 MB.",
                    "POST",
                    "/v1/files",
                    Answer::Object("FileMetadata"),
                )
            },
            Method {
                arguments: Arguments::Query("FileListParams"),
                ..simple(
                    "list",
                    "Lists all files, the newest first. Iterating walks through all pages.",
                    "GET",
                    "/v1/files",
                    Answer::Page("PageCursor", "FileMetadata"),
                )
            },
            simple("retrieve_metadata", "Gives what is known of a file.", "GET", FILE, Answer::Object("FileMetadata")),
            simple(
                "download",
                "Gives the content of a file that a tool or a skill made; others cannot be downloaded.\n\n\
                 The content is read when it is asked for. Dropping the answer unread closes its connection.",
                "GET",
                "/v1/files/{file_id}/content",
                Answer::Binary,
            ),
            simple("delete", "Deletes a file.", "DELETE", FILE, Answer::Deleted("DeletedFile", "file_deleted")),
        ],
    },
];

const fn simple(
    name: &'static str,
    doc: &'static str,
    verb: &'static str,
    path: &'static str,
    answer: Answer,
) -> Method {
    Method { name, doc, verb, path, arguments: Arguments::None, answer, profile: false }
}

impl Method {
    /// The arguments that stand in the path, in their order.
    pub(super) fn places(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.path.split('{').skip(1).filter_map(|rest| rest.split('}').next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_of_a_path_are_its_arguments() {
        let method = simple("x", "", "GET", "/v1/{one}/x/{two}", Answer::Binary);
        assert_eq!(method.places().collect::<Vec<_>>(), ["one", "two"]);
        assert_eq!(simple("x", "", "GET", "/v1/x", Answer::Binary).places().count(), 0);
    }
}
