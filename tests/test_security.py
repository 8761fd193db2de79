# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""SEC-01, SEC-03, SEC-05, SEC-09 and SEC-23 on the server."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import BaseCase, TransactionCase, tagged

from . import static_gate
from .matrix_case import MatrixCase
from .sweep import find_canaries, is_configuration, our_models, quiet

OPERATIONS = ("read", "write", "create", "unlink")
# Public methods that go around the rules without a check in their own lines, and why.
UNCHECKED = {
    "ExitInterview.duty_update": "@api.private: not called from outside",
    "ExitInterviewAgreementCaseMixin.duty_update": "@api.private: as above",
    "ExitInterviewConsiderationCaseMixin.duty_update": "@api.private: as above",
    "ExitInterviewDutyMixin.duty_update": "@api.private: not called from outside",
    "HrVersion.create": "the platform has checked; nothing read goes back",
    "MailActivity.create": "the platform has checked; refuses duties to people",
}
# The dialog in which any manager tells that somebody leaves: a rule keeps the rows to
# whoever typed them, and `register` decides who may.
FOR_EVERYBODY = {"exit.interview.report"}
# No access line grants anything on them: only the server reads and writes them.
# What the leadership reads, once it is published.
REVIEWS = {"exit.interview.review", "exit.interview.review.line"}
FOR_NOBODY = {
    "exit.interview.attempt",
    "exit.interview.visit",
    "exit.interview.review.counted",
}
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=//evil.example/x onerror=alert(1)>",
    "{{7*7}} ${7*7} #{7*7} %(x)s %s {0} {reference}",
    "<t t-out='user'/><t t-esc=\"env\"/>",
    "javascript:alert(1)",
    "' OR 1=1 --",
    '=HYPERLINK("http://evil.example")',
    "@SUM(1) \t+1 -1 |x",
    "&lt;b&gt; &amp; <b>bold</b>",
    "O'Brien-Ŵyn 日本 🙂 \u202eevil",
)


@tagged("post_install", "-at_install")
class TestStaticGate(BaseCase):
    """SEC-05, H-8: what goes around the rules stands in a list, with a reason."""

    def test_everything_found_is_in_the_list(self):
        found, _unchecked = static_gate.scan()
        listed = static_gate.load()
        lines = [
            f"{key}: {count} times, listed {listed.get(key, {}).get('count', 'never')}."
            " Look at it, then say in tests/sudo_allowlist.csv what makes it safe."
            for key, count in found.items()
            if str(count) != listed.get(key, {}).get("count")
        ]
        lines += [f"{key}: listed, but gone" for key in listed.keys() - found.keys()]

        self.assertFalse(lines, "\n".join(lines))

    def test_every_line_says_why_and_which_test(self):
        for key, row in static_gate.load().items():
            self.assertTrue(row["safe_because"], key)
            self.assertTrue((static_gate.ROOT / row["test"]).exists(), key)

    def test_public_methods_check_before_they_go_around(self):
        _found, unchecked = static_gate.scan()

        self.assertEqual({name for _file, name in unchecked}, set(UNCHECKED))


@tagged("post_install", "-at_install")
class TestSecurity(MatrixCase, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setUpMatrix()

    def as_(self, login, records):
        self.env.invalidate_all()
        return self.as_user(login, records)

    # === SEC-01: default deny === #

    def test_outsiders_have_no_right_on_any_model(self):
        self.bring_to(self.lea, "acting")
        for name in set(our_models(self.env)) - FOR_EVERYBODY:
            record = self.env[name].search([], limit=1)
            for login in ("emp", "pat", "anon", "dee", "hal", "odd"):
                for operation in OPERATIONS:
                    if login == "dee" and name in REVIEWS and operation == "read":
                        continue
                    mine = self.as_(login, self.env[name])
                    with self.subTest(model=name, login=login, operation=operation):
                        self.assertFalse(mine.has_access(operation))
                        if record:
                            self.assertFalse(
                                mine.browse(record.id).has_access(operation)
                            )

    def test_each_model_has_an_access_line_and_none_is_for_everybody(self):
        lines = self.env["ir.model.access"].search([])
        everybody = self.env.ref("base.group_user")
        everybody |= self.env.ref("base.group_portal") | self.env.ref(
            "base.group_public"
        )
        for name in our_models(self.env):
            own = lines.filtered(lambda line, name=name: line.model_id.model == name)
            self.assertTrue(own, f"{name} has no access line")
            if name in FOR_NOBODY:
                self.assertFalse(any(line.perm_read for line in own), name)
            for line in own:
                self.assertTrue(line.group_id, line.name)
                if name not in FOR_EVERYBODY:
                    self.assertNotIn(line.group_id, everybody, line.name)

    def test_each_record_of_a_case_has_the_two_global_rules(self):
        rules = self.env["ir.rule"].search([("groups", "=", False)])
        for name in our_models(self.env, transient=False):
            if is_configuration(name) or name in FOR_NOBODY:
                continue
            domains = rules.filtered(lambda rule, n=name: rule.model_id.model == n)
            domains = " ".join(domains.mapped("domain_force"))
            self.assertIn("company_id", domains, name)
            # A review or a workbook is about no one case.
            if name == "exit.interview" or "case_id" in self.env[name]._fields:
                self.assertIn("conflict_user_ids", domains, name)

    def test_each_dialog_is_its_authors_alone(self):
        """The platform shows a row of a dialog to everybody who may use the dialog."""
        rules = self.env["ir.rule"].search([("groups", "=", False)])
        own = repr([("create_uid", "=", "user.id")]).replace("'user.id'", "user.id")
        for name in our_models(self.env):
            if not self.env[name]._transient:
                continue
            found = rules.filtered(lambda rule, n=name: rule.model_id.model == n)
            self.assertIn(own, found.mapped("domain_force"), name)
            self.assertIn(
                "exit.interview.dialog.mixin",
                {getattr(one, "_name", "") for one in type(self.env[name]).mro()},
                name,
            )

    # === SEC-03: several roles === #

    def test_several_roles_add_up_to_what_each_may(self):
        """Sam manages Lea's service and interviews Leo; for neither he is the other."""
        self.users["sam"].group_ids |= self.env.ref("exit_interview.group_interviewer")
        self.leo.case.interviewer_id = self.users["sam"]
        self.bring_to(self.lea, "full")
        scenarios = [(self.lea, "full"), *self.beside]

        self.assertFalse(self.report("sam", self.sweep("sam"), scenarios))

    def test_the_conflict_list_wins_over_all_roles_at_once(self):
        self.bring_to(self.lea, "full")
        self.users["sam"].group_ids |= self.env.ref("exit_interview.group_coordinator")
        self.lea.case.interviewer_id = self.users["sam"]
        self.lea.case.conflict_user_ids = [Command.link(self.users["sam"].id)]
        self.lea.case.duty_update()
        self.lea.case.share_ids.duty_update()

        seen = self.sweep("sam")

        self.assertFalse(seen.canaries & set(self.lea.canaries))

    # === SEC-09: what is typed is text === #

    def test_payloads_survive_literally(self):
        """Through save, form, copy and the response; nothing is run on the way."""
        leaver = self.new_leaver("PAY", self.north)
        self.offer(leaver)
        case = self.as_("ivy", leaver.case)
        session = case.action_schedule(
            fields.Datetime.now(), "phone", PAYLOADS[1], companion=PAYLOADS[0]
        )
        session = self.env["exit.interview.session"].browse(session)
        questions = session.questionnaire_id.question_ids.filtered(
            lambda question: question.kind in ("text", "scale", "choices")
        )
        typed = {
            question.id: PAYLOADS[number % len(PAYLOADS)]
            for number, question in enumerate(questions)
        }
        self.as_("ivy", session).action_save_answers(
            [
                {
                    "question_id": q.id,
                    "text" if q.kind == "text" else "comment": typed[q.id],
                }
                for q in questions
            ],
            0,
        )
        for answer in session.answer_ids:
            self.assertIn(typed[answer.question_id.id], (answer.text, answer.comment))
        self.as_("ivy", session).action_mark_held(fields.Datetime.now())
        form = self.as_("ivy", session).get_form()
        for question_id, answer in form["answers"].items():
            self.assertIn(typed[int(question_id)], (answer["text"], answer["comment"]))
        self.as_("ivy", leaver.case).action_confirm("agreed")
        self.permit(leaver, service_manager="full")
        self.as_("cora", leaver.case).action_share()

        share = self.as_("sam", self.share_of(leaver, "service_manager"))
        answers = share.line_ids.mapped("answer")

        public = session.answer_ids.filtered(lambda answer: not answer.is_protected)
        for answer in public:
            self.assertIn(typed[answer.question_id.id], answers)
        share.action_submit(*PAYLOADS[:3])
        self.assertEqual(share.response_timescale, PAYLOADS[1])

    def test_the_invitation_escapes_what_the_policy_and_people_typed(self):
        template = self.policy._get_message_template("offer")
        template.body = "Hello <script>alert(1)</script> {coordinator} {link}"
        self.users["cora"].name = "<img src=//evil.example>"
        leaver = self.new_leaver("PAY", self.north)
        self.offer(leaver)
        message = leaver.case.leaver_message_ids
        html = message._start("office@council.example").get_body(("html",))
        html = html.get_content()

        self.assertNotIn("<script", html)
        self.assertNotIn("<img", html)
        self.assertIn("&lt;script&gt;", html)
        self.assertIn("&lt;img", html)

    def test_searching_takes_signs_as_text(self):
        cases = self.as_("cora", self.env["exit.interview"])
        for word in ("' OR 1=1 --", "\\", "%' OR '1", '"'):
            self.assertFalse(cases.search([("leaver_name", "=", word)]))
            self.assertFalse(cases.search([("name", "ilike", word)]))

    # === SEC-23: two organisations === #

    def test_a_coordinator_elsewhere_cannot_report_a_leaver_here(self):
        before = self.env["exit.interview.notice"].search_count([])
        for login in ("bea", "ben"):
            for vals in (
                {"employee_id": self.lea.employee.id},
                {
                    "name": "Somebody",
                    "department_id": self.north.id,
                    "date_departure": "2027-01-31",
                },
            ):
                notices = self.as_(login, self.env["exit.interview.notice"])
                with self.assertRaises(AccessError), quiet():
                    notices.register([{"source": "manager", **vals}])

        self.assertEqual(self.env["exit.interview.notice"].search_count([]), before)

    def test_an_administrator_changes_no_role_elsewhere(self):
        for records in (
            self.other_policy,
            self.other_policy.role_ids[:1],
            self.other_policy.recipient_ids[:1],
        ):
            mine = self.as_("adm", records)
            if not records:
                continue
            self.assertFalse(mine.has_access("read"), records)
            self.assertFalse(mine.has_access("write"), records)
            with self.assertRaises(AccessError), quiet():
                mine.copy({"policy_id": self.other_policy.id})

    def test_other_companies_in_the_context_open_nothing(self):
        companies = (self.company | self.other_company).ids
        for name in our_models(self.env, transient=False):
            if is_configuration(name):
                continue
            self.env.invalidate_all()
            model = self.env[name].with_user(self.users["bea"])
            model = model.with_context(allowed_company_ids=companies)
            try:
                with quiet():
                    found = model.search_read([])
            except (AccessError, UserError):
                continue
            self.assertFalse(
                find_canaries(found) & (set(self.lea.canaries) | set(self.leo.canaries))
            )
