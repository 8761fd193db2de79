# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The canary sweep (TRUST, H-1): read everything a user can reach, keep the canaries.

A *channel* is a function that asks the server for something as one user. What comes
back, refusals included, is searched for canaries. Channels are built from the
registry, so a new model of ours, a new field or a new public method is swept without a
line written here.
"""

import inspect
import io
import json
import logging
import time
import zipfile
from collections import Counter, defaultdict
from contextlib import contextmanager, suppress
from unittest.mock import patch

import psycopg2
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.models import BaseModel
from odoo.service.model import call_kw, get_public_method
from odoo.tools import mute_logger

from .cast import CANARY

PREFIX = "exit.interview"
PACKAGE = "odoo.addons.exit_interview"
REFUSALS = (UserError, ValueError, TypeError, KeyError, AttributeError, AssertionError)
MUTED = (
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_rule",
    "odoo.models",
    "odoo.fields",
    "odoo.sql_db",
    "odoo.http",
    "odoo.domains",
    "odoo.addons.base.models.ir_qweb",
    "odoo.addons.base.models.ir_actions_report",
)
# Where the platform keeps copies of what others wrote.
PLATFORM_MODELS = (
    "mail.message",
    "mail.activity",
    "mail.followers",
    "mail.notification",
    "mail.mail",
    "mail.tracking.value",
    "ir.attachment",
    "calendar.event",
    "res.partner",
    "res.users",
    "bus.bus",
    "hr.employee",
    "hr.employee.public",
    "hr.department",
    "discuss.channel",
    "ir.logging",
    "ir.filters",
    "ir.exports",
)
MISSING_ID = 999_999_999
# Models that hold what an administrator configures, and nothing about a leaver.
CONFIGURATION = (
    "absence",
    "choice",
    "heartbeat",
    "message.template",
    "metric",
    "policy",
    "question",
    "section",
    "theme",
)


def our_models(env, transient=True):
    """Return the names of all models of ours that hold rows."""
    return sorted(
        name
        for name, model in env.registry.items()
        if (name == PREFIX or name.startswith(PREFIX + "."))
        and not model._abstract
        and (transient or not model._transient)
    )


def our_public_methods(env, name):
    """Return the public methods that our addons define on a model."""
    cls = env.registry[name]
    found = set()
    for base in cls.__mro__:
        if not (getattr(base, "__module__", "") or "").startswith(PACKAGE):
            continue
        found |= {
            method
            for method, value in vars(base).items()
            if inspect.isfunction(value) and not method.startswith("_")
        }
    return sorted(
        method for method in found if _is_callable_remotely(env, name, method)
    )


def _is_callable_remotely(env, name, method):
    try:
        get_public_method(env[name], method)
    except (AccessError, AttributeError):
        return False
    return True


def is_configuration(name):
    """Tell whether a model holds configuration, and nothing about a leaver."""
    return name.removeprefix(PREFIX + ".").startswith(CONFIGURATION)


def find_canaries(value):
    """Return the canaries in anything: values, records, bytes, workbooks, errors."""
    if isinstance(value, bytes):
        if value[:2] == b"PK":
            with suppress(zipfile.BadZipFile):
                archive = zipfile.ZipFile(io.BytesIO(value))
                value = b"\n".join(archive.read(name) for name in archive.namelist())
        if value[:4] == b"%PDF":
            value = _read_pdf(value).encode()
        value = value.decode("utf-8", "replace")
    elif isinstance(value, BaseException):
        value = f"{value} {getattr(value, 'context', '')}"
    elif isinstance(value, BaseModel):
        value = str(value.ids)
    elif not isinstance(value, str):
        value = json.dumps(value, default=str, ensure_ascii=False)
    return set(CANARY.findall(value.lower()))


def _read_pdf(content):
    """Return the text of a PDF, and once more without the ends of its lines."""
    text = "\n".join(
        page.extract_text() for page in PdfReader(io.BytesIO(content)).pages
    )
    return f"{text}\n{''.join(text.split())}"


class Seen:
    """What one user saw: canaries, and through which channels."""

    def __init__(self):
        self.channels = defaultdict(set)
        self.calls = Counter()

    def add(self, channel, value):
        self.calls[channel] += 1
        for canary in find_canaries(value):
            self.channels[canary].add(channel)

    @property
    def canaries(self):
        return set(self.channels)


class Sweep:
    """Every reading channel of the object layer, for one user."""

    def __init__(self, env, user, focus, deep=False):
        """Prepare.

        :param env: environment of the superuser
        :param user: ``res.users`` record
        :param focus: {model: ids} to guess at, one record after the other
        :param bool deep: also ask what hardly depends on the state: questions over
            paths, new rows that point to old ones, the views
        """
        self.su = env(su=True)
        self.env = env(user=user.id, su=False, context={})
        self.user = user
        self.focus = focus
        self.deep = deep
        self.seen = Seen()
        self.errors = []

    def run(self):
        """Call every channel; return what was seen."""
        self.env.invalidate_all()
        with quiet(), self._no_reading_log():
            for name in our_models(self.su):
                if self.deep or not is_configuration(name):
                    self._sweep_model(name)
            for name in PLATFORM_MODELS:
                if name in self.env:
                    self._sweep_platform_model(name)
            self._sweep_activity_menu()
        self.env.invalidate_all()
        return self.seen

    @contextmanager
    def _no_reading_log(self):
        """Spare the transaction that each reading is noted in; it has its own test."""
        journal = self.env.registry["exit.interview.journal"]
        with patch.object(journal, "_log_reading", lambda *args, **kwargs: None):
            yield

    def ask(self, channel, call):
        """Call a channel as the user; keep what it says, refusals too."""
        try:
            value = call()
        except psycopg2.Error as error:
            # A refusal by the database breaks the transaction: never expected here.
            self.errors.append((channel, error))
            raise
        except REFUSALS as error:
            self.seen.add(channel, error)
            return None
        self.seen.add(channel, value)
        return value

    # === OUR MODELS === #

    def _sweep_model(self, name):
        model = self.env[name]
        ids = self.focus.get(name, [])
        fields = self._readable(name)
        rows = self.ask("search_read", lambda: model.search_read([]))
        self.ask("search_read all companies", lambda: self._all_companies(name))
        self.ask("fields_get", model.fields_get)
        self.ask("name_search", lambda: model.name_search("", limit=None))
        self.ask("name_search canary", lambda: model.name_search("CNRY", limit=None))
        spec = self._specification(name)
        self.ask("web_search_read", lambda: model.web_search_read([], spec))
        self.ask("search_fetch", lambda: model.search_fetch([]).mapped("display_name"))
        if not model.has_access("read"):
            ids = ids[:2]
        elif not self.deep:
            ids = ids[:5]
        for number in [*ids, MISSING_ID]:
            record = model.browse(number)
            self.ask("read", record.read)
            self.ask("web_read", lambda record=record: record.web_read(spec))
            self.ask(
                "display_name", lambda record=record: record.read(["display_name"])
            )
            self._ask_methods(name, record)
        records = model.browse(ids)
        self.ask("export_data", lambda: records.export_data(["id", *fields]))
        self.ask("copy_data", records.copy_data)
        self._sweep_groups(name, bool(rows))
        if rows and self.deep:
            self._sweep_oracles(name)
        if self.deep:
            self._sweep_onchange(name)
            kinds = [(False, kind) for kind in ("list", "form", "search")]
            self.ask("get_views", lambda: model.get_views(kinds))

    def _readable(self, name):
        """Return the names of all fields, whether the user may read them or not."""
        return list(self.su[name]._fields)

    def _all_companies(self, name):
        companies = self.su["res.company"].search([]).ids
        context = {"allowed_company_ids": companies, "active_test": False}
        return self.env[name].with_context(**context).search_read([])

    def _specification(self, name, depth=2):
        """Return a nested specification that asks for all there is."""
        specification = {}
        for field in self.su[name]._fields.values():
            if field.name in ("create_uid", "write_uid", "activity_ids"):
                continue
            if field.relational and field.comodel_name.startswith(PREFIX):
                nested = {"display_name": {}}
                if depth > 1:
                    nested |= self._specification(field.comodel_name, depth - 1)
                elif depth == 1:
                    nested |= {
                        other.name: {}
                        for other in self.su[field.comodel_name]._fields.values()
                        if other.type in ("char", "text")
                    }
                specification[field.name] = {"fields": nested}
            elif field.relational:
                specification[field.name] = {"fields": {"display_name": {}}}
            else:
                specification[field.name] = {}
        return specification

    def _sweep_groups(self, name, is_readable):
        """Grouped reading: values of rows inside aggregates (M-4), and their names."""
        model = self.env[name]
        fields = self.su[name]._fields
        stored = [
            field
            for field in fields.values()
            if field.store and field.type in ("char", "text", "many2one", "selection")
        ]
        for function in ("recordset", "array_agg", "min", "max"):
            names = [
                field.name
                for field in stored
                if function == "array_agg" or field.type in ("char", "text")
            ]
            aggregates = [f"{name}:{function}" for name in names]
            if function == "recordset":
                aggregates = ["id:recordset"]
            # One field that the user may not read would hide all the others.
            together = self._ask_aggregates(model, function, aggregates)
            if together is None and model.has_access("read"):
                for aggregate in aggregates:
                    self._ask_aggregates(model, function, [aggregate])
        if not is_readable or not self.deep:
            stored = stored[:1]
        self.ask(
            "web_read_group",
            lambda: model.web_read_group(
                [], [stored[0].name], ["__count"], auto_unfold=True
            ),
        )
        for field in stored:
            self.ask(
                "formatted_read_group",
                lambda field=field: model.formatted_read_group(
                    [], [field.name], ["__count"]
                ),
            )
            if field.type in ("many2one", "selection"):
                for panel in (
                    "search_panel_select_range",
                    "search_panel_select_multi_range",
                ):
                    self.ask(
                        panel,
                        lambda field=field, panel=panel: getattr(model, panel)(
                            field.name, enable_counters=True, limit=200
                        ),
                    )
            if self.deep and field.relational and field.comodel_name.startswith(PREFIX):
                for other in self.su[field.comodel_name]._fields.values():
                    if other.store and other.type in ("char", "text"):
                        path = f"{field.name}.{other.name}"
                        self.ask(
                            "formatted_read_group path",
                            lambda path=path: model.formatted_read_group(
                                [], [path], ["__count"]
                            ),
                        )

    def _ask_aggregates(self, model, function, aggregates):
        return self.ask(
            f"formatted_read_group {function}",
            lambda: model.formatted_read_group([], [], aggregates),
        )

    def _sweep_oracles(self, name):
        """Ask questions with domains over paths: a yes is as good as reading (M-2)."""
        model = self.env[name]
        for path in self._text_paths(name):
            found = self.ask(
                "domain",
                lambda path=path: model.search_count([(path, "ilike", "cnry")]),
            )
            if not found:
                continue
            for word in self._words(name, path):
                domain = [(path, "=", word)]
                if self.ask("domain", lambda domain=domain: model.search_count(domain)):
                    self.seen.add(f"domain {name}.{path}", word)

    def _text_paths(self, name, depth=2):
        paths = []
        for field in self.su[name]._fields.values():
            if field.name == "display_name":
                # Models without a name of their own answer yes to any search for it.
                continue
            if field.type in ("char", "text") and (field.store or field.search):
                paths.append(field.name)
            elif (
                depth > 1
                and field.relational
                and (field.comodel_name or "").startswith(PREFIX)
                and not is_configuration(field.comodel_name)
                and (field.store or field.search)
            ):
                paths += [
                    f"{field.name}.{path}"
                    for path in self._text_paths(field.comodel_name, depth - 1)
                ]
        return paths

    def _words(self, name, path):
        """Return all values at the end of a path, as the superuser sees them."""
        values = self.su[name].search([]).mapped(path)
        words = {value for value in values if value and find_canaries(value)}
        self.env.invalidate_all()  # what the superuser read must not help the user
        return words

    def _ask_methods(self, name, record):
        """Call our public methods without arguments, and take everything back."""
        for method in our_public_methods(self.su, name):
            if hasattr(BaseModel, method):
                continue  # an override of the ORM, called by the other channels
            self._ask_undone(
                f"method {method}",
                lambda method=method: call_kw(
                    record.browse(), method, [record.ids], {}
                ),
            )
        self._ask_undone(
            "default_get",
            lambda: record.with_context(
                active_model=name, active_id=record.id, active_ids=record.ids
            ).default_get(list(record._fields)),
        )

    def _ask_undone(self, channel, call):
        class Undo(Exception):
            pass

        invalidated = self.env.registry.cache_invalidated
        earlier = set(invalidated)
        invalidated.clear()
        with suppress(Undo), self.env.cr.savepoint(flush=False):
            self.ask(channel, call)
            self.env.invalidate_all(flush=False)
            raise Undo
        self.env.transaction.clear()
        if invalidated:
            # A group that was given in a step that was taken back is not given any
            # more; access lines and rules are kept apart, and would disagree on it.
            self.env.registry.clear_all_caches()
        invalidated.update(earlier)

    def _sweep_onchange(self, name):
        """Ask for fields of a new row that points to a record of somebody else's.

        Display names come back by the platform's design (M-1): they are references and
        roles, and are left out here; they have a test of their own.
        """
        model = self.env[name]
        for field in self.su[name]._fields.values():
            if field.type != "many2one" or field.comodel_name not in self.focus:
                continue
            specification = {
                other.name: {}
                for other in self.su[name]._fields.values()
                if not other.relational
            }
            specification.pop("display_name", None)
            specification[field.name] = {
                "fields": {
                    other.name: {}
                    for other in self.su[field.comodel_name]._fields.values()
                    if other.type in ("char", "text") and other.name != "display_name"
                }
            }
            for number in self.focus[field.comodel_name][:2]:
                self._ask_undone(
                    "onchange",
                    lambda field=field, number=number, specification=specification: (
                        model.onchange({field.name: number}, [], specification)
                    ),
                )

    # === PLATFORM === #

    def _sweep_platform_model(self, name):
        model = self.env[name].with_context(
            active_test=False, skip_res_field_check=True
        )
        try:
            with self.env.cr.savepoint(flush=False):
                model.check_access("read")
        except AccessError:
            self.seen.calls[f"{name} (refused)"] += 1
            return
        fields = [
            field.name
            for field in self.su[name]._fields.values()
            # Of the platform's own what is stored; whatever we added to its models.
            if (field.store or (field._module or "").startswith("exit_interview"))
            and field.type in ("char", "text", "html", "many2one", "json")
            or field.name == "display_name"
        ]
        fields = [field for field in fields if self._may_read_field(model, field)]
        domain = [("id", ">", 0)]
        self.ask(name, lambda: model.search_read(domain, fields, limit=4000))
        records = self.su[name].with_context(active_test=False).search([])
        records = records.filtered(
            lambda record: "res_model" in record._fields
            and str(record["res_model"] or "").startswith(PREFIX)
        )
        for record in records[:10]:
            self.ask(name, lambda record=record: model.browse(record.id).read(fields))

    def _may_read_field(self, model, name):
        return model._has_field_access(model._fields[name], "read")

    def _sweep_activity_menu(self):
        """The bell: groups of activities, their words, and what opens from them."""
        activity = self.env["mail.activity"]
        if self.user._is_public() or self.user.share:
            return
        self.ask("activity menu", self.env["res.users"]._get_activity_groups)
        self.ask(
            "activity data",
            lambda: activity.get_activity_data("exit.interview.duty", []),
        )
        mine = self.ask("activity", lambda: activity.search([]))
        for record in mine or ():
            self._ask_undone("activity opens", record.action_open_document)


@contextmanager
def quiet():
    """Mute what refusals write into the log."""
    previous = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with mute_logger(*MUTED):
            yield
    finally:
        logging.disable(previous)


class Clock:
    """Counts what the sweep did, for the last line of the run."""

    def __init__(self):
        self.started = time.monotonic()
        self.calls = Counter()
        self.cells = 0

    def add(self, seen):
        self.cells += 1
        self.calls += seen.calls

    def line(self, users, states):
        seconds = time.monotonic() - self.started
        return (
            f"canary sweep: {len(self.calls)} channels x {users} users"
            f" x {states} states"
            f" = {self.cells} sweeps, {sum(self.calls.values())} calls, {seconds:.0f} s"
        )
