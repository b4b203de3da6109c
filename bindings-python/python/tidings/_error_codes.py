"""The classes of errors whose code is known. Written from the core's table by tests/rust/error_classes.rs.

Loaded by the first client, or when one of the names is asked for: an import of tidings does not pay for it.
"""

from __future__ import annotations

from ._errors import (
    AnthropicError,
    BadRequestError,
    ConflictError,
    ContentTooLargeError,
    NotFoundError,
    OverloadedError,
    PaymentRequiredError,
    PermissionDeniedError,
    RateLimitError,
    ServiceUnavailableError,
)

__all__: list[str] = [
    "AvailableToolsLimitExceededError",
    "ClaudeCodeKeyCreatorNotMemberError",
    "ClaudeCodeVersionTooOldError",
    "BetaCMEKFeatureUnsupportedError",
    "CMEKKeyDisabledError",
    "CMEKKeyNetworkBlockedError",
    "CompactionBlockAmbiguousError",
    "CompactionBlockMisplacedError",
    "CompactionContentMismatchError",
    "CompactionIncompleteTurnError",
    "CompactionNothingToSummarizeError",
    "CompactionSignatureInvalidError",
    "CompactionTooManyToolReferencesError",
    "CompactionToolChangesMismatchError",
    "FileNotDownloadableError",
    "ImageDimensionsTooLargeError",
    "BetaOrganizationNotEnrolledInBetaError",
    "OrganizationOnHoldError",
    "RequestBodyEncodingInvalidError",
    "RequestBodyEncodingUnsupportedError",
    "BetaRequestBodyTimeoutError",
    "StorageQuotaExceededError",
    "ThreadAlreadyContinuedError",
    "ThreadContinueInFlightError",
    "ThreadFingerprintMismatchError",
    "ThreadUnsupportedRequestError",
    "ToolNameConflictError",
    "ToolReferenceUnresolvedError",
    "BetaUnsupportedCharsetError",
    "UserProfileNotFoundError",
    "UserProfileRequiredError",
    "LinkedOrganizationBillingUnavailableError",
    "LinkedOrganizationSpendLimitReachedError",
    "SandboxEgressRestrictedError",
    "UserProfileBillingNotAuthorizedError",
    "UserProfileNotBillableError",
    "FileExpiredError",
    "ThreadNotFoundError",
    "SkillReadBlockedUndecryptableError",
    "RequestBodyTooLargeAfterDecodingError",
    "ContractSpendLimitReachedError",
    "EnforcedSpendLimitReachedError",
    "RampLimitExceededError",
    "CMEKContextUnavailableError",
    "CMEKKeyUnreachableError",
    "CompactionUnavailableError",
]


class AvailableToolsLimitExceededError(BadRequestError):
    """400 `available_tools_limit_exceeded`: The request offers more tools than it may."""


class ClaudeCodeKeyCreatorNotMemberError(BadRequestError):
    """400 `claude_code_key_creator_not_member`: The person who made the Claude Code key no longer belongs to the
    organization.
    """


class ClaudeCodeVersionTooOldError(BadRequestError):
    """400 `claude_code_version_too_old`: This version of Claude Code is no longer accepted."""


class BetaCMEKFeatureUnsupportedError(BadRequestError):
    """400 `cmek_feature_unsupported`: The feature does not work with encryption keys that the customer manages."""


class CMEKKeyDisabledError(BadRequestError):
    """400 `cmek_key_disabled`: The customer's encryption key is disabled."""


class CMEKKeyNetworkBlockedError(BadRequestError):
    """400 `cmek_key_network_blocked`: A network rule keeps the API from the customer's encryption key."""


class CompactionBlockAmbiguousError(BadRequestError):
    """400 `compaction_block_ambiguous`: It is not clear which compaction block counts."""


class CompactionBlockMisplacedError(BadRequestError):
    """400 `compaction_block_misplaced`: A compaction block stands where none may be."""


class CompactionContentMismatchError(BadRequestError):
    """400 `compaction_content_mismatch`: A compaction block is not as the API had made it."""


class CompactionIncompleteTurnError(BadRequestError):
    """400 `compaction_incomplete_turn`: The conversation cannot be compacted in the middle of a turn."""


class CompactionNothingToSummarizeError(BadRequestError):
    """400 `compaction_nothing_to_summarize`: There is nothing yet that a compaction could summarize."""


class CompactionSignatureInvalidError(BadRequestError):
    """400 `compaction_signature_invalid`: The signature of a compaction block does not hold."""


class CompactionTooManyToolReferencesError(BadRequestError):
    """400 `compaction_too_many_tool_references`: A compaction would refer to more tools than it may."""


class CompactionToolChangesMismatchError(BadRequestError):
    """400 `compaction_tool_changes_mismatch`: The tools have changed in a way that the compaction does not know of."""


class FileNotDownloadableError(BadRequestError):
    """400 `file_not_downloadable`: This file is not one that can be downloaded."""


class ImageDimensionsTooLargeError(BadRequestError):
    """400 `image_dimensions_too_large`: An image is longer or wider than it may be. `details` holds
    `max_side_length_pixels` (an integer) and `paths` (where in the request, a list of strings).
    """


class BetaOrganizationNotEnrolledInBetaError(BadRequestError):
    """400 `organization_not_enrolled_in_beta`: The organization does not take part in this beta."""


class OrganizationOnHoldError(BadRequestError):
    """400 `organization_on_hold`: The organization is on hold. `details` may hold `appeal_url`, the address where to
    object.
    """


class RequestBodyEncodingInvalidError(BadRequestError):
    """400 `request_body_encoding_invalid`: The body could not be decoded as its `content-encoding` says."""


class RequestBodyEncodingUnsupportedError(BadRequestError):
    """400 `request_body_encoding_unsupported`: The body's `content-encoding` is not supported."""


class BetaRequestBodyTimeoutError(BadRequestError):
    """400 `request_body_timeout`: The body did not arrive in time."""


class StorageQuotaExceededError(BadRequestError):
    """400 `storage_quota_exceeded`: The organization's storage for files is full."""


class ThreadAlreadyContinuedError(BadRequestError):
    """400 `thread_already_continued`: The thread has already been continued from this message."""


class ThreadContinueInFlightError(BadRequestError):
    """400 `thread_continue_in_flight`: Another request is continuing the thread at the moment."""


class ThreadFingerprintMismatchError(BadRequestError):
    """400 `thread_fingerprint_mismatch`: The request does not match the thread that it continues."""


class ThreadUnsupportedRequestError(BadRequestError):
    """400 `thread_unsupported_request`: The request asks for something that threads do not support. `details` may hold
    `unsupported` (the names of the features, a list of strings).
    """


class ToolNameConflictError(BadRequestError):
    """400 `tool_name_conflict`: Two tools have the same name."""


class ToolReferenceUnresolvedError(BadRequestError):
    """400 `tool_reference_unresolved`: The request refers to a tool that it does not offer."""


class BetaUnsupportedCharsetError(BadRequestError):
    """400 `unsupported_charset`: The charset in the request's `content-type` is neither UTF-8 nor ISO-8859-1 nor
    US-ASCII.
    """


class UserProfileNotFoundError(BadRequestError):
    """400 `user_profile_not_found`: There is no such user profile."""


class UserProfileRequiredError(BadRequestError):
    """400 `user_profile_required`: The request must name a user profile."""


class LinkedOrganizationBillingUnavailableError(PaymentRequiredError):
    """402 `linked_organization_billing_unavailable`: The linked organization cannot be billed at the moment."""


class LinkedOrganizationSpendLimitReachedError(PaymentRequiredError):
    """402 `linked_organization_spend_limit_reached`: The linked organization has reached its spend limit."""


class SandboxEgressRestrictedError(PermissionDeniedError):
    """403 `sandbox_egress_restricted`: The sandbox may not reach this place on the network."""


class UserProfileBillingNotAuthorizedError(PermissionDeniedError):
    """403 `user_profile_billing_not_authorized`: The user profile has not agreed to be billed."""


class UserProfileNotBillableError(PermissionDeniedError):
    """403 `user_profile_not_billable`: The user profile cannot be billed."""


class FileExpiredError(NotFoundError):
    """404 `file_expired`: The file's time is over and it is gone."""


class ThreadNotFoundError(NotFoundError):
    """404 `thread_not_found`: There is no state of such a thread."""


class SkillReadBlockedUndecryptableError(ConflictError):
    """409 `skill_read_blocked_undecryptable`: The skill cannot be read, as it can no longer be decrypted."""


class RequestBodyTooLargeAfterDecodingError(ContentTooLargeError):
    """413 `request_body_too_large_after_decoding`: The body is larger than it may be once its encoding is undone."""


class ContractSpendLimitReachedError(RateLimitError):
    """429 `contract_spend_limit_reached`: The spend limit of the contract is reached; waiting does not help."""


class EnforcedSpendLimitReachedError(RateLimitError):
    """429 `enforced_spend_limit_reached`: The month's spend limit is reached; waiting a little does not help."""


class RampLimitExceededError(RateLimitError):
    """429 `ramp_limit_exceeded`: Usage grew too fast; the answer says how long to wait."""


class CMEKContextUnavailableError(ServiceUnavailableError):
    """503 `cmek_context_unavailable`: What is needed to use the customer's encryption key is not available at the
    moment.
    """


class CMEKKeyUnreachableError(ServiceUnavailableError):
    """503 `cmek_key_unreachable`: The customer's encryption key cannot be reached at the moment."""


class CompactionUnavailableError(OverloadedError):
    """529 `compaction_unavailable`: Compaction is overloaded at the moment."""


# Read by the native part.
CLASSES: dict[str, type[AnthropicError]] = {name: globals()[name] for name in __all__}

# Tracebacks and pickles name the place where users find a class.
for _cls in CLASSES.values():
    _cls.__module__ = "tidings"
