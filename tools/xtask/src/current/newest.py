"""Prints the versions of botocore and litellm in this environment, and where litellm keeps its list of models and prices.

litellm is not imported: its own dependencies are not installed here.
"""

import importlib.metadata
import importlib.util
import json
import pathlib
import sys

litellm = pathlib.Path(importlib.util.find_spec("litellm").submodule_search_locations[0])
json.dump(
    {
        "botocore": importlib.metadata.version("botocore"),
        "litellm": importlib.metadata.version("litellm"),
        "prices": str(litellm / "model_prices_and_context_window_backup.json"),
    },
    sys.stdout,
)
