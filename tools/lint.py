# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`make lint`: the checks of OCA for 19.0, and Odoo's own, on our addons."""

import os
import subprocess

from . import addons, node_env, python_env, testing
from .config import LOGS, ROOT, SERIES, Failure, say, step

# Odoo's own checkers for pylint, from its addon test_lint.
ODOO_PLUGINS = (
    "_odoo_checker_sql_injection",
    "_odoo_checker_gettext",
    "_odoo_checker_unlink_override",
)
ODOO_MESSAGES = (
    "eval-used",
    "function-redefined",
    "gettext-placeholders",
    "gettext-repr",
    "gettext-variable",
    "missing-gettext",
    "raise-unlink-override",
    "sql-injection",
    "undefined-variable",
    "unreachable",
    "used-before-assignment",
)
PRETTIER_SUFFIXES = ("xml", "js", "scss", "json")


def run(databases):
    """Run every check, also after one has failed; return the exit code."""
    checks = [
        ("ruff", _ruff),
        ("pylint", _pylint),
        ("pylint of Odoo", lambda: _odoo_pylint(databases)),
        ("views and data", _oca_module_checks),
        ("translations", _oca_po_checks),
        ("prettier and eslint", _node_checks),
        ("licences", lambda: _licences(databases)),
        ("test_lint of Odoo", lambda: _test_lint(databases)),
    ]
    bad = []
    for name, check in checks:
        step(f"Lint: {name}")
        try:
            passed = check()
        except Failure as failure:
            say(str(failure))
            passed = False
        if not passed:
            bad.append(name)
    say()
    say(f"Lint found something in: {', '.join(bad)}" if bad else "Lint: all well.")
    return 1 if bad else 0


def _call(command, **kwargs):
    """Run a check, its findings shown; return whether there were none."""
    kwargs.setdefault("env", python_env.environment())
    kwargs.setdefault("cwd", ROOT)
    command = [str(part) for part in command]
    return subprocess.run(command, stdin=subprocess.DEVNULL, **kwargs).returncode == 0


def _ruff():
    ruff = python_env.executable("ruff")
    found = [_call([ruff, "check", "--quiet", "."])]
    found.append(_call([ruff, "format", "--quiet", "--diff", "."]))
    return all(found)


def _pylint():
    return _call(
        [
            python_env.executable("pylint"),
            f"--rcfile={ROOT / '.pylintrc-mandatory'}",
            *addons.names(),
        ]
    )


def _odoo_pylint(databases):
    """Run the checkers that Odoo runs on itself."""
    plugins = testing.core_tests(databases, "test_lint")
    env = {**databases.env, "PYTHONPATH": str(plugins)}
    env["ADDONS_PATH"] = os.pathsep.join(map(str, databases.odoo.addons_path()))
    return _call(
        [
            python_env.executable("pylint"),
            f"--rcfile={os.devnull}",
            "--disable=all,useless-option-value",
            f"--enable={','.join(ODOO_MESSAGES)}",
            f"--load-plugins={','.join(ODOO_PLUGINS)}",
            "--reports=n",
            "--score=n",
            *addons.names(),
        ],
        env=env,
    )


def _oca_module_checks():
    check = python_env.executable("oca-checks-odoo-module")
    if not (ROOT / ".git").exists():
        say("Left out: it asks git which files there are, and this is no repository.")
        return True
    # demo/logins.csv is read by `make run`; the key of the manifest that would say so
    # is one that Odoo's own lint refuses.
    option = "--disable=file-not-used"
    return all([_call([check, option, name]) for name in addons.names()])


def _oca_po_checks():
    files = sorted(ROOT.glob(f"{addons.PREFIX}*/i18n/*.po*"))
    check = python_env.executable("oca-checks-po")
    return not files or _call([check, "--disable=po-pretty-format", *files])


def _node_checks():
    node_env.ensure()
    files = [
        path
        for suffix in PRETTIER_SUFFIXES
        for path in sorted(ROOT.glob(f"{addons.PREFIX}*/**/*.{suffix}"))
        if "static/lib" not in str(path)
    ]
    scripts = [path for path in files if path.suffix == ".js"]
    found = []
    if files:
        prettier = [node_env.executable("prettier"), "--check", "--log-level=warn"]
        found.append(_call([*prettier, *files]))
    if scripts:
        found.append(_call([node_env.executable("eslint"), *scripts]))
    return all(found)


def _licences(databases):
    """Check that no addon depends on one whose licence forbids it."""
    paths = [
        *databases.odoo.addons_path(),
        python_env.site_packages() / "odoo" / "addons",
    ]
    return _call(
        [
            python_env.executable("manifestoo"),
            "--select-addons-dir=.",
            f"--addons-path={','.join(map(str, paths))}",
            f"--odoo-series={SERIES}",
            "check-licenses",
        ]
    )


def _test_lint(databases):
    """Run Odoo's test_lint where our addons are installed."""
    testing.prepare(databases, keep=True, names=(testing.TESTED,))
    config = testing.configure(databases, testing.TESTED, name="lint")
    report = LOGS / "lint.xml"
    return _call(
        [
            python_env.executable("pytest"),
            "-q",
            "--tb=short",
            "--durations=0",
            "--durations-min=999",
            "-p",
            "tools.lint_scope",
            f"--rootdir={ROOT}",
            f"--config-file={ROOT / 'pytest.ini'}",
            f"--odoo-config={config}",
            f"--junitxml={report}",
            testing.core_tests(databases, "test_lint"),
        ],
        env={**databases.env, "PYTHONPATH": str(ROOT)},
    )
