//! The codes in `error.details`: finer causes than a status, each with a class of its own.

use serde_json::json;

use super::{Error, ErrorKind};

/// A code of `error.details.error_code` that this version knows, with what it stands for.
///
/// A code means something only together with its status: the same word under another status is treated like any unknown
/// code, which is no more than the error's kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorCode {
    name: &'static str,
    status: u16,
    class_name: &'static str,
    meaning: &'static [&'static str],
    advice: &'static str,
}

impl ErrorCode {
    /// The code as the API spells it, such as `thread_not_found`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The HTTP status that the code comes with.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// The kind of error that the code refines.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        ErrorKind::from_status(self.status)
    }

    /// The class of such an error in languages that have classes; it derives from the class of [`Self::kind`].
    #[must_use]
    pub const fn class_name(&self) -> &'static str {
        self.class_name
    }

    /// What the code means, and which extra keys `error.details` holds with it: one sentence each.
    #[must_use]
    pub fn meaning(&self) -> String {
        self.meaning.concat().trim().to_owned()
    }

    /// What a person can do about it, in a few words; empty where the kind's advice says it all.
    #[must_use]
    pub const fn advice(&self) -> &'static str {
        self.advice
    }

    /// An error with this code, for programs that test how they treat it. It has a kind and details, but no status: no
    /// server was asked.
    #[must_use]
    pub fn to_error(&self, message: impl Into<String>) -> Error {
        Error::new(self.kind(), message).with_details(json!({ "error_code": self.name }))
    }

    /// The known code that refines this kind.
    #[must_use]
    pub fn find(kind: ErrorKind, code: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|known| known.name == code && known.kind() == kind)
    }
}

/// Declares the codes once: status, code, class, meaning and advice stay side by side.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $status:literal $name:ident $class:ident $($advice:literal)?;)+) => {
        impl ErrorCode {
            /// Every code that this version knows, by status and then by name.
            pub const ALL: &'static [Self] = &[$(Self {
                name: stringify!($name),
                status: $status,
                class_name: stringify!($class),
                meaning: &[$($doc),+],
                advice: concat!($($advice)?),
            }),+];
        }
    };
}

codes! {
    /// The request offers more tools than it may.
    400 available_tools_limit_exceeded AvailableToolsLimitExceededError "offer fewer tools";
    /// The person who made the Claude Code key no longer belongs to the organization.
    400 claude_code_key_creator_not_member ClaudeCodeKeyCreatorNotMemberError "use the key of a member";
    /// This version of Claude Code is no longer accepted.
    400 claude_code_version_too_old ClaudeCodeVersionTooOldError "update Claude Code";
    /// The feature does not work with encryption keys that the customer manages.
    400 cmek_feature_unsupported BetaCMEKFeatureUnsupportedError;
    /// The customer's encryption key is disabled.
    400 cmek_key_disabled CMEKKeyDisabledError "enable the encryption key";
    /// A network rule keeps the API from the customer's encryption key.
    400 cmek_key_network_blocked CMEKKeyNetworkBlockedError "let the API reach the encryption key";
    /// It is not clear which compaction block counts.
    400 compaction_block_ambiguous CompactionBlockAmbiguousError;
    /// A compaction block stands where none may be.
    400 compaction_block_misplaced CompactionBlockMisplacedError;
    /// A compaction block is not as the API had made it.
    400 compaction_content_mismatch CompactionContentMismatchError "send compaction blocks back unchanged";
    /// The conversation cannot be compacted in the middle of a turn.
    400 compaction_incomplete_turn CompactionIncompleteTurnError "finish the turn first";
    /// There is nothing yet that a compaction could summarize.
    400 compaction_nothing_to_summarize CompactionNothingToSummarizeError "compact later in the conversation";
    /// The signature of a compaction block does not hold.
    400 compaction_signature_invalid CompactionSignatureInvalidError "send compaction blocks back unchanged";
    /// A compaction would refer to more tools than it may.
    400 compaction_too_many_tool_references CompactionTooManyToolReferencesError;
    /// The tools have changed in a way that the compaction does not know of.
    400 compaction_tool_changes_mismatch CompactionToolChangesMismatchError;
    /// This file is not one that can be downloaded.
    400 file_not_downloadable FileNotDownloadableError;
    /// An image is longer or wider than it may be.
    /// `details` holds `max_side_length_pixels` (an integer) and `paths` (where in the request, a list of strings).
    400 image_dimensions_too_large ImageDimensionsTooLargeError "scale the images down";
    /// The organization does not take part in this beta.
    400 organization_not_enrolled_in_beta BetaOrganizationNotEnrolledInBetaError;
    /// The organization is on hold.
    /// `details` may hold `appeal_url`, the address where to object.
    400 organization_on_hold OrganizationOnHoldError "see the appeal address in the details, if there is one";
    /// The body could not be decoded as its `content-encoding` says.
    400 request_body_encoding_invalid RequestBodyEncodingInvalidError;
    /// The body's `content-encoding` is not supported.
    400 request_body_encoding_unsupported RequestBodyEncodingUnsupportedError "send the body without an encoding";
    /// The body did not arrive in time.
    400 request_body_timeout BetaRequestBodyTimeoutError "send less at once, or over a faster network";
    /// The organization's storage for files is full.
    400 storage_quota_exceeded StorageQuotaExceededError "delete files that are no longer needed";
    /// The thread has already been continued from this message.
    400 thread_already_continued ThreadAlreadyContinuedError "continue from the newest message";
    /// Another request is continuing the thread at the moment.
    400 thread_continue_in_flight ThreadContinueInFlightError "wait for the other request to end";
    /// The request does not match the thread that it continues.
    400 thread_fingerprint_mismatch ThreadFingerprintMismatchError;
    /// The request asks for something that threads do not support.
    /// `details` may hold `unsupported` (the names of the features, a list of strings).
    400 thread_unsupported_request ThreadUnsupportedRequestError "leave out the features named in the details";
    /// Two tools have the same name.
    400 tool_name_conflict ToolNameConflictError "give each tool a name of its own";
    /// The request refers to a tool that it does not offer.
    400 tool_reference_unresolved ToolReferenceUnresolvedError "offer every tool that is referred to";
    /// The charset in the request's `content-type` is neither UTF-8 nor ISO-8859-1 nor US-ASCII.
    400 unsupported_charset BetaUnsupportedCharsetError "send UTF-8";
    /// There is no such user profile.
    400 user_profile_not_found UserProfileNotFoundError "check the id of the user profile";
    /// The request must name a user profile.
    400 user_profile_required UserProfileRequiredError "name a user profile";
    /// The linked organization cannot be billed at the moment.
    402 linked_organization_billing_unavailable LinkedOrganizationBillingUnavailableError;
    /// The linked organization has reached its spend limit.
    402 linked_organization_spend_limit_reached LinkedOrganizationSpendLimitReachedError "raise that spend limit";
    /// The sandbox may not reach this place on the network.
    403 sandbox_egress_restricted SandboxEgressRestrictedError "allow the place in the sandbox's network rules";
    /// The user profile has not agreed to be billed.
    403 user_profile_billing_not_authorized UserProfileBillingNotAuthorizedError;
    /// The user profile cannot be billed.
    403 user_profile_not_billable UserProfileNotBillableError;
    /// The file's time is over and it is gone.
    404 file_expired FileExpiredError "upload the file again";
    /// There is no state of such a thread.
    404 thread_not_found ThreadNotFoundError "send the whole conversation and begin a new thread";
    /// The skill cannot be read, as it can no longer be decrypted.
    409 skill_read_blocked_undecryptable SkillReadBlockedUndecryptableError "restore the encryption key";
    /// The body is larger than it may be once its encoding is undone.
    413 request_body_too_large_after_decoding RequestBodyTooLargeAfterDecodingError;
    /// The spend limit of the contract is reached; waiting does not help.
    429 contract_spend_limit_reached ContractSpendLimitReachedError "raise the spend limit of the contract";
    /// The month's spend limit is reached; waiting a little does not help.
    429 enforced_spend_limit_reached EnforcedSpendLimitReachedError "raise the spend limit, or wait for the next month";
    /// Usage grew too fast; the answer says how long to wait.
    429 ramp_limit_exceeded RampLimitExceededError "send less, and grow slowly";
    /// What is needed to use the customer's encryption key is not available at the moment.
    503 cmek_context_unavailable CMEKContextUnavailableError;
    /// The customer's encryption key cannot be reached at the moment.
    503 cmek_key_unreachable CMEKKeyUnreachableError "check the encryption key's service, or try again later";
    /// Compaction is overloaded at the moment.
    529 compaction_unavailable CompactionUnavailableError;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_no_class_is_named_twice() {
        let rows: Vec<_> = ErrorCode::ALL.iter().map(|code| (code.status(), code.name())).collect();
        assert!(rows.is_sorted() && rows.len() == 46, "{rows:?}");
        let mut classes: Vec<_> = ErrorCode::ALL.iter().map(ErrorCode::class_name).collect();
        classes
            .extend(ErrorKind::ALL.iter().map(|kind| kind.class_name()).filter(|class| *class != "APIConnectionError"));
        classes.sort_unstable();
        assert!(classes.windows(2).all(|pair| pair[0] != pair[1]), "{classes:?}");
    }

    #[test]
    fn a_class_is_the_code_in_the_spelling_of_classes() {
        for code in ErrorCode::ALL {
            let class = code.class_name().trim_start_matches("Beta").to_lowercase();
            assert_eq!(class, format!("{}error", code.name().replace('_', "")));
        }
    }

    #[test]
    fn an_error_made_of_a_code_has_its_class() {
        for code in ErrorCode::ALL {
            let error = code.to_error("words");
            assert_eq!((error.known_code(), error.class_name()), (Some(code), code.class_name()));
        }
    }

    #[test]
    fn a_code_counts_only_with_its_own_status() {
        let code = ErrorCode::find(ErrorKind::NotFound, "thread_not_found").unwrap();
        assert_eq!((code.status(), code.class_name()), (404, "ThreadNotFoundError"));
        assert_eq!(ErrorCode::find(ErrorKind::BadRequest, "thread_not_found"), None);
        assert_eq!(ErrorCode::find(ErrorKind::NotFound, "galaxy_not_found"), None);
    }

    #[test]
    fn every_meaning_is_one_or_two_whole_sentences() {
        for meaning in ErrorCode::ALL.iter().map(ErrorCode::meaning) {
            assert!(meaning.ends_with('.') && !meaning.contains("  "), "{meaning}");
        }
    }
}
