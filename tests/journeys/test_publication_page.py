# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""“You said, we did” as everybody finds it: on a phone, on a screen, without script."""

import pytest
from playwright.sync_api import expect

from tools.config import LOGS

ADDRESS = "/exit-interview/you-said-we-did"
WIDTHS = (320, 390, 1280)
WITHDRAW = """
Publication = env["exit.interview.publication"]
cora = env["res.users"].search([("login", "=", "cora")])
words = Publication.search([("state", "=", "approved")])
words.with_user(cora).action_withdraw("For a test.")
env.cr.commit()
"""


@pytest.fixture(scope="module")
def organisation(make_server):
    """A sample organisation of its own: the words are withdrawn."""
    return make_server("publication")


def test_everybody_reads_it_until_it_is_withdrawn(
    organisation, new_page, check_barriers
):
    page = new_page(base_url=organisation.url)
    page.goto(ADDRESS)
    expect(page.locator("h1")).to_have_text("You said, we did")
    assert page.locator("dl.pair").count() > 1
    expect(page.locator("main")).not_to_contain_text("duty rota")  # a draft
    _look(page, check_barriers, "words")
    plain = new_page(base_url=organisation.url, java_script_enabled=False)
    plain.goto(ADDRESS)
    assert plain.locator("main").inner_text() == page.locator("main").inner_text()

    organisation.shell(WITHDRAW)
    page.goto(ADDRESS)
    expect(page.locator("main")).to_contain_text("There is nothing to read yet")
    assert not page.locator("dl.pair").count()
    _look(page, check_barriers, "empty")


def _look(page, check_barriers, name):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = "document.documentElement.scrollWidth - window.innerWidth"
        assert page.evaluate(wide) <= 0, f"{name}: too wide at {width}"
        check_barriers(page)
        path = LOGS / f"page-said-{name}-{width}.png"
        page.screenshot(path=path, full_page=True)
