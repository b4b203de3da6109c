/** The TypeScript type of what a JSON Schema allows, as far as it can be told from the schema's own type. */

/**
 * A JSON Schema that is written down in the program. Keywords that are not listed here may stand in it as well.
 *
 * {@link FromSchema} reads `type`, `properties`, `required`, `additionalProperties`, `items`, `enum`, `const`, `anyOf`,
 * `oneOf` and `allOf`.
 */
export interface SchemaObject {
  readonly type?: SchemaType | readonly SchemaType[] | undefined;
  readonly properties?: { readonly [name: string]: SchemaObject | boolean } | undefined;
  readonly required?: readonly string[] | undefined;
  readonly additionalProperties?: SchemaObject | boolean | undefined;
  readonly items?: SchemaObject | boolean | readonly (SchemaObject | boolean)[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly anyOf?: readonly (SchemaObject | boolean)[] | undefined;
  readonly oneOf?: readonly (SchemaObject | boolean)[] | undefined;
  readonly allOf?: readonly (SchemaObject | boolean)[] | undefined;
  readonly description?: string | undefined;
  readonly title?: string | undefined;
  readonly $ref?: string | undefined;
  readonly $defs?: { readonly [name: string]: SchemaObject | boolean } | undefined;
  readonly [keyword: string]: unknown;
}

/** The schema of an object: what a tool takes, and what an answer with a JSON schema is. */
export type ObjectSchema = SchemaObject & { readonly type: 'object' };

type SchemaType = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string';

/** The type of the values that a schema allows; `unknown` where a reference or a keyword that is not read decides. */
export type FromSchema<Schema> = Schema extends { readonly const: infer Value }
  ? Writable<Value>
  : Schema extends { readonly enum: readonly (infer Value)[] }
    ? Writable<Value>
    : Schema extends { readonly $ref: string }
      ? unknown
      : Schema extends { readonly anyOf: readonly (infer Part)[] }
        ? FromEach<Part>
        : Schema extends { readonly oneOf: readonly (infer Part)[] }
          ? FromEach<Part>
          : Schema extends { readonly allOf: infer Parts extends readonly unknown[] }
            ? FromAll<Parts>
            : Schema extends { readonly type: infer Type }
              ? FromType<Type extends readonly (infer One)[] ? One : Type, Schema>
              : unknown;

/** Distributes over the parts of a union of schemas. */
type FromEach<Part> = Part extends unknown ? FromSchema<Part> : never;

type FromAll<Parts extends readonly unknown[]> = Parts extends readonly [infer First, ...infer Rest]
  ? FromSchema<First> & FromAll<Rest>
  : unknown;

type FromType<Type, Schema> = Type extends 'string'
  ? string
  : Type extends 'number' | 'integer'
    ? number
    : Type extends 'boolean'
      ? boolean
      : Type extends 'null'
        ? null
        : Type extends 'array'
          ? FromArray<Schema>
          : Type extends 'object'
            ? FromObject<Schema>
            : unknown;

type FromArray<Schema> = Schema extends { readonly items: readonly unknown[] }
  ? unknown[]
  : Schema extends { readonly items: infer Items }
    ? FromSchema<Items>[]
    : unknown[];

type FromObject<Schema> = Flat<
  FromProperties<
    Schema extends { readonly properties: infer Properties } ? Properties : {},
    Schema extends { readonly required: readonly (infer Name)[] } ? Name : never
  > &
    FromOthers<Schema>
>;

type FromProperties<Properties, Required> = {
  -readonly [Name in keyof Properties as Name extends Required ? Name : never]: FromSchema<Properties[Name]>;
} & {
  -readonly [Name in keyof Properties as Name extends Required ? never : Name]?: FromSchema<Properties[Name]>;
};

/** What may stand beside the properties that are named. */
type FromOthers<Schema> = Schema extends { readonly additionalProperties: infer Others }
  ? Others extends false
    ? {}
    : Schema extends { readonly properties: unknown }
      ? { [name: string]: unknown }
      : { [name: string]: FromSchema<Others> }
  : { [name: string]: unknown };

/** One object type of several, so that editors show its properties. */
type Flat<T> = T extends object ? { [Name in keyof T]: T[Name] } : T;

type Writable<T> = T extends object ? { -readonly [Name in keyof T]: Writable<T[Name]> } : T;
