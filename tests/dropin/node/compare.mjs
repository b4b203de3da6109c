// What two outcomes differ in, and which of it is explained in explained.json.
import { readFileSync } from 'node:fs';
import { Least } from './plain.mjs';

const ABSENT = '(absent)';

/** The rows of the table of differences, each with the patterns of what it explains and, later, those that were found. */
export function explanations() {
  const rows = JSON.parse(readFileSync(new URL('explained.json', import.meta.url), 'utf8'));
  return rows.map((row) => ({ ...row, found: new Map() }));
}

/** Whether a pattern of some row fits this difference; every pattern that fits is noted. */
export function explain(line, rows) {
  let explained = false;
  for (const { matches, found } of rows) {
    for (const pattern of matches.filter((pattern) => fits(pattern, line))) {
      found.set(pattern, (found.get(pattern) ?? 0) + 1);
      explained = true;
    }
  }
  return explained;
}

/** Whether the line is what a pattern describes, in which `*` stands for anything. */
function fits(pattern, line) {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(line);
}

/** Every place where the two differ, as `path: theirs -> ours`. */
export function differences(theirs, ours, path) {
  if (isObject(theirs) && isObject(ours) && sameKind(theirs, ours)) {
    const [left, right] = [entries(theirs), entries(ours)];
    const names = theirs instanceof Least ? Object.keys(left) : [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return names.flatMap((name) => differences(value(left, name), value(right, name), `${path}.${name}`));
  }
  if (Array.isArray(theirs) && Array.isArray(ours)) return inArrays(theirs, ours, path);
  const same = JSON.stringify(theirs) === JSON.stringify(ours) && theirs instanceof Least === ours instanceof Least;
  return same ? [] : [`${path}: ${shown(theirs)} -> ${shown(ours)}`];
}

/** Where the lengths differ, all that comes from the first difference on is one. */
function inArrays(theirs, ours, path) {
  const found = theirs.map((item, i) => differences(item, value(ours, i), `${path}[${i}]`));
  if (theirs.length === ours.length) return found.flat();
  const place = [...found, ['one more']].findIndex((lines) => lines.length > 0);
  return [`${path}[${place}..]: ${shown(theirs.slice(place))} -> ${shown(ours.slice(place))}`];
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const entries = (value) => (value instanceof Least ? value.entries : value);
const value = (entries, name) => (Object.hasOwn(entries, name) ? entries[name] : ABSENT);

/** Whether two entries can be compared field by field: an error is not compared with an answer in this way. */
function sameKind(theirs, ours) {
  return ['(thrown)', '(class)'].every((mark) => mark in entries(theirs) === mark in entries(ours));
}

/** A value as a difference shows it. */
export function shown(value) {
  const text = value === ABSENT ? value : JSON.stringify(value);
  return text.length <= 1000 ? text : `${text.slice(0, 1000)}...`;
}
