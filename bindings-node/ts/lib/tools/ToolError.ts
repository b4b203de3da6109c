/** The official package's place for it. */
export { ToolError } from '../tools.js';
