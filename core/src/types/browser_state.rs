//! What a browser tool tells the model about its tabs.

use super::{config_params::CacheControlEphemeralParam, record::request, union::union};

request! {
    /// The browser's tabs after a call of a member of the browser toolset; a part of that call's `tool_result`.
    pub struct BrowserStateBlockParam("browser_state") {
        required {
            /// The open tabs.
            tabs: Vec<BrowserStateTabEntryParam>,
        }
        nullable {
            /// What has happened since the last result.
            state_changes: Vec<BrowserStateChangeParam>,
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }

    /// An open tab.
    pub struct BrowserStateTabEntryParam {
        required {
            /// The tab's id, by which the model names it.
            tab_id: String,
            /// The page's title.
            title: String,
            /// The page's address.
            url: String,
        }
        optional {
            /// Whether it is the tab in front.
            active: bool,
        }
    }
}

union! {
    /// Something that has happened in the browser.
    pub enum BrowserStateChangeParam {
        /// A tab was opened.
        TabOpened(BrowserStateChangeTabOpenedParam),
        /// A download began.
        DownloadStarted(BrowserStateChangeDownloadStartedParam),
        /// A download was completed.
        DownloadCompleted(BrowserStateChangeDownloadCompletedParam),
        /// A download failed.
        DownloadFailed(BrowserStateChangeDownloadFailedParam),
    }
}

request! {
    /// A tab was opened, other than by the model's own call.
    pub struct BrowserStateChangeTabOpenedParam("tab_opened") {
        required {
            /// The tab's id.
            tab_id: String,
        }
    }

    /// A download began.
    pub struct BrowserStateChangeDownloadStartedParam("download_started") {
        required {
            /// The download's id.
            download_id: String,
            /// Where it is downloaded from.
            url: String,
        }
    }

    /// A download was completed.
    pub struct BrowserStateChangeDownloadCompletedParam("download_completed") {
        required {
            /// The download's id.
            download_id: String,
            /// Where it was downloaded from.
            url: String,
        }
        nullable {
            /// Where the file is now.
            path: String,
            /// The file's size in bytes.
            size_bytes: i64,
        }
    }

    /// A download failed.
    pub struct BrowserStateChangeDownloadFailedParam("download_failed") {
        required {
            /// The download's id.
            download_id: String,
            /// Where it was to be downloaded from.
            url: String,
        }
        nullable {
            /// What went wrong.
            error: String,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::round_trip::kept;

    #[test]
    fn a_browsers_state_survives_a_round_trip() {
        let block: BrowserStateBlockParam = kept(&json!({
            "type": "browser_state",
            "tabs": [{"tab_id": "1", "title": "T", "url": "https://example.com", "active": true, "zoom": 2}],
            "state_changes": [
                {"type": "tab_opened", "tab_id": "2"},
                {"type": "download_started", "download_id": "d", "url": "u"},
                {"type": "download_completed", "download_id": "d", "url": "u", "path": null, "size_bytes": 7},
                {"type": "download_failed", "download_id": "d", "url": "u", "error": "gone"},
                {"type": "tab_painted", "colour": "red"},
            ],
            "cache_control": null,
        }));
        let unknown = |change: &BrowserStateChangeParam| matches!(change, BrowserStateChangeParam::Unknown(_));
        assert_eq!(
            block.state_changes.unwrap().iter().map(unknown).collect::<Vec<_>>(),
            [false, false, false, false, true]
        );
    }
}
