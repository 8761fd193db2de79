# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""SEC-04: call every public method of ours as everybody, and note what changes.

``allowed_steps.csv`` is the table of what may change: by which method, for which role,
in which state of the case. It says the same in data as the checks of the methods say
in code; whoever adds a step adds its lines.
"""

import csv
import inspect
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import psycopg2

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tools import SQL

from .sweep import is_configuration, our_models, our_public_methods

TABLE = Path(__file__).resolve().parent / "allowed_steps.csv"
COLUMNS = ["model", "method", "role", "state", "change"]
# What follows a step by itself, or is only ever added to.
NOT_TRACKED = {
    "exit.interview.analysis",  # a query, no table
    "exit.interview.duty",
    "exit.interview.journal",
}
# The day of the earliest duty of the case: it follows by itself, and some duties are
# owed by the hour, so that whether it changes depends on the time of day.
DUE_DAY = "case: due day"
# Columns that stand for a step; the rest is summed up as "other fields".
TELLING = {"state", "permission", "interviewer_id", "reader_id", "reply", "version"}
ODD = (None, "", "x", -1, 2**40, True, [], {}, [2**40], {"a": [1]}, "\x00", "<script>")
RAW = (TypeError, KeyError, AttributeError, ValueError, AssertionError, IndexError)


def load(table=TABLE):
    """Return a table: a set of tuples in the order of its columns."""
    with table.open(newline="", encoding="utf-8") as stream:
        return {tuple(row[name] for name in COLUMNS) for row in csv.DictReader(stream)}


def write(rows, states, table=TABLE):
    """Write what was observed in some states; the other states keep their rows.

    :param rows: a set of tuples in the order of the table's columns
    :param states: names of the states that were run
    """
    kept = {row for row in load(table) if row[3] not in states}
    with table.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(kept | rows))


class _Undo(Exception):
    pass


class Fuzz:
    """Calls of one user on the records of one case."""

    def __init__(self, env, case, user, stranger, deep=False, only=""):
        self.su = env(su=True)
        self.case = case.sudo()
        self.user = user
        self.stranger = stranger
        self.deep = deep  # configuration too, and more odd arguments
        self.only = only  # beginnings of the names of the models to call
        self.env = env(user=user.id, su=False, context={})
        self.changes = set()
        self.raw = set()
        self.calls = 0
        self.tables = [
            name
            for name in our_models(self.su, transient=False)
            if name not in NOT_TRACKED
        ]
        self.closed_quarter = self._get_closed_quarter()
        self.review_id = self._first("review")
        self.su.flush_all()
        self.before = self._snapshot()

    # === CALLS === #

    def run(self):
        """Call everything; return {(model, method, change)}."""
        for name in our_models(self.su):
            if is_configuration(name) and not self.deep:
                continue
            if not name.startswith(self.only):
                continue
            for record in self._targets(name):
                for method in our_public_methods(self.su, name):
                    self._call_method(name, record, method)
                self._call_orm(name, record)
        self._call_wizards()
        # Groups that were given in a step that was taken back are not given any more.
        self.env.registry.clear_all_caches()
        return self.changes

    def _targets(self, name):
        """Return the records of the case to call on: one a model, all the shares."""
        model = self.env[name]
        if model._transient:
            return []
        if name == "exit.interview":
            return [self.case.with_env(self.env)]
        if "case_id" not in model._fields:
            return [model.browse(self.su[name].search([], limit=1).ids)]
        records = self.su[name].search(
            [("case_id", "=", self.case.id)], order="id desc"
        )
        if name != "exit.interview.share":
            records = records[:1]
        return [record.with_env(self.env) for record in records] or [model]

    def _call_method(self, name, record, method):
        function = getattr(type(record), method)
        parameters = list(inspect.signature(function).parameters.values())[1:]
        if method in ("write", "create", "unlink", "fetch", "exists", "copy_data"):
            return
        on_model = getattr(function, "_api_model", False)
        good = {
            parameter.name: self._good(parameter.name, record)
            for parameter in parameters
            if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        }
        ids = [] if on_model else [record.ids]
        for choice in self._choices(name, method, good):
            self._try(name, method, lambda c=choice: self._rpc(record, method, ids, c))
        # Whoever has no access at all stops at the first check, whatever is sent.
        closed = not record.has_access("read")
        for odd in (ODD[:2] if closed or not self.deep else ODD) if good else ():
            self._try(
                name,
                method,
                lambda odd=odd: self._rpc(
                    record, method, ids, dict.fromkeys(good, odd)
                ),
            )
        for parameter in () if closed else good:
            for odd in ODD[:7] if self.deep else ODD[2:4]:
                mixed = {**good, parameter: odd}
                self._try(
                    name, method, lambda m=mixed: self._rpc(record, method, ids, m)
                )

    def _rpc(self, record, method, ids, kwargs):
        return call_kw(record.browse(), method, ids, kwargs)

    def _choices(self, name, method, good):
        """Return the ways to call a method as it is meant to be called."""
        ways = [good]
        if "reply" in good:
            ways += [{**good, "reply": "declined"}]
        if "decision" in good:
            ways += [{**good, "date": "2027-01-31"}]
        if "content" in good:
            ways += [{**good, "kind": "notes"}]
        if "permission" in good:
            ways += [{**good, "permission": "full"}]
        return ways

    def _good(self, name, record):
        """Return a value that makes sense for a parameter of this name."""
        now = fields.Datetime.now()
        session = self.case.session_ids.filtered(lambda s: s.state != "cancelled")[:1]
        question = session.questionnaire_id.question_ids.filtered(
            lambda question: question.kind == "text"
        )[:1]
        answer = {"question_id": question.id, "text": "other words"}
        return {
            "channel": "told",
            "reply": "accepted",
            "route": "interview",
            "reason": "a reason",
            "interviewer_id": self.stranger.id,
            "independence_reason": "asked for",
            "date_start": str(now - timedelta(days=1))[:19],
            "date_end": str(now - timedelta(hours=2))[:19],
            "rebook_date": str(now - timedelta(hours=1))[:19],
            "mode": "phone",
            "how": "agreed",
            "date": False,
            "permission": "none",
            "sections": [],
            "protected": False,
            "answers": [answer],
            "version": session.version,
            "response_action": "this",
            "response_timescale": "then",
            "response_monitoring": "so",
            "actions": [],
            "outcome": "it helped",
            "case_id": self.case.id,
            "category": "practice",
            "severity": "significant",
            "decision": "that",
            "who": "somebody",
            "kind": "complaint",
            "note": "by letter",
            "medium": "phone",
            "is_reached": False,
            "name": "notes.txt",
            "content": "cGxhaW4gd29yZHM=",
            "wished_user_id": self.stranger.id,
            "unwanted_user_ids": [],
            "cancelled_by": "us",
            "user_id": self.stranger.id,
            "owner_id": self.stranger.id,
            "text": "in words",
            "date_due": str(now + timedelta(days=90))[:10],
            "vals_list": [{"kind": "idea"}]
            if record._name == "exit.interview"
            else [{"employee_id": self.case.employee_id.id, "source": "manager"}],
            "values": {"wording": "other words"},
            "done": "not_urgent",
            "statement": "other",
            "wording": "words",
            "population": "staff",
            "period": "quarter",
            "date_from": self.closed_quarter,
            "review_id": self.review_id,
            "said": "in many words",
            "did": "in a few words",
        }.get(name, False)

    def _get_closed_quarter(self):
        """Return the first day of a quarter that nobody has reviewed."""
        policy = self.case.policy_id
        periods = self.su["exit.interview.review"]._get_closed_periods(policy)
        days = [one.date_from for one in periods if one.period == "quarter"]
        return str(days[-1]) if days else False

    def _call_orm(self, name, record):
        """Write, create and delete as no button does."""
        values = {
            "state": "done",
            "user_id": self.user.id,
            "reader_id": self.user.id,
            "approver_id": self.user.id,
            "owner_id": self.user.id,
            "interviewer_id": self.user.id,
            "coordinator_id": self.user.id,
            "conflict_user_ids": [Command.clear()],
            "case_id": self.case.id,
            "company_id": self.user.company_id.id,
            "population": "staff",
            "permission": "full",
            "response_action": "mine",
            "action_ids": [Command.clear()],
            "participant_ids": [
                Command.update(self.case.participant_ids[:1].id, {"name": "x"})
            ],
            "email": "other@home.example",
            "name": "another name",
            "text": "other words",
            "answer": "other words",
            "wording": "other words",
            "works": "other words",
            "said": "other words",
            "create_uid": self.user.id,
            "active": False,
        }
        for field, value in values.items():
            if field in record._fields:
                self._try(name, "write", lambda v={field: value}: record.write(v))
        self._try(name, "web_save", lambda: record.web_save({"state": "done"}, {}))
        self._try(name, "unlink", record.unlink)
        self._try(name, "copy", record.copy)
        self._try(name, "action_archive", record.action_archive)
        self._try(name, "load", lambda: record.load(["id", "name"], [["x.y", "z"]]))
        self._try(name, "name_create", lambda: record.name_create("z"))
        for vals in ({}, self._copied(name, record)):
            self._try(name, "create", lambda v=vals: record.create([v]))

    def _copied(self, name, record):
        """Return what a row like this one would be made of."""
        values = {}
        for field in record._fields.values():
            if not (record and field.store and field.column_type):
                continue
            if field.name in (
                "id",
                "create_uid",
                "create_date",
                "write_uid",
                "write_date",
            ):
                continue
            values[field.name] = field.convert_to_write(
                record.sudo()[field.name], record.sudo()
            )
        return values

    def _call_wizards(self):
        """Every step of every dialog."""
        step = self.env["exit.interview.step"]
        for name in dict(step._fields["step"]._description_selection(self.su)):
            self._try(
                step._name,
                name,
                lambda name=name: step.create(
                    {
                        "step": name,
                        "case_ids": [Command.set(self.case.ids)],
                        **{
                            field: self._good(field, step)
                            for field in (
                                "channel",
                                "reply",
                                "route",
                                "interviewer_id",
                                "mode",
                                "date_start",
                                "date_end",
                                "how",
                                "reason",
                            )
                        },
                    }
                ).action_apply(),
            )
        self._call_case_dialogs()
        self._call_findings()
        self._call_reviews()
        share_step = self.env["exit.interview.share.step"]
        for name in dict(share_step._fields["step"]._description_selection(self.su)):
            for share in self.case.share_ids:
                self._try(
                    share_step._name,
                    name,
                    lambda name=name, share=share: share_step.create(
                        {
                            "step": name,
                            "share_id": share.id,
                            "permission": "none",
                            "reason": "a reason",
                        }
                    ).action_apply(),
                )
        close = self.env["exit.interview.action.close"]
        for action in self.case.action_ids:
            self._try(
                close._name,
                "action_apply",
                lambda action=action: close.create(
                    {"action_id": action.id, "outcome": "it helped"}
                ).action_apply(),
            )
        report = self.env["exit.interview.report"]
        for way in dict(report._fields["way"].selection):
            self._try(
                report._name,
                way,
                lambda way=way: report.create(
                    {
                        "way": way,
                        "source": "vacancy" if way == "vacancy" else "manager",
                        "employee_ids": [Command.set(self.case.employee_id.ids)],
                        "date_departure": fields.Date.today(),
                    }
                ).action_apply(),
            )
        self._call_loop()
        dismiss = self.env["exit.interview.notice.dismiss"]
        self._try(
            dismiss._name,
            "action_apply",
            lambda: dismiss.create(
                {
                    "notice_ids": [Command.set(self.case.notice_ids.ids)],
                    "reason": "a reason",
                }
            ).action_apply(),
        )

    def _call_case_dialogs(self):
        """The dialogs of calls, wishes, interviewers and files."""
        context = {
            "active_model": "exit.interview",
            "active_id": self.case.id,
            "active_ids": self.case.ids,
        }
        for name in ("exit.interview.contact.log", "exit.interview.wish"):
            dialog = self.env[name].with_context(context)
            self._try(
                name, "action_apply", lambda d=dialog: d.create({}).action_apply()
            )
        assign = self.env["exit.interview.assign"].with_context(context)
        self._try(
            "exit.interview.assign.candidate",
            "action_choose",
            lambda: (
                assign.create({})
                .candidate_ids.filtered(lambda one: one.user_id == self.stranger)
                .action_choose()
            ),
        )
        withdraw = self.env["exit.interview.document.withdraw"]
        for document in self.case.document_ids:
            self._try(
                withdraw._name,
                "action_apply",
                lambda document=document: withdraw.create(
                    {"document_id": document.id, "reason": "a reason"}
                ).action_apply(),
            )

    def _call_findings(self):
        """Every step of the dialog of findings."""
        dialog = self.env["exit.interview.finding.step"]
        for name in dict(dialog._fields["step"]._description_selection(self.su)):
            values = {
                "step": name,
                "finding_id": self.case.finding_ids.sorted("id")[-1:].id,
                **({"cause_id": self._first("cause")} if name == "cause" else {}),
                "flag_statement": "other",
                "urgent_done": "not_urgent",
                "reason": "in words",
            }
            self._try(
                dialog._name,
                name,
                lambda values=values: dialog.create(values).action_apply(),
            )

    def _first(self, name):
        return self.su[f"exit.interview.{name}"].search([], limit=1).id

    def _call_reviews(self):
        """Every step of the dialogs of reviews, words for everybody and workbooks."""
        values = {
            "exit.interview.review.step": {
                "review_id": self._first("review"),
                "action_id": self._first("review.action"),
                "text": "in words",
                "owner_id": self.stranger.id,
                "date_due": self._good("date_due", self.env["exit.interview"]),
            },
            "exit.interview.publication.step": {
                "publication_id": self._first("publication"),
                "review_id": self._first("review"),
                "said": "in many words",
                "did": "in a few words",
                "reason": "in words",
            },
        }
        for model, vals in values.items():
            dialog = self.env[model]
            links = [
                name
                for name in vals
                if dialog._fields[name].relational and name != "owner_id"
            ]
            # As the buttons open it: from one record, not from all at once.
            for link in links:
                others = {name: vals[name] for name in vals if name not in links}
                for step in dict(dialog._fields["step"].selection):
                    self._try(
                        model,
                        step,
                        lambda dialog=dialog,
                        vals={
                            **others,
                            link: vals[link],
                            "step": step,
                        }: dialog.create(vals).action_confirm(),
                    )
        for model, method in (
            ("exit.interview.review.prepare", "action_prepare"),
            ("exit.interview.workbook", "action_download"),
        ):
            self._try(
                model,
                method,
                lambda model=model, method=method: getattr(
                    self.env[model].create({}), method
                )(),
            )

    def _call_loop(self):
        """Every step of the dialogs of answers, actions and passing on."""
        loop = self.env["exit.interview.loop"]
        queries = self.su["exit.interview.query"].search(
            [("case_id", "=", self.case.id)]
        )
        # Each step with the record that its button opens the dialog from: nobody may
        # read all of them.
        of_query, of_action = {"answer"}, {"progress", "cannot", "reschedule", "insist"}
        for name in dict(loop._fields["step"]._description_selection(self.su)):
            links = [("share_id", share.id) for share in self.case.share_ids]
            if name in of_query:
                links = [("query_id", queries[:1].id)]
            elif name in of_action:
                links = [("action_id", self.case.action_ids[:1].id)]
            for field, record_id in links:
                values = {
                    "step": name,
                    field: record_id,
                    "user_id": self.stranger.id,
                    "date_due": self._good("date_due", loop),
                    "text": "in words",
                }
                self._try(
                    loop._name,
                    name,
                    lambda values=values: loop.create(values).action_apply(),
                )
        handover = self.env["exit.interview.handover"]
        self._try(
            handover._name,
            "action_apply",
            lambda: handover.create(
                {
                    "case_ids": [Command.set(self.case.ids)],
                    "duty_ids": [Command.set(self.case.duty_ids.ids)],
                    "to_user_id": self.stranger.id,
                    "reason": "asked for",
                }
            ).action_apply(),
        )

    # === WHAT CHANGED === #

    def _try(self, name, method, call):
        """Call, note what changed, and take everything back."""
        if not name.startswith(self.only):
            return
        self.calls += 1
        with suppress(_Undo):
            with self.env.cr.savepoint(flush=False):
                try:
                    call()
                    self.env.flush_all()
                except UserError:
                    raise _Undo() from None
                except RAW as error:
                    self.raw.add((name, method, type(error).__name__))
                    raise _Undo() from None
                except psycopg2.Error as error:
                    self.raw.add((name, method, type(error).__name__))
                    raise _Undo() from None
                for change in self._compare():
                    self.changes.add((name, method, change))
                raise _Undo()
        self.env.transaction.clear()

    def _snapshot(self):
        """Return {table: {id: row}} of everything that a step may change."""
        rows = {}
        for name in self.tables:
            table = self.su[name]._table
            rows[name] = {
                row[0]: row[1]
                for row in self.su.execute_query(
                    SQL(
                        "SELECT id, to_jsonb(t) - 'write_date' - 'write_uid' FROM %s t",
                        SQL.identifier(table),
                    )
                )
            }
        rows["conflict"] = dict(
            self.su.execute_query(
                SQL(
                    "SELECT exit_interview_id, array_agg(res_users_id ORDER BY 1)::text"
                    " FROM exit_interview_conflict_user_rel GROUP BY 1"
                )
            )
        )
        return rows

    def _compare(self):
        """Return what differs from the snapshot, in short words."""
        words = set()
        for name, rows in self._snapshot().items():
            before = self.before[name]
            short = name.removeprefix("exit.interview").strip(".") or "case"
            if rows.keys() - before.keys():
                words.add(f"{short}: new row")
            if before.keys() - rows.keys():
                words.add(f"{short}: row gone")
            for key in rows.keys() & before.keys():
                if rows[key] != before[key]:
                    words |= self._describe(short, before[key], rows[key])
        return words

    def _describe(self, short, old, new):
        if not isinstance(old, dict):
            return {f"{short}: other people"}
        words = set()
        for column in old:
            if old[column] == new[column]:
                continue
            if (short, column) == ("case", "date_due"):
                words.add(DUE_DAY)
            elif column == "state":
                words.add(f"{short}: {old[column]} to {new[column]}")
            elif column in TELLING:
                words.add(f"{short}: {column}")
            else:
                words.add(f"{short}: other fields")
        return words
