// User-style programs in TypeScript, compiled under `strict` with both packages: one import is changed and nothing else.
//
// node typed.mjs FOLDER: the official package, zod and Tidings are installed in FOLDER.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { typescript as ts } from '../../parity/node_compiler.mjs';
import { installOurs, OFFICIAL, OURS } from './packages.mjs';

const PROGRAMS = new URL('typed/', import.meta.url);
const MARK = '// wrong: ';
const TYPES = fileURLToPath(new URL('../../../bindings-node/node_modules/@types', import.meta.url));

/** What users of TypeScript set: what is strict by one word, and the two that are stricter. */
const STRICT = { strict: true };
const STRICTER = { ...STRICT, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };

/** The programs with the imports of a package, in a folder beside it. */
function write(folder, name) {
  const target = join(folder, 'typed', name.replace(/\W/g, '_'));
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  return readdirSync(PROGRAMS).map((file) => {
    const source = readFileSync(new URL(file, PROGRAMS), 'utf8');
    writeFileSync(join(target, file), source.replaceAll(/ from 'tidings(\/[^']*)?'/g, ` from '${name}$1'`));
    return join(target, file);
  });
}

/** What the compiler says of these files, as `line: words` by file. */
function complaints(files, options) {
  const all = { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, lib: ['lib.es2022.d.ts', 'lib.esnext.disposable.d.ts'] };
  const program = ts.createProgram(files, { ...all, ...options, noEmit: true, types: ['node'], typeRoots: [TYPES], skipLibCheck: true });
  const found = ts.getPreEmitDiagnostics(program);
  return files.map((file) => found.filter((diagnostic) => !diagnostic.file || diagnostic.file.fileName === file).map((diagnostic) => ({
    line: diagnostic.file ? diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start).line + 1 : 0,
    words: ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ').slice(0, 300),
  })));
}

/** What is wrong with the programs of a package. */
function problems(folder, name, options) {
  const files = write(folder, name);
  const lists = complaints(files, options);
  return files.flatMap((file, i) => {
    const lines = readFileSync(file, 'utf8').split('\n');
    const marked = new Set(lines.flatMap((line, at) => (line.startsWith(MARK) ? [at + 2] : [])));
    const refused = new Map(lists[i].map(({ line, words }) => [line, words]));
    const place = (line) => `${file.slice(folder.length + 1)}:${line}`;
    return [
      ...[...refused].filter(([line]) => !marked.has(line)).map(([line, words]) => `${place(line)} is refused: ${words}`),
      ...[...marked].filter((line) => !refused.has(line)).map((line) => `${place(line)} is wrong and not refused: ${lines[line - 1]}`),
    ];
  });
}

const folder = resolve(process.argv[2]);
const names = process.argv[3] ? [process.argv[3]] : [OFFICIAL, OURS];
if (names.includes(OURS)) installOurs(folder);
const found = names.flatMap((name) => [STRICT, STRICTER].flatMap((options) => problems(folder, name, options)));
for (const problem of new Set(found)) process.stdout.write(`${problem}\n`);
const compiled = `${readdirSync(PROGRAMS).length} programs in TypeScript compile with ${names.join(' and with ')}`;
if (found.length === 0) process.stdout.write(`${compiled}\n`);
process.exitCode = found.length > 0 ? 1 : 0;
