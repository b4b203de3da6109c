/** This environment's one bridge to the core: what waits for it, and who gives it tokens. */
import { AsyncResource } from 'node:async_hooks';
import { type Batch, batchAt } from './batch.js';
import { type Ask, type Bridge, type Field, FIELDS, type NativeClient, type NativeClientOptions, native } from './native.js';

/** Who takes what a call has received. */
export interface Taker {
  take(batch: Batch): void;
}

/** A token, good for this many milliseconds from now, or for ever. */
export interface ProvidedToken {
  token: string;
  expiresIn?: number | undefined;
}

/** The calls whose next batch is awaited; only these keep the program alive, and only these are kept from collection. */
const waiting = new Map<number, Taker>();
const providers = new Map<number, WeakRef<() => Promise<ProvidedToken>>>();
/** What providers have thrown, for the errors of the calls that waited. */
const thrown = new Map<number, unknown>();
/** How much of that is kept: the errors come soon after. */
const THROWN_KEPT = 64;
let lastCall = 0;
let lastProvider = 0;
let lastThrown = 0;

/** Made with the first client, which everything that uses it comes after. */
let bridge!: Bridge;
/** Where deliveries happen: a bridge that is made while a server handles its first request must not show that request to others. */
const outside = new AsyncResource('Tidings', { requireManualDestroy: true });

/** The calls are drained at the moment of delivery, so one crossing carries all of them and everything that they have. */
function deliver(fields: Field[], asks: Ask[] | null): void {
  for (let at = 0; at < fields.length; at += FIELDS) waiting.get(fields[at] as number)?.take(batchAt(fields, at));
  if (asks) for (const ask of asks) void answer(ask);
}

/** Calls that read as they come: dropped ones end when they are collected. */
const dropped = new FinalizationRegistry<number>((id) => bridge.cancel(id));

/** A number for a new call. */
export function nextCall(): number {
  return (lastCall = (lastCall + 1) % 2 ** 32);
}

/** Ends the call when `owner` is collected. */
export function endWith(owner: object, id: number): void {
  dropped.register(owner, id);
}

/** What a call has received; where that is nothing it is armed, and delivered to its taker if it {@link wait}s. */
export function poll(id: number): Batch | undefined {
  const fields = bridge.poll(id);
  return fields === null ? undefined : batchAt(fields, 0);
}

/** Ends a call. */
export function cancel(id: number): void {
  bridge.cancel(id);
}

/** Keeps the program alive until this call is delivered. */
export function wait(id: number, taker: Taker): void {
  if (waiting.size === 0) bridge.hold();
  waiting.set(id, taker);
}

/** The call waits no more. */
export function unwait(id: number): void {
  if (waiting.delete(id) && waiting.size === 0) bridge.release();
}

/** A client of the addon, or the record of what is wrong with its options. */
export function openNative(options: NativeClientOptions, lender: NativeClient | undefined) {
  bridge ??= outside.runInAsyncScope(() => new native.Bridge(deliver));
  return bridge.client(options, lender);
}

/**
 * Registers a function that gives tokens, and gives the number by which a client's options name it. It is kept by whoever
 * uses the client; when it is gone, the calls that ask for a token fail.
 */
export function registerProvider(provider: () => Promise<ProvidedToken>): number {
  lastProvider += 1;
  providers.set(lastProvider, new WeakRef(provider));
  collected.register(provider, lastProvider);
  return lastProvider;
}

const collected = new FinalizationRegistry<number>((number) => {
  providers.delete(number);
  bridge.forget(number);
});

/** What a provider threw, by the number in the record of an error. */
export function thrownBy(number: number | undefined): unknown {
  return number === undefined ? undefined : thrown.get(number);
}

async function answer({ ask, provider }: Ask): Promise<void> {
  try {
    const give = providers.get(provider)?.deref();
    if (!give) throw new Error('the provider of tokens is gone');
    const { token, expiresIn } = await give();
    bridge.give(ask, token, expiresIn);
  } catch (error) {
    lastThrown += 1;
    thrown.set(lastThrown, error);
    thrown.delete(lastThrown - THROWN_KEPT);
    bridge.refuse(ask, textOf(error), lastThrown);
  }
}

/** A thrown value in one line; reading it runs the caller's code, which may fail too. */
function textOf(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } catch {
    return 'the provider of tokens failed';
  }
}
