"""What docs/networks.md promises of every network: one class, one line, one test file, one interface."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from causes.models import Channel
from sharing.channels import NETWORKS, networks_on
from sharing.channels.base import ChannelError
from sharing.channels.graphemes import grapheme_length
from sharing.channels.network import Access, Door, Network, Way

ALL = list(NETWORKS.values())
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_every_network_has_its_tests() -> None:
    here = Path(__file__).parent
    assert not [name for name in NETWORKS if not list(here.glob(f"test_{name}*.py"))]


@pytest.mark.parametrize("network", ALL, ids=list(NETWORKS))
def test_it_is_a_channel_that_people_know(network: Network) -> None:
    assert NETWORKS[network.name] is network
    assert network.name in Channel.values
    assert network.label == Channel(network.name).label
    assert network.room >= 100 and network.resends >= 1
    assert network.length("Keep it open") == 12


@pytest.mark.parametrize("network", ALL, ids=list(NETWORKS))
def test_its_way_of_connecting_is_there(network: Network) -> None:
    """Only what belongs to another way says that it is not."""
    kind = type(network)
    if network.way == Way.PASSWORD:
        assert kind.sign_in is not Network.sign_in
        with pytest.raises(NotImplementedError):
            network.ask(Door(), redirect_uri="", state="", verifier="v")
        return
    assert kind.ask is not Network.ask and kind.exchange is not Network.exchange
    assert (kind.register is not Network.register) == (network.way == Way.SERVER)
    with pytest.raises(NotImplementedError):
        network.sign_in(Door(), handle="", password="", now=NOW)


def test_what_is_off_is_not_there(settings: Any) -> None:
    settings.X_CLIENT_ID = ""
    assert [network.name for network in networks_on()] == ["mastodon", "bluesky"]
    settings.POST_TO = ["x", "bluesky"]
    assert [network.name for network in networks_on()] == ["bluesky"]
    settings.X_CLIENT_ID = "here"
    assert [network.name for network in networks_on()] == ["x", "bluesky"]


def test_x_off_in_the_middle_is_no_crash(settings: Any) -> None:
    settings.X_CLIENT_ID = ""
    access = Access(Door(), "1", "us", "token", "secret")
    with pytest.raises(ChannelError):
        NETWORKS["x"].renew(access, NOW)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        *[("", 0), ("abc", 3), ("ñ", 1), ("n\u0303", 1), ("漢字", 2), ("\u0301", 1), ("\r\n", 1)],
        *[("👨\u200d👩\u200d👧", 1), ("🇲🇽🇺🇸", 2), ("👍🏽", 1), ("1\ufe0f\u20e3", 1)],
        *[("\u1112\u1161\u11ab", 1), ("🏴\U000e0067\U000e007f", 1)],
    ],
)
def test_characters_as_people_see_them(text: str, length: int) -> None:
    assert grapheme_length(text) == length
