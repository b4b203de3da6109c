/** Schemas of other libraries, as far as they follow the Standard Schema interface (standardschema.dev). */
import { ConfigError } from '../errors.js';
import { type Issue, outputError } from './internal/output-error.js';
import { type JSONSchema } from './transform-json-schema.js';

/** What the Standard Schema interface says of a schema: how values are checked, and of which types they are. */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  readonly '~standard': StandardSchemaV1.Props<Input, Output>;
}

export declare namespace StandardSchemaV1 {
  interface Props<Input = unknown, Output = Input> {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => Result<Output> | Promise<Result<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  }

  type Result<Output> = { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly Issue[] };

  interface Issue {
    readonly message: string;
    readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  }

  /** The type of the values that come out of a schema. */
  type InferOutput<Schema extends StandardSchemaV1> = NonNullable<Schema['~standard']['types']>['output'];
}

/**
 * Gives the JSON Schema of what a schema takes: the one that is given, or else what the schema says of itself through
 * Standard JSON Schema. Throws a `ConfigError` where it says nothing.
 */
export function standardSchemaToJSONSchema(schema: StandardSchemaV1, given?: JSONSchema | undefined): JSONSchema {
  if (given) return given;
  if (!schema?.['~standard']) throw new ConfigError('a schema that follows Standard Schema is needed: one with `~standard`');
  const standard = schema['~standard'] as StandardSchemaV1.Props & {
    jsonSchema?: { input(options: { target: string }): JSONSchema };
  };
  if (standard.jsonSchema) return standard.jsonSchema.input({ target: 'draft-2020-12' });
  throw new ConfigError(
    `this schema of ${standard.vendor} cannot say its JSON Schema: give one as \`jsonSchema\`, or use a version that ` +
      'implements Standard JSON Schema, such as zod 4.2',
  );
}

/**
 * Gives the value as a schema reads it. Throws a `StructuredOutputError` that lists what is wrong with it, and a
 * `ConfigError` where the schema can only be asked asynchronously.
 */
export function parseWithStandardSchema<Schema extends StandardSchemaV1>(
  schema: Schema,
  value: unknown,
): StandardSchemaV1.InferOutput<Schema> {
  const checked = schema['~standard'].validate(value);
  if (isThenable(checked)) {
    // Nobody will look at it.
    checked.then(undefined, () => {});
    throw new ConfigError('the schema checks values asynchronously, which is not supported here');
  }
  if (checked.issues) throw outputError(checked.issues.map(issueOf));
  return checked.value;
}

function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

function issueOf({ message, path = [] }: StandardSchemaV1.Issue): Issue {
  return { message, path: path.map((step) => (typeof step === 'object' ? step.key : step)) };
}
