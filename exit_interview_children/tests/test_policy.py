# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .common import ChildrenCommon


@tagged("post_install", "-at_install")
class TestPolicy(ChildrenCommon):
    """Questions for three ages, and new versions of each of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.young = cls.child_policy.young_questionnaire_id

    @users("adm")
    def test_new_version_for_the_youngest_is_offered_for_switching(self):
        young = self.young.with_env(self.env)
        action = young.action_new_version()
        draft = self.env["exit.interview.questionnaire"].browse(action["res_id"])
        draft.action_publish()
        self.assertEqual(
            draft.outdated_policy_ids, self.child_policy.with_env(self.env)
        )
        draft.action_switch_policies()
        self.assertEqual(self.child_policy.young_questionnaire_id, draft)
        draft.invalidate_recordset(["outdated_policy_ids"])
        self.assertFalse(draft.outdated_policy_ids)

    @users("adm")
    def test_questions_for_the_youngest_are_not_retired_while_asked(self):
        with self.assertRaises(UserError):
            self.young.with_env(self.env).action_retire()

    def test_bands_at_their_borders(self):
        for age, band in ((7, "young"), (8, "middle"), (11, "middle"), (12, "teenage")):
            self.assertEqual(self.child_policy._get_age_band(age), band)

    @mute_logger("odoo.sql_db")
    def test_ages_go_up(self):
        with self.assertRaises(CheckViolation):
            self.child_policy.young_age_max = 12
            self.env.flush_all()
