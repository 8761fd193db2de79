# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Fixtures for journeys: a served database, a browser, the external API."""

import os
import re

import odooly
import pytest
from playwright.sync_api import expect, sync_playwright

from tools import commands, node_env, system, testing
from tools.config import LOGS

from .odoo_server import OdooServer

BROWSER_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Far longer than any page takes: a busy machine is no reason to fail.
TIMEOUT = 60_000
AXE_TAGS = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
]

expect.set_options(timeout=TIMEOUT)


@pytest.fixture(scope="session")
def databases():
    """Odoo and PostgreSQL, as `make test` left them."""
    found = commands.prepare(development=True)
    if not found.exists(testing.DEMO):
        pytest.fail("There is no database with demo data yet. First: make test")
    return found


@pytest.fixture(scope="session")
def make_server(databases):
    """Return a function that starts a server on a fresh copy of the demo data.

    For tests that kill a server or change much; the others share `server`.
    """
    made = []

    def make(name="other"):
        made.append(OdooServer(databases, f"journey_{name}", testing.DEMO))
        return made[-1].start()

    yield make
    for server in made:
        server.remove()


@pytest.fixture(scope="session")
def server(make_server):
    """The server that all journeys share, with the sample organisation."""
    return make_server("shared")


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium of Playwright."""
    path = os.environ.get("CHROMIUM") or system.browser()
    if not path:
        pytest.skip("no Chromium; " + system.how_to_get(system.BROWSER_PACKAGES))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, headless=True, args=list(BROWSER_OPTIONS)
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def pdf():
    """Ask for this where a PDF is made."""
    if not system.wkhtmltopdf():
        pytest.skip("no wkhtmltopdf; " + system.how_to_get(system.PDF_PACKAGES))


@pytest.fixture(scope="session")
def check_barriers():
    """Return a function that fails if axe-core finds a barrier on a page.

    The rules are those of WCAG 2.2 at levels A and AA, and axe's own best practices.
    """
    path = node_env.axe()
    if not path:
        pytest.skip("no axe-core; " + system.how_to_get(system.NODE_PACKAGES))
    script = path.read_text()

    def check(page):
        page.evaluate(script)
        found = page.evaluate("tags => axe.run({runOnly: tags})", AXE_TAGS)
        assert found["passes"], "axe looked at nothing"
        barriers = [
            f"{one['id']}: {one['help']}: {node['html']}"
            for one in found["violations"]
            for node in one["nodes"]
        ]
        assert not barriers, f"{page.url}\n" + "\n".join(barriers)

    return check


@pytest.fixture
def new_page(browser, server, request):
    """Return a function that opens a page nobody has logged in to.

    Each page has cookies of its own, so that several users can be there at
    once. A failing test leaves a picture of each page in the log folder.
    """
    contexts = []

    def open_page(width=1280, height=900, base_url=None, **options):
        context = browser.new_context(
            base_url=base_url or server.url,
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="Europe/London",
            accept_downloads=True,
            **options,
        )
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        return context.new_page()

    yield open_page
    failed = getattr(request.node, "failed", False)
    for number, context in enumerate(contexts):
        if failed:
            _picture(context, f"{request.node.name}-{number}")
        context.close()


@pytest.fixture
def login(new_page):
    """Return a function that logs a user in and returns the page.

    ``login(login, password=None, page=None, **page_options)``; the password is
    the login unless given.
    """

    def log_in(login, password=None, page=None, **page_options):
        page = page or new_page(**page_options)
        page.goto("/web/login")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", password or login)
        page.click("button[type=submit]:visible")
        page.wait_for_selector(".o_main_navbar")
        return page

    return log_in


@pytest.fixture
def api(server):
    """Return a function that connects a user to the external API.

    ``api(login, password=None)`` gives a client of odooly: ``.env["model"]`` has
    the models as that user sees them. Without a password it uses a key, as
    programs of a user do.
    """

    def connect(login, password=None):
        secret = (
            {"password": password} if password else {"api_key": server.api_key(login)}
        )
        return odooly.Client(server.url, db=server.database, user=login, **secret)

    return connect


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if outcome.get_result().failed:
        item.failed = True


def _picture(context, name):
    folder = LOGS / "screenshots"
    folder.mkdir(exist_ok=True)
    name = re.sub(r"[^\w-]+", "_", name)
    for number, page in enumerate(context.pages):
        path = folder / f"{name}-{number}.png"
        try:
            page.screenshot(path=path)
        except Exception as error:  # the page may be gone, and that is no failure
            print(f"no picture of {name}: {error}")
        else:
            print(f"picture: {path}")
