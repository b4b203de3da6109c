/** The types of `client.models`, for `Anthropic.Models`. */
export type {
  CapabilitySupport, ContextManagementCapability, EffortCapability, ModelCapabilities, ModelInfo, ModelLine, ModelListParams,
  ModelRetrieveParams, ServerToolsCapability, ThinkingCapability, ThinkingTypes,
} from '../types.js';
export type { ModelInfosPage } from '../resources/models.js';
