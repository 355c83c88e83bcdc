"""A report's figures as CSV, one per line: section, figure, item, value, of. Keys are English and stay.

"<5" stands for a few people. Where regions, channels or pages are too small, "others" is their sum.
"""

import csv
import io
from collections.abc import Iterator

from sharing.growth.figures import plain
from sharing.models import Report
from sharing.reports.counting import Counted
from sharing.reports.figures import Fact
from sharing.reports.small import LEAST
from sharing.reports.telling import Told, told

HEAD = ("section", "figure", "item", "value", "of")
Line = tuple[str, str, str, str, str]


def lines(report: Report) -> str:
    """The whole file."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for line in _lines(told(report)):
        writer.writerow([plain(value) for value in line])
    return out.getvalue()


def _lines(found: Told) -> Iterator[Line]:
    report, counted = found.report, found.counted
    yield "report", "organisation", "", report.organisation.name, ""
    yield "report", "from", "", f"{report.starts_on:%Y-%m-%d}", ""
    yield "report", "to", "", f"{report.ends_on:%Y-%m-%d}", ""
    yield "report", "data_as_of", "", f"{report.counted_at:%Y-%m-%dT%H:%M:%SZ}", ""
    for section, facts in (
        ("results", found.cover),
        ("connectivity", found.connectivity),
        ("health", found.health),
        ("places", found.places),
    ):
        yield from (_of_fact(section, fact) for fact in facts)
    for result in found.results:
        shown = f"<{LEAST} or with others" if result.signatures is None else str(result.signatures)
        yield "results", "signatures_of_page", result.title, shown, ""
    yield from _rest("results", "signatures_of_page", counted.other_pages)
    for start, _end, n in counted.spans:
        yield "results", "signatures_from_utc", start[:10], few(n), ""
    yield from _network(counted)
    for code, n in counted.regions:
        yield "places", "signatures_by_region", code or "unknown", str(n), ""
    yield from _rest("places", "signatures_by_region", counted.other_regions)


def _network(counted: Counted) -> Iterator[Line]:
    for place, n in enumerate(counted.generations, start=1):
        last = counted.deeper and place == len(counted.generations)
        yield "connectivity", "signatures_of_generation", f"{place}+" if last else str(place), few(n), ""
    for channel, n in counted.channels:
        yield "connectivity", "signatures_by_channel", channel, str(n), ""
    yield from _rest("connectivity", "signatures_by_channel", counted.other_channels)
    for label, direct, downstream in counted.links:
        yield "connectivity", "link_direct", label, few(direct), ""
        yield "connectivity", "link_downstream", label, str(downstream), ""


def _of_fact(section: str, fact: Fact) -> Line:
    """What is hidden stays words: "<5", "nearly all", or a dash."""
    return section, fact.key, "", fact.number or fact.value, fact.of


def _rest(section: str, figure: str, number: int) -> Iterator[Line]:
    if number:
        yield section, figure, "others", few(number), ""


def few(number: int | None) -> str:
    """Bare digits, or "<5" for a few people."""
    return f"<{LEAST}" if number is None or 0 < number < LEAST else str(number)
