"""An organisation's own system that hears webhooks, as a process: `… receiver <port> <file> <seconds>`.

It writes each request to the file before it answers, and takes its time for that. A test may end it and
start it again; what it wrote stays.
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Receiver(BaseHTTPRequestHandler):
    file = Path()
    seconds = 0.0

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        threading.Event().wait(self.seconds)
        line = json.dumps({"headers": dict(self.headers), "path": self.path, "body": body})
        with self.file.open("a") as file:
            file.write(line + "\n")
        self.send_response(204)
        self.end_headers()

    def do_GET(self) -> None:
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


if __name__ == "__main__":
    port, name, seconds = sys.argv[1:]
    Receiver.file, Receiver.seconds = Path(name), float(seconds)
    ThreadingHTTPServer(("127.0.0.1", int(port)), Receiver).serve_forever()
