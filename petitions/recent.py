"""Who signed lately and lets their first name be shown. Nobody else is ever named."""

from causes.models import Status
from petitions.models import Petition

AT_MOST = 5


def first_names(petition: Petition) -> list[str]:
    """First names of the last few, the newest first; one index answers, however many signed.

    None once the petition's switch is off: then its page names nobody.
    """
    if "show_name" not in petition.asks():
        return []
    names = petition.signatures.filter(show_name=True, status=Status.CONFIRMED).order_by("-confirmed_at")
    return [name.split(" ")[0] for name in names.values_list("name", flat=True)[:AT_MOST] if name]
