"""Prints the public API model of one AWS service as botocore ships it: {"botocore": version, "model": {…}}."""

import json
import sys

import botocore
import botocore.loaders

service = sys.argv[1]
model = botocore.loaders.Loader().load_service_model(service, "service-2")
json.dump({"botocore": botocore.__version__, "model": model}, sys.stdout)
