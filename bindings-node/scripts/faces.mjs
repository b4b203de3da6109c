// The faces of compiled modules: an ES module that gives the very objects of the CommonJS one, so that there is one of
// each class in a program and `instanceof` holds for both.
//
// The names stand in each face. `export * from` a CommonJS module would let Node's own marks of such modules through, and
// what the default import of one is depends on who loads it: Node and Bun do not agree.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Writes a face and its declarations beside each module that a program may import. */
export function writeFaces(folder) {
  for (const module of publicModules(folder)) {
    const { names, ofDefault } = exportsOf(join(folder, `${module}.js`));
    const source = `'./${basename(module)}.js'`;
    const byDefault = ofDefault ? [`${ofDefault} as default`] : [];
    const list = [...names, ...byDefault].map((name) => `\n  ${name},`).join('');
    writeFileSync(join(folder, `${module}.mjs`), list ? `export {${list}\n} from ${source};\n` : 'export {};\n');
    const declared = [`export * from ${source};`, ...byDefault.map((name) => `export { ${name} } from ${source};`), ''];
    writeFileSync(join(folder, `${module}.d.mts`), declared.join('\n'));
  }
}

/**
 * Lets `new (require('tidings'))()` make a client, beside every name that `require('tidings')` gives: programs for the
 * official package do that.
 */
export function makeCallable(folder) {
  const file = join(folder, 'dist/index.js');
  const [strict, ...rest] = readFileSync(file, 'utf8').split('\n');
  if (strict !== '"use strict";') throw new Error(`${file} does not begin as the compiler begins a module`);
  const callable = [
    'exports = module.exports = function Anthropic(...options) {',
    '    return Reflect.construct(exports.Client, options, new.target ?? exports.Client);',
    '};',
  ];
  writeFileSync(file, [strict, ...callable, ...rest, 'exports.prototype = exports.Client.prototype;', ''].join('\n'));
}

/** The modules that `exports` in package.json leads to, without their extension: `dist/index`, `dist/resources/messages`. */
export function publicModules(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const open = Object.values(exports).flatMap((target) => (target?.default ? [pattern(target.default)] : []));
  const closed = Object.keys(exports).filter((key) => exports[key] === null).map((key) => pattern(key.replace('.', './dist')));
  const files = readdirSync(join(folder, 'dist'), { recursive: true }).filter((file) => file.endsWith('.js'));
  const modules = files.map((file) => `dist/${file.replaceAll('\\', '/').slice(0, -'.js'.length)}`).sort();
  return modules.filter((module) => open.some((each) => each.test(module)) && !closed.some((each) => each.test(module)));
}

function pattern(target) {
  const path = target.replace(/^\.\//, '').replace(/\.mjs$/, '');
  return new RegExp(`^${path.replaceAll('.', '\\.').replace('*', '.+')}$`);
}

/** The names of a module that the compiler wrote, and the name that its default has besides. */
function exportsOf(file) {
  const values = valuesOf(file);
  const byDefault = values.get('default');
  values.delete('default');
  const names = [...values.keys()].sort();
  const ofDefault = byDefault && names.find((name) => values.get(name) === byDefault);
  if (byDefault && !ofDefault) throw new Error(`${file}: what is exported as default must be exported under a name as well`);
  return { names, ofDefault };
}

/** What is exported, with the expression that gives it. Read from the text: the addon need not be there for a build. */
function valuesOf(file) {
  const text = readFileSync(file, 'utf8');
  if (/^module\.exports = /m.test(text)) throw new Error(`${file}: \`export =\` has no names for an ES module`);
  const values = new Map();
  for (const [, from] of text.matchAll(/^__exportStar\(require\("(.+)"\), exports\);$/gm)) {
    for (const [name, value] of valuesOf(resolved(file, from))) if (name !== 'default') values.set(name, `${from} ${value}`);
  }
  for (const [chain] of text.matchAll(/^(?:exports\.[\w$]+ = )+void 0;$/gm)) {
    for (const [, name] of chain.matchAll(/exports\.([\w$]+)/g)) values.set(name, name);
  }
  for (const [, name, value] of text.matchAll(/^exports\.([\w$]+) = (?!exports\.|void 0)([\w$.]*)/gm)) values.set(name, value || name);
  for (const [, name, value] of text.matchAll(/^Object\.defineProperty\(exports, "([\w$]+)", .* return ([\w$.]+); \} \}\);$/gm)) {
    values.set(name, value);
  }
  return values;
}

function resolved(file, from) {
  const path = join(dirname(file), from);
  if (!existsSync(path)) throw new Error(`${file} exports all of ${from}, which is not a file of this package`);
  return path;
}
