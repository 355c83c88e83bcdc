"""A printed handover file that is taken later: who left is on none of them."""

import pytest

from accounts.models import User
from petitions import kits
from petitions.models import HandoverFile, HandoverKit, Petition
from sharing import me
from sharing.erasure import erase
from tests.makers import NOW, Make
from tests.petitions.test_handover import LATER, give, officer, petition, printed

__all__ = ["officer", "petition"]  # fixtures


def test_who_is_erased_while_it_is_printed_is_in_no_file_taken_later(
    make: Make, petition: Petition, officer: User
) -> None:
    """The erasure could not see the file yet. Broken line: `_still_holds` by dates alone."""
    gone = make.signature(petition, name="Luz Marín")
    make.signature(petition, name="Ana Peña")
    (file,) = printed(petition, officer)
    erase(gone.supporter, NOW)
    HandoverFile.objects.filter(pk=file.pk).update(state="ready", content=file.content)
    with pytest.raises(kits.Outdated):
        kits.take(file, officer, None, LATER)
    file.refresh_from_db()
    assert (file.state, file.content) == ("gone", None)


def test_what_the_petition_no_longer_gives_is_not_taken(
    make: Make, petition: Petition, officer: User
) -> None:
    """Broken line: without `Given.least`, a file from an hour ago gives what was taken back since."""
    make.signature(petition)
    (file,) = printed(petition, officer)
    assert kits.take(file, officer, None, LATER)
    give(petition, "count")
    with pytest.raises(kits.Outdated):
        kits.take(HandoverFile.objects.get(pk=file.pk), officer, None, LATER)


@pytest.mark.parametrize("press", ["hide", "reason"])
def test_a_reason_taken_off_is_in_no_file_taken_later(
    make: Make, petition: Petition, officer: User, press: str
) -> None:
    row = make.signature(petition, show_name=True, reason="My mother was treated here.")
    (file,) = printed(petition, officer)
    if press == "hide":
        assert me.set_name_shown(row.supporter, row.link.code, False)
    else:
        assert me.take_reason_off(row.supporter, row.link.code, NOW)
    with pytest.raises(kits.Outdated):
        kits.take(HandoverFile.objects.get(pk=file.pk), officer, None, LATER)


def test_one_that_cannot_be_printed_does_not_stand_before_the_others(make: Make, officer: User) -> None:
    """Broken line: without the handler the oldest is tried for ever, and nobody gets a kit again."""
    broken, fine = make.petition(), make.petition()
    kit = kits.ask(broken, officer, "Dear council,", "en", "letter", NOW)
    HandoverKit.objects.filter(pk=kit.pk).update(paper="wall")
    printed(fine, officer)
    states = HandoverFile.objects.order_by("kit").values_list("kit__petition", "state")
    assert list(states) == [(broken.pk, "failed"), (fine.pk, "ready")]
