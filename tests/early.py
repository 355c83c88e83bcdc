"""Loaded before Django's settings: gives each test process a Redis database of its own."""

import os
import re

_worker = re.fullmatch(r"gw(\d+)", os.environ.get("PYTEST_XDIST_WORKER", ""))
if _worker and "REDIS_URL" in os.environ:
    os.environ["REDIS_URL"] = re.sub(r"/\d*$", "", os.environ["REDIS_URL"]) + f"/{int(_worker[1]) + 1}"
