"""What an import costs: a program that has imported next to nothing before. Prints one line of JSON.

    python first_import.py MODULE import|client

With `client` a first client is made as well, which brings what an import may have put off.
"""

import sys
import time

began, at = time.process_time(), time.perf_counter()
package = __import__(sys.argv[1])
if sys.argv[2] == "client":
    package.Anthropic(api_key="any-key-will-do")
cpu, wall = time.process_time() - began, time.perf_counter() - at
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) * 1024
print(f'{{"cpu": {cpu}, "wall": {wall}, "units": 1, "peak": {peak}, "before": 0}}')
