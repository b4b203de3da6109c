// What the official TypeScript package declares, as plain shapes: asked of the compiler, never read from the text.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { typescript as ts } from './node_compiler.mjs';

/** Parameters that say how a call is made. */
const OPTIONS = ['options'];

/** What a method gives, by what it is wrapped in: which of the wrapper's arguments is the answer. */
const WRAPPERS = { APIPromise: 0, Promise: 0, Stream: 0, JSONLDecoder: 0, PagePromise: 1 };

/** The package that is installed in a folder. */
export class Official {
  #checker;
  #exports;
  #client;
  #second = new Map();

  constructor(folder) {
    const root = join(folder, 'client.mts');
    writeFileSync(root, "import Anthropic from '@anthropic-ai/sdk';\nexport { Anthropic };\nexport declare const client: Anthropic;\n");
    // Without strict null checks `X | null` is `X`, and keeps its name.
    const options = { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, strict: false, noEmit: true, types: [] };
    const program = ts.createProgram([root], options);
    this.#checker = program.getTypeChecker();
    const source = this.#checker.getSymbolAtLocation(program.getSourceFile(root));
    this.#exports = Object.fromEntries(this.#checker.getExportsOfModule(source).map((symbol) => [symbol.name, symbol]));
    this.#client = this.#checker.getTypeOfSymbol(this.#exports.client);
    this.namespace = this.#checker.getAliasedSymbol(this.#exports.Anthropic);
    this.#collectNames();
  }

  /** The parameters of a method, by name, and the types of its answers. */
  method(path) {
    const method = path.split('.').reduce((type, name) => this.#checker.getTypeOfPropertyOfType(type, name), this.#client);
    if (!method) throw new Error(`the official package has no ${path} any more`);
    const signatures = method.getCallSignatures();
    const inputs = signatures.flatMap((signature) => signature.getParameters());
    const objects = inputs.filter((input) => !OPTIONS.includes(input.name)).map((input) => this.#constraint(this.#checker.getTypeOfSymbol(input)));
    return {
      parameters: objects.flatMap((type) => this.shapes(type).records),
      answers: signatures.flatMap((signature) => this.#answers(signature.getReturnType())),
    };
  }

  /** The type that the client's namespace has under this name. */
  type(name) {
    return this.#checker.getDeclaredTypeOfSymbol(this.#resolved(this.namespace.exports.get(name)));
  }

  /** The members of a type by their kind of JSON. */
  shapes(type) {
    const found = { words: [], records: [], items: [], values: [], kinds: new Set(), anything: false };
    for (const member of type.isUnion() ? type.types : [type]) this.#sort(member, found);
    return found;
  }

  /** The fields of a record, by name. */
  fields(record) {
    const fields = this.#checker.getPropertiesOfType(record);
    return new Map(fields.map((field) => [field.name, this.#checker.getTypeOfSymbol(field)]));
  }

  /** What the `type` of a record may be; nothing where it has none. */
  tags(record) {
    const type = this.fields(record).get('type');
    return type ? this.shapes(type).words : [];
  }

  /** The public names of a type, such as `Tool.InputSchema`; none where it has none. */
  names(type) {
    const symbols = [type.aliasSymbol, type.symbol].filter((symbol) => symbol && !symbol.name.startsWith('__'));
    const first = symbols.map((symbol) => qualified(symbol)).filter((name) => this.#isPublic(name));
    return [...new Set([...first, ...(this.#second.get(type) ?? [])])];
  }

  /** Notes every name by its type: the compiler itself forgets that an object has a second one. */
  #collectNames() {
    for (const [name, symbol] of this.namespace.exports) {
      const target = this.#resolved(symbol);
      if (!(target.flags & ts.SymbolFlags.Type)) continue;
      const type = this.#checker.getDeclaredTypeOfSymbol(target);
      // A name for `string` is no name of every string.
      if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Union))) continue;
      this.#second.set(type, [...(this.#second.get(type) ?? []), name]);
    }
  }

  #isPublic(name) {
    const inner = (symbol, part) => symbol && this.#resolved(symbol).exports?.get(part);
    return name.split('.').reduce(inner, this.namespace) !== undefined;
  }

  #resolved(symbol) {
    return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }

  #constraint(type) {
    return type.isTypeParameter() ? this.#checker.getBaseConstraintOfType(type) : type;
  }

  #answers(type) {
    if (type.isUnion()) return type.types.flatMap((member) => this.#answers(member));
    const place = WRAPPERS[type.symbol?.name];
    if (place === undefined) return [type];
    return this.#answers(this.#checker.getTypeArguments(type)[place]);
  }

  #sort(type, found) {
    if (type.isStringLiteral()) {
      found.words.push(type.value);
      found.kinds.add('string');
    } else if (type.flags & ts.TypeFlags.StringLike || isOpenString(type)) found.kinds.add('string');
    else if (type.flags & ts.TypeFlags.NumberLike) found.kinds.add('number');
    else if (type.flags & ts.TypeFlags.BooleanLike) found.kinds.add('boolean');
    else if (this.#checker.isArrayType(type)) found.items.push(this.#checker.getTypeArguments(type)[0]);
    else if (this.#checker.getPropertiesOfType(type).length > 0) found.records.push(type);
    else if (type.getStringIndexType()) found.values.push(type.getStringIndexType());
    else if (type.flags & ts.TypeFlags.Object) found.records.push(type);
    else found.anything = true;
  }
}

/** Whether this is how an open choice of strings is written: `string & {}`. */
function isOpenString(type) {
  return type.isIntersection() && type.types.some((member) => member.flags & ts.TypeFlags.String);
}

/** The name of a symbol with the namespaces that it stands in. */
function qualified(symbol) {
  const outer = symbol.parent;
  return outer && !(outer.flags & ts.SymbolFlags.ValueModule) ? `${qualified(outer)}.${symbol.name}` : symbol.name;
}
