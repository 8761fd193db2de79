# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`make test`: databases with our addons, and the suites that run on them.

Five suites, each a pytest of its own:

- *addons*: ``exit_interview*/tests`` and ``tests``, in the process of Odoo, on a
  database without demo data;
- *sweeps*: the long ones of these, who sees what on every channel, beside the others
  on a copy of their database;
- *alone*: the engine's tests once more, after the sweeps and still beside the others,
  in a database that has no other addon of ours;
- *journeys*: ``tests/journeys``, against a real server on a copy of a database
  with demo data, through a browser and the external API;
- *hr*: Odoo's own tests of its addon hr, with our addons installed.
"""

import os
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from . import addons, node_env, python_env, system
from .config import LOCAL, LOGS, ROOT, Failure, digest, in_ci, say, step

DEPENDENCIES = "exit_interview_deps"
TESTED = "exit_interview_test"
SWEPT = "exit_interview_sweeps"
ALONE = "exit_interview_alone"
SWEEPS = (
    "test_access_matrix.py",
    "test_children_sweep.py",
    "test_fostering_steps.py",
    "test_fostering_sweep.py",
)
DEMO = "exit_interview_demo"
NO_TESTS = 5
CORE_SUITES = ("hr",)
OPTIONS = {TESTED: (), DEMO: ("--with-demo",)}


@dataclass
class Result:
    """What one pytest counted."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    crashed: bool = False
    # What the end of a long log must say: which tests, not only how many.
    names: list = field(default_factory=list)

    @property
    def total(self):
        return self.passed + self.failed + self.skipped


def run(databases, expression=None):
    """Run the suites; return the exit code.

    :param expression: as pytest's -k; keeps the databases of the last run and
        leaves out Odoo's own suites
    """
    started = time.monotonic()
    missing = missing_programs()
    if system.node():
        node_env.ensure()
    prepare(databases, keep=bool(expression))
    results = run_in_process(databases, expression)
    if not expression or _selects(databases, expression):
        if expression:
            _refresh(databases, DEMO)
        results.append(run_journeys(databases, expression))
    if not expression:
        results += [run_core(databases, name) for name in CORE_SUITES]
    return summarise(results, missing, time.monotonic() - started)


def summarise(results, missing, seconds):
    """Print what was counted, the last line for programs; return the exit code."""
    problems = [f"{r.name}: pytest broke off" for r in results if r.crashed]
    if not sum(r.passed + r.failed for r in results):
        problems.append("no test was run")
    skipped = sum(r.skipped for r in results if r.name not in CORE_SUITES)
    if skipped and in_ci():
        problems.append(f"{skipped} tests were skipped, and with CI=true none may be")
    say()
    for name, packages in missing:
        say(f"Left out, because {name} is missing: tests that need it. To have them:")
        say(f"  {system.how_to_get(packages)}")
    for result in results:
        say(
            f"{result.name}: {result.passed} passed, {result.failed} failed, "
            f"{result.skipped} skipped"
        )
        for line in result.names:
            say(f"   {line}")
    for problem in problems:
        say(f"FAILED: {problem}")
    failed = sum(r.failed for r in results) + len(problems)
    passed = sum(r.passed for r in results)
    say(f"Took {seconds:.0f} s.")
    say(f"{passed} passed, {failed} failed, {sum(r.skipped for r in results)} skipped")
    return 1 if failed else 0


def missing_programs():
    """Install what tests need if that is allowed; return what is still missing."""
    missing = []
    for name, find, packages in (
        ("a browser", system.browser, system.BROWSER_PACKAGES),
        ("wkhtmltopdf", system.wkhtmltopdf, system.PDF_PACKAGES),
        ("npm", system.node, system.NODE_PACKAGES),
    ):
        if not system.ensure(find, packages):
            missing.append((name, packages))
    if missing and in_ci():
        wanted = " ".join(sorted({p for _name, packages in missing for p in packages}))
        raise Failure(
            f"With CI=true no test may be left out, but "
            f"{' and '.join(name for name, _packages in missing)} is missing:\n"
            f"  sudo apt-get install {wanted}"
        )
    return missing


# === DATABASES ===#


def configure(databases, database, name="test"):
    """Write the settings for tests in one database and return their path."""
    options = {
        "db_name": database,
        "dbfilter": f"^{database}$",
        "max_cron_threads": 0,
        "screenshots": LOGS / "screenshots",
    }
    path = system.wkhtmltopdf()
    if path:
        options["bin_path"] = os.path.dirname(path)
    return databases.write_config(name, **options)


def prepare(databases, keep=False, names=(TESTED, DEMO)):
    """Make the databases: addons alone, and addons with demo data.

    :param bool keep: use those of the last run, updated if sources have changed
    :param tuple names: which of the two
    """
    if keep and all(databases.exists(name) for name in names):
        _refresh(databases, TESTED)
        return
    step(f"Installing {', '.join(addons.names())}: {', '.join(names)}")
    with ThreadPoolExecutor(2) as pool:
        for future in [
            pool.submit(_make, databases, name, OPTIONS[name]) for name in names
        ]:
            future.result()


def _make(databases, database, options, names=None):
    """Make a database: dependencies first, ours second, and ours without a warning.

    The dependencies are kept as a template: they are Odoo's and the OCA's, and
    change only with them.

    :param names: which of our addons; all of them without
    """
    config = configure(databases, database, name=database)
    template = _dependencies(databases, config, options)
    databases.create(database, template)
    databases.make_volatile(database)
    log = f"install-{database}"
    if not options:
        options = ("--skip-auto-install",)
    names = names or addons.names()
    databases.install(config, database, names, *options, log=log)
    check_log(LOGS / f"{log}.log")
    databases.build_bundles(config, database)
    databases.mark_current(database)


def _dependencies(databases, config, options):
    """Return a database with what our addons depend on."""
    modules = addons.foreign_dependencies()
    requirements = python_env.RUNTIME.read_bytes()
    key = digest(*modules, databases.odoo.package_parent, requirements, *options)
    name = f"{DEPENDENCIES}_{key[:8]}"
    if not databases.exists(name):
        unfinished = f"{name}_new"
        databases.create(unfinished)
        databases.make_volatile(unfinished)
        options = (*options, "--skip-auto-install")
        databases.install(config, unfinished, modules, *options, log=name)
        databases.rename(unfinished, name)
    return name


def _refresh(databases, database):
    databases.bring_up_to_date(configure(databases, database, database), database)


def check_log(path):
    """Fail if Odoo warned about anything while it installed our addons."""
    done = subprocess.run(
        [python_env.executable("checklog-odoo"), path],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Failure(
            f"Odoo warned while installing our addons ({path}):\n{done.stdout}"
            f"{done.stderr}"
        )


# === SUITES ===#


def run_in_process(databases, expression=None):
    """Run our tests that live in Odoo's process: all of them in two halves at once."""
    if expression:
        return [run_addons(databases, expression)]
    databases.create(SWEPT, TESTED)
    databases.make_volatile(SWEPT)
    try:
        with ThreadPoolExecutor(1) as pool:
            beside = [pool.submit(run_sweeps, databases)]
            beside.append(pool.submit(run_alone, databases))
            results = [run_addons(databases, without=SWEEPS)]
            results += [future.result() for future in beside]
    finally:
        databases.drop(SWEPT)
        databases.drop(ALONE)
    for name in ("sweeps", "alone"):
        step(f"Tests: {name}")
        say((LOGS / f"{name}.log").read_text())
    return results


def run_addons(databases, expression=None, without=()):
    """Run our tests that live in Odoo's process.

    :param without: names of files to leave out
    """
    paths = sorted(ROOT.glob(f"{addons.PREFIX}*/tests"))
    left_out = ["journeys", *without]
    options = [f"--ignore={ROOT / 'tests' / name}" for name in left_out]
    return _pytest_odoo(
        databases, "addons", [*paths, ROOT / "tests", *options], expression
    )


def run_alone(databases):
    """Run the engine's tests where no population but the staff is installed."""
    _make(databases, ALONE, (), names=[addons.ENGINE])
    paths = [ROOT / addons.ENGINE / "tests"]
    with open(LOGS / "alone.log", "w") as log:
        return _pytest_odoo(databases, "alone", paths, database=ALONE, output=log)


def run_sweeps(databases):
    """Run the long tests on their own copy of the database, quietly, into a log."""
    paths = [ROOT / "tests" / name for name in SWEEPS]
    with open(LOGS / "sweeps.log", "w") as log:
        return _pytest_odoo(databases, "sweeps", paths, database=SWEPT, output=log)


def run_core(databases, addon):
    """Run Odoo's own tests of one of its addons, with ours installed."""
    return _pytest_odoo(databases, addon, [core_tests(databases, addon)])


def run_journeys(databases, expression=None):
    """Run our tests that use a real server."""
    arguments = [*_journey_arguments(), f"--basetemp={LOCAL / 'journeys'}"]
    return _pytest(databases, "journeys", arguments, expression)


def _journey_arguments():
    # pytest-odoo would load a registry into this process, which wants none.
    return ["-p", "no:odoo", ROOT / "tests" / "journeys"]


def core_tests(databases, addon):
    """Return the folder of the tests of one of Odoo's addons."""
    for folder in databases.odoo.addons_path():
        if (folder / addon / "tests").is_dir():
            return folder / addon / "tests"
    raise Failure(f"Odoo's tests of {addon} are not in {databases.odoo.origin}.")


def _selects(databases, expression):
    """Tell whether an expression selects any journey."""
    command = [python_env.executable("pytest"), "--collect-only", "-q"]
    done = subprocess.run(
        [*map(str, command), *map(str, _journey_arguments()), "-k", expression],
        cwd=ROOT,
        env=databases.env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    return done.returncode != NO_TESTS


def _pytest_odoo(
    databases, name, arguments, expression=None, database=TESTED, output=None
):
    file = "test" if database == TESTED else f"test-{name}"
    config = configure(databases, database, file)
    options = ["-p", "tools.patient_browser"]
    options += ["--odoo-http", f"--odoo-config={config}"]
    return _pytest(databases, name, [*options, *arguments], expression, output)


def _pytest(databases, name, arguments, expression=None, output=None):
    """Run one pytest, shown as it goes or written to a file; return what it counted."""
    if not output:
        say()
        step(f"Tests: {name}")
    report = LOGS / f"{name}.xml"
    report.unlink(missing_ok=True)
    command = [python_env.executable("pytest"), f"--junitxml={report}", *arguments]
    command += [f"--rootdir={ROOT}", f"--config-file={ROOT / 'pytest.ini'}"]
    if expression:
        command += ["-k", expression]
    env = {**databases.env, "EXIT_INTERVIEW_TEMPLATE": DEMO, "PYTHONPATH": str(ROOT)}
    if system.browser():
        env["CHROMIUM"] = system.browser()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
    )
    result = _count(name, report)
    result.crashed = done.returncode not in (0, 1, NO_TESTS) or (
        done.returncode == 1 and not result.failed
    )
    return result


def _name_failures(suite):
    """Return a line for each test of a report that failed or was left out."""
    lines = []
    for test in suite.iter("testcase"):
        for what in ("failure", "error", "skipped"):
            found = test.find(what)
            if found is not None:
                said = (found.get("message") or "").strip().splitlines()
                reason = said[0][:160] if said else ""
                name = f"{test.get('classname')}.{test.get('name')}"
                lines.append(f"{what}: {name}: {reason}")
    return lines


def _count(name, report):
    """Read pytest's report."""
    result = Result(name)
    try:
        suites = ElementTree.parse(report).getroot().iter("testsuite")
    except (OSError, ElementTree.ParseError):
        result.crashed = True
        return result
    for suite in suites:
        result.names += _name_failures(suite)
        total, skipped = int(suite.get("tests")), int(suite.get("skipped"))
        failed = int(suite.get("failures")) + int(suite.get("errors"))
        result.failed += failed
        result.skipped += skipped
        result.passed += max(total - failed - skipped, 0)
    return result
