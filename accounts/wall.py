"""The wall before addresses that users supply: this site calls no private network for them.

The name is resolved once per connection, every answer is judged, and the connection goes to the very
address that was judged, so a name that points elsewhere a moment later gains nothing. Bases named in
`TRUSTED_INSTANCES` are let through: an instance in one's own network, a stand-in.
"""

import ipaddress
import re
import socket
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

# Addresses that look public and lead to others: IPv4 inside IPv6 (6to4, Teredo, NAT64).
_DETOURS = tuple(map(ipaddress.ip_network, ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48")))
_NAME = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


class Walled(ValueError):
    """This address is not called for anybody."""


def base_of(typed: str) -> str:
    """`https://host` for what a person typed as a server's address; raises Walled.

    Only a name counts: no user, no port, no numbers in place of a name, and nothing but https.
    """
    typed = typed.strip().rstrip("/")
    if typed in settings.TRUSTED_INSTANCES:
        return typed
    parts = urlsplit(typed if "//" in typed else f"https://{typed}")
    try:
        name = (parts.hostname or "").encode("idna").decode().lower()
        odd = parts.scheme != "https" or parts.username is not None or parts.port not in (None, 443)
    except ValueError as error:
        raise Walled("not an address") from error
    if odd or not _NAME.fullmatch(name):
        raise Walled("not the public name of a server")
    return f"https://{name}"


def public_address(host: str, port: int) -> str:
    """The address to connect to for `host`; raises Walled when any of its addresses is not public."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for address in found:
        if not is_public(address):
            raise Walled(f"{host} leads to an address that is not public")
    return found[0]


def is_public(address: str) -> bool:
    """Whether anybody on the internet may call it."""
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        elif any(ip in detour for detour in _DETOURS):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class _Judged:
    """Resolves and judges at the moment of connecting. TLS goes on with the name."""

    def _new_conn(self: Any) -> socket.socket:
        name, scheme = self._dns_host, "https" if isinstance(self, HTTPSConnection) else "http"
        if f"{scheme}://{name}:{self.port}" in settings.TRUSTED_INSTANCES:
            return super()._new_conn()  # type: ignore[misc]
        try:
            self._dns_host = public_address(name, self.port)
        except (Walled, OSError) as error:
            raise NewConnectionError(self, str(error)) from error
        try:
            return super()._new_conn()  # type: ignore[misc]
        finally:
            self._dns_host = name


class _HTTP(_Judged, HTTPConnection):
    pass


class _HTTPS(_Judged, HTTPSConnection):
    pass


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _HTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _HTTPS


POOLS = {"http": _HTTPPool, "https": _HTTPSPool}
