// The typing test of the Node package, compiled against the official one: what compiles for one compiles for the other.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { typescript as ts } from './node_compiler.mjs';

const PACKAGE = new URL('../../bindings-node/', import.meta.url);

/** What the compiler says of it, with the name in its import changed. */
export function portable(folder) {
  const source = readFileSync(new URL('test/types/portable.mts', PACKAGE), 'utf8');
  const file = join(folder, 'portable.mts');
  writeFileSync(file, source.replace("from 'tidings'", "from '@anthropic-ai/sdk'"));
  const { config } = ts.readConfigFile(fileURLToPath(new URL('tsconfig.json', PACKAGE)), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, fileURLToPath(PACKAGE));
  const typeRoots = [fileURLToPath(new URL('node_modules/@types', PACKAGE))];
  const program = ts.createProgram([file], { ...options, rootDir: folder, noEmit: true, declaration: false, typeRoots });
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const line = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start).line;
    return `line ${line === undefined ? '?' : line + 1}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
  });
}
