# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What each target of the Makefile does, in terms of the other modules."""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys

from . import (
    addons,
    database,
    lint,
    node_env,
    odoo_source,
    postgres,
    python_env,
    server,
    system,
    testing,
    translations,
)
from .config import (
    LOCAL,
    RUN_DATABASE,
    Failure,
    cache_dir,
    lock,
    prepare_local,
    say,
    step,
)


def main(arguments):
    """Run one command; return the exit code. Expected failures are told in words."""
    options = _parser().parse_args(arguments)
    try:
        return options.command(options) or 0
    except Failure as failure:
        say()
        print(f"Failed: {failure}", file=sys.stderr, flush=True)
        return 1
    except OSError as error:
        print(f"Failed: {error}", file=sys.stderr, flush=True)
        if isinstance(error, PermissionError):
            print(
                f"Another user may have run make here: {LOCAL} must be yours (and "
                f"{cache_dir()}). Remove it as that user: make clean",
                file=sys.stderr,
            )
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        return 130


def _parser():
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__)
    commands = parser.add_subparsers(dest="name", required=True)
    for function in (run, stop, clean, update, shell):
        command = commands.add_parser(function.__name__, help=function.__doc__)
        command.set_defaults(command=function)
    command = commands.add_parser("test", help=test.__doc__)
    command.add_argument("-k", dest="expression", help="a part only, as pytest's -k")
    command.set_defaults(command=test)
    for function in (check, pot):
        name = "lint" if function is check else "pot"
        command = commands.add_parser(name, help=function.__doc__)
        command.set_defaults(command=function)
    return parser


def prepare(development=False):
    """Make what every command needs; return the databases to work on."""
    prepare_local()
    python_env.ensure(development)
    odoo = odoo_source.ensure()
    return database.Databases(odoo, postgres.ensure())


def run(options):
    """Serve the addons with a sample organisation."""
    state = server.running()
    if state:
        say("The server is running already.")
        server.report(state)
        return
    prepare_local()
    with lock(LOCAL / "run.lock"):
        _offer_pdf()
        databases = prepare()
        say(f"   Odoo {databases.odoo.origin}")
        config = server.configure(databases)
        if not databases.exists(RUN_DATABASE):
            server.create_database(databases, config)
        databases.bring_up_to_date(config, RUN_DATABASE)
        state = server.start(databases)
    server.report(state)


def _offer_pdf():
    """Have PDFs if that is possible; say so if not."""
    try:
        found = system.ensure(system.wkhtmltopdf, system.PDF_PACKAGES)
    except Failure as failure:
        say(str(failure))
        found = None
    if not found:
        say(
            "PDFs will not be available: wkhtmltopdf is missing. To have them:\n"
            f"  {system.how_to_get(system.PDF_PACKAGES)}"
        )


def stop(options):
    """Stop the server and its PostgreSQL."""
    stopped = server.stop()
    stopped = postgres.stop() or stopped
    say("Stopped." if stopped else "Nothing was running.")


def clean(options):
    """Remove everything made in this checkout."""
    server.stop()
    postgres.remove()
    shutil.rmtree(LOCAL, ignore_errors=True)
    shutil.rmtree(node_env.MODULES, ignore_errors=True)
    say(f"Removed {LOCAL}. Downloads stay in {cache_dir()}.")


def update(options):
    """Update the addons of the served database, and serve on."""
    databases = _existing()
    served = server.running()
    if served:
        step("Stopping the server")
        server.stop()
        os.environ.setdefault("PORT", str(served["port"]))
    config = server.configure(databases)
    database.STAMPS.joinpath(RUN_DATABASE).unlink(missing_ok=True)
    databases.bring_up_to_date(config, RUN_DATABASE)
    say(f"Updated {', '.join(addons.names())}.")
    if served:
        server.report(server.start(databases))


def shell(options):
    """Run a script from standard input, or talk to Odoo's shell."""
    databases = _existing()
    config = LOCAL / "odoo.conf"
    command = databases.shell_command(config, RUN_DATABASE)
    return subprocess.run(command, env=databases.env).returncode


def _existing():
    """Return the databases, given that `make run` has made ours."""
    if not (LOCAL / "odoo.conf").is_file():
        raise Failure("There is no database yet. First: make run")
    databases = prepare()
    if not databases.exists(RUN_DATABASE):
        raise Failure("There is no database yet. First: make run")
    return databases


def test(options):
    """Run every test, or a part of them on a kept database."""
    with _test_databases() as databases:
        return testing.run(databases, options.expression)


def check(options):
    """Check style, views, translations and licences."""
    with _test_databases() as databases:
        return lint.run(databases)


def pot(options):
    """Write the translation templates of our addons."""
    with _test_databases() as databases:
        translations.export(databases)


@contextlib.contextmanager
def _test_databases():
    """Give the databases for tests; leave PostgreSQL as it was found."""
    prepare_local()
    was_running = postgres.is_running()
    with lock(LOCAL / "test.lock"):
        try:
            yield prepare(development=True)
        finally:
            if not was_running:
                postgres.stop()
