"""Mail domains and networks that somebody has an opinion of, and how much is too much.

Asked with each signing, so kept for some seconds in the process's own memory: a change at the desk is in
force within that time.
"""

import ipaddress
from dataclasses import dataclass
from typing import Any

from causes import front_cache
from causes.models import Limits, Listed

SECONDS = 15.0
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_WIDEST = {4: 16, 6: 32}  # wider ones hold whole countries


class BadNetwork(ValueError):
    """Not a network, or one so wide that it would hold back half a country."""


@dataclass(frozen=True)
class Opinions:
    """What one organisation and the whole site say; the organisation's own word comes first."""

    domains: dict[str, str]
    networks: tuple[tuple[Network, str], ...]

    def of(self, email: str, address: str) -> str:
        """ "deny", "allow" or "" for whoever signs with `email` from `address`; a no outweighs a yes."""
        said = {self.domains.get(email.rpartition("@")[2].lower(), "")}
        said |= {verdict for network, verdict in self.networks if _inside(address, network)}
        return next(
            (verdict for verdict in (Listed.Verdict.DENY, Listed.Verdict.ALLOW) if verdict in said), ""
        )


def opinions(organisation_id: int) -> Opinions:
    """Those in force for pages of this organisation."""
    return front_cache.kept(f"opinions {organisation_id}", lambda: _read(organisation_id), SECONDS)


def limits() -> Limits:
    """Those in force now; not for saving."""
    return front_cache.kept("limits", lambda: Limits.objects.first() or Limits(), SECONDS)


def network(text: str) -> Network:
    """From "192.0.2.0/24", "192.0.2.7" or "2001:db8::/48". Raises BadNetwork."""
    try:
        found = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError as error:
        raise BadNetwork(str(error)) from error
    if found.prefixlen < _WIDEST[found.version]:
        raise BadNetwork(text)
    return found


def _read(organisation_id: int) -> Opinions:
    rows = list(Listed.objects.filter(organisation=None))
    rows += Listed.objects.filter(organisation=organisation_id)  # the later one stands
    said: dict[tuple[str, str], Any] = {(row.kind, row.value): row.verdict for row in rows}
    kinds = Listed.Kind
    return Opinions(
        {value: verdict for (kind, value), verdict in said.items() if kind == kinds.DOMAIN},
        tuple((network(value), verdict) for (kind, value), verdict in said.items() if kind == kinds.NETWORK),
    )


def _inside(address: str, where: Network) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip) in where
