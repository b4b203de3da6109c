/** The official package's place for it. */
export type { BetaRunnableTool, BetaToolRunContext, Promisable } from '../tools.js';
