"""The ways of a supporter who has a letter in hand: the tests' steps to their own page."""

import datetime as dt

from accounts import clock
from causes import tokens
from causes.models import Signed
from sharing import me


def token(signed: Signed, purpose: str = me.PURPOSE, ago: dt.timedelta = dt.timedelta()) -> str:
    return tokens.make(purpose, signed.link.code, signed.email_key, clock.now() - ago)


def page_of(signed: Signed, ago: dt.timedelta = dt.timedelta()) -> str:
    return f"/me/{token(signed, ago=ago)}/"


def stop_of(signed: Signed) -> str:
    return f"/unsubscribe/{token(signed, me.UNSUBSCRIBE)}/"
