"""Prints the public API model of one AWS service as botocore ships it.

{"botocore": version, "model": {…}, "pagination": {operation: {…}}}
"""

import json
import sys

import botocore
import botocore.exceptions
import botocore.loaders

service = sys.argv[1]
loader = botocore.loaders.Loader()
model = loader.load_service_model(service, "service-2")
try:
    pagination = loader.load_service_model(service, "paginators-1")["pagination"]
except botocore.exceptions.UnknownServiceError:
    pagination = {}
json.dump({"botocore": botocore.__version__, "model": model, "pagination": pagination}, sys.stdout)
