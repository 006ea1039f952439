"""Makes the pictures of the documentation: ``make pictures``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.conftest import WITH_WEBGL, find_chromium, launched_browser, served_app
from tests.browser.pages import LOCALES, SIZES, opened
from tests.browser.test_pages import read

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"

PICTURES = {
    "map.en": ("level=2&pick=ML0506", "en", "laptop"),
    "map.fr": ("level=2&pick=ML0506", "fr", "laptop"),
    "reform2023.en": ("division=reform2023", "en", "laptop"),
    "communes.fr": ("level=3&area=ML05", "fr", "laptop"),
    "returnees.en": ("level=2&theme=returnees&layers=circles,rivers,labels", "en", "laptop"),
    "change.en": ("level=2&theme=change", "en", "laptop"),
    "share.fr": ("level=2&theme=share", "fr", "laptop"),
    "presence.en": ("division=reform2023&theme=presence", "en", "laptop"),
    "coverage.fr": ("division=reform2023&theme=coverage&pick=r23-bandiagara", "fr", "laptop"),
    "coverage2.en": ("level=2&theme=coverage2", "en", "laptop"),
    "funding.fr": ("theme=funding", "fr", "laptop"),
    "camps.fr": ("layers=camps,rivers,labels&pick=ML", "fr", "laptop"),
    "present.en": ("area=ML05&level=2&present=1", "en", "projector"),
    "beside.fr": ("level=2&compare=level%3D2%26round%3D2018-12", "fr", "laptop"),
    "projector.en": ("area=ML05&level=2", "en", "projector"),
    "phone.fr": ("pick=ML05", "fr", "phone"),
}
"""By name: the view, the reader's language, the size of the window."""


PAGES = {
    "matrix.fr": ("matrix?division=reform2023", "fr", "projector"),
    "matrix.why.en": ("matrix?level=2", "en", "laptop"),
    "ranking.en": ("ranking?level=2&sector=NUT", "en", "laptop"),
}
"""The same for pages beside the map."""

ASKED = {"matrix.why.en": "[data-ask='ML0506 NUT']"}
"""What is pressed before the picture is made."""


CHECKED = "Site,Région,Cercle,Commune,Site individus\nSud,Sikasso,,Diédougou,120\nEst,Mopti,Mopti,Fatoma,n/a\nNord,Gao,Gao,Gao,80\n"


def guide(browser: Browser, home: str, lang: str) -> None:
    """Make the pictures of the coordinator's guide: a file being checked, the shared screen, low data."""
    with read(browser, f"{home}/data", lang) as page:
        page.locator(".st-key-intake input[type=file]").set_input_files(
            {"name": "partner.csv", "mimeType": "text/csv", "buffer": CHECKED.encode()}
        )
        page.locator("[class*=st-key-problem-]").first.wait_for()
        page.locator("#part-intake").scroll_into_view_if_needed()
        kept(page, f"check.{lang}")
    for name, path, size, ready in (
        ("present", "?present=1&area=ML05&level=2", "projector", ".md .mm-map canvas"),
        ("light", "light?level=2&pick=ML0506", "phone", "footer"),
    ):
        width, height = SIZES[size]
        page = browser.new_page(viewport={"width": width, "height": height}, locale=LOCALES[lang])
        page.goto(f"{home}/{path}")
        page.wait_for_selector(ready)
        kept(page, f"{name}.{lang}")
        page.close()


def kept(page: Page, name: str) -> None:
    """Keep what is seen of a page."""
    page.evaluate("document.fonts.ready")
    page.screenshot(path=FOLDER / f"{name}.png")
    print(name)


def main() -> None:
    """Open each view and keep what is seen."""
    path = find_chromium()
    if path is None:
        sys.exit("No Chromium to make pictures with: apt install chromium")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served_app() as home, launched_browser(path, WITH_WEBGL) as browser:
        for name, (query, lang, size) in PICTURES.items():
            with opened(browser, f"{home}/?{query}", lang, size) as page:
                kept(page, name)
        for name, (query, lang, size) in PAGES.items():
            with read(browser, f"{home}/{query}", lang, size) as page:
                if name in ASKED:
                    page.locator(ASKED[name]).click()
                    page.wait_for_selector(".mx-why")
                kept(page, name)
        for lang in LOCALES:
            guide(browser, home, lang)


if __name__ == "__main__":
    main()
