"""Who is at the other end of the line, as little as we need to know of it."""

import hmac
import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's network address, read behind our own `TRUSTED_PROXIES` and no further.

    What stands left of them in X-Forwarded-For was written by the visitor and is not believed.
    """
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return request.META.get("REMOTE_ADDR", "")


def prefix_of(address: str) -> str:
    """IPv4 whole, IPv6 by its /64 (one subscriber); anything unreadable is one group of its own."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unreadable"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False).network_address)
    return str(ip)


def keyed(purpose: str, value: str) -> str:
    """A short keyed hash: the same value gives the same name, and nobody without our key can guess back."""
    # At once, not by an object: a million mailboxes are hashed where an organisation erased somebody.
    return hmac.digest(settings.SECRET_KEY.encode(), f"{purpose}|{value}".encode(), "sha256").hex()[:24]
