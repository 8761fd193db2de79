# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Facts about the platform that the design rests on, where they are ours (TRUST 0.2).

A test that fails after an upgrade of the platform says which decision to look at.
"""

import json
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from odoo.addons.exit_interview.hooks import uninstall_hook

from .cast import CANARY, CastMixin
from .sweep import find_canaries, our_models, quiet

TRACES = ("mail_", "bus_", "calendar_", "ir_attachment", "ir_logging", "discuss_")


@tagged("post_install", "-at_install")
class TestPlatformFacts(CastMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setUpCast()
        cls.lea = cls.new_leaver("LEA", cls.north, user="lea")
        cls.offer(cls.lea)
        cls.interview(cls.lea)
        cls.env.flush_all()

    def as_(self, login, records):
        self.env.invalidate_all()
        return self.as_user(login, records)

    # === names and groups === #

    def test_m01_a_many2one_reveals_the_reference_only(self):
        """A row that somebody may read points to one they may not: its name comes."""
        step = self.env["exit.interview.share.step"].create(
            {"step": "withdraw", "share_id": self.lea.case.share_ids[:1].id}
        )
        self.env.flush_all()
        reads = [
            self.as_("ivy", step.share_id.case_id).read(["display_name"]),
            step.sudo().web_read({"share_id": {"fields": {"display_name": {}}}}),
        ]

        for values in reads:
            self.assertEqual(find_canaries(values), {self.lea.case.name.lower()})

    def test_m01_every_display_name_is_a_reference(self):
        self.bring_to(self.lea, "acting")
        for name in our_models(self.env):
            records = self.env[name].search([])
            found = find_canaries(records.mapped("display_name"))
            with self.subTest(model=name):
                self.assertLessEqual(found, {self.lea.case.name.lower()})

    def test_m02_dotted_domains_obey_the_rules(self):
        self.bring_to(self.lea, "full")
        shares = self.as_("sam", self.env["exit.interview.share"])

        self.assertTrue(shares.search_count([]))
        for path in ("case_id.participant_ids.name", "case_id.leaver_name"):
            try:
                found = shares.search_count([(path, "ilike", "cnry")])
            except AccessError:
                found = 0
            self.assertFalse(found, path)

    def test_m03_a_field_for_a_role_is_hidden_from_the_others(self):
        employee = self.lea.employee
        status = "exit_interview_status"

        self.assertEqual(self.as_("hal", employee).read([status])[0][status], "offered")
        for login in ("emp", "dee", "odd", "cora"):
            records = self.as_(login, employee)
            self.assertNotIn(status, records.fields_get())
            for call in (
                lambda records=records: records.read([status]),
                lambda records=records: records.search([(status, "=", "offered")]),
            ):
                try:
                    with quiet():
                        found = call()
                except (AccessError, KeyError, ValueError):
                    continue  # who is no HR officer is led to the public part
                self.fail(f"{login} was answered: {found}")

    def test_m04_no_totals_for_whoever_has_no_access(self):
        self.bring_to(self.lea, "full")
        for login in ("dee", "hal", "odd", "emp", "sam"):
            for name in ("exit.interview", "exit.interview.answer"):
                model = self.as_(login, self.env[name])
                for call in (
                    lambda m=model: m.formatted_read_group([], [], ["id:array_agg"]),
                    lambda m=model: m.formatted_read_group([], ["state"], ["__count"]),
                    lambda m=model: m.search_count([]),
                ):
                    with self.assertRaises(AccessError), quiet():
                        call()

    # === messages, followers, activities === #

    def test_m05_m15_nothing_of_ours_has_messages_or_followers(self):
        for name in our_models(self.env):
            with self.subTest(model=name):
                self.assertNotIn("message_ids", self.env[name]._fields)
                self.assertNotIn("message_follower_ids", self.env[name]._fields)
                self.assertNotIn("website_message_ids", self.env[name]._fields)
        self.bring_to(self.lea, "acting")
        for model in ("mail.followers", "mail.message"):
            found = self.env[model].search(
                [
                    (
                        "res_model" if "followers" in model else "model",
                        "=like",
                        "exit.%",
                    ),
                ]
            )
            self.assertFalse(found)

    def test_m05_a_message_posted_on_a_duty_goes_nowhere(self):
        duty = self.lea.case.duty_ids[:1]

        self.assertFalse(duty.message_notify(body="CNRY-LEA-SLIP-0000"))
        self.assertFalse(hasattr(duty, "message_post"))

    def test_m07_activities_carry_fixed_words(self):
        self.bring_to(self.lea, "acting")
        activities = self.env["mail.activity"].with_context(active_test=False)
        activities = activities.search([("res_model", "=", "exit.interview.duty")])

        self.assertTrue(activities)
        for activity in activities:
            words = [activity.summary, activity.note, activity.feedback or ""]
            words += [activity.res_name, activity.display_name]
            self.assertEqual(find_canaries(words), {self.lea.case.name.lower()})
            self.assertFalse(activity.note)

    def test_m07_a_person_cannot_put_words_into_an_activity_of_a_duty(self):
        self.bring_to(self.lea, "full")
        activity = self.env["mail.activity"].search(
            [
                ("res_model", "=", "exit.interview.duty"),
                ("user_id", "=", self.users["sam"].id),
            ]
        )
        for values in ({"note": "Lea"}, {"summary": "Lea"}, {"user_id": 1}):
            with self.assertRaises(UserError), quiet():
                self.as_("sam", activity).write(values)

    def _archive_and_sweep(self, archive):
        self.bring_to(self.lea, "full")
        share = self.share_of(self.lea, "service_manager")
        duty = self.lea.case.duty_ids.filtered(
            lambda duty: duty.res_model == share._name and duty.res_id == share.id
        )
        due = duty.date_due
        self.assertEqual(duty.user_id, self.users["sam"])

        archive(self.users["sam"])
        self.env.invalidate_all()
        self.assertEqual((duty.state, duty.date_due), ("open", due))
        self.env["exit.interview.duty"]._cron_sweep()

        self.assertEqual((duty.state, duty.date_due), ("open", due))
        self.assertTrue(duty.user_id.active)
        activity = self.env["mail.activity"].search(
            [("res_model", "=", duty._name), ("res_id", "=", duty.id)]
        )
        self.assertEqual(activity.user_id, duty.user_id)
        self.assertEqual(duty.user_id, self.users["cora"], "nobody else in the role")

    def test_m08_archived_by_the_button(self):
        self._archive_and_sweep(lambda user: user.action_archive())

    def test_m08_archived_by_writing(self):
        self._archive_and_sweep(lambda user: user.write({"active": False}))

    # === tokens, reports, files === #

    def test_m09_nothing_of_ours_has_a_token(self):
        for name in our_models(self.env):
            for field in self.env[name]._fields.values():
                self.assertNotIn("token", field.name, name)

    def test_m10_reports_of_ours_check_the_caller(self):
        """`group_ids` on a report is no lock: the values have to ask.

        Direct URLs are tried in ``test_http_sweep``; here: a report of ours has a
        Python class that computes its values, or is a workbook.
        """
        reports = self.env["ir.actions.report"].search([("model", "=like", "exit.%")])
        for report in reports:
            name = f"report.{report.report_name}"
            with self.subTest(report=report.report_name):
                self.assertIn(name, self.env, "values would be computed unchecked")

    def test_m12_no_file_of_ours_has_a_token_or_is_public(self):
        self.bring_to(self.lea, "acting")
        attachments = self.env["ir.attachment"].with_context(skip_res_field_check=True)
        found = attachments.search([("res_model", "=like", "exit.%")])

        self.assertFalse(found.filtered("access_token"))
        self.assertFalse(found.filtered("public"))

    def test_m14_a_leaver_becomes_no_contact_by_us(self):
        contacts = self.env["res.partner"].search_count([])
        users = self.env["res.users"].search_count([])
        self.bring_to(self.lea, "acting")

        self.assertEqual(self.env["res.partner"].search_count([]), contacts)
        self.assertEqual(self.env["res.users"].search_count([]), users)
        domain = [(name, "ilike", "cnry") for name in ("name", "email", "phone")]
        self.assertFalse(self.env["res.partner"].search_count(["|", "|", *domain]))

    def test_m16_nothing_typed_is_html(self):
        for name in our_models(self.env):
            for field in self.env[name]._fields.values():
                if field.name.startswith("activity_"):
                    continue  # of the platform's own mixin
                self.assertNotEqual(field.type, "html", f"{name}.{field.name}")

    # === versions, export, scores === #

    def _new_session(self):
        leaver = self.new_leaver("LEO", self.south, user="leo")
        self.offer(leaver)
        case = self.as_("ivy", leaver.case)
        session = case.action_schedule(fields.Datetime.now(), "phone")
        return self.env["exit.interview.session"].browse(session)

    def _question(self, session, kind):
        questions = session.questionnaire_id.question_ids
        return questions.filtered(lambda question: question.kind == kind)[:1]

    def test_m17_an_old_version_is_refused_and_both_texts_are_told(self):
        session = self._new_session()
        question = self._question(session, "text")
        answer = {"question_id": question.id}
        self.as_("ivy", session).action_save_answers([{**answer, "text": "first"}], 0)

        with (
            patch.object(type(self.env["exit.interview.answer"]), "_keep_refused"),
            self.assertRaises(UserError) as caught,
        ):
            self.as_("ivy", session).action_save_answers(
                [{**answer, "text": "second"}], 0
            )

        self.assertIn("first", str(caught.exception))
        self.assertIn("second", str(caught.exception))
        self.assertEqual(session.answer_ids.text, "first")

    def test_m19_the_platforms_export_is_refused_to_everybody(self):
        self.bring_to(self.lea, "acting")
        for name in our_models(self.env, transient=False):
            model = self.env[name]
            if "case_id" not in model._fields and name != "exit.interview":
                continue
            records = model.search([])
            for login in ("cora", "ivy", "sam", "odd"):
                with self.assertRaises(UserError, msg=(name, login)), quiet():
                    self.as_(login, records).export_data(["id"])

    def test_m20_a_score_is_nothing_or_a_whole_number(self):
        session = self._new_session()
        question = self._question(session, "scale")
        mine = self.as_("ivy", session)

        def save(score):
            return mine.action_save_answers(
                [{"question_id": question.id, "score": score}], session.version
            )

        for score in (True, 3.7, -1, 11, 2**31, 1e400, float("nan"), "abc", [1], {}):
            with self.subTest(score=score), self.assertRaises(ValidationError):
                save(score)
            self.assertFalse(session.answer_ids)
        save(None)
        self.assertFalse(session.answer_ids, "no row is not answered")
        save(0)
        self.assertEqual(session.answer_ids.score, 0)
        self.assertIsNot(session.answer_ids.score, False)
        save("")
        self.env.invalidate_all()
        self.assertFalse(session.answer_ids, "taken back")

    def test_m20_an_empty_score_is_null_in_the_database(self):
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT count(*) FILTER (WHERE score IS NULL), count(*)"
                " FROM exit_interview_answer answer JOIN exit_interview_question"
                " question ON question.id = question_id WHERE kind = 'text'"
            )
        )

        self.assertTrue(rows[0][1])
        self.assertEqual(*rows[0])

    def test_m20_an_unreadable_character_does_not_lose_the_text(self):
        session = self._new_session()
        question = self._question(session, "text")
        self.as_("ivy", session).action_save_answers(
            [{"question_id": question.id, "text": "be\x00fore"}], 0
        )

        self.assertEqual(session.answer_ids.text, "before")

    def test_m20_in_other_texts_too(self):
        case = self.as_("cora", self.lea.case)
        case.action_cancel("stays\x00here, half \ud800a character")
        self.env.flush_all()

        self.assertEqual(case.outcome_reason, "stayshere, half a character")

    def test_m21_uninstall_is_refused_while_cases_exist(self):
        with self.assertRaises(UserError):
            uninstall_hook(self.env)

    # === traces === #

    def test_m22_no_trace_in_the_platforms_tables(self):
        """Every text column of every table the platform keeps copies in."""
        self.bring_to(self.lea, "acting")
        self.env.flush_all()
        allowed = {self.lea.case.name.lower()}
        columns = self.env.execute_query(
            SQL(
                "SELECT table_name, column_name FROM information_schema.columns"
                " WHERE table_schema = current_schema() AND data_type IN"
                " ('text', 'character varying', 'jsonb', 'json')"
            )
        )
        found = {}
        for table, column in columns:
            if not table.startswith(TRACES):
                continue
            rows = self.env.execute_query(
                SQL(
                    "SELECT %(column)s::text FROM %(table)s"
                    " WHERE %(column)s::text ILIKE '%%CNRY-%%'",
                    table=SQL.identifier(table),
                    column=SQL.identifier(column),
                )
            )
            words = set(CANARY.findall(json.dumps(rows).lower())) - allowed
            if words:
                found[f"{table}.{column}"] = words
        self.assertFalse(found)

    def test_m24_private_methods_are_not_called_from_outside(self):
        from odoo.service.model import get_public_method

        case = self.env["exit.interview"]
        for name in ("_set_state", "_end", "_assign", "duty_update"):
            with self.assertRaises(AccessError):
                get_public_method(case, name)
