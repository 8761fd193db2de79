# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""P-18: no name and no content in what travels, is logged, or names a file."""

import logging

from odoo.tests import TransactionCase, tagged

from .children_cast import ChildrenCastMixin
from .fostering_cast import FosteringCastMixin
from .sweep import find_canaries, our_models


class _Keep(logging.Handler):
    """Keeps every line of the log, of every level."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())
        if record.exc_info:
            self.lines.append(str(record.exc_info[1]))


@tagged("post_install", "-at_install")
class TestNoTrace(ChildrenCastMixin, FosteringCastMixin, TransactionCase):
    def setUp(self):
        super().setUp()
        self.setUpCast()
        self.keep = _Keep()
        # As a server in production is: everything but the queries themselves.
        for name, level in (("", "INFO"), ("odoo", "INFO"), ("odoo.addons", "DEBUG")):
            logger = logging.getLogger(name)
            self.addCleanup(logger.setLevel, logger.level)
            logger.setLevel(level)
        logging.getLogger().addHandler(self.keep)
        self.addCleanup(logging.getLogger().removeHandler, self.keep)
        logging.getLogger("odoo.addons.exit_interview").info("listening")
        self.before = {
            name: self.env[name].with_context(active_test=False).search([]).ids
            for name in ("mail.mail", "mail.message", "mail.activity", "bus.bus")
        }

    def test_a_whole_journey_leaves_no_trace(self):
        with self.enter_registry_test_mode():
            leaver = self.new_leaver("LEA", self.north, user="lea")
            self.offer(leaver, channel="mail")
            self.interview(leaver)
            self.bring_to(leaver, "returned")
            self.as_user(
                "sam", self.share_of(leaver, "service_manager")
            ).action_submit()
            self.approve(leaver)
            for role, login in (("team_manager", "lin"), ("head_of_service", "hana")):
                share = self.as_user(login, self.share_of(leaver, role))
                share.line_ids.read(["answer"])
                share.action_acknowledge()
            self.as_user("cora", leaver.case).action_outcome_sent()
            self._finish()

        self.assertEqual(leaver.case.state, "done")
        # The invitation is a row without words; the platform's mail table keeps none.
        self.assertEqual(leaver.case.leaver_message_ids[-1:].kind, "offer")
        self.assertFalse(self._new("mail.mail"))
        self._assert_no_trace(leaver)

    def test_a_household_leaves_no_trace(self):
        with self.enter_registry_test_mode():
            self.setUpFostering()
            self.hear()
            self.close()
            self._finish()

        self.assertTrue(all(self.marlow.people.mapped("date_outcome_sent")))
        # Word of a concern travels as a mail, and says that there is something to do.
        self.assertTrue(self._new("mail.mail"))
        self._assert_no_trace(self.marlow)

    def test_a_young_person_leaves_no_trace(self):
        """P-19: nor does anything become a contact, a user or a follower."""
        with self.enter_registry_test_mode():
            self.setUpChildren()
            self.hear_child()
            self.circulate()
            self.recommend()
            self.answer_officer()
            self.agree_outside()
            self.record_outside()
            self.hand_in_outside()
            self._finish()

        self.assertTrue(self.kit.case.date_outcome_sent)
        for leaver in (self.kit, self.noa):
            self._assert_no_trace(leaver)
        for name, names in (
            ("res.partner", ("name", "email", "comment")),
            ("res.users", ("login", "name")),
            ("mail.followers", ("name",)),
        ):
            records = self.env[name].with_context(active_test=False).search([])
            for field in set(names) & set(records._fields):
                found = find_canaries(records.mapped(field))
                self.assertFalse(found, f"{name}.{field}")

    def _finish(self):
        self.env["exit.interview.duty"]._cron_sweep()
        self.env.flush_all()
        self.env.cr.precommit.run()

    def _assert_no_trace(self, leaver):
        """Check everything that travels, is logged or names something."""
        # References tell nothing of anybody (decision 7).
        reference = {
            token
            for one in self.leavers.values()
            for token, canary in one.canaries.items()
            if canary.group == "G0"
        }
        for name, names in (
            ("mail.mail", ("subject", "body", "body_html", "reply_to", "email_from")),
            ("mail.message", ("subject", "body", "record_name", "preview")),
            ("mail.activity", ("summary", "note", "feedback", "res_name")),
            ("bus.bus", ("message", "channel")),
        ):
            records = self._new(name)
            for field in set(names) & set(records._fields):
                self.assertFalse(
                    find_canaries(records.mapped(field)) - reference, f"{name}.{field}"
                )
        attachments = self.env["ir.attachment"].with_context(skip_res_field_check=True)
        self.assertFalse(find_canaries(attachments.search([]).mapped("name")))
        for name in our_models(self.env):
            names = self.env[name].search([]).mapped("display_name")
            self.assertFalse(find_canaries(names) - reference, name)
        journal = leaver.case.journal_ids.mapped("subject")
        planted = {leaver.get("JOURNAL").lower()} & set(leaver.canaries)
        self.assertEqual(find_canaries(journal), planted, "planted by hand")
        self.assertTrue(self.keep.lines, "the log was listened to")
        self.assertFalse(find_canaries("\n".join(self.keep.lines)) - reference)

    def _new(self, name):
        records = self.env[name].with_context(active_test=False).search([])
        return records.filtered(lambda record: record.id not in self.before[name])
