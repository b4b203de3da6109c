//! The ids of models.

use super::words::words;

words! {
    /// A model's id. Open: any other string is passed on, such as the id of a model that came later or a gateway's own.
    pub enum Model {
        /// Claude Fable 5.2.
        ClaudeFable5_2 = "claude-fable-5-2",
        /// Claude Mythos 5.2.
        ClaudeMythos5_2 = "claude-mythos-5-2",
        /// Claude Haiku 5.5.
        ClaudeHaiku5_5 = "claude-haiku-5-5",
        /// Claude Sonnet 5.5.
        ClaudeSonnet5_5 = "claude-sonnet-5-5",
        /// Claude Fable 5.1.
        ClaudeFable5_1 = "claude-fable-5-1",
        /// Claude Opus 5.5.
        ClaudeOpus5_5 = "claude-opus-5-5",
        /// Claude Mythos 5.1.
        ClaudeMythos5_1 = "claude-mythos-5-1",
        /// Claude Sonnet 5.
        ClaudeSonnet5 = "claude-sonnet-5",
        /// Claude Fable 5.
        ClaudeFable5 = "claude-fable-5",
        /// Claude Mythos 5.
        ClaudeMythos5 = "claude-mythos-5",
        /// Claude Opus 5.
        ClaudeOpus5 = "claude-opus-5",
        /// Claude Opus 4.8.
        ClaudeOpus4_8 = "claude-opus-4-8",
        /// Claude Opus 4.7.
        ClaudeOpus4_7 = "claude-opus-4-7",
        /// Claude Mythos, preview.
        ClaudeMythosPreview = "claude-mythos-preview",
        /// Claude Opus 4.6.
        ClaudeOpus4_6 = "claude-opus-4-6",
        /// Claude Sonnet 4.6.
        ClaudeSonnet4_6 = "claude-sonnet-4-6",
        /// Claude Haiku 4.5, the newest snapshot.
        ClaudeHaiku4_5 = "claude-haiku-4-5",
        /// Claude Haiku 4.5, the snapshot of 2025-10-01.
        ClaudeHaiku4_5_20251001 = "claude-haiku-4-5-20251001",
        /// Claude Opus 4.5, the newest snapshot.
        ClaudeOpus4_5 = "claude-opus-4-5",
        /// Claude Opus 4.5, the snapshot of 2025-11-01.
        ClaudeOpus4_5_20251101 = "claude-opus-4-5-20251101",
        /// Claude Sonnet 4.5, the newest snapshot. Its life ends on 2026-11-30.
        ClaudeSonnet4_5 = "claude-sonnet-4-5",
        /// Claude Sonnet 4.5, the snapshot of 2025-09-29. Its life ends on 2026-11-30.
        ClaudeSonnet4_5_20250929 = "claude-sonnet-4-5-20250929",
    }
}
