"""The browser part of `./dev screenshots`: `python -m config.dev.camera <site> <petition> [names]`."""

import itertools
import os
import sys

from playwright.sync_api import Browser, Page, sync_playwright

from config.dev.places import STATE
from config.dev.saying import say

FOLDER = STATE / "screenshots"
WIDTHS = (360, 768, 1280)
LANGUAGES = {"en": "", "es": "/es"}
THEMES = ("light", "dark")


def pages(petition: str) -> dict[str, str]:
    """Name and path of each page of the demo."""
    return {
        "home": "/",
        "petitions": "/petitions/",
        "search": "/search/?q=clinic",
        "causes": "/causes/",
        "cause": "/causes/health-close-to-home/",
        "petition": f"/p/{petition}/",
        "press": f"/p/{petition}/press/",
        "paused": "/p/save-the-bilingual-library/",
        "closed": "/p/freno-a-la-renta-de-las-casas-moviles/",
        "delivered": "/p/free-bus-passes-for-students/",
        "won": "/p/clean-water-in-every-school-yard/",
        "organisation": "/organisations/vecinos-de-arroyo-verde/",
        "how-we-count": "/how-we-count/",
        "privacy": "/privacy/",
        "cookies": "/cookies/",
        "accessibility": "/accessibility/",
        "not-found": "/nothing/here/",
        "error-500": "/style/500/",
        "error-503": "/style/503/",
        "style": "/style/",
    }


def main() -> None:
    site, petition, *wanted = sys.argv[1:]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM_PATH"])
        for width, (language, prefix), theme in itertools.product(WIDTHS, LANGUAGES.items(), THEMES):
            page = _page(browser, width, theme)
            for name, path in pages(petition).items():
                if not wanted or any(word in name for word in wanted):
                    page.goto(f"{site}{prefix}{path}", wait_until="networkidle")
                    _keep(page, f"{name}-{width}-{language}-{theme}")
            if not wanted or "thanks" in wanted:
                _thanks(page, f"{site}{prefix}/p/{petition}/")
                _keep(page, f"thanks-{width}-{language}-{theme}")
            page.context.close()
            say(f"  {width} px, {language}, {theme}")
        browser.close()


def _page(browser: Browser, width: int, theme: str) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=theme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    return context.new_page()


def _thanks(page: Page, petition: str) -> None:
    """The page after signing, reached as everybody reaches it."""
    page.goto(petition)
    page.locator("#id_name").fill("Dolores Peña")
    page.locator("#id_email").fill("dolores@example.org")
    page.locator("#id_updates_0").check()
    page.locator(".petition-panel button[type=submit]").click()
    page.wait_for_url("**/thanks/**")


def _keep(page: Page, name: str) -> None:
    page.screenshot(path=FOLDER / f"{name}.png", full_page=True)


if __name__ == "__main__":
    main()
