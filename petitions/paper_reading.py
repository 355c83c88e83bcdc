"""A worker reads the file of a paper import, piece by piece: each line is checked and laid down to be seen.

Whether it is a list of names at all was said when it came; one bad line never stops the others.
"""

from django.db import transaction
from django.utils import translation

from accounts import suppression
from petitions.models import PaperBatch, PaperRow
from petitions.paper import row_of
from petitions.paper_lines import BLANK, ERASED
from petitions.paper_rows import Read, read

AT_ONCE = 1000  # lines, in one transaction
_Outcome, _State = PaperRow.Outcome, PaperBatch.State


@transaction.atomic
def read_due() -> bool:
    """The next lines of one file that nobody else reads; False when there is none."""
    due = PaperBatch.objects.select_for_update(skip_locked=True, of=("self",)).filter(state=_State.READING)
    batch = due.select_related("petition", "by").order_by("pk").first()
    if batch is None:
        return False
    with translation.override(batch.by.language):  # who sent it reads what is wrong with a line
        found = read(bytes(batch.content or b""), batch.lines_done, AT_ONCE)
    PaperRow.objects.bulk_create(_rows(batch, found))
    batch.lines_done += len(found)
    if len(found) < AT_ONCE:
        batch.state, batch.content, batch.lines = _State.CHECKING, None, batch.lines_done
    batch.save(update_fields=["state", "content", "lines", "lines_done"])
    return True


def _rows(batch: PaperBatch, found: list[Read]) -> list[PaperRow]:
    """Whoever was erased, perhaps since the file came, leaves no word in it."""
    rows = [_row(batch, line) for line in found]
    erased = suppression.suppressed_among(
        batch.petition.organisation_id, {row.key for row in rows if row.key}
    )
    for row in rows:
        if row.key in erased:
            row.outcome, row.problem = _Outcome.REFUSED, ERASED
            for name, value in BLANK.items():
                setattr(row, name, value)
    return rows


def _row(batch: PaperBatch, line: Read) -> PaperRow:
    """A refused line keeps what was typed for a while, so that it can be corrected."""
    if not line.problem:
        return row_of(batch.petition, batch, line.line, line.cleaned)
    row = PaperRow(batch=batch, line=line.line, outcome=_Outcome.REFUSED, problem=line.problem[:300])
    row.name, row.email = line.typed.get("name", "")[:200], line.typed.get("email", "")[:254]
    row.postcode = line.typed.get("postcode", "")[:40]
    return row
