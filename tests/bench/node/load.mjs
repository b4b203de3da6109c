/**
 * What loading a package costs a process that has loaded next to nothing before. Prints one line of JSON. The script comes by
 * standard input, so that the package is looked up from the current folder:
 *
 *     node --input-type=module - PACKAGE require|import|client < load.mjs
 *
 * With `client` it is imported and a first client is made, which brings what loading may have put off.
 */
import { createRequire } from 'node:module';

const [name, how] = process.argv.slice(2);
const require = createRequire(`${process.cwd()}/`);
const began = { cpu: process.cpuUsage(), wall: performance.now() };
const loaded = how === 'require' ? require(name) : await import(name);
if (how === 'client') new loaded.default({ apiKey: 'any-key-will-do' });
const spent = process.cpuUsage(began.cpu);
const wall = (performance.now() - began.wall) / 1000;
console.log(JSON.stringify({ cpu: (spent.user + spent.system) / 1e6, wall, units: 1, peak: process.memoryUsage.rss(), before: 0 }));
