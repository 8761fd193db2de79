# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""P-01, SEC-02 and SEC-13 over HTTP: what every user gets by address."""

import json
import re
import threading
from datetime import timedelta

from odoo import fields
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .cast import PASSWORD
from .fostering_cast import FosteringCastMixin
from .matrix_case import MatrixCase
from .sweep import MISSING_ID, Clock, Seen, is_configuration, our_models, quiet

# {report: (model, who may print the case of Lea)}; a report that is not here fails.
REPORTS = {
    "exit_interview.workbook_xlsx": ("exit.interview", {"cora", "cody"}),
    "exit_interview.report_offer_letter": ("exit.interview", {"cora", "cody"}),
    "exit_interview.report_cancellation_letter": (
        "exit.interview",
        {"cora", "cody", "ivy"},
    ),
    "exit_interview.report_outcome_letter": ("exit.interview", {"cora", "cody"}),
    "exit_interview.report_planned_letter": ("exit.interview", {"cora", "cody"}),
    "exit_interview.report_answer_letter": ("exit.interview", {"cora", "cody"}),
    "exit_interview.report_check_letter": ("exit.interview", {"cora", "cody"}),
    "exit_interview.report_form": ("exit.interview", {"cora", "cody", "ivy"}),
    "exit_interview.report_record": ("exit.interview", {"cora", "cody", "ivy"}),
    "exit_interview.report_session_record": (
        "exit.interview.session",
        {"cora", "cody", "ivy"},
    ),
    "exit_interview.report_questionnaire": (
        "exit.interview.questionnaire",
        # What is asked is no secret among those who ask.
        {"cora", "cody", "ivy", "peg", "adm", "bea", "ben", "ada", "ida", "ian", "ike"},
    ),
    "exit_interview.report_copy": ("exit.interview.share", {"sam"}),
    "exit_interview.report_review": ("exit.interview.review", {"cora", "cody", "dee"}),
    "exit_interview.review_xlsx": ("exit.interview.review", {"cora", "cody", "dee"}),
    "exit_interview.report_publication": (
        "exit.interview.publication",
        {"cora", "cody"},
    ),
    # Of a household that nobody of the staff's side has a part in.
    "exit_interview_fostering.report_briefing": (
        "exit.interview.briefing",
        {"ada", "ida"},
    ),
    "exit_interview_fostering.report_data_form": ("exit.interview", {"ada"}),
    "exit_interview.report_guide": ("exit.interview", {"ada", "ida"}),
    # The staff's policy leaves the letter to the coordinator.
    "exit_interview.report_outcome_share_letter": ("exit.interview.share", set()),
    # Of a review of staff, which is nothing for a fostering panel.
    "exit_interview_fostering.report_panel": ("exit.interview.review", set()),
    # Of a review of staff, and of a home that is nobody's here.
    "exit_interview_children.report_monitoring": ("exit.interview.review", set()),
    "exit_interview_children.report_home_period": ("exit.interview.home.period", set()),
}
# What holds a code for the leaver comes on paper only, never as a page.
PAPER_ONLY = {
    f"exit_interview.report_{name}_letter"
    for name in ("offer", "outcome", "planned", "answer", "check", "cancellation")
}
# Whoever reads a review is told in words that panel gets none of it, and that it is no
# year of children; whoever reads a copy, that the letter is not theirs to print.
REFUSED_IN_WORDS = {
    "exit_interview_fostering.report_panel",
    "exit_interview_children.report_monitoring",
    "exit_interview.report_outcome_share_letter",
}
# For everybody, whoever they are: approved words of published reviews.
PATH = "/exit-interview"
PUBLIC_PAGE = f"{PATH}/you-said-we-did"
HOSTILE = (
    "",
    '?context={"uid":1,"su":true,"allowed_company_ids":[1,2,3]}',
    '?options={"su":true}&context={"active_ids":[1],"force_report_rendering":true}',
)


class HttpMatrixCase(MatrixCase, HttpCase):
    """Requests of each user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setUpMatrix()

    def setUp(self):
        super().setUp()
        # A test's cursor cannot write beside a read-only request, as a server's can.
        self.set_registry_readonly_mode(False)
        self.addCleanup(self.set_registry_readonly_mode, True)

    def enter(self, login):
        """Log in, or come without a login."""
        self.login_name = login
        if login == "anon":
            self.authenticate(None, None)
        else:
            self.authenticate(f"{login}.cast", PASSWORD)

    def get(self, url, **options):
        with quiet():
            return self.url_open(url, allow_redirects=False, timeout=60, **options)

    def find_pages(self, ids):
        """Return every address of ours that answers to a leaver, from the routes.

        :param ids: what stands in an address that holds an id
        """
        found = set()
        # The platform's own way to the routes asks the thread for the database.
        threading.current_thread().dbname = self.env.cr.dbname
        for rule in self.env["ir.http"].routing_map()._rules:
            if not rule.rule.startswith(PATH) or "<path:" in rule.rule:
                continue
            if "GET" not in (rule.methods or ()) or "/l/" in rule.rule:
                continue
            if "<int:" not in rule.rule:
                found.add(rule.rule)
                continue
            found |= {re.sub(r"<int:\w+>", str(one), rule.rule) for one in ids}
        self.assertGreater(len(found), 8)
        return sorted(found - {f"{PATH}/leave"})

    def open_home_period(self):
        """Return the dialog of somebody else's children's home."""
        home = self.env["res.partner"].create(
            {
                "name": "A home",
                "is_company": True,
                "is_child_home": True,
                "child_home_kind": "own",
                "child_home_company_id": self.policy.company_id.id,
            }
        )
        return self.env["exit.interview.home.period"].create({"home_id": home.id})

    def rpc(self, model, method, args, kwargs=None):
        """Return the raw answer of the web client's remote procedure call."""
        params = {
            "model": model,
            "method": method,
            "args": args,
            "kwargs": kwargs or {},
        }
        return self.get(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        )


class HttpSweepCase(HttpMatrixCase):
    """Everything a user gets by address or call."""

    def _plant_rest(self):
        """Bring the case in focus far, and plant what only an address shows."""
        self.bring_to(self.lea, "acting")
        content = self.lea.word("FILE", "file", "G8").encode()
        self.document_id = self.add_file(self.lea, "cora", content)
        self.publish_words(self.learned)
        self.open_home_period()
        self.keys = {login: self._new_key(login) for login in self.users}
        return [(self.lea, "acting"), *self.beside]

    def _new_key(self, login):
        user = self.users[login]
        if not user._is_internal():
            return None
        keys = self.env["res.users.apikeys"].with_user(user)
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        return keys.sudo()._generate("rpc", "sweep", tomorrow)

    def _sweep(self, login):
        seen = Seen()
        self.enter(login)

        def ask(channel, response):
            seen.add(channel, f"{response.headers}")
            seen.add(channel, response.content)

        focus = self.focus()
        for name in our_models(self.env, transient=False):
            if is_configuration(name):
                continue
            ids = focus[name][:3]
            names = self._text_fields(name)
            ask("call_kw search_read", self.rpc(name, "search_read", [[]]))
            ask("call_kw search_read", self.rpc(name, "search_read", [[], names]))
            # One field that the user may not read refuses all of them.
            open_names = self._keep_readable(login, name, names)
            if open_names != names:
                call = self.rpc(name, "search_read", [[], open_names])
                ask("call_kw search_read", call)
            specification = {"specification": dict.fromkeys(names, {})}
            ask(
                "call_kw web_search_read",
                self.rpc(name, "web_search_read", [[]], specification),
            )
            ask("call_kw read", self.rpc(name, "read", [ids]))
            ask("export csv", self._export("csv", name))
            ask("export xlsx", self._export("xlsx", name))
            ask("json/1", self._json1(name))
            ask("json/2", self._json2(name))
            for number in ids[:1]:
                for field in self._file_fields(name):
                    ask("content", self.get(f"/web/content/{name}/{number}/{field}"))
                    ask("image", self.get(f"/web/image/{name}/{number}/{field}"))
                ask("page", self.get(f"/odoo/{name}/{number}"))
        for action in self.env["ir.actions.act_window"].search(
            [("res_model", "=like", "exit.%"), ("path", "!=", False)]
        ):
            ask("page", self.get(f"/odoo/{action.path}"))
            ask("json/1", self._json1(action.path))
        for report, (model, _logins) in REPORTS.items():
            converter = "xlsx" if report.endswith("_xlsx") else "html"
            # Dialogs are in no focus: all of them.
            for number in focus.get(model) or self.env[model].search([]).ids:
                url = f"/report/{converter}/{report}/{number}"
                ask(f"report {converter}", self.get(url))
        session_id = self.lea.case.session_ids[:1].id
        for url in (
            f"/exit_interview/document/{self.document_id}",
            f"/exit_interview/session/{session_id}/meeting.ics",
            f"/exit_interview/workbook/{self.export.id}",
        ):
            ask("our files", self.get(url))
        ask("public page", self.get(PUBLIC_PAGE))
        self._ask_mail(ask, focus)
        return seen

    def _text_fields(self, name):
        return [
            field.name
            for field in self.env[name]._fields.values()
            if field.type in ("char", "text")
        ]

    def _keep_readable(self, login, name, names):
        model = self.env[name].with_user(self.users[login])
        return [n for n in names if model._has_field_access(model._fields[n], "read")]

    def _file_fields(self, name):
        """Return a field of each type that could be taken for a file."""
        kinds = {}
        for field in self.env[name]._fields.values():
            if field.type in ("char", "text", "binary"):
                kinds.setdefault((field.type, field.store), field.name)
        return kinds.values()

    def _export(self, kind, name):
        names = self._text_fields(name)
        data = {
            "model": name,
            "fields": [{"name": n, "label": n, "type": "char"} for n in names],
            "ids": False,
            "domain": [],
            "import_compat": False,
            "groupby": [],
            "context": {},
        }
        token = {"csrf_token": Request.csrf_token(self)}
        return self.get(f"/web/export/{kind}", data={"data": json.dumps(data), **token})

    def _json1(self, path):
        key = self.keys[self.login_name]
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return self.get(f"/json/1/{path}", headers=headers)

    def _json2(self, name):
        key = self.keys[self.login_name]
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        return self.get(
            f"/json/2/{name}/search_read",
            data=json.dumps({"domain": []}),
            headers=headers,
        )

    def _ask_mail(self, ask, focus):
        """What the platform's mail keeps, and its routes for a record by its id."""
        for name in ("mail.mail", "mail.message", "mail.activity", "bus.bus"):
            names = self._text_fields(name)
            ask(name, self.rpc(name, "search_read", [[], names]))
        for name in ("exit.interview", "exit.interview.duty"):
            for number in focus[name][:2]:
                params = {"thread_model": name, "thread_id": number}
                for url in ("/mail/thread/messages", "/mail/thread/recipients"):
                    ask(
                        "mail routes",
                        self.get(
                            url,
                            data=json.dumps({"jsonrpc": "2.0", "params": params}),
                            headers={"Content-Type": "application/json"},
                        ),
                    )


@tagged("post_install", "-at_install")
class TestHttpSweep(HttpSweepCase):
    def test_each_user_gets_what_the_matrix_allows(self):
        scenarios = self._plant_rest()
        clock, lines = Clock(), []
        for login in self.users:
            seen = self._sweep(login)
            clock.add(seen)
            lines += self.report(login, seen, scenarios)
        print("\nhttp " + clock.line(len(self.users), 1))

        self.assertFalse(lines, "\n".join(lines))


@tagged("post_install", "-at_install")
class TestReportAddresses(FosteringCastMixin, HttpMatrixCase):
    """SEC-13: 403 or 404 for whoever may not, never 200, never 500."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setUpFostering()
        cls.as_user("ada", cls.marlow.case).action_assign(cls.users["ida"].id)

    def test_every_report_is_in_the_table(self):
        reports = self.env["ir.actions.report"].search([("model", "=like", "exit.%")])

        self.assertEqual(set(reports.mapped("report_name")), set(REPORTS))

    def test_each_report_for_each_user(self):
        self.bring_to(self.lea, "acting")
        ids = {
            "exit.interview": self.lea.case.id,
            "exit.interview.session": self.lea.case._get_latest_records()[:1].id,
            "exit.interview.share": self.share_of(self.lea, "service_manager").id,
            "exit.interview.briefing": self.marlow.case.briefing_ids.id,
            "exit_interview_fostering.report_data_form": self.marlow.case.id,
            "exit_interview.report_guide": self.marlow.case.id,
            "exit.interview.questionnaire": self.policy.questionnaire_id.id,
            "exit.interview.review": self._publish_review().id,
            "exit.interview.publication": self._publish_words().id,
            "exit.interview.home.period": self.open_home_period().id,
        }
        for login in self.users:
            self.enter(login)
            for report, (model, allowed) in REPORTS.items():
                for converter in ("html", "pdf", "xlsx", "text"):
                    one = ids.get(report, ids[model])
                    for number in (one, f"{one},{MISSING_ID}", "", "x"):
                        for hostile in HOSTILE if login in ("emp", "sam") else ("",):
                            self._check(
                                login, report, converter, number, hostile, allowed
                            )

    def _publish_review(self):
        """Return a published review, as its steps leave it."""
        return self.env["exit.interview.review"].create(
            {
                "company_id": self.policy.company_id.id,
                "policy_id": self.policy.id,
                "population": "staff",
                "date_from": "2019-07-01",
                "date_to": "2019-09-30",
                "state": "published",
                "date_approved": "2019-10-24",
                "date_published": "2019-10-25",
            }
        )

    def _publish_words(self):
        """Return words for everybody, as their steps leave them."""
        return self.env["exit.interview.publication"].create(
            {
                "review_id": self.env["exit.interview.review"]
                .search([("date_from", "=", "2019-07-01")])
                .id,
                "said": "It was good.",
                "did": "We keep it.",
                "state": "approved",
                "approver_id": self.users["ivy"].id,
                "date_approved": "2019-10-26",
            }
        )

    def _check(self, login, report, converter, number, hostile, allowed):
        if converter == "pdf" and login in allowed and isinstance(number, int):
            return  # printed in the tests of the reports
        is_theirs = login in allowed and (
            isinstance(number, int)
            or (report == "exit_interview.workbook_xlsx" and number == "")
        )
        right_kind = (converter == "xlsx") == report.endswith("_xlsx")
        right_kind &= converter != "html" or report not in PAPER_ONLY
        # Without ids, another coordinator's workbook holds all of their own cases.
        is_whole = report == "exit_interview.workbook_xlsx" and not number
        own = is_whole and login in ("bea", "ada")
        url = (
            f"/report/{converter}/{report}" + (f"/{number}" if number else "") + hostile
        )
        status = self.get(url).status_code
        with self.subTest(login=login, url=url):
            if right_kind and converter != "text" and (is_theirs or own):
                # Companies that are not the caller's are refused by the platform.
                fine = (200, 403) if "allowed_company_ids" in hostile else (200,)
                # A workbook of no case at all is refused in words.
                fine += () if number else (422,)
                self.assertIn(status, fine, f"{login} {url}")
            else:
                # Without a login the way leads to the login page.
                closed = (303, 403, 404) if login == "anon" else (400, 403, 404)
                closed += (422,) if report in REFUSED_IN_WORDS else ()
                self.assertIn(status, closed, f"{login} {url}")


@tagged("post_install", "-at_install")
class TestForbiddenLooksMissing(HttpMatrixCase):
    """SEC-02: the same status and the same text, by every way in."""

    def test_by_address_and_by_call(self):
        self.bring_to(self.lea, "acting")
        for login in ("emp", "peg", "sam", "dee", "bea", "pat"):
            self.enter(login)
            for name in our_models(self.env, transient=False):
                if is_configuration(name):
                    continue
                number = self._forbidden(login, name)
                if number:
                    self._compare(login, name, number)

    def _forbidden(self, login, name):
        model = self.env[name]
        self.env.invalidate_all()
        records = model.search([])
        mine = model
        if model.with_user(self.users[login]).has_access("read"):
            mine = model.with_user(self.users[login]).search([]).sudo()
        return (records - mine)[:1].id

    def _compare(self, login, name, number):
        calls = [
            ("read", [], {}),
            ("read", [["id"]], {}),
            ("web_read", [{"id": {}, "display_name": {}}], {}),
            ("export_data", [["id"]], {}),
            ("write", [{"create_uid": 1}], {}),
            ("unlink", [], {}),
            ("copy", [], {}),
            ("web_save", [{}, {}], {}),
            ("action_open", [], {}),
            ("action_open_interview", [], {}),
            ("action_download", [], {}),
            ("action_download_ics", [], {}),
            ("action_ring_no_reply", [], {}),
            ("get_document_options", [], {}),
            ("get_form", [], {}),
        ]
        for method, args, kwargs in calls:
            if not hasattr(self.env[name], method):
                continue
            answers = [
                self._plain(self.rpc(name, method, [[one], *args], kwargs), one)
                for one in (number, MISSING_ID)
            ]
            self.assertEqual(answers[0], answers[1], f"{login}: {name}.{method}")
        for url in (
            "/web/content/{model}/{id}/create_date",
            "/web/content?model={model}&id={id}&field=display_name",
            "/web/image/{model}/{id}/name",
        ):
            answers = [
                self._plain(self.get(url.format(model=name, id=one)), one)
                for one in (number, MISSING_ID)
            ]
            self.assertEqual(answers[0], answers[1], f"{login}: {url} {name}")
        for model, url in (
            ("exit.interview.document", "/exit_interview/document/{id}"),
            ("exit.interview.session", "/exit_interview/session/{id}/meeting.ics"),
            ("exit.interview.export", "/exit_interview/workbook/{id}"),
        ):
            if model == name:
                answers = [
                    self._plain(self.get(url.format(id=one)), one)
                    for one in (number, MISSING_ID)
                ]
                self.assertEqual(answers[0], answers[1], f"{login}: {url}")
        for report, (model, _allowed) in REPORTS.items():
            if model == name:
                kind = "xlsx" if report.endswith("_xlsx") else "html"
                answers = [
                    self._plain(self.get(f"/report/{kind}/{report}/{one}"), one)
                    for one in (number, MISSING_ID)
                ]
                self.assertEqual(answers[0], answers[1], f"{login}: {report}")

    @staticmethod
    def _plain(response, number):
        """Return status and text, without what differs from request to request."""
        if "text" not in response.headers.get("Content-Type", "") and (
            "json" not in response.headers.get("Content-Type", "")
        ):
            return response.status_code, response.content
        # Any number: a record's id may also be the user's, or the protocol's 2.
        text = re.sub(r"\d+", "ID", response.text)
        text = re.sub(r'csrf_token: ?"[^"]*"|name="csrf_token" value="[^"]*"', "", text)
        text = re.sub(r"nonce[^ >]*", "", text)
        return response.status_code, text
