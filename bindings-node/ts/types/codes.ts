/** The classes of errors whose code is known, under the name of the client. Written by tests/rust/error_classes.rs. */
import * as codes from '../error-codes.js';

declare module '../client.js' {
  namespace Client {
    export import AvailableToolsLimitExceededError = codes.AvailableToolsLimitExceededError;
    export import ClaudeCodeKeyCreatorNotMemberError = codes.ClaudeCodeKeyCreatorNotMemberError;
    export import ClaudeCodeVersionTooOldError = codes.ClaudeCodeVersionTooOldError;
    export import BetaCMEKFeatureUnsupportedError = codes.BetaCMEKFeatureUnsupportedError;
    export import CMEKKeyDisabledError = codes.CMEKKeyDisabledError;
    export import CMEKKeyNetworkBlockedError = codes.CMEKKeyNetworkBlockedError;
    export import CompactionBlockAmbiguousError = codes.CompactionBlockAmbiguousError;
    export import CompactionBlockMisplacedError = codes.CompactionBlockMisplacedError;
    export import CompactionContentMismatchError = codes.CompactionContentMismatchError;
    export import CompactionIncompleteTurnError = codes.CompactionIncompleteTurnError;
    export import CompactionNothingToSummarizeError = codes.CompactionNothingToSummarizeError;
    export import CompactionSignatureInvalidError = codes.CompactionSignatureInvalidError;
    export import CompactionTooManyToolReferencesError = codes.CompactionTooManyToolReferencesError;
    export import CompactionToolChangesMismatchError = codes.CompactionToolChangesMismatchError;
    export import FileNotDownloadableError = codes.FileNotDownloadableError;
    export import ImageDimensionsTooLargeError = codes.ImageDimensionsTooLargeError;
    export import BetaOrganizationNotEnrolledInBetaError = codes.BetaOrganizationNotEnrolledInBetaError;
    export import OrganizationOnHoldError = codes.OrganizationOnHoldError;
    export import RequestBodyEncodingInvalidError = codes.RequestBodyEncodingInvalidError;
    export import RequestBodyEncodingUnsupportedError = codes.RequestBodyEncodingUnsupportedError;
    export import BetaRequestBodyTimeoutError = codes.BetaRequestBodyTimeoutError;
    export import StorageQuotaExceededError = codes.StorageQuotaExceededError;
    export import ThreadAlreadyContinuedError = codes.ThreadAlreadyContinuedError;
    export import ThreadContinueInFlightError = codes.ThreadContinueInFlightError;
    export import ThreadFingerprintMismatchError = codes.ThreadFingerprintMismatchError;
    export import ThreadUnsupportedRequestError = codes.ThreadUnsupportedRequestError;
    export import ToolNameConflictError = codes.ToolNameConflictError;
    export import ToolReferenceUnresolvedError = codes.ToolReferenceUnresolvedError;
    export import BetaUnsupportedCharsetError = codes.BetaUnsupportedCharsetError;
    export import UserProfileNotFoundError = codes.UserProfileNotFoundError;
    export import UserProfileRequiredError = codes.UserProfileRequiredError;
    export import LinkedOrganizationBillingUnavailableError = codes.LinkedOrganizationBillingUnavailableError;
    export import LinkedOrganizationSpendLimitReachedError = codes.LinkedOrganizationSpendLimitReachedError;
    export import SandboxEgressRestrictedError = codes.SandboxEgressRestrictedError;
    export import UserProfileBillingNotAuthorizedError = codes.UserProfileBillingNotAuthorizedError;
    export import UserProfileNotBillableError = codes.UserProfileNotBillableError;
    export import FileExpiredError = codes.FileExpiredError;
    export import ThreadNotFoundError = codes.ThreadNotFoundError;
    export import SkillReadBlockedUndecryptableError = codes.SkillReadBlockedUndecryptableError;
    export import RequestBodyTooLargeAfterDecodingError = codes.RequestBodyTooLargeAfterDecodingError;
    export import ContractSpendLimitReachedError = codes.ContractSpendLimitReachedError;
    export import EnforcedSpendLimitReachedError = codes.EnforcedSpendLimitReachedError;
    export import RampLimitExceededError = codes.RampLimitExceededError;
    export import CMEKContextUnavailableError = codes.CMEKContextUnavailableError;
    export import CMEKKeyUnreachableError = codes.CMEKKeyUnreachableError;
    export import CompactionUnavailableError = codes.CompactionUnavailableError;
  }
}
