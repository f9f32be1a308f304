"""One server of the site and one Chromium, started once and shared by all the processes that run tests."""

import asyncio
import functools
import http.server
import os
import shutil
import threading
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from playwright.async_api import Error, async_playwright

SITE = Path(__file__).parents[2] / "_build" / "html"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-extensions",
    "--disable-sync", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line for each, and many of them over one connection."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass


class Written:
    """A page that is written into a folder, as far as its sliders ask."""

    name, root = "page", ""

    def __init__(self, folder):
        self.folder = folder

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


@contextmanager
def served(folder, handler=Handler):
    """The address of a folder that is served on this machine."""
    handler = functools.partial(handler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def found_browser():
    """The path of a Chromium: the one that CHROMIUM names, or the first that is installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


class Chromium(NamedTuple):
    """Where a running Chromium is reached; where none runs, why."""

    endpoint: str = ""
    reason: str = ""


async def run_chromium(path, tell, over):
    """Start Chromium, tell where it is reached, and close it when `over` is done.

    Its clients each have windows of their own. This end has to keep listening, for it hears of all that they do.
    """
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=[*sandbox, *QUIET])
        bound = await browser.bind("the built site", host="127.0.0.1", port=0)
        tell.set_result(bound["endpoint"])
        await asyncio.wrap_future(over)
        with suppress(Error):  # on Ctrl-C it may have gone before
            await browser.close()


@contextmanager
def chromium():
    """A Chromium to which any process of this machine can connect.

    It is run by a thread of its own: Playwright has one loop a thread, and the thread of the tests needs its own. Should
    this process be killed, Playwright's driver loses its input, and takes Chromium with it.
    """
    path = found_browser()
    if path is None:
        names = ", ".join(NAMES)
        yield Chromium(reason=f"no browser is installed: none of {names} is on the path, and CHROMIUM names none")
        return
    told, over = Future(), Future()

    def run():
        try:
            asyncio.run(run_chromium(path, told, over))
        except Exception as error:
            if not told.done():
                told.set_exception(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        found = Chromium(endpoint=told.result())
    except Error as error:
        found = Chromium(reason=f"no browser starts: {path}: {error.message.splitlines()[0]}")
    try:
        yield found
    finally:
        over.set_result(None)
        thread.join()
