// The committed schema, and the names of the Node package, as the comparison needs them.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { typescript as ts } from './node_compiler.mjs';

const REPOSITORY = new URL('../../', import.meta.url);
const SCHEMA = JSON.parse(readFileSync(new URL('core/schema/messages.json', REPOSITORY), 'utf8')).$defs;

/** The definition of this name. */
export function definition(name) {
  return SCHEMA[name];
}

/** The alternatives of a schema: references and choices seen through. */
export function members(node) {
  if (node.$ref) return members(SCHEMA[node.$ref.split('/').at(-1)]);
  return node.anyOf ? node.anyOf.flatMap(members) : [node];
}

/** The objects with named fields among the alternatives. */
export function records(node) {
  return members(node).filter((member) => member.properties);
}

/** The strings that have a meaning. */
export function words(node) {
  return members(node).flatMap((member) => ('const' in member ? [member.const] : []));
}

/** What the arrays among the alternatives hold. */
export function items(node) {
  return members(node).flatMap((member) => (member.items ? [member.items] : []));
}

/** What the objects with free keys among the alternatives hold. */
export function values(node) {
  return members(node).flatMap((member) => (member.additionalProperties ? [member.additionalProperties] : []));
}

/** The kinds of JSON that are taken. */
export function kinds(node) {
  return new Set(members(node).map((member) => ('const' in member ? 'string' : member.type === 'integer' ? 'number' : member.type)));
}

/** Whether any JSON at all is taken. */
export function takesAnything(node) {
  return members(node).some((member) => Object.keys(member).every((key) => key === 'description' || key === 'x-closed'));
}

/** What the `type` of a record may be; nothing where it has none. */
export function tags(record) {
  return record.properties.type ? words(record.properties.type) : [];
}

/** The definitions of records that are not among these. */
export function unmatched(matched) {
  return Object.keys(SCHEMA).filter((name) => SCHEMA[name].properties && !matched.has(SCHEMA[name]));
}

/** A function that says whether the client has a name, such as `Tool.InputSchema`. */
export function names() {
  const index = fileURLToPath(new URL('bindings-node/ts/index.ts', REPOSITORY));
  const program = ts.createProgram([index], { module: ts.ModuleKind.NodeNext, noEmit: true, types: [] });
  const checker = program.getTypeChecker();
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(index)));
  const client = exported.find((symbol) => symbol.name === 'Client');
  const resolved = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  const inner = (symbol, name) => symbol && resolved(symbol).exports?.get(name);
  return (name) => {
    const found = name.split('.').reduce(inner, client);
    // A class that the client has as a value is no type.
    return found !== undefined && (resolved(found).flags & ts.SymbolFlags.Type) !== 0;
  };
}
