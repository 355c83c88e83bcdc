"""A limit whose end lies far away, by a wrong clock or in bad faith, does not silence a post for ever."""

from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest
import requests

from sharing.channels import bluesky, mastodon

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FAR = NOW + timedelta(days=400)


@pytest.mark.parametrize(
    ("network", "header", "value"),
    [
        (mastodon, "X-RateLimit-Reset", FAR.isoformat()),
        (mastodon, "X-RateLimit-Reset", "9999-12-31T23:59:59+00:00"),
        (bluesky, "RateLimit-Reset", str(int(FAR.timestamp()))),
    ],
)
def test_nobody_is_sent_away_for_much_longer_than_a_day(network: ModuleType, header: str, value: str) -> None:
    answer = requests.Response()
    answer.headers[header] = value
    wait = network._reset(answer, NOW) - NOW
    assert timedelta(hours=25) < wait <= timedelta(hours=25, seconds=30)
