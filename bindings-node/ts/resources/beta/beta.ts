/** The parts of the API that take betas. */
import { APIResource } from '../../resource.js';
import { Files } from './files.js';
import { Messages } from './messages/messages.js';
import { Models } from './models.js';

export * from '../../error-codes.js';
export type * from '../../types/betas.js';

/** `client.beta`: the same methods, which take `betas: [...]` and fields of betas too. */
export class Beta extends APIResource {
  readonly messages: Messages = new Messages(this._client);
  readonly models: Models = new Models(this._client);
  readonly files: Files = new Files(this._client);
}
