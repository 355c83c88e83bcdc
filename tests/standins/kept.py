"""What a stand-in remembers over a restart: one JSON file, written whole at each change."""

import json
import os
import threading
from pathlib import Path
from typing import Any


class Kept:
    """A dictionary of lists and dictionaries that outlives the process. Change it under `lock`; `save`."""

    def __init__(self, file: Path, **empty: Any) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        self.lock = threading.RLock()
        self.arrived = threading.Condition(self.lock)
        self.data: dict[str, Any] = empty
        if file.exists():
            self.data |= json.loads(file.read_text(encoding="utf-8"))

    def save(self) -> None:
        """A process that is killed in the middle leaves the old file."""
        with self.lock:
            new = self._file.with_suffix(".new")
            new.write_text(json.dumps(self.data, ensure_ascii=False), encoding="utf-8")
            os.replace(new, self._file)
            self.arrived.notify_all()
