/** The official package's place for it. */
export { BetaToolRunner, type BetaToolRunnerParams, type BetaToolRunnerRequestOptions } from '../tool-runner.js';
