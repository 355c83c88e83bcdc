"""The development mailbox: real SMTP in, pages and JSON out, restarts, faults."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
import requests

from tests.standins.smtp import Mailbox

CONFIRM = "http://127.0.0.1:8000/confirm/aB3/"


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    with Mailbox(tmp_path / "mail") as running:
        yield running


def letter(to: str, subject: str = "Confirm your name") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Groundswell <us@site.example>", to, subject
    message["Message-ID"] = "<1@site.example>"
    message.set_content(f"Hola, María:\n\n{CONFIRM}.\n")
    html = f'<script>alert(1)</script><p>Hola. <a href="{CONFIRM}?a=1&amp;b=2">Confirm</a></p>'
    message.add_alternative(html, subtype="html")
    return message


def send(port: int, message: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
        smtp.send_message(message)


def test_it_works(mailbox: Mailbox) -> None:
    send(mailbox.smtp_port, letter("ana@one.example", "¿Firmas, Ñandú? " + "una línea larga " * 8))
    send(mailbox.smtp_port, letter("bob@two.example"))

    listed = requests.get(f"{mailbox.base}/letters.json", timeout=10).json()
    assert [one["n"] for one in listed] == [1, 2]
    first = listed[0]
    assert first["to"] == ["ana@one.example"]
    assert first["subject"].startswith("¿Firmas, Ñandú? una línea larga")
    assert first["from"] == "us@site.example"
    assert first["message_id"] == "<1@site.example>"
    assert first["headers"]["From"] == "Groundswell <us@site.example>"
    assert "Hola, María" in first["text"]
    assert "<p>Hola." in first["html"]
    assert first["links"] == [CONFIRM, f"{CONFIRM}?a=1&b=2"]


def test_letters_of_one_address(mailbox: Mailbox) -> None:
    send(mailbox.smtp_port, letter("ana@one.example"))
    send(mailbox.smtp_port, letter("Bob+plus@two.example"))

    found = requests.get(f"{mailbox.base}/letters.json", params={"to": "bob+plus@"}, timeout=10).json()

    assert [one["to"] for one in found] == [["Bob+plus@two.example"]]


def test_the_pages(mailbox: Mailbox) -> None:
    empty = requests.get(mailbox.base, timeout=10).text
    assert "nothing leaves this machine" in empty
    assert "No letters here yet" in empty

    send(mailbox.smtp_port, letter("ana@one.example", "<b>First</b>"))
    send(mailbox.smtp_port, letter("ana@one.example", "Second"))
    front = requests.get(mailbox.base, timeout=10).text
    assert front.index("Second") < front.index("&lt;b&gt;First&lt;/b&gt;")

    page = requests.get(f"{mailbox.base}/letters/1/", timeout=10).text
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert "<script>" not in page
    assert f'href="{CONFIRM}" target="_blank"' in page
    assert requests.get(f"{mailbox.base}/letters/9/", timeout=10).status_code == 404


def test_emptying(mailbox: Mailbox) -> None:
    send(mailbox.smtp_port, letter("ana@one.example"))

    refused = requests.post(f"{mailbox.base}/empty", headers={"Sec-Fetch-Site": "cross-site"}, timeout=10)
    assert refused.status_code == 403
    assert len(mailbox.letters.all()) == 1

    assert requests.delete(f"{mailbox.base}/letters.json", timeout=10).status_code == 204
    assert requests.get(f"{mailbox.base}/letters.json", timeout=10).json() == []
    assert not list(mailbox.letters.folder.iterdir())
    send(mailbox.smtp_port, letter("ana@one.example"))
    assert mailbox.letters.all()[0].n == 2  # a number is never given twice


def test_another_sites_name_for_this_machine_is_refused(mailbox: Mailbox) -> None:
    answer = requests.get(f"{mailbox.base}/letters.json", headers={"Host": "evil.example:80"}, timeout=10)

    assert answer.status_code == 403


def ask_for(mailbox: Mailbox, **fault: object) -> requests.Response:
    return requests.post(f"{mailbox.base}/faults.json", json=fault, timeout=10)


def test_temporary_and_permanent_refusal(mailbox: Mailbox) -> None:
    assert ask_for(mailbox, kind="tempfail", times=2, match="ana@").status_code == 201
    ask_for(mailbox, kind="permfail", match="bob@")

    for code in (451, 451):
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            send(mailbox.smtp_port, letter("ana@one.example"))
        assert refused.value.recipients["ana@one.example"][0] == code
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(mailbox.smtp_port, letter("bob@two.example"))
    assert refused.value.recipients["bob@two.example"][0] == 550

    send(mailbox.smtp_port, letter("ana@one.example"))
    assert [one.to for one in mailbox.letters.all()] == [["ana@one.example"]]


def test_a_connection_lost_after_the_letter_was_taken(mailbox: Mailbox) -> None:
    ask_for(mailbox, kind="drop_after_data")

    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(mailbox.smtp_port, letter("ana@one.example"))
    assert len(mailbox.letters.all()) == 1

    send(mailbox.smtp_port, letter("ana@one.example"))
    assert len(mailbox.letters.all()) == 2


def test_a_slow_server_keeps_the_sender_waiting(mailbox: Mailbox) -> None:
    ask_for(mailbox, kind="slow", seconds=60)

    with smtplib.SMTP("127.0.0.1", mailbox.smtp_port, timeout=10) as smtp:
        smtp.ehlo()
        assert smtp.sock
        smtp.sock.settimeout(0.3)
        with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
            smtp.send_message(letter("ana@one.example"))
    assert mailbox.letters.all() == []


@pytest.mark.parametrize("fault", [{"kind": "flood"}, {"kind": "slow", "often": 3}, {}, {"kind": 3}])
def test_a_fault_that_does_not_exist(mailbox: Mailbox, fault: dict[str, object]) -> None:
    answer = ask_for(mailbox, **fault)

    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_fault_from_another_sites_page_is_refused(mailbox: Mailbox) -> None:
    answer = requests.post(f"{mailbox.base}/faults.json", data='{"kind": "tempfail"}', timeout=10)

    assert answer.status_code == 400
    assert requests.get(f"{mailbox.base}/faults.json", timeout=10).json() == []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def program(folder: Path, smtp_port: int, http_port: int) -> subprocess.Popen[str]:
    """The mailbox as ./dev run starts it; ready when it has said where it is."""
    command = [sys.executable, "-m", "tests.standins.smtp", "--smtp-port", str(smtp_port)]
    command += ["--http-port", str(http_port), "--store", str(folder)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert running.stdout
    assert "Development mailbox" in running.stdout.readline()
    return running


def test_letters_survive_a_kill(tmp_path: Path) -> None:
    ports = free_port(), free_port()
    running = program(tmp_path, *ports)
    send(ports[0], letter("ana@one.example", "Before"))
    running.kill()
    running.wait()

    running = program(tmp_path, *ports)
    send(ports[0], letter("ana@one.example", "After"))
    listed = requests.get(f"http://127.0.0.1:{ports[1]}/letters.json", timeout=10).json()
    running.send_signal(signal.SIGTERM)

    assert [(one["n"], one["subject"]) for one in listed] == [(1, "Before"), (2, "After")]
    assert running.wait(timeout=10) == 0
    assert not os.path.exists(f"/proc/{running.pid}")


def test_a_taken_port_is_said(mailbox: Mailbox, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.standins.smtp", "--smtp-port", str(mailbox.smtp_port)]
    command += ["--http-port", str(free_port()), "--store", str(tmp_path)]

    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)

    assert ended.returncode == 1
    assert "cannot start" in ended.stderr
    assert str(mailbox.smtp_port) in ended.stderr
