# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""H-8: find in the sources what goes around the rules, and compare with a list.

``sudo_allowlist.csv`` has a line for each function that does so: what, how often, what
makes it safe, and which test would notice. A line is written by whoever has looked.
"""

import ast
import csv
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALLOWLIST = ROOT / "tests" / "sudo_allowlist.csv"
COLUMNS = ["file", "function", "what", "count", "safe_because", "test"]
CHECKS = {
    "_check_actor",
    "_check_asks",
    "check_access",
    "_may_register",
    "_get_permitted",
    "_check_not_duty",
    "_check_response_open",
    "_check_keeper",
}
SKIPPED = {"tests", "demo", "static", "i18n"}


def sources():
    """Yield the Python files of our addons, without tests and the demo generator."""
    for path in sorted(ROOT.glob("exit_interview*/**/*.py")):
        if not SKIPPED & set(path.relative_to(ROOT).parts):
            yield path


class _Finder(ast.NodeVisitor):
    def __init__(self):
        self.scope = []
        self.found = []  # (function, what, line)
        self.checks = {}  # function: first line of a check

    def _enter(self, node):
        self.scope.append(node.name)
        self.generic_visit(node)
        self.scope.pop()

    visit_ClassDef = visit_FunctionDef = visit_AsyncFunctionDef = _enter

    def visit_Call(self, node):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        function = ".".join(self.scope) or "<module>"
        what = self._get_kind(node, name)
        if what:
            self.found.append((function, what, node.lineno))
        if name in CHECKS:
            self.checks.setdefault(function, node.lineno)
        for keyword in node.keywords:
            value = getattr(keyword.value, "value", None)
            if (keyword.arg, value) in (
                ("public", True),
                ("csrf", False),
                ("su", True),
            ):
                self.found.append((function, f"{keyword.arg}={value}", node.lineno))
            elif keyword.arg == "auth":
                self.found.append((function, f"auth={value}", node.lineno))
        self.generic_visit(node)

    def _get_kind(self, node, name):
        off = node.args and getattr(node.args[0], "value", None) is False
        if name == "sudo" and not off:
            return "sudo"
        if name in ("execute_query", "execute_query_dict"):
            return "execute_query"
        if name == "execute" and ast.unparse(node.func).endswith("cr.execute"):
            return "cr.execute"
        if name == "Markup" and not (
            node.args and isinstance(node.args[0], ast.Constant)
        ):
            return "Markup"
        if name == "Html" and ast.unparse(node.func) == "fields.Html":
            return "fields.Html"
        return None


def scan():
    """Return what the sources do.

    :return: (Counter of (file, function, what), list of public methods that go around
        the rules before any check)
    """
    counts, unchecked = Counter(), []
    for path in sources():
        finder = _Finder()
        finder.visit(ast.parse(path.read_text(encoding="utf-8")))
        file = str(path.relative_to(ROOT))
        for function, what, line in finder.found:
            counts[file, function, what] += 1
            is_public = not any(part.startswith("_") for part in function.split("."))
            checked = finder.checks.get(function)
            if what == "sudo" and is_public and not (checked and checked <= line):
                unchecked.append((file, function))
    return counts, unchecked


def load():
    """Return the list: {(file, function, what): row}."""
    with ALLOWLIST.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return {(row["file"], row["function"], row["what"]): row for row in rows}
