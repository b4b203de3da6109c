/** The version of the package. */
export const VERSION: string = require('../package.json').version;
