"""The stand-in of X: its own promises, so that tests built on it mean something."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.standins.x import XStandin
from tests.standins.x_state import State

LINK = "https://groundswell.example/s/8Kd3mPqRt/post/"
PEOPLE = ("river_keepers", "sam_okafor_demo")


@pytest.fixture
def x(tmp_path: Path) -> Iterator[XStandin]:
    with XStandin(tmp_path / "x") as running:
        yield running


def post(base: str, token: str, text: object) -> requests.Response:
    bearer = {"Authorization": f"Bearer {token}"}
    return requests.post(f"{base}/2/tweets", json={"text": text}, headers=bearer, timeout=10)


def timeline(x: XStandin, token: str, **params: str) -> requests.Response:
    address = f"{x.base}/2/users/{x.account('river_keepers').id}/tweets"
    return requests.get(address, params=params, headers={"Authorization": f"Bearer {token}"}, timeout=10)


def test_it_works(x: XStandin) -> None:
    token = x.tokens()["access_token"]

    answer = post(x.base, token, f"Clean the river & sign {LINK}")

    assert answer.status_code == 201
    data = answer.json()["data"]
    assert data["text"].startswith("Clean the river & sign https://t.co/")
    assert LINK not in data["text"]
    assert data["id"].isdigit() and len(data["id"]) == 19
    assert answer.headers["x-rate-limit-remaining"] == "99"


def test_what_arrived_is_shown_as_it_was_sent(x: XStandin) -> None:
    post(x.base, x.tokens("sam_okafor_demo")["access_token"], f"<b>I</b> signed {LINK}")
    post(x.base, x.tokens()["access_token"], "Second")

    listed = requests.get(f"{x.base}/timeline.json", timeout=10).json()
    assert [one["text"] for one in listed] == ["Second", f"<b>I</b> signed {LINK}"]
    assert listed[1]["account"]["username"] == "sam_okafor_demo"
    assert listed[1]["urls"] == [LINK]
    one = requests.get(f"{x.base}/timeline.json", params={"account": "river_keepers"}, timeout=10).json()
    assert [each["text"] for each in one] == ["Second"]

    page = requests.get(x.base, timeout=10).text
    assert "nothing here reaches the real X" in page
    assert f'&lt;b&gt;I&lt;/b&gt; signed <a href="{LINK}"' in page


def test_a_post_is_read_where_the_real_x_shows_it(x: XStandin) -> None:
    ids = [post(x.base, x.tokens(who)["access_token"], who).json()["data"]["id"] for who in PEOPLE]

    pages = {path: requests.get(f"{x.base}/{path}", timeout=10) for path in (PEOPLE[0], "nobody")}
    assert PEOPLE[0] in pages[PEOPLE[0]].text and PEOPLE[1] not in pages[PEOPLE[0]].text
    assert requests.get(f"{x.base}/{PEOPLE[0]}/status/{ids[0]}", timeout=10).text.count("<article") == 1
    assert requests.get(f"{x.base}/{PEOPLE[0]}/status/{ids[1]}", timeout=10).status_code == 404


def test_the_consent_page(x: XStandin) -> None:
    query = {
        "response_type": "code",
        "client_id": "demo",
        "redirect_uri": "http://127.0.0.1:1/back",
        "scope": "tweet.write users.read",
        "state": '"><script>',
        "code_challenge": "c" * 43,
        "code_challenge_method": "S256",
    }

    page = requests.get(x.authorize_url, params=query, timeout=10).text

    assert "Stand-in of X" in page
    assert "Post for you" in page
    assert page.count('type="radio"') == 4
    assert "Authorise app" in page and "Cancel" in page
    assert "<script>" not in page


@pytest.mark.parametrize("text", ["", None, 7, ["a"]])
def test_not_a_text(x: XStandin, text: object) -> None:
    assert post(x.base, x.tokens()["access_token"], text).status_code == 400


def test_too_long(x: XStandin) -> None:
    token = x.tokens()["access_token"]

    assert post(x.base, token, "a" * 281).status_code == 403
    assert post(x.base, token, "a" * 256 + f" {LINK}").status_code == 201
    assert len(x.posts) == 1


def test_a_duplicate_is_of_one_account_and_of_twelve_hours(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 22, tzinfo=UTC).timestamp()
    with XStandin(tmp_path, clock=lambda: moment) as x:
        assert post(x.base, x.tokens()["access_token"], "Same").status_code == 201
        assert post(x.base, x.tokens("barrio_unido")["access_token"], "Same").status_code == 201
        answer = post(x.base, x.tokens()["access_token"], "Same")
        assert answer.status_code == 403
        assert "duplicate content" in answer.json()["detail"]

        moment += 12 * 3600
        assert post(x.base, x.tokens()["access_token"], "Same").status_code == 201


def test_access_ends_after_two_hours(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 22, tzinfo=UTC).timestamp()
    with XStandin(tmp_path, clock=lambda: moment) as x:
        token = x.tokens()["access_token"]
        moment += 7199
        assert post(x.base, token, "In time").status_code == 201
        moment += 1
        assert post(x.base, token, "Too late").status_code == 401


def test_a_code_lives_thirty_seconds(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 22, tzinfo=UTC).timestamp()
    with XStandin(tmp_path, clock=lambda: moment) as x:
        back = "http://127.0.0.1:1/back"
        # The challenge of the verifier "v".
        asked = f"{x.authorize_url}?response_type=code&client_id=demo&redirect_uri={back}&state=s"
        asked += "&scope=tweet.read&code_challenge_method=S256"
        asked += "&code_challenge=TJRIXgwhrmxBzh3-e2v6zupato5AokdvUCCOUm9QYIA"
        statuses = []
        for seconds in (29, 30):
            code = x.press(asked).rsplit("code=", 1)[1]
            moment += seconds
            form = {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": back,
                "code_verifier": "v",
            }
            answer = requests.post(f"{x.base}/2/oauth2/token", data=form, auth=("demo", "demo"), timeout=10)
            statuses.append(answer.status_code)

    assert statuses == [200, 400]


def test_the_accounts_own_timeline(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp()
    with XStandin(tmp_path, clock=lambda: moment) as x:
        token = x.tokens()["access_token"]
        post(x.base, token, "Early")
        moment += 60
        post(x.base, token, f"Late {LINK}")
        post(x.base, x.tokens("barrio_unido")["access_token"], "Somebody else")

        bare = timeline(x, token).json()
        assert [set(one) for one in bare["data"]] == [{"id", "text", "edit_history_tweet_ids"}] * 2
        asked = {"start_time": "2026-11-22T12:01:00Z", "tweet.fields": "created_at,entities"}
        late: dict[str, Any] = timeline(x, token, **asked).json()
        assert late["meta"]["result_count"] == 1
        assert late["data"][0]["entities"]["urls"][0]["expanded_url"] == LINK
        assert late["data"][0]["created_at"] == "2026-11-22T12:01:00.000Z"
        assert timeline(x, token, start_time="yesterday").status_code == 400
        assert timeline(x, token, start_time="2026-11-22T13:00:00Z").json() == {"meta": {"result_count": 0}}


def test_without_a_token(x: XStandin) -> None:
    assert timeline(x, "nothing").status_code == 401
    assert requests.get(f"{x.base}/2/users/me", timeout=10).status_code == 401
    assert post(x.base, "", "hello").status_code == 401


def test_a_fault_concerns_its_text_only(x: XStandin) -> None:
    requests.post(f"{x.base}/faults.json", json={"kind": "402", "match": "river"}, timeout=10)
    token = x.tokens()["access_token"]

    assert post(x.base, token, "The wood").status_code == 201
    assert post(x.base, token, "The river").status_code == 402
    assert post(x.base, token, "The river").status_code == 201


def test_a_half_written_line_is_dropped(tmp_path: Path) -> None:
    with XStandin(tmp_path) as x:
        token = x.tokens()["access_token"]
        post(x.base, token, "Whole\u2028\x85\n日本")
    with (tmp_path / "x.jsonl").open("a") as journal:
        journal.write('{"kind": "post", "id": "1')

    state = State(tmp_path)

    assert [one.text for one in state.posts] == ["Whole\u2028\x85\n日本"]
    state.add_post(XStandin.account("river_keepers"), "Next", 0)
    assert [one.text[:5] for one in State(tmp_path).posts] == ["Whole", "Next"]


def program(folder: Path, port: int) -> subprocess.Popen[str]:
    """The stand-in as ./dev run starts it; ready when it has said where it is."""
    command = [sys.executable, "-m", "tests.standins.x", "--port", str(port), "--state", str(folder)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert running.stdout
    assert "Stand-in of X" in running.stdout.readline()
    return running


def test_grants_and_posts_survive_a_kill(tmp_path: Path) -> None:
    tokens = XStandin(tmp_path).tokens()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    running = program(tmp_path, port)
    assert post(base, tokens["access_token"], "Before").status_code == 201
    running.kill()
    running.wait()

    running = program(tmp_path, port)
    assert post(base, tokens["access_token"], "After").status_code == 201
    spend = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    statuses = [
        requests.post(f"{base}/2/oauth2/token", data=spend, auth=("demo", "demo"), timeout=10).status_code
        for _ in range(2)
    ]
    listed = requests.get(f"{base}/timeline.json", timeout=10).json()
    running.send_signal(signal.SIGTERM)

    assert [one["text"] for one in listed] == ["After", "Before"]
    assert statuses == [200, 400]
    assert running.wait(timeout=10) == 0
