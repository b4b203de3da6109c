/** Lists that come in pages. */
export {
  AbstractPage, BidirectionalPageCursor, Page, PageCursor, PagePromise, ReportPageCursor, TokenPage,
} from './pages.js';
export type { PageRequestOptions } from './pages.js';
export type { PageCursorParams, PageParams, TokenPageParams } from './types.js';
