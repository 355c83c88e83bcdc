"""Between the thread that copies out of Postgres and the web server that sends: few bytes at a time."""

import threading
from collections import deque
from collections.abc import Iterator

_CHUNK = 64 * 1024  # bytes handed to the web server at a time
_AHEAD = 4  # chunks that wait for a slow reader; then Postgres waits too


class ReaderLeft(Exception):
    """Nobody takes the bytes any more."""


class Pipe:
    """From the copying thread to the web server's: a few chunks wait in between, and no more."""

    def __init__(self) -> None:
        self._chunks: deque[tuple[bytes, int]] = deque()
        self._turn = threading.Condition()
        self._rows: list[bytes] = []
        self._size = 0
        self._header_is_out = self._is_over = self._is_closed = False
        self._error: Exception | None = None

    def write(self, row: bytes) -> None:
        """One line of the file: psycopg2 calls once per row, the header first."""
        self._rows.append(row)
        self._size += len(row)
        if self._size >= _CHUNK:
            self._hand_over()

    def end(self, error: Exception | None = None) -> None:
        if error is None:
            self._hand_over()
        with self._turn:
            self._is_over, self._error = True, error
            self._turn.notify_all()

    def close(self) -> None:
        with self._turn:
            self._is_closed = True
            self._chunks.clear()
            self._turn.notify_all()

    def __iter__(self) -> Iterator[tuple[bytes, int]]:
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._chunks or self._is_over)
                if not self._chunks:
                    break
                item = self._chunks.popleft()
                self._turn.notify_all()
            yield item
        if self._error:
            raise self._error  # the transfer breaks off, so that half a file is not taken for a whole one

    def _hand_over(self) -> None:
        if not self._rows:
            return
        rows = len(self._rows) - (0 if self._header_is_out else 1)
        item = b"".join(self._rows), rows
        with self._turn:
            self._turn.wait_for(lambda: self._is_closed or len(self._chunks) < _AHEAD)
            if self._is_closed:
                raise ReaderLeft
            self._chunks.append(item)
            self._turn.notify_all()
        self._rows, self._size, self._header_is_out = [], 0, True
