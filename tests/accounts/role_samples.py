"""What fills the addresses of the role table, and what is posted there."""

from typing import Any

from accounts.models import Organisation
from causes.models import Experiment, Support
from petitions.models import Signature
from tests.accounts.world import UNTRIED, World

Sample = tuple[dict[str, Any], dict[str, Any]]  # what fills the address, and what is posted


def _open_petition(world: World) -> int:
    """World's rows are drafts, so that deleting them is possible; this one is public."""
    return int(world.mine[Signature].petition_id)


def _open_cause(world: World) -> int:
    return int(world.mine[Support].cause_id)


def _organisation(world: World) -> int:
    return int(world.mine[Organisation].pk)


def _slug(world: World) -> str:
    return str(world.mine[Organisation].slug)


def _connector(world: World) -> int:
    """The person whom the page of growth names."""
    return int(world.mine[Signature].supporter_id)


def _experiment(world: World) -> int:
    return int(world.mine[Experiment].pk)


_YES = {"post": "yes"}
_GROWTH = {"kind": "organisation", "slug": _slug}

SAMPLES: dict[str, Sample] = {
    "growth_story": (_GROWTH, {}),
    "growth_thank": (_GROWTH, {"person": _connector}),
    "growth_csv": ({**_GROWTH, "name": "pages"}, {}),
    "share_texts_of": ({"channel": "whatsapp"}, {}),
    "share_experiment_act": ({"pk": _experiment}, {}),
    "share_experiment_csv": ({"pk": _experiment}, {}),
    "accounts_suppressed_person": ({}, {"organisation": _organisation, "email": "dolores@example.org"}),
    "app_list": ({"app_label": "petitions"}, {}),
    "causes_cause_move": ({}, {"move": "publish"}),
    "petitions_petition_move": ({}, {"move": "publish"}),
    "causes_cause_ask": ({"pk": _open_cause, "move": "hide"}, {"reason": "It names a private person."}),
    "petitions_petition_ask": ({"pk": _open_petition, "move": "hide"}, {"reason": "It names somebody."}),
    "causes_letter_preview": ({"kind": "confirm"}, {}),
    "causes_letter_preview_html": ({"kind": "confirm"}, {}),
    "causes_letter_pause": ({}, {"why": "A wrong letter."}),
    "causes_update_act": ({}, {"do": "test"}),
    "petitions_petition_embed": ({"pk": _open_petition}, {}),
    "petitions_petition_export": ({"pk": _open_petition}, {"purpose": "analysis", "columns": "name"}),
    "petitions_petition_reasons": ({"pk": _open_petition}, {}),
    "petitions_petition_paper": ({"pk": _open_petition}, {}),
    "petitions_petition_print": ({"pk": _open_petition}, {"form": "en-a4"}),
    "petitions_petition_file": ({"pk": _open_petition}, {}),
    "petitions_petition_handover": ({"pk": _open_petition}, {}),
    "sharing_connection_connect": (
        {"organisation": _organisation, "network": "bluesky"},
        {},
    ),
    "causes_link_poster": ({"paper": "a4"}, {}),
    "sharing_post_resume": ({"network": "x"}, {}),
    "sharing_post_act": ({}, {"do": "take back"}),
}
SAMPLES |= {
    f"{model}_delete": ({}, _YES)
    for model in ("accounts_membership", "causes_cause", "petitions_petition", "causes_update")
}

# What stands behind the question mark of the address, where it needs that to name a thing at all.
QUERIES: dict[str, dict[str, str]] = {
    "autocomplete": {"app_label": "petitions", "model_name": "petition", "field_name": "cause"},
    "share_experiment_start": {"channel": UNTRIED, "language": "en"},
}
