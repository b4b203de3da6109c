"""What an import costs: a program that has imported next to nothing before. Prints one line of JSON.

    python first_import.py PACKAGE [client]

With `client` a first client is made as well, which brings what an import may have put off.
"""

import sys
import time

began = time.process_time()
package = __import__(sys.argv[1])
if sys.argv[2:] == ["client"]:
    package.Anthropic(api_key="any-key-will-do")
print(f'{{"cpu": {time.process_time() - began}, "units": 1, "modules": {len(sys.modules)}}}')
