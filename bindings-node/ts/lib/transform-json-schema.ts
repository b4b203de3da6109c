/** The JSON Schema that structured outputs take, made of one that says more than they do. */
import { ConfigError } from '../errors.js';

/** A JSON Schema as an object; booleans, which are schemas too, say too little for structured outputs. */
export type JSONSchema = Record<string, unknown>;

const FORMATS = new Set(['date', 'date-time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'time', 'uri', 'uuid']);
const TYPES = new Set<unknown>(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);

/**
 * Gives the schema as structured outputs take it; what they have no keyword for is told to the model in `description`.
 *
 * The schema that is given stays as it is. Every object is closed (`additionalProperties` is false), `oneOf` becomes
 * `anyOf`, and a `$ref` stands alone. Throws a `ConfigError` with the place where a part of the schema says no type, and for
 * what is no schema.
 */
export function transformJSONSchema(jsonSchema: object): JSONSchema {
  return transformed(asJSON(jsonSchema), '#');
}

/** The schema as it would be sent: what JSON leaves out would stand in descriptions otherwise. */
function asJSON(schema: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(schema) ?? 'null');
  } catch (cause) {
    throw new ConfigError('a schema must be JSON, and this one holds itself or a BigInt', {}, cause);
  }
}

function transformed(schema: unknown, place: string): JSONSchema {
  if (!isObject(schema)) throw wrong(place, `structured outputs need a schema that says a type here, not ${kindOf(schema)}`);
  const said = new Map(Object.entries(schema));
  const kept: JSONSchema = {};
  // The name of a dialect constrains nothing.
  said.delete('$schema');
  const definitions = take(said, '$defs');
  if (definitions !== undefined) kept['$defs'] = each(definitions, `${place}/$defs`);
  const reference = take(said, '$ref');
  if (reference !== undefined) return { ...kept, $ref: reference };
  keepType(said, kept, place);
  if (said.size > 0) {
    const words = `{${[...said].map(([keyword, value]) => `${keyword}: ${JSON.stringify(value)}`).join(', ')}}`;
    kept['description'] = kept['description'] ? `${kept['description']}\n\n${words}` : words;
  }
  return kept;
}

/** Moves what says the type, and what goes with that type, from `said` to `kept`. */
function keepType(said: Map<string, unknown>, kept: JSONSchema, place: string): void {
  const words = takeWords(said);
  const choices = takeChoices(said, place);
  Object.assign(kept, words, choices);
  const type = take(said, 'type');
  const types = words || type === undefined ? [] : Array.isArray(type) ? type : [type];
  if (!types.every((name) => TYPES.has(name))) throw wrong(place, `${JSON.stringify(type)} is not a type of JSON Schema`);
  if (!words && !choices) {
    if (types.length === 0) {
      throw wrong(place, 'structured outputs need a type, anyOf, oneOf or allOf here, or plain values in const or enum');
    }
    kept['type'] = type;
  }
  for (const keyword of ['description', 'title']) {
    const value = take(said, keyword);
    if (value !== undefined) kept[keyword] = value;
  }
  if (types.includes('object')) keepObject(said, kept, place);
  if (types.includes('array')) keepArray(said, kept, place);
  if (types.includes('string')) keepString(said, kept);
}

/** Takes the values that are listed. They say the type as well. */
function takeWords(said: Map<string, unknown>): JSONSchema | undefined {
  const words: JSONSchema = {};
  const values = said.get('enum');
  if (Array.isArray(values) && values.length > 0 && values.every(isPlain)) words['enum'] = take(said, 'enum');
  if (said.has('const') && isPlain(said.get('const'))) {
    words['const'] = said.get('const');
    said.delete('const');
  }
  return Object.keys(words).length > 0 ? words : undefined;
}

/** Takes the first list of schemas that there is; another beside it could not be said. */
function takeChoices(said: Map<string, unknown>, place: string): JSONSchema | undefined {
  const lists = ['anyOf', 'oneOf', 'allOf'].map((keyword) => [keyword, take(said, keyword)] as const);
  for (const [keyword, schemas] of lists) {
    if (!Array.isArray(schemas)) continue;
    const parts = schemas.map((schema, index) => transformed(schema, `${place}/${keyword}/${index}`));
    return { [keyword === 'oneOf' ? 'anyOf' : keyword]: parts };
  }
  return undefined;
}

function keepObject(said: Map<string, unknown>, kept: JSONSchema, place: string): void {
  kept['properties'] = each(take(said, 'properties') ?? {}, `${place}/properties`);
  said.delete('additionalProperties');
  kept['additionalProperties'] = false;
  const required = take(said, 'required');
  if (required !== undefined) kept['required'] = required;
}

function keepArray(said: Map<string, unknown>, kept: JSONSchema, place: string): void {
  const items = take(said, 'items');
  if (items !== undefined) kept['items'] = transformed(items, `${place}/items`);
  const least = take(said, 'minItems');
  if (least === 0 || least === 1) kept['minItems'] = least;
  else if (least !== undefined) said.set('minItems', least);
}

function keepString(said: Map<string, unknown>, kept: JSONSchema): void {
  const format = take(said, 'format');
  if (typeof format === 'string' && FORMATS.has(format)) kept['format'] = format;
  else if (format !== undefined && format !== '') said.set('format', format);
}

function each(schemas: unknown, place: string): JSONSchema {
  if (!isObject(schemas)) throw wrong(place, `an object of schemas belongs here, not ${kindOf(schemas)}`);
  // Not by assignment: a property may have the name `__proto__`.
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, transformed(schema, `${place}/${name}`)]),
  );
}

/** Takes a keyword out. One that is null says nothing. */
function take(said: Map<string, unknown>, keyword: string): unknown {
  const value = said.get(keyword) ?? undefined;
  said.delete(keyword);
  return value;
}

function isObject(value: unknown): value is JSONSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlain(value: unknown): boolean {
  return Object(value) !== value;
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : String(value);
}

function wrong(place: string, what: string): ConfigError {
  return new ConfigError(`${place}: ${what}`);
}
