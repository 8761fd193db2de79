# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The addons of this repository: which there are, and what they say of themselves."""

import ast
import csv
from dataclasses import dataclass

from .config import ROOT, Failure, digest

PREFIX = "exit_interview"
ENGINE = "exit_interview"
SOURCE_SUFFIXES = (
    ".py",
    ".xml",
    ".csv",
    ".js",
    ".scss",
    ".css",
    ".po",
    ".pot",
    ".svg",
    ".png",
    ".html",
    ".sql",
)


@dataclass(frozen=True)
class Login:
    """One user of the sample organisation, as an addon's demo/logins.csv tells."""

    login: str
    password: str
    role: str
    what: str


ADMINISTRATOR = Login(
    "admin", "admin", "Platform administrator", "Settings, users; no case and no answer"
)


def names():
    """Return the addons of this repository, the engine first."""
    found = sorted(path.parent.name for path in ROOT.glob(f"{PREFIX}*/__manifest__.py"))
    if not found:
        raise Failure(f"There is no addon ({PREFIX}*/__manifest__.py) in {ROOT}.")
    return found


def manifest(name):
    """Return an addon's manifest as a dictionary."""
    return ast.literal_eval((ROOT / name / "__manifest__.py").read_text())


def foreign_dependencies():
    """Return the addons that ours depend on directly and that are not ours."""
    ours = names()
    depends = {dep for name in ours for dep in manifest(name).get("depends", ())}
    return sorted(depends.difference(ours))


def fingerprint():
    """Return a value that changes when a source file of an addon does."""
    parts = []
    for name in names():
        for path in sorted((ROOT / name).rglob("*")):
            inside = path.relative_to(ROOT / name).parts
            if path.suffix in SOURCE_SUFFIXES and inside[0] != "tests":
                parts += [str(path.relative_to(ROOT)), path.read_bytes()]
    return digest(*parts)


def logins():
    """Return the users to show to whoever starts the server, daily users first."""
    found = []
    for name in names():
        path = ROOT / name / "demo" / "logins.csv"
        if not path.is_file():
            continue
        with open(path, newline="", encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                row = {key: (row.get(key) or "") for key in Login.__annotations__}
                found.append(Login(**row))
    found.append(ADMINISTRATOR)
    return [login for i, login in enumerate(found) if login not in found[:i]]
