"""The development mailbox: takes every letter by SMTP, sends none on, shows them in the browser.

    python -m tests.standins.smtp --smtp-port 2525 --http-port 8025 --store .dev/mail

In tests: `with Mailbox(folder) as mailbox:`, then `mailbox.smtp_port` and `mailbox.letters`.
"""

import argparse
import asyncio
import logging
import socket
import sys
import threading
from pathlib import Path
from typing import Any, Self

from aiosmtpd.smtp import SMTP

from tests.standins.faults import Faults
from tests.standins.letters import Letters
from tests.standins.mailbox import routes
from tests.standins.web import LOOPBACK, Server, serve_until_told

# What the server answers instead of yes, by fault.
SENDER_SAYS = {"no_sender": "550 5.7.1 We take nothing from you (a fault that a test asked for)"}
RCPT_SAYS = {
    "tempfail": "451 4.3.0 The mailbox is busy, come again later (a fault that a test asked for)",
    "permfail": "550 5.1.1 No such mailbox (a fault that a test asked for)",
    "policy": "550 5.7.1 Not by our policy (a fault that a test asked for)",
}
DATA_SAYS = {"content": "554 5.6.0 We do not like what it says (a fault that a test asked for)"}
DATA_FAULTS = {"drop_after_data", "slow", *DATA_SAYS}


class Mailbox:
    """An SMTP server and its web pages, both on loopback and on free ports unless told otherwise."""

    def __init__(self, folder: Path, *, smtp_port: int = 0, http_port: int = 0) -> None:
        self.letters = Letters(folder)
        self.faults = Faults({*SENDER_SAYS, *RCPT_SAYS, *DATA_FAULTS})
        self.lines = 0  # how many connections were opened
        self._web = Server(routes(self.letters) + self.faults.routes(), http_port)
        self.base = self._web.base
        # Listens at once; the loop that answers belongs to the thread alone, since a test's own thread
        # may have a loop running (Playwright's).
        self._line = socket.create_server((LOOPBACK, smtp_port))
        self.smtp_port: int = self._line.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def email_url(self) -> str:
        """The EMAIL_URL that leads here."""
        return f"smtp://{LOOPBACK}:{self.smtp_port}"

    def start(self) -> None:
        self._web.start()
        self._thread.start()
        self._smtp = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()

    def stop(self) -> None:
        self._web.stop()
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def _listen(self) -> asyncio.Server:
        def connection() -> SMTP:
            self.lines += 1
            return SMTP(_Desk(self.letters, self.faults), hostname="mailbox.localhost", enable_SMTPUTF8=True)

        return await self._loop.create_server(connection, sock=self._line)

    async def _close(self) -> None:
        self._smtp.close()
        open_conversations = asyncio.all_tasks() - {asyncio.current_task()}
        for conversation in open_conversations:
            conversation.cancel()
        await asyncio.gather(*open_conversations, return_exceptions=True)


class _Desk:
    """aiosmtpd's hooks: judge the recipient, keep the letter, then say 250."""

    def __init__(self, letters: Letters, faults: Faults) -> None:
        self.letters, self.faults = letters, faults

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        fault = self.faults.take(address, kinds=set(SENDER_SAYS))
        if fault:
            return SENDER_SAYS[fault.kind]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        fault = self.faults.take(address, kinds=set(RCPT_SAYS))
        if fault:
            return RCPT_SAYS[fault.kind]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        fault = self.faults.take(*envelope.rcpt_tos, kinds=DATA_FAULTS)
        if fault and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind in DATA_SAYS:
            return DATA_SAYS[fault.kind]
        letter = self.letters.keep(envelope.mail_from, envelope.rcpt_tos, envelope.content)
        if fault and fault.kind == "drop_after_data":
            # The letter is in, and the sender will never hear of it.
            server.transport.abort()
        return f"250 OK kept as letter {letter.n}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.standins.smtp", description=__doc__)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    parser.add_argument("--store", type=Path, required=True, help="folder for the letters")
    wanted = parser.parse_args()
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    try:
        mailbox = Mailbox(wanted.store, smtp_port=wanted.smtp_port, http_port=wanted.http_port)
    except OSError as error:
        print(f"The development mailbox cannot start: {error}", file=sys.stderr)
        return 1
    print(f"Development mailbox: letters by {mailbox.email_url}, read at {mailbox.base}/", flush=True)
    serve_until_told(mailbox.start, mailbox.stop)
    return 0


if __name__ == "__main__":
    sys.exit(main())
