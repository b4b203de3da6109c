// The tables of docs/node.md, which are made of explained.json.
import { readFileSync, writeFileSync } from 'node:fs';

const GUIDE = new URL('../../../docs/node.md', import.meta.url);

/** The tables by the marks between which they stand. */
function tables(rows) {
  const [there, absent] = [rows.filter((row) => row.tidings), rows.filter((row) => !row.tidings)];
  return {
    differences: table(
      ['what', 'official package', 'Tidings', 'why'],
      there.map((row) => [row.what, row.official, row.tidings, row.why]),
    ),
    absent: table(['not there', 'what to do'], absent.map((row) => [row.what, row.why])),
  };
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Puts the tables into the guide. */
export function writeDocs(rows) {
  let guide = readFileSync(GUIDE, 'utf8');
  for (const [name, text] of Object.entries(tables(rows))) {
    const { before, after } = split(guide, name);
    guide = `${before}\n\n${text}\n\n${after}`;
  }
  writeFileSync(GUIDE, guide);
}

/** The rows that the guide lacks, or that it tells otherwise. */
export function lacking(rows) {
  const guide = readFileSync(GUIDE, 'utf8');
  const found = Object.entries(tables(rows)).flatMap(([name, text]) => {
    const written = split(guide, name).inner.trim();
    if (written === text) return [];
    const missing = text.split('\n').filter((line) => !written.split('\n').includes(line));
    return missing.length > 0 ? missing : [`a row too many under ${name}, or another order`];
  });
  return found.map((line) => `docs/node.md differs from explained.json (run.mjs --write-docs mends it): ${line}`);
}

function split(guide, name) {
  const [begin, end] = [`<!-- ${name}: written by tests/dropin/node/run.mjs --write-docs -->`, `<!-- end of ${name} -->`];
  const [from, to] = [guide.indexOf(begin) + begin.length, guide.indexOf(end)];
  if (from < begin.length || to < from) throw new Error(`docs/node.md has no place for the table of ${name}`);
  return { before: guide.slice(0, from), inner: guide.slice(from, to), after: guide.slice(to) };
}
