"""Markdown of organisers on pages of ours."""

from html.parser import HTMLParser

import pytest

from causes.story import to_html


class Tags(HTMLParser):
    """The tags a browser would make of some HTML, their attributes, and where links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.targets: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.targets += [value or "" for name, value in attrs if name == "href"]


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[press](javascript:alert(1))",
        "[press](data:text/html;base64,PHNjcmlwdD4=)",
        "![tracker](https://evil.example/pixel.gif)",
        '<a href="#" onclick="x()">a</a>',
        "<style>body{display:none}</style>",
        '[a](https://x.example "onmouseover=alert(1)")',
        "<iframe src=https://evil.example></iframe>",
    ],
)
def test_nothing_runs_and_nothing_is_fetched(evil: str) -> None:
    found = Tags(to_html(evil))
    assert found.names <= {"p", "a"}
    assert found.attributes <= {"href", "rel", "title"}
    assert all(target.startswith("https://") for target in found.targets)


def test_what_organisers_write() -> None:
    html = to_html("# Why\n\n- **nurses** left\n- see [the plan](https://city.example/plan)\n\n> Ana, 67")
    assert "<h3>Why</h3>" in html  # the page has its own h1 and h2
    assert "<li><strong>nurses</strong> left</li>" in html
    assert '<a href="https://city.example/plan" rel="noopener nofollow ugc">the plan</a>' in html
    assert "<blockquote>" in html


def test_nothing_written_is_nothing_shown() -> None:
    assert to_html("") == ""
