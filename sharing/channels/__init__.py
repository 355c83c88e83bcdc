"""One drawer per outer network, all drawers alike. A channel imports no model.

A further network to post on is one file (or folder) here, one line below and one test file: docs/networks.md.
"""

from sharing.channels.bluesky import Bluesky
from sharing.channels.mastodon import Mastodon
from sharing.channels.network import Network
from sharing.channels.x.network import X

NETWORKS: dict[str, Network] = {network.name: network for network in (X(), Mastodon(), Bluesky())}


def networks_on() -> list[Network]:
    """Those on which this site posts."""
    return [network for network in NETWORKS.values() if network.is_on]
