"""The walk of a supporter to a network and back: on which networks there is one, and where its steps lie."""

from django.http import Http404
from django.urls import reverse

from causes.models import Channel
from sharing.channels import NETWORKS
from sharing.channels.network import Network

# Where a supporter may connect an account. Bluesky would want a password typed here: nothing that people who
# came by a letter should be taught to do.
FOR_SUPPORTERS = (Channel.X, Channel.MASTODON)
STEPS = ("start", "open", "not_now", "post", "take_back", "tell", "leave")


def supporters_networks() -> list[Network]:
    """Those on which this site posts for supporters."""
    return [NETWORKS[name] for name in FOR_SUPPORTERS if NETWORKS[name].is_on]


def walked(name: str) -> Network:
    """The network of an address; nothing of its walk exists while this site does not post there."""
    found = next((network for network in supporters_networks() if network.name == name), None)
    if found is None:
        raise Http404
    return found


def way(network: Network, step: str) -> str:
    """The address of one step of the walk to `network`."""
    return reverse(f"connect_{step}", args=[network.name])


def ways(network: Network) -> dict[str, str]:
    """Every step's address, for templates."""
    return {step: way(network, step) for step in STEPS}
