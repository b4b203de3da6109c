//! Sets of tools that are switched on together and that your program runs: a computer, a browser.

use super::{config_params::CacheControlEphemeralParam, record::request};

request! {
    /// Tools with which the model uses a screen, a keyboard and a mouse that your program runs. The calls have `toolset_name`
    /// `computer`, the member's name and its input; their results repeat the `toolset_name`.
    pub struct ComputerToolset20260801Param("computer_toolset_20260801") {
        nullable {
            /// What is different for some members.
            configs: ComputerToolsetConfigsParam,
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }

    /// What is different for some members of the computer toolset.
    pub struct ComputerToolsetConfigsParam {
        nullable {
            /// Presses a key or a combination.
            key: ToolsetMemberConfigParam,
            /// Holds a key down for a while.
            hold_key: ToolsetMemberConfigParam,
            /// Types text.
            r#type: ToolsetMemberConfigParam,
            /// Tells where the pointer is.
            cursor_position: ToolsetMemberConfigParam,
            /// Moves the pointer.
            mouse_move: ToolsetMemberConfigParam,
            /// Presses the left button and keeps it down.
            left_mouse_down: ToolsetMemberConfigParam,
            /// Lets the left button go.
            left_mouse_up: ToolsetMemberConfigParam,
            /// Clicks.
            left_click: ToolsetMemberConfigParam,
            /// Drags from one place to another.
            left_click_drag: ToolsetMemberConfigParam,
            /// Clicks with the right button.
            right_click: ToolsetMemberConfigParam,
            /// Clicks with the middle button.
            middle_click: ToolsetMemberConfigParam,
            /// Clicks twice.
            double_click: ToolsetMemberConfigParam,
            /// Clicks three times.
            triple_click: ToolsetMemberConfigParam,
            /// Scrolls.
            scroll: ToolsetMemberConfigParam,
            /// Waits for a while.
            wait: ToolsetMemberConfigParam,
            /// Takes a picture of the screen.
            screenshot: ToolsetMemberConfigParam,
            /// Takes a closer picture of a part of the screen.
            zoom: ToolsetMemberConfigParam,
        }
    }

    /// Tools with which the model uses a web browser that your program runs. The calls have `toolset_name`
    /// `browser`, the member's name and its input; their results repeat the `toolset_name`.
    pub struct BrowserToolset20260801Param("browser_toolset_20260801") {
        nullable {
            /// What is different for some members.
            configs: BrowserToolsetConfigsParam,
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }

    /// What is different for some members of the browser toolset.
    pub struct BrowserToolsetConfigsParam {
        nullable {
            /// Goes to an address.
            navigate: ToolsetMemberConfigParam,
            /// Lists the tabs.
            list_tabs: ToolsetMemberConfigParam,
            /// Opens a tab.
            new_tab: ToolsetMemberConfigParam,
            /// Brings a tab to the front.
            switch_tab: ToolsetMemberConfigParam,
            /// Closes a tab.
            close_tab: ToolsetMemberConfigParam,
            /// Reads the elements of the page.
            read_page: ToolsetMemberConfigParam,
            /// Reads the text of the page.
            get_page_text: ToolsetMemberConfigParam,
            /// Reads what the page wrote to its console.
            read_console: ToolsetMemberConfigParam,
            /// Reads what the page sent and received.
            read_network: ToolsetMemberConfigParam,
            /// Finds elements by a description.
            find: ToolsetMemberConfigParam,
            /// Fills in a field of a form.
            form_input: ToolsetMemberConfigParam,
            /// Puts files into a field of a form.
            file_upload: ToolsetMemberConfigParam,
            /// Scrolls until an element can be seen.
            scroll_to: ToolsetMemberConfigParam,
            /// Takes a picture of the page.
            screenshot: ToolsetMemberConfigParam,
            /// Takes a closer picture of a part of the page.
            zoom: ToolsetMemberConfigParam,
            /// Clicks.
            left_click: ToolsetMemberConfigParam,
            /// Clicks with the right button.
            right_click: ToolsetMemberConfigParam,
            /// Clicks with the middle button.
            middle_click: ToolsetMemberConfigParam,
            /// Clicks twice.
            double_click: ToolsetMemberConfigParam,
            /// Clicks three times.
            triple_click: ToolsetMemberConfigParam,
            /// Moves the pointer over an element.
            hover: ToolsetMemberConfigParam,
            /// Drags from one place to another.
            left_click_drag: ToolsetMemberConfigParam,
            /// Presses the left button and keeps it down.
            left_mouse_down: ToolsetMemberConfigParam,
            /// Lets the left button go.
            left_mouse_up: ToolsetMemberConfigParam,
            /// Moves the pointer.
            mouse_move: ToolsetMemberConfigParam,
            /// Scrolls.
            scroll: ToolsetMemberConfigParam,
            /// Types text.
            r#type: ToolsetMemberConfigParam,
            /// Presses a key or a combination.
            key: ToolsetMemberConfigParam,
            /// Holds a key down for a while.
            hold_key: ToolsetMemberConfigParam,
            /// Waits for a while.
            wait: ToolsetMemberConfigParam,
            /// Runs JavaScript in the page.
            javascript_exec: ToolsetMemberConfigParam,
        }
    }

    /// What is different for a member of a toolset.
    pub struct ToolsetMemberConfigParam {
        nullable {
            /// Whether the model may use it; it may unless said otherwise.
            enabled: bool,
            /// Whether its definition is held back until a tool search finds it.
            defer_loading: bool,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::{
        ToolUnionParam,
        round_trip::known,
        shape::{Shape, Shaped},
    };

    #[test]
    fn every_member_of_a_toolset_can_be_configured() {
        for (kind, shape, members) in [
            ("computer_toolset_20260801", ComputerToolsetConfigsParam::shape(), 17),
            ("browser_toolset_20260801", BrowserToolsetConfigsParam::shape(), 31),
        ] {
            let Shape::Record(configs) = shape else { panic!("no record") };
            assert_eq!(configs.fields.len(), members);
            let mut toolset = json!({"type": kind, "configs": {"new_member": null}, "cache_control": null});
            for field in configs.fields {
                toolset["configs"][field.name] = json!({"enabled": false, "defer_loading": null});
            }
            known::<ToolUnionParam>(&toolset);
        }
        let toolset = ComputerToolset20260801Param::new()
            .configs(ComputerToolsetConfigsParam::new().r#type(ToolsetMemberConfigParam::new().enabled(false)));
        let json = json!({"type": "computer_toolset_20260801", "configs": {"type": {"enabled": false}}});
        assert_eq!(serde_json::to_value(toolset).unwrap(), json);
    }
}
