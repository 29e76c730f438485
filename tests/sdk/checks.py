"""How the checks of this folder are run and reported."""

import sys
import traceback

from botocore.exceptions import ClientError


def run(checks):
    """Runs them all, a line each, and ends the program: with status 1 if one failed."""
    failed = 0
    for check in checks:
        try:
            check()
            print(f"ok {check.__name__}")
        except Exception:
            failed += 1
            print(f"FAILED {check.__name__}\n{traceback.format_exc()}")
    sys.exit(1 if failed else 0)


def refused(call, part, code="ValidationException"):
    """The call is refused with this code, and with these words in the message."""
    try:
        call()
    except ClientError as error:
        found = error.response["Error"]
        assert found["Code"] == code and part in found["Message"], (part, found)
    else:
        raise AssertionError(f"nothing was raised instead of: {part}")
