// The package as an ES module: the very classes that `require` gives, so that there is one of each in a program and
// `instanceof` holds for both. A test compares the two lists.
import tidings from './dist/index.js';

export const {
  Client, Anthropic, Messages, MessageStream, Stream,
  AnthropicError, ConfigError, ValidationError, ForkedError, PanicError, APIError, APIConnectionError,
  APIConnectionTimeoutError, StreamTruncatedError, APIUserAbortError, ClosedError, APIResponseValidationError,
  LimitExceededError, StreamMalformedError, StructuredOutputError, StreamError, RedirectError, BadRequestError, AuthenticationError,
  PaymentRequiredError, PermissionDeniedError, NotFoundError, RequestTimeoutError, ConflictError, ContentTooLargeError,
  UnprocessableEntityError, RateLimitError, InternalServerError, ServiceUnavailableError, GatewayTimeoutError,
  OverloadedError, PreconditionFailedError, RequestHeaderFieldsTooLargeError, ClientClosedRequestError, NotImplementedError,
  AvailableToolsLimitExceededError, ClaudeCodeKeyCreatorNotMemberError, ClaudeCodeVersionTooOldError,
  BetaCMEKFeatureUnsupportedError, CMEKKeyDisabledError, CMEKKeyNetworkBlockedError, CompactionBlockAmbiguousError,
  CompactionBlockMisplacedError, CompactionContentMismatchError, CompactionIncompleteTurnError,
  CompactionNothingToSummarizeError, CompactionSignatureInvalidError, CompactionTooManyToolReferencesError,
  CompactionToolChangesMismatchError, FileNotDownloadableError, ImageDimensionsTooLargeError,
  BetaOrganizationNotEnrolledInBetaError, OrganizationOnHoldError, RequestBodyEncodingInvalidError,
  RequestBodyEncodingUnsupportedError, BetaRequestBodyTimeoutError, StorageQuotaExceededError,
  ThreadAlreadyContinuedError, ThreadContinueInFlightError, ThreadFingerprintMismatchError,
  ThreadUnsupportedRequestError, ToolNameConflictError, ToolReferenceUnresolvedError, BetaUnsupportedCharsetError,
  UserProfileNotFoundError, UserProfileRequiredError, LinkedOrganizationBillingUnavailableError,
  LinkedOrganizationSpendLimitReachedError, SandboxEgressRestrictedError, UserProfileBillingNotAuthorizedError,
  UserProfileNotBillableError, FileExpiredError, ThreadNotFoundError, SkillReadBlockedUndecryptableError,
  RequestBodyTooLargeAfterDecodingError, ContractSpendLimitReachedError, EnforcedSpendLimitReachedError,
  RampLimitExceededError, CMEKContextUnavailableError, CMEKKeyUnreachableError, CompactionUnavailableError,
} = tidings;
export default tidings.Client;
