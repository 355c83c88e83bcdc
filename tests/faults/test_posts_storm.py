"""200 posts on three networks, faults at random, two workers killed again and again, Redis emptied between:
none is doubled, none is lost, and each ends in a state that is true."""

import functools
import random
import signal
from collections import Counter
from contextlib import ExitStack

import pytest
from django.db.models import Q

from accounts import clock, redis
from sharing.models import ChannelPause, Connection, Post
from tests import processes
from tests.faults.x_stage import Stage, wake
from tests.makers import Make
from tests.processes import wait_until
from tests.sharing import posts
from tests.sharing.networks import on_bluesky, on_mastodon
from tests.standins.x import XStandin

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 200
UNCLEAR = ("500", "503", "reset", "hang")
# What a network may say, and whether the post then surely stays away.
KINDS = {
    "x": (*UNCLEAR, "201 garbage", "201 no id", "403", "400", "429", "402", "403 duplicate"),
    "mastodon": (*UNCLEAR, "200 garbage", "200 no id", "422", "403", "429"),
    "bluesky": (*UNCLEAR, "200 garbage", "200 no uri", "400", "403", "429", "expired"),
}
REFUSED = {"403", "400", "422", "403 duplicate"}


def test_none_is_doubled_and_none_is_lost(stage: Stage, x: XStandin, make: Make) -> None:
    dice = random.Random(20261123)
    refused = _ask_for_all(stage, make, dice)
    _work_and_be_killed(stage, dice)
    _work_until_all_is_settled(stage)
    arrived = Counter(stage.texts())
    assert len(arrived) > MANY * 0.75
    for post in Post.objects.select_related("connection"):
        said = (post.connection.network, post.state, post.why, post.again, post.text)
        assert arrived[post.text] <= 1, f"doubled: {said}"
        if post.state == "sent":
            assert arrived[post.text] == 1, f"lost: {said}"
        elif post.state == "failed":
            assert arrived[post.text] == 0 and post.text in refused, f"untrue: {said}"
        else:
            assert post.state == "unknown" and post.why == "not_found" and post.look_at is None, said
    # In doubt is only what was killed, or not answered, at both of its tries.
    assert Post.objects.filter(state="unknown").count() <= 5


def _ask_for_all(stage: Stage, make: Make, dice: random.Random) -> set[str]:
    """Every other post meets a fault; returns the texts that a network refuses for good."""
    organisation, petition = make.organisation(), make.petition()
    accounts = [
        posts.connection(stage.x),
        posts.connection(stage.x, "sam_okafor_demo"),
        on_mastodon(stage.mastodon, organisation=organisation),
        on_bluesky(stage.bluesky, organisation=organisation),
    ]
    asker, refused = make.user(), set()
    for number in range(MANY):
        account: Connection = accounts[number % len(accounts)]
        signed = make.signature(petition)
        post = posts.waiting(make, account, f"Number {number:03} of many", signed, asker)
        if number % 2:
            kind = dice.choice(KINDS[account.network])
            when = dice.choice(["before", "after"]) if _is_unclear(kind) else "before"
            standin = getattr(stage, account.network)
            standin.faults.add(kind=kind, match=f"Number {number:03}", when=when, seconds=0.5)
            refused |= {post.text} if kind in REFUSED else set()
    for account in accounts[:3]:
        for kind in ("500", "429", "reset"):
            getattr(stage, account.network).faults.add(kind=kind, at="timeline")
    return refused


def _work_and_be_killed(stage: Stage, dice: random.Random) -> None:
    """Both workers at once, three times, in the middle of whatever they do; nobody is left who works."""
    for round_ in range(3):
        ChannelPause.objects.all().delete()  # staff have bought credits
        settled = _settled()
        with ExitStack() as stack:
            workers = [stack.enter_context(stage.worker()) for _ in range(2)]
            for _ in range(4):
                wake()
            goal = min(settled + dice.randint(20, 35), MANY)
            wait_until(functools.partial(_got_so_far, goal), "some of the posts", 60)
            redis.client().flushdb()
            for worker in workers:
                processes.end(worker, signal.SIGKILL)
        stage.later(minutes=40 * (round_ + 1))  # limits are over then, and leases


def _work_until_all_is_settled(stage: Stage) -> None:
    """The clock jumps only while nothing is on its way: a lease must not end under a living worker."""
    with stage.worker(), stage.worker():
        for minutes in range(160, 2400, 35):
            stage.later(minutes=minutes)
            ChannelPause.objects.all().delete()  # staff have bought credits
            redis.client().flushdb()
            for _ in range(2):
                wake()
            wait_until(_is_quiet, "quiet", seconds=60)
            if not Post.objects.filter(Q(state__in=["ready", "sending"]) | Q(look_at__isnull=False)).exists():
                return
    left = Post.objects.exclude(state__in=["sent", "failed"]).values("state", "why", "look_at", "not_before")
    raise AssertionError(f"not settled: {list(left)[:10]}")


def _is_unclear(kind: str) -> bool:
    """Whether a network may say this and have taken the post."""
    return kind in UNCLEAR or kind.startswith("20")


def _got_so_far(goal: int) -> bool:
    return _settled() >= goal or _is_quiet()


def _settled() -> int:
    return Post.objects.exclude(state__in=["ready", "sending"]).count()


def _is_quiet() -> bool:
    now = clock.now()
    held = ChannelPause.objects.values("network")
    due = Post.objects.filter(state="ready", not_before__lte=now).exclude(connection__network__in=held)
    busy = Q(state="sending") | Q(look_at__lte=now)
    return not due.exists() and not Post.objects.filter(busy).exists()
