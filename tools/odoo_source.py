# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo itself, which is not on PyPI.

Looked for in this order: the folder that ``ODOO_PATH`` names; Debian's package
``odoo-19`` of the unstable suite, downloaded and unpacked but not installed; a
shallow clone of the branch 19.0. The last two go to the user's cache, once for
all checkouts.
"""

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import python_env
from .config import SERIES, Failure, cache_dir, lock, run, say, step

REPOSITORY = "https://github.com/odoo/odoo.git"
DEBIAN_PACKAGE = "odoo-19"
DEBIAN_SUITE = "sid"
# The web client's files in the package are links into these packages.
DEBIAN_COMPANIONS = (
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-glyphicons-halflings",
    "fonts-inconsolata",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
)
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# Left out of the package for its licence; the bundles name it all the same, and
# a missing file is an error in the browser's console.
MISSING_FILES = ("addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js",)
PTH_NAME = "odoo-source.pth"


@dataclass(frozen=True)
class Odoo:
    """One place that Odoo can be imported from.

    ``package_parent`` holds the package ``odoo``; ``addons`` lists the folders
    of addons that lie outside it (a source tree has one).
    """

    package_parent: Path
    addons: tuple
    origin: str

    @property
    def package(self):
        return self.package_parent / "odoo"

    def addons_path(self):
        """Return all folders of core addons, for tools that want them listed."""
        return [self.package / "addons", *self.addons]


def ensure():
    """Find or fetch Odoo, and make it importable in the virtual environment."""
    odoo = _find()
    _write_pth(odoo)
    return odoo


def _find():
    if os.environ.get("ODOO_PATH"):
        return _from_path(Path(os.environ["ODOO_PATH"]).expanduser().resolve())
    with lock(cache_dir() / "odoo.lock"):
        cached = _cached()
        if cached:
            return cached
        reasons = []
        for fetch in (_fetch_debian, _fetch_git):
            try:
                return _from_cache(fetch())
            except Failure as failure:
                reasons.append(str(failure))
    raise Failure(
        "Odoo 19 was not found and could not be fetched:\n- "
        + "\n- ".join(reasons)
        + "\nGet the branch 19.0 of odoo/odoo yourself and set ODOO_PATH to its folder."
    )


# === A FOLDER THAT HOLDS ODOO ===#


def _from_path(path):
    """Return the Odoo in a folder: a source tree, or a folder of packages."""
    for parent in (path, path / "usr/lib/python3/dist-packages", path.parent):
        release = parent / "odoo" / "release.py"
        if release.is_file():
            break
    else:
        raise Failure(
            f"There is no Odoo in {path}: neither odoo-bin with the folder odoo, "
            "nor the package odoo."
        )
    version = _read_version(release)
    if version != SERIES:
        raise Failure(f"Odoo in {path} is {version}; these addons need {SERIES}.")
    outside = parent / "addons"
    addons = (outside,) if (outside / "web" / "__manifest__.py").is_file() else ()
    return Odoo(parent, addons, str(path))


def _read_version(release):
    """Return "19.0" from release.py, read as text: nothing is imported here."""
    found = re.search(
        r"^version_info\s*=\s*\((\d+),\s*(\d+)", release.read_text(), re.M
    )
    return ".".join(found.groups()) if found else "of an unknown version"


def _cached():
    """Return the newest Odoo in the cache; a folder there is always complete."""
    folders = sorted(cache_dir().glob(f"odoo-{SERIES}-*"), reverse=True)
    return _from_cache(folders[0]) if folders else None


def _from_cache(folder):
    found = _from_path(folder)
    return Odoo(found.package_parent, found.addons, folder.name)


def _write_pth(odoo):
    """Put Odoo on the path of the virtual environment."""
    pth = python_env.site_packages() / PTH_NAME
    content = f"{odoo.package_parent}\n"
    if not pth.exists() or pth.read_text() != content:
        pth.write_text(content)


# === DEBIAN'S PACKAGE ===#


def _fetch_debian():
    """Download and unpack Debian's package, as any user; return the folder."""
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        raise Failure("Debian's package: apt-get or dpkg is not on this machine.")
    mirror = _debian_mirror()
    with tempfile.TemporaryDirectory(dir=cache_dir(), prefix="apt-") as work:
        apt = _PrivateApt(Path(work), mirror)
        apt.update()
        version = apt.candidate(DEBIAN_PACKAGE)
        step(f"Fetching Odoo: Debian's {DEBIAN_PACKAGE} {version} (about 130 MB)")
        packages = apt.download(DEBIAN_PACKAGE, *DEBIAN_COMPANIONS)
        step("Unpacking Odoo")
        tree = Path(work) / "tree"
        for package in packages:
            run(["dpkg", "-x", package, tree], failure=f"{package} does not unpack.")
        _fill_gaps(tree)
        return _move_into_cache(tree, version)


def _debian_mirror():
    """Return the address of this machine's own Debian mirror."""
    if os.environ.get("DEBIAN_MIRROR"):
        return os.environ["DEBIAN_MIRROR"]
    etc = Path("/etc/apt")
    sources = [etc / "sources.list", *sorted((etc / "sources.list.d").glob("*"))]
    for source in sources:
        if not source.is_file():
            continue
        for line in source.read_text(errors="replace").splitlines():
            if re.match(r"\s*(deb\s|URIs:)", line):
                found = re.search(r"\b\w[\w+]*://\S+/debian/?(?=\s|$)", line)
                if found:
                    return found.group(0)
    raise Failure(
        "Debian's package: this machine's apt sources name no Debian mirror (set "
        "DEBIAN_MIRROR to one to use it)."
    )


class _PrivateApt:
    """apt with lists and cache of its own: needs no rights, changes nothing."""

    def __init__(self, folder, mirror):
        self.folder = folder
        for name in ("lists/partial", "cache/archives/partial", "debs", "tree"):
            (folder / name).mkdir(parents=True)
        signed = f"[signed-by={KEYRING}] " if KEYRING.exists() else ""
        (folder / "sources.list").write_text(
            f"deb {signed}{mirror} {DEBIAN_SUITE} main\n"
        )
        settings = {
            "Dir::Etc::sourcelist": folder / "sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::Etc::preferences": "/dev/null",
            "Dir::Etc::preferencesparts": "/dev/null",
            "Dir::State": folder,
            "Dir::State::Lists": folder / "lists",
            "Dir::Cache": folder / "cache",
            "Acquire::Languages": "none",
            "APT::Sandbox::User": "",
        }
        self.options = [f"-o{key}={value}" for key, value in settings.items()]

    def update(self):
        self._apt("apt-get", "update")

    def candidate(self, package):
        """Return the version that the suite has of a package."""
        shown = self._apt("apt-cache", "policy", package)
        found = re.search(r"Candidate: (\S+)", shown)
        if not found or found.group(1) == "(none)":
            raise Failure(f"Debian's {DEBIAN_SUITE} has no package {package}.")
        return found.group(1)

    def download(self, *packages):
        """Download packages and return their files, the first package's first."""
        self._apt("apt-get", "download", *packages, cwd=self.folder / "debs")
        return sorted(self.folder.glob("debs/*.deb"))

    def _apt(self, program, action, *arguments, cwd=None):
        done = subprocess.run(
            [program, *self.options, "-q", action, *arguments],
            cwd=cwd,
            text=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
        if done.returncode:
            last = (done.stderr or done.stdout).strip().splitlines()[-3:]
            raise Failure(f"Debian's package: {action} failed: {' '.join(last)}")
        return done.stdout


def _fill_gaps(tree):
    """Put empty files where the package lacks what the web client names."""
    package = tree / "usr/lib/python3/dist-packages/odoo"
    for name in MISSING_FILES:
        path = package / name
        if path.parent.parent.is_dir() and not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.touch()


def _move_into_cache(tree, version):
    """Move a complete tree to its name in the cache, in one step."""
    name = re.sub(r"[^\w.+~-]", "-", version.removeprefix(f"{SERIES}."))
    target = cache_dir() / f"odoo-{SERIES}-{name}"
    _from_path(tree)
    tree.rename(target)
    target.chmod(0o755)
    say(f"   Odoo is in {target}")
    return target


# === A CLONE ===#


def _fetch_git():
    """Clone the branch, without its history; return the folder."""
    if not shutil.which("git"):
        raise Failure("A clone: git is not on this machine.")
    step(f"Cloning Odoo's branch {SERIES} (about 600 MB)")
    with tempfile.TemporaryDirectory(dir=cache_dir(), prefix="git-") as work:
        tree = Path(work) / "tree"
        command = ["git", "clone", "--quiet", "--depth=1", f"--branch={SERIES}"]
        done = subprocess.run(
            [*command, REPOSITORY, str(tree)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env={**os.environ, "GIT_TERMINAL_PROMPT": "0"},
        )
        if done.returncode:
            raise Failure(f"A clone: {done.stderr.strip()}")
        return _move_into_cache(tree, "git")
