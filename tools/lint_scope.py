# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Pytest plugin: Odoo's addon test_lint, held to the addons of this repository.

Its tests read every addon on the path and every model of the database. What it
finds in Odoo and in the OCA's addons is theirs to mend. This plugin narrows what
is read, and takes a warning of a linter for the failure that Odoo's own test
service takes it for.
"""

import inspect
import logging

import pytest

from . import addons

# Left out: what lint.py runs itself (pylint, eslint), and what tests the linters.
CLASSES = {
    "ManifestLinter",
    "PotLinter",
    "RoutesLinter",
    "TestDocstring",
    "TestDunderinit",
    "TestI18n",
    "TestIndex",
    "TestJsTranslations",
    "TestLintOverrideSignatures",
    "TestNaming",
    "TestOnchangeDomains",
    "TestTestHoles",
}


def _is_ours(name):
    return (name or "").startswith(addons.PREFIX)


@pytest.fixture(autouse=True, scope="session")
def only_our_manifests():
    """Tests that read files see the files of our addons."""
    from odoo.modules import Manifest

    patch = pytest.MonkeyPatch()
    every = Manifest.all_addon_manifests
    patch.setattr(
        Manifest,
        "all_addon_manifests",
        lambda *args: [m for m in every(*args) if _is_ours(m.name)],
    )
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def only_our_models(request, monkeypatch, load_registry):
    """Tests that read models see the methods that our addons define."""
    if request.node.name not in (
        "test_lint_override_signature",
        "test_parameter_rpc_compatible",
        "test_docstring",
    ):
        return
    every = inspect.getmembers

    def getmembers(model, predicate=None):
        ours = [c for c in model.mro() if _is_ours(getattr(c, "_module", None))]
        names = {name for class_ in ours for name in vars(class_)}
        return [
            (name, value) for name, value in every(model, predicate) if name in names
        ]

    monkeypatch.setattr(request.module.inspect, "getmembers", getmembers)


@pytest.fixture(autouse=True)
def only_our_translations(request, monkeypatch):
    """The test of templates of translations sees ours."""
    if hasattr(request.module, "get_modules"):
        monkeypatch.setattr(request.module, "get_modules", addons.names)


@pytest.fixture(autouse=True)
def no_warnings(request):
    """A linter that warns has found something."""
    messages = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: messages.append(record.getMessage())
    logger = logging.getLogger("odoo.addons.test_lint")
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.WARNING)
    yield
    logger.removeHandler(handler)
    logger.setLevel(level)
    if messages:
        pytest.fail("\n".join(messages))


def pytest_collection_modifyitems(items, config):
    """Keep the linters named above."""
    keep = [item for item in items if item.cls and item.cls.__name__ in CLASSES]
    config.hook.pytest_deselected(items=[item for item in items if item not in keep])
    items[:] = keep
