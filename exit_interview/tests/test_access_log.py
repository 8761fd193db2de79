# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""SEC-18: whoever changes who may see what is written down, and two people are told."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import ExitInterviewCommon

COORDINATOR = "exit_interview.group_coordinator"


@tagged("post_install", "-at_install")
class TestAccessLog(ExitInterviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.odd = new_test_user(
            cls.env, "odd", "base.group_user,base.group_system", name="Odd"
        )
        cls.policy.responsible_id = cls.hana
        cls.group = cls.env.ref(COORDINATOR)

    def setUp(self):
        super().setUp()
        self._forget()

    def _forget(self):
        self._refresh()
        self.env["mail.mail"].search([]).unlink()
        self.last = self.env["exit.interview.policy.log"].search([], limit=1).id

    def _expect(self, event, *words, by=None, told=None):
        """Check that there are lines of this event since the last time, and mails."""
        self._refresh()
        lines = self.env["exit.interview.policy.log"].search([("id", ">", self.last)])
        lines = lines.filtered(lambda line: line.event == event)
        text = "\n".join(lines.mapped("subject"))
        for word in words:
            self.assertIn(word, text)
        self.assertEqual(set(lines.mapped("user_name")), {(by or self.env.user).name})
        mails = self.env["mail.mail"].search([])
        wanted = told or (self.hana | self.cora)
        self.assertEqual(
            sorted(mails.mapped("email_to")), sorted(wanted.mapped("email_formatted"))
        )
        self.assertEqual(set(mails.mapped("state")), {"outgoing"})
        for mail in mails:
            self.assertEqual(mail.subject, "Access to exit interviews has changed")
            self.assertIn("Sign in to see", mail.body_html)
            for word in words:
                self.assertNotIn(word, mail.body_html)
        self._forget()

    def _expect_nothing(self):
        self._refresh()
        self.assertFalse(
            self.env["exit.interview.policy.log"].search([("id", ">", self.last)])
        )
        self.assertFalse(self.env["mail.mail"].search([]))

    def test_an_administrator_of_the_platform_lets_himself_in(self):
        case = self._create_case()
        self._forget()
        mine = self.env["exit.interview"].with_user(self.odd)
        with self.assertRaises(AccessError):
            mine.search([])
        with self.assertRaises(AccessError):
            self.env["exit.interview.policy.log"].with_user(self.odd).search([])

        self.odd.with_user(self.odd).write(
            {"group_ids": [fields.Command.link(self.group.id)]}
        )

        self.assertIn(case, mine.search([]))
        self._expect("joined", "Odd", "Coordinator: staff", by=self.odd)

    def test_each_way_into_a_group(self):
        Users = self.env["res.users"].with_user(self.odd)
        Groups = self.env["res.groups"].with_user(self.odd)
        link, by = fields.Command.link, self.odd

        self.group.with_user(self.odd).user_ids = [link(self.emp.id)]
        self._expect("joined", "Emp", "Coordinator", "Interviewer", by=by)
        self.group.with_user(self.odd).user_ids = [fields.Command.unlink(self.emp.id)]
        self._expect("left", "Emp", by=by)
        new = Users.create(
            {"name": "Nora", "login": "nora", "group_ids": [link(self.group.id)]}
        )
        self._expect("joined", "Nora", by=by)
        new.write({"group_ids": [fields.Command.clear()]})
        self._expect("left", "Nora", by=by)
        outer = Groups.create({"name": "Outer", "user_ids": [link(self.tess.id)]})
        self._expect_nothing()
        outer.implied_ids = [link(self.group.id)]
        self._expect("joined", "Tess", by=by)
        outer.implied_ids = [fields.Command.unlink(self.group.id)]
        self._expect("left", "Tess", by=by)
        other = Groups.create(
            {
                "name": "Other",
                "user_ids": [link(self.tess.id)],
                "implied_ids": [link(self.group.id)],
            }
        )
        self._expect("joined", "Tess", by=by)
        other.unlink()
        self._expect("left", "Tess", by=by)
        self.emp.with_user(self.odd).copy(
            {"login": "copy", "group_ids": [link(self.group.id)]}
        )
        self._expect("joined", "Coordinator", by=by)
        self.peg.active = False
        self._forget()
        self.peg.with_user(self.odd).action_unarchive()
        self._expect("joined", "Peg", by=by)

    def test_other_changes_of_users_and_groups_say_nothing(self):
        self.emp.with_user(self.odd).write({"name": "Emp Loyee"})
        hr = self.env.ref("hr.group_hr_user")
        self.emp.with_user(self.odd).write({"group_ids": [fields.Command.link(hr.id)]})
        self._expect_nothing()

    def test_the_group_that_comes_by_itself_says_nothing(self):
        case = self._create_case(until="confirmed")
        self._forget()
        case.with_user(self.cora).action_share()
        self._refresh()
        self.assertTrue(self.sam.has_group("exit_interview.group_responder"))
        self.assertFalse(
            self.env["exit.interview.policy.log"].search([("id", ">", self.last)])
        )

    def test_who_plays_a_role(self):
        Role = self.env["exit.interview.policy.role"].with_user(self.adm)
        vals = {"policy_id": self.policy.id, "role": "interviewer"}
        row = Role.create({**vals, "user_id": self.tess.id})
        self._expect("added", "Interviewer: Tess", "everywhere", by=self.adm)
        row.user_id = self.emp
        self._expect("changed", "Tess", "→", "Emp", by=self.adm)
        row.user_id = self.emp
        self._expect_nothing()
        row.unlink()
        self._expect("removed", "Interviewer: Emp", by=self.adm)

    def test_whoever_takes_the_part_of_those_told_cannot_keep_it_quiet(self):
        """The coordinator of before is told as well as the one of now."""
        rows = self.policy.role_ids.filtered(lambda row: row.role == "coordinator")
        rows.with_user(self.adm).user_id = self.emp
        self._expect(
            "changed",
            "Cora",
            "Emp",
            by=self.adm,
            told=self.hana | self.cora | self.emp,
        )
        self.policy.with_user(self.adm).responsible_id = self.adm
        self._expect(
            "changed", "Hana", "Adm", by=self.adm, told=self.hana | self.adm | self.emp
        )

    def test_who_receives_copies(self):
        row = self.policy.recipient_ids[:1].with_user(self.adm)
        row.sequence = 99
        self._expect_nothing()
        row.approver_role = "second_person"
        self._expect("changed", "approved by Second person", by=self.adm)
        vals = {"policy_id": self.policy.id, "role": "monitoring_officer"}
        new = row.create(vals)
        self._expect("added", "Recipient: Monitoring officer", by=self.adm)
        new.unlink()
        self._expect("removed", "Monitoring officer", by=self.adm)

    def test_rules_and_access_lines(self):
        rule = self.env.ref("exit_interview.exit_interview_rule_conflict")
        rule.with_user(self.odd).active = False
        self._expect("rule", "cases", by=self.odd)
        line = self.env.ref("exit_interview.access_exit_interview_coordinator")
        line.with_user(self.odd).perm_unlink = True
        self._expect("rule", "coordinator", by=self.odd)
        self.env["ir.rule"].with_user(self.odd).search(
            [("model_id.model", "=", "res.partner")], limit=1
        ).name = "Other"
        self._expect_nothing()

    def test_several_changes_make_one_mail_each(self):
        Role = self.env["exit.interview.policy.role"].with_user(self.adm)
        vals = {"policy_id": self.policy.id, "role": "interviewer"}
        Role.create([{**vals, "user_id": user.id} for user in self.tess | self.emp])
        Role.create({**vals, "user_id": self.lin.id})
        self._expect("added", "Tess", "Emp", "Lin", by=self.adm)

    def test_a_context_silences_nobody(self):
        self.odd.with_user(self.odd).with_context(
            install_mode=True, tracking_disable=True, mail_notrack=True
        ).write({"group_ids": [fields.Command.link(self.group.id)]})
        self._expect("joined", "Odd", by=self.odd)

    def test_the_log_is_only_ever_added_to(self):
        self.policy.role_ids[:1].sequence = 77
        line = self.env["exit.interview.policy.log"].search([], limit=1)
        for user in (self.cora, self.adm):
            self.assertTrue(line.with_user(user).read(["subject"]))
        for user in (self.ivy, self.sam, self.hal, self.emp):
            with self.assertRaises(AccessError):
                line.with_user(user).read(["subject"])
        for user in (self.cora, self.adm, self.odd, self.env.user):
            mine = line.with_user(user)
            for step in (
                lambda mine=mine: mine.write({"subject": "x"}),
                lambda mine=mine: mine.unlink(),
            ):
                with self.assertRaises(UserError):
                    step()
        with self.assertRaises(UserError):
            line.with_user(self.adm).create({"event": "joined", "subject": "x"})
