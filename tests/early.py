"""Loaded before Django's settings: a Redis database for each test process, and patience with it."""

import os
import re

# A busy machine is not a Redis that is away; tests about that set their own time-out.
os.environ.setdefault("REDIS_TIMEOUT", "5")
_worker = re.fullmatch(r"gw(\d+)", os.environ.get("PYTEST_XDIST_WORKER", ""))
if _worker and "REDIS_URL" in os.environ:
    os.environ["REDIS_URL"] = re.sub(r"/\d*$", "", os.environ["REDIS_URL"]) + f"/{int(_worker[1]) + 1}"
