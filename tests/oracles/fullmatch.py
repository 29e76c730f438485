"""Reads [pattern, text] pairs, one a line, and prints 1 or 0: whether the whole text matches, by Python's re module."""

import json
import re
import sys
import warnings

warnings.simplefilter("ignore")
for line in sys.stdin:
    pattern, text = json.loads(line)
    print(int(re.fullmatch(pattern, text, re.ASCII) is not None))
