/** The classes of errors whose code is known. Written from the core's table by tests/rust/error_classes.rs. */
import {
  BadRequestError, ConflictError, ContentTooLargeError, NotFoundError, OverloadedError, PaymentRequiredError,
  PermissionDeniedError, RateLimitError, ServiceUnavailableError,
} from './errors.js';

/** 400 `available_tools_limit_exceeded`: The request offers more tools than it may. */
export class AvailableToolsLimitExceededError extends BadRequestError {}
/**
 * 400 `claude_code_key_creator_not_member`: The person who made the Claude Code key no longer belongs to the
 * organization.
 */
export class ClaudeCodeKeyCreatorNotMemberError extends BadRequestError {}
/** 400 `claude_code_version_too_old`: This version of Claude Code is no longer accepted. */
export class ClaudeCodeVersionTooOldError extends BadRequestError {}
/** 400 `cmek_feature_unsupported`: The feature does not work with encryption keys that the customer manages. */
export class BetaCMEKFeatureUnsupportedError extends BadRequestError {}
/** 400 `cmek_key_disabled`: The customer's encryption key is disabled. */
export class CMEKKeyDisabledError extends BadRequestError {}
/** 400 `cmek_key_network_blocked`: A network rule keeps the API from the customer's encryption key. */
export class CMEKKeyNetworkBlockedError extends BadRequestError {}
/** 400 `compaction_block_ambiguous`: It is not clear which compaction block counts. */
export class CompactionBlockAmbiguousError extends BadRequestError {}
/** 400 `compaction_block_misplaced`: A compaction block stands where none may be. */
export class CompactionBlockMisplacedError extends BadRequestError {}
/** 400 `compaction_content_mismatch`: A compaction block is not as the API had made it. */
export class CompactionContentMismatchError extends BadRequestError {}
/** 400 `compaction_incomplete_turn`: The conversation cannot be compacted in the middle of a turn. */
export class CompactionIncompleteTurnError extends BadRequestError {}
/** 400 `compaction_nothing_to_summarize`: There is nothing yet that a compaction could summarize. */
export class CompactionNothingToSummarizeError extends BadRequestError {}
/** 400 `compaction_signature_invalid`: The signature of a compaction block does not hold. */
export class CompactionSignatureInvalidError extends BadRequestError {}
/** 400 `compaction_too_many_tool_references`: A compaction would refer to more tools than it may. */
export class CompactionTooManyToolReferencesError extends BadRequestError {}
/** 400 `compaction_tool_changes_mismatch`: The tools have changed in a way that the compaction does not know of. */
export class CompactionToolChangesMismatchError extends BadRequestError {}
/** 400 `file_not_downloadable`: This file is not one that can be downloaded. */
export class FileNotDownloadableError extends BadRequestError {}
/**
 * 400 `image_dimensions_too_large`: An image is longer or wider than it may be. `details` holds
 * `max_side_length_pixels` (an integer) and `paths` (where in the request, a list of strings).
 */
export class ImageDimensionsTooLargeError extends BadRequestError {}
/** 400 `organization_not_enrolled_in_beta`: The organization does not take part in this beta. */
export class BetaOrganizationNotEnrolledInBetaError extends BadRequestError {}
/**
 * 400 `organization_on_hold`: The organization is on hold. `details` may hold `appeal_url`, the address where to
 * object.
 */
export class OrganizationOnHoldError extends BadRequestError {}
/** 400 `request_body_encoding_invalid`: The body could not be decoded as its `content-encoding` says. */
export class RequestBodyEncodingInvalidError extends BadRequestError {}
/** 400 `request_body_encoding_unsupported`: The body's `content-encoding` is not supported. */
export class RequestBodyEncodingUnsupportedError extends BadRequestError {}
/** 400 `request_body_timeout`: The body did not arrive in time. */
export class BetaRequestBodyTimeoutError extends BadRequestError {}
/** 400 `storage_quota_exceeded`: The organization's storage for files is full. */
export class StorageQuotaExceededError extends BadRequestError {}
/** 400 `thread_already_continued`: The thread has already been continued from this message. */
export class ThreadAlreadyContinuedError extends BadRequestError {}
/** 400 `thread_continue_in_flight`: Another request is continuing the thread at the moment. */
export class ThreadContinueInFlightError extends BadRequestError {}
/** 400 `thread_fingerprint_mismatch`: The request does not match the thread that it continues. */
export class ThreadFingerprintMismatchError extends BadRequestError {}
/**
 * 400 `thread_unsupported_request`: The request asks for something that threads do not support. `details` may hold
 * `unsupported` (the names of the features, a list of strings).
 */
export class ThreadUnsupportedRequestError extends BadRequestError {}
/** 400 `tool_name_conflict`: Two tools have the same name. */
export class ToolNameConflictError extends BadRequestError {}
/** 400 `tool_reference_unresolved`: The request refers to a tool that it does not offer. */
export class ToolReferenceUnresolvedError extends BadRequestError {}
/**
 * 400 `unsupported_charset`: The charset in the request's `content-type` is neither UTF-8 nor ISO-8859-1 nor
 * US-ASCII.
 */
export class BetaUnsupportedCharsetError extends BadRequestError {}
/** 400 `user_profile_not_found`: There is no such user profile. */
export class UserProfileNotFoundError extends BadRequestError {}
/** 400 `user_profile_required`: The request must name a user profile. */
export class UserProfileRequiredError extends BadRequestError {}
/** 402 `linked_organization_billing_unavailable`: The linked organization cannot be billed at the moment. */
export class LinkedOrganizationBillingUnavailableError extends PaymentRequiredError {}
/** 402 `linked_organization_spend_limit_reached`: The linked organization has reached its spend limit. */
export class LinkedOrganizationSpendLimitReachedError extends PaymentRequiredError {}
/** 403 `sandbox_egress_restricted`: The sandbox may not reach this place on the network. */
export class SandboxEgressRestrictedError extends PermissionDeniedError {}
/** 403 `user_profile_billing_not_authorized`: The user profile has not agreed to be billed. */
export class UserProfileBillingNotAuthorizedError extends PermissionDeniedError {}
/** 403 `user_profile_not_billable`: The user profile cannot be billed. */
export class UserProfileNotBillableError extends PermissionDeniedError {}
/** 404 `file_expired`: The file's time is over and it is gone. */
export class FileExpiredError extends NotFoundError {}
/** 404 `thread_not_found`: There is no state of such a thread. */
export class ThreadNotFoundError extends NotFoundError {}
/** 409 `skill_read_blocked_undecryptable`: The skill cannot be read, as it can no longer be decrypted. */
export class SkillReadBlockedUndecryptableError extends ConflictError {}
/** 413 `request_body_too_large_after_decoding`: The body is larger than it may be once its encoding is undone. */
export class RequestBodyTooLargeAfterDecodingError extends ContentTooLargeError {}
/** 429 `contract_spend_limit_reached`: The spend limit of the contract is reached; waiting does not help. */
export class ContractSpendLimitReachedError extends RateLimitError {}
/** 429 `enforced_spend_limit_reached`: The month's spend limit is reached; waiting a little does not help. */
export class EnforcedSpendLimitReachedError extends RateLimitError {}
/** 429 `ramp_limit_exceeded`: Usage grew too fast; the answer says how long to wait. */
export class RampLimitExceededError extends RateLimitError {}
/**
 * 503 `cmek_context_unavailable`: What is needed to use the customer's encryption key is not available at the
 * moment.
 */
export class CMEKContextUnavailableError extends ServiceUnavailableError {}
/** 503 `cmek_key_unreachable`: The customer's encryption key cannot be reached at the moment. */
export class CMEKKeyUnreachableError extends ServiceUnavailableError {}
/** 529 `compaction_unavailable`: Compaction is overloaded at the moment. */
export class CompactionUnavailableError extends OverloadedError {}
