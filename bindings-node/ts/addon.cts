/**
 * Loads the addon, which lies beside `package.json`. This file is CommonJS in both builds: only `require` loads addons.
 */
function load(): unknown {
  try {
    return require('../../tidings.node');
  } catch (cause) {
    const place = `${process.platform}-${process.arch}, Node ${process.versions.node}`;
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new Error(
      `Tidings cannot load its addon on ${place}: ${why}. The file tidings.node belongs beside Tidings' package.json ` +
        'and must be built for this platform; install the package for it, or build it with `cargo build -p tidings-node`.',
      { cause },
    );
  }
}

export = load();
