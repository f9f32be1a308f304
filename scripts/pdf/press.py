"""Prints the built site as one book, with Chromium."""

import os
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts.pdf.places import places
from scripts.published import SITE, browser, served

__all__ = ["assemble", "opened", "printed"]

HERE = Path(__file__).parent
MINUTES = 10 * 60_000  # milliseconds: as long as all pages together may take on a busy machine
NUMBER = (
    '<div style="width: 100%; text-align: center; font: 9px serif; color: #444"><span class="pageNumber"></span></div>'
)


@contextmanager
def opened(site=SITE):
    """A page in Chromium, and the address of the built site. Raises FileNotFoundError where there is no browser, or no site."""
    if not browser():
        raise FileNotFoundError("pdf: no Chromium is installed, and CHROMIUM names none")
    if not (site / "lectures").exists():
        raise FileNotFoundError("pdf: the site is not built: make book")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with served(site) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=sandbox)
        page = chromium.new_page()
        page.set_default_timeout(MINUTES)
        yield page, address
        chromium.close()


def assemble(page, address, title, parts):
    """Make an open page the whole book out of the site at an address, and wait until its pictures and letters are there."""
    head = f'<link rel="stylesheet" href="_static/page.css"><style>{(HERE / "paper.css").read_text(encoding="utf-8")}</style>'
    start = f'<!DOCTYPE html><html lang="en" data-theme="light"><head><title>{title}</title>{head}</head><body></body></html>'
    page.route("**/paper.html", lambda route: route.fulfill(body=start, content_type="text/html; charset=utf-8"))
    page.goto(f"{address}/paper.html")
    page.evaluate(
        (HERE / "assemble.js").read_text(encoding="utf-8"),
        {"title": title, "parts": [part._asdict() for part in parts]},
    )


def printed(page):
    """The page as a PDF, its contents with the numbers of pages: it is printed once to know them, and once more."""
    paper = {
        "format": "A4", "print_background": True, "outline": True, "tagged": True, "display_header_footer": True,
        "header_template": "<div></div>", "footer_template": NUMBER,
        "margin": {"top": "22mm", "bottom": "22mm", "left": "24mm", "right": "24mm"},
    }  # fmt: skip
    found = places(page.pdf(**paper | {"tagged": False, "outline": False}))
    page.evaluate(
        "places => document.querySelectorAll('[data-page-of]').forEach(e => e.textContent = places[e.dataset.pageOf])",
        found,
    )
    return page.pdf(**paper)
