"""The built site, served to a browser that can reach nothing else."""

import functools
import http.server
import os
import shutil
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Error, sync_playwright

SITE = Path(__file__).parents[2] / "_build" / "html"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-extensions",
    "--disable-sync", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def found_browser():
    """The path of a Chromium: the one that CHROMIUM names, or the first that is installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def site():
    """The address of the built site."""
    if not (SITE / "index.html").exists():
        pytest.skip("the site is not built: make book")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=SITE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser():
    """One process of Chromium for all tests."""
    path = found_browser()
    if path is None:
        pytest.skip(f"no browser is installed: none of {', '.join(NAMES)} is on the path, and CHROMIUM names none")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=[*sandbox, *QUIET])
        except Error as error:
            pytest.skip(f"no browser starts: {path}: {error.message.splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def contexts(browser):
    """One window a width and a colour scheme: what a page leaves in the cache serves the next."""
    opened = {}

    def context(width, scheme):
        if (width, scheme) not in opened:
            opened[width, scheme] = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
            )
        return opened[width, scheme]

    yield context
    for each in opened.values():
        each.close()
