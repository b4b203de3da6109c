// The installed package as a CommonJS module: one copy of everything, whichever way it is loaded.
const assert = require('node:assert/strict');
const Anthropic = require('tidings');

async function main() {
  const { check } = await import('./checks.mjs');
  const imported = await import('tidings');
  // Deno 2 gives a module that has required a package the same form for `import()`: its default is what `require` gave.
  const names = Object.keys(Anthropic).filter((name) => name !== 'default');
  for (const name of names) assert.equal(imported[name], Anthropic[name], name);
  for (const Class of [Anthropic, Anthropic.default, imported.default]) assert.ok(new Class() instanceof imported.Client);
  await check(Anthropic, 'CommonJS');
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
