# Thin names for `cargo xtask`. What each does: README.md, or `cargo xtask help`.

.PHONY: demo test pressure bench speed bench-gate check generate header doctor clean tools
.SILENT:

# One streamed answer in each language. MODEL=scripted needs no small model; LIVE=1 asks the real service.
demo: tools
	cargo xtask demo

# All tests of every language, or one step: make test STEP=python
test: tools
	cargo xtask test $(STEP)

# Loads of real calls on a server with limits, beside the official client; takes about three minutes.
pressure: tools
	cargo xtask pressure

# Everything that is measured, in all languages, beside everything that it is compared with; writes docs/benchmarks.md.
# Takes about fifteen minutes after the builds, with QUICK=1 about two, to another file in the target folder.
bench: tools
	cargo xtask bench

# The tables of one language, without the report: make speed OF=node. QUICK=1 takes less of everything.
speed: tools
	cargo xtask speed $(OF)

# What parts of the core take, in instructions and allocations, against tests/micro/counts.txt; UPDATE=1 writes the file.
bench-gate: tools
	cargo xtask bench-gate

# Formatting, lints, and whether the committed generated files are up to date.
check: tools
	cargo xtask check

# Writes the schema and the Python and TypeScript types from the types declared in core/src/types.
generate: tools
	cargo xtask generate

# Writes bindings-c/include/tidings.h.
header: tools
	cargo xtask header

# The tools that are needed, and what this machine has.
doctor: tools
	cargo xtask doctor

clean: tools
	cargo xtask clean

# xtask checks all else, but it has to be built first.
tools:
	command -v cargo >/dev/null || { echo "cargo is missing. Get it: rustup, from the Rust project's site, with Rust 1.88 or newer"; exit 1; }
	command -v cc >/dev/null || { echo "cc is missing, and Rust links with it. Get it: apt-get install gcc libc6-dev"; exit 1; }
