"""The browser part of `./dev screenshots`: `python -m config.dev.camera <site> <petition> [names]`.

Each public page is loaded once per language and seen at each width in both themes; each screen of the desk on
a phone and on a wide screen.
"""

import itertools
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import django
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright

from config.dev.places import STATE
from config.dev.saying import say

if TYPE_CHECKING:
    from config.dev.desk_pictures import Screen

FOLDER = STATE / "screenshots"
WIDTHS = (360, 768, 1280)
LANGUAGES = {"en": "", "es": "/es"}
THEMES = ("light", "dark")
DESK_WIDTHS = (390, 1280)


@dataclass(frozen=True)
class Picture:
    """A page as it is opened, or as it is after `act`."""

    name: str
    path: str
    act: Callable[[Page], None] | None = None


def plain(petition: str) -> dict[str, str]:
    """Name and path of each page that anybody opens by its address."""
    return {
        "home": "/",
        "petitions": "/petitions/",
        "search": "/search/?q=clinic",
        "search-nothing": "/search/?q=zzzz",
        "causes": "/causes/",
        "cause": "/causes/health-close-to-home/",
        "cause-updates": "/causes/un-techo-seguro/",
        "petition": f"/p/{petition}/",
        "petition-late-letter": f"/p/{petition}/#letter-cut",
        "live": f"/p/{petition}/live/",
        "press": f"/p/{petition}/press/",
        "wording": "/p/shade-and-water-at-every-bus-stop/wording/",
        "paused": "/p/save-the-bilingual-library/",
        "closed": "/p/freno-a-la-renta-de-las-casas-moviles/",
        "delivered": "/p/free-bus-passes-for-students/",
        "handover": "/p/free-bus-passes-for-students/handover/",
        "won": "/p/clean-water-in-every-school-yard/",
        "lost": "/p/lost/",
        "no-answer": "/p/no-answer/",
        "organisation": "/organisations/vecinos-de-arroyo-verde/",
        "how-we-count": "/how-we-count/",
        "privacy": "/privacy/",
        "cookies": "/cookies/",
        "accessibility": "/accessibility/",
        "unsubscribe-cut": "/unsubscribe/cut/",
        "not-found": "/nothing/here/",
        **{f"error-{code}": f"/style/{code}/" for code in ("400", "403", "429", "500", "503")},
        "style": "/style/",
    }


def pictures(petition: str, letters: dict[str, str]) -> list[Picture]:
    """In this order: what a press undoes is seen before."""
    report = f"/p/{petition}/report/"
    return [
        *(Picture(name, path) for name, path in {**plain(petition), **letters}.items()),
        Picture("petition-mistakes", f"/p/{petition}/", _sign_badly),
        Picture("thanks", f"/p/{petition}/", _sign),
        Picture("report", report),
        Picture("report-sent", report, _report),
        Picture("confirm-done", letters["confirm"], _press),
        Picture("confirm-sent-again", letters["confirm-expired"], _press),
        Picture("one-press-done", letters["one-press"], _press),
        Picture("unsubscribe-done", letters["unsubscribe"], _press),
        Picture("me-ask", "/me/"),
        Picture("me-sent", "/me/", _ask),
        Picture("me-erase", letters["me"], _erase),
    ]


def main() -> None:
    site, petition, *wanted = sys.argv[1:]
    letters = _letters()
    for language, prefix in LANGUAGES.items():
        keys, screens = _desk(language)  # before the browser: its loop and Django's database do not mix
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM_PATH"])
            page = _page(browser, language)
            for picture in pictures(petition, letters[language]):
                if _is_wanted(picture.name, wanted):
                    _take(page, picture, f"{site}{prefix}{picture.path}", language)
            page.context.close()
            for who, key in keys.items():
                mine = [each for each in screens if each.who == who and _is_wanted(each.name, wanted)]
                _take_desk(browser, site, key, mine, language)
            browser.close()
        say(f"  {language}")


def _is_wanted(name: str, wanted: list[str]) -> bool:
    return not wanted or any(word in name for word in wanted)


def _letters() -> dict[str, dict[str, str]]:
    """Language -> name -> path; writes what the demo lacks."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from accounts import clock
    from config.demo import desk_scenes, scenes  # models: only after the setup

    scenes.write(clock.now())
    desk_scenes.write(clock.now())
    return {language: scenes.letters(place, clock.now()) for place, language in enumerate(LANGUAGES)}


def _desk(language: str) -> "tuple[dict[str, str], list[Screen]]":
    """(who -> their session, every screen of the desk); "" is who has not signed in yet."""
    from config.dev import desk_pictures

    with translation.override(language):  # the pages of one's own sign-in have their language in the path
        return {desk_pictures.NOBODY: "", **desk_pictures.sessions(language)}, desk_pictures.screens()


def _take_desk(browser: Browser, site: str, key: str, screens: "list[Screen]", language: str) -> None:
    """As one person sees them, from one session, in the light theme."""
    page = _page(browser, language)
    if key:
        page.context.add_cookies([{"name": "sessionid", "value": key, "url": site}])
    for screen in screens:
        page.set_viewport_size({"width": DESK_WIDTHS[-1], "height": 800})
        page.goto(site + screen.path, wait_until="load")
        if screen.act:
            screen.act(page)
        for width in DESK_WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            path = FOLDER / f"{screen.name}-{width}-{language}.png"
            page.screenshot(path=path, full_page=True, animations="disabled")
    page.context.close()


def _page(browser: Browser, language: str) -> Page:
    """Its own buttons, as for choosing a file, are in the page's language too."""
    return browser.new_context(reduced_motion="reduce", locale=language).new_page()


def _take(page: Page, picture: Picture, address: str, language: str) -> None:
    page.set_viewport_size({"width": WIDTHS[-1], "height": 800})
    page.goto("about:blank")  # the same page with another #part would not be loaded anew
    page.goto(address, wait_until="load")
    if picture.act:
        picture.act(page)
    for width, theme in itertools.product(WIDTHS, THEMES):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        path = FOLDER / f"{picture.name}-{width}-{language}-{theme}.png"
        page.screenshot(path=path, full_page=True, animations="disabled")


def _sign(page: Page) -> None:
    """As everybody reaches the page after signing."""
    page.locator("#id_name").fill("Dolores Peña")
    page.locator("#id_email").fill("dolores@example.org")
    page.locator("#id_updates_0").check()
    page.locator(".petition-panel button[type=submit]").click()
    page.wait_for_url("**/thanks/**")


def _sign_badly(page: Page) -> None:
    page.locator("#id_email").fill("dolores")
    page.locator(".petition-panel button[type=submit]").click()
    page.wait_for_selector("#errors")


def _report(page: Page) -> None:
    page.locator("#id_kind_0").check()
    page.locator("#id_words").fill("The picture shows another clinic.")
    _press(page)


def _ask(page: Page) -> None:
    page.locator("#id_email").fill("dolores@example.org")
    _press(page)


def _erase(page: Page) -> None:
    """The first press asks."""
    page.locator("button[name=erase]").click()
    page.wait_for_load_state()


def _press(page: Page) -> None:
    """The one button of the page."""
    with page.expect_navigation():
        page.locator("main form button[type=submit], main form button[name]").first.click()


if __name__ == "__main__":
    main()
