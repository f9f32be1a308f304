"""The built site, and the browser that opens it: one of each for a run, however many processes run the tests."""

import re
from contextlib import ExitStack, contextmanager, suppress

import pytest
from playwright.sync_api import Error, sync_playwright

from .shared import SITE, Chromium, chromium, served
from .visit import TIMEOUT, plan, visit

SHARED = pytest.StashKey()
SLOWEST = 5


def shared(config):
    """The site's address and the Chromium of this run: the controller's where there is one, else this process's own.

    What is started here stops when pytest does, whether it comes to its end, fails, or is interrupted.
    """
    if given := getattr(config, "workerinput", {}).get("shared"):
        address, found = given
        return address, Chromium(*found)
    if SHARED not in config.stash:
        running = ExitStack()
        config.add_cleanup(running.close)
        config.stash[SHARED] = running.enter_context(served(SITE)), running.enter_context(chromium())
    return config.stash[SHARED]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    """Tell a worker of pytest-xdist where the controller's server and Chromium are."""
    address, found = shared(node.config)
    node.workerinput["shared"] = address, tuple(found)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Tests of one page run in one process, which visits it once, and so do those that read the files.

    pytest-xdist's own groups (`xdist_group`) would say the same; its release 3.8 loses them under pytest 9.2.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByPage(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            page = re.search(r"test_pages\.py::.*\[(?:[a-z]+-)?(.*)\]", nodeid)
            return page[1] if page else re.sub(r"(?<=test_files\.py)::.*", "", nodeid)

    return ByPage(config, log)


@pytest.fixture(scope="session")
def site(request):
    """The address of the built site."""
    if not (SITE / "index.html").exists():
        pytest.skip("the site is not built: make book")
    return shared(request.config)[0]


@pytest.fixture(scope="session")
def browser(request):
    """The Chromium of this run."""
    found = shared(request.config)[1]
    if found.reason:
        pytest.skip(found.reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.connect(found.endpoint, timeout=TIMEOUT)
        yield browser
        with suppress(Error):  # on Ctrl-C it may have gone before
            browser.close()


@contextmanager
def opened(browser):
    """A window that shares neither cache nor storage with another."""
    window = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    window.set_default_timeout(TIMEOUT)
    window.set_default_navigation_timeout(TIMEOUT)
    yield window
    with suppress(Error):
        window.close()


@pytest.fixture(scope="session")
def visits_window(browser):
    """The window in which pages are visited: what one leaves in the cache serves the next."""
    with opened(browser) as window:
        yield window


@pytest.fixture
def window(browser):
    """A window for one test."""
    with opened(browser) as window:
        yield window


@pytest.fixture(scope="session")
def visits():
    """The visits of this process: page -> what was found there."""
    return {}


@pytest.fixture
def visited(name, request, site, visits_window, visits, record_property):
    """What the visit of the page `name` found: the first test that asks makes the visit, and tells its seconds."""
    if name not in visits:
        visits[name] = visit(visits_window, site, name, plan(name))
        record_property("visit", [name, visits[name].seconds])
    return visits[name]


def pytest_terminal_summary(terminalreporter):
    """Say which pages took longest. It informs: no test depends on a clock."""
    reports = (report for each in terminalreporter.stats.values() for report in each)
    seconds = dict(
        value for report in reports for key, value in getattr(report, "user_properties", ()) if key == "visit"
    )
    if seconds:
        terminalreporter.section(f"the {min(SLOWEST, len(seconds))} slowest of {len(seconds)} pages")
        for name, taken in sorted(seconds.items(), key=lambda item: -item[1])[:SLOWEST]:
            terminalreporter.line(f"{taken:7.1f} s  {name}")
