/** The types of errors in answers. */
export type {
  APIErrorObject, AuthenticationErrorObject, BillingErrorObject, ConflictErrorObject, ErrorDetails, ErrorObject, ErrorResponse, ErrorType,
  GatewayTimeoutErrorObject, InvalidRequestErrorObject, NotFoundErrorObject, OverloadedErrorObject, PermissionErrorObject,
  RateLimitErrorObject, RequestTooLargeErrorObject,
} from '../types.js';
export * from '../error-codes.js';
