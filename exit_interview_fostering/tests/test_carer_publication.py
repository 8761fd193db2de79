# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Carers' words are published only where the carer said yes: F-26."""

from datetime import date, datetime

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .test_carer_letter import CarerLetterCommon
from .test_sessions import LATER

SAID = "It rang and rang and nobody ever picked the telephone up at night."
OTHER = "Our short breaks were cancelled at the last minute, again and again."
NEUTRAL = "Several households told us that nobody answered out of hours."
DID = "Somebody answers at all hours now."


@tagged("post_install", "-at_install")
class TestCarerPublication(CarerLetterCommon):
    def setUp(self):
        super().setUp()
        self.review = self.env["exit.interview.review"].create(
            {
                "company_id": self.company.id,
                "policy_id": self.carer_policy.id,
                "population": "foster_carer",
                "period": "year",
                "date_from": date(2026, 1, 1),
                "date_to": date(2026, 12, 31),
                "author_id": self.ada.id,
                "author_name": "Ada",
                "level_used": "whole",
                "date_computed": datetime(2027, 1, 11, 8, 30),
            }
        )

    def _agree(self, session, yes):
        session.with_user(self.ada).action_save_answers(
            [
                {
                    "question_id": self._get_question_by_code(session).id,
                    "score": int(yes),
                }
            ],
            session.version,
        )
        self._refresh()

    def _get_question_by_code(self, session):
        return session.questionnaire_id.question_ids.filtered(
            lambda one: one.code == "publication_consent"
        )

    def _propose(self, said, did=DID, action=False):
        Publication = self.env["exit.interview.publication"].with_user(self.ada)
        publication_id = Publication.propose(self.review.id, said, did, action)
        return Publication.browse(publication_id)

    def test_not_asked_or_no_is_no(self):
        session = self._talk(text=SAID)
        for answer in (None, False):
            if answer is not None:
                self._agree(session, answer)
            with self._assertRefused(ValidationError, "may not be published"):
                self._propose(SAID)
            with self._assertRefused(ValidationError, "may not be published"):
                # A piece of it, and whoever it is put into the mouth of.
                self._propose(NEUTRAL, f"You said: NOBODY ever, {SAID.lower()}")
        self.assertTrue(self._propose(NEUTRAL), "what many said")

    def test_yes_is_yes(self):
        session = self._talk(text=SAID)
        self._agree(session, True)
        self.assertTrue(self._propose(SAID))

    def test_no_by_change_and_before_approval(self):
        publication = self._propose(NEUTRAL)
        session = self._talk(text=SAID)
        with self._assertRefused(ValidationError, "may not be published"):
            publication.action_change(SAID, DID)
        self._agree(session, True)
        publication.action_change(SAID, DID)
        publication.sudo()._check_still_permitted()
        self._agree(session, False)
        with self._assertRefused(ValidationError, "may not be published"):
            publication.sudo()._check_still_permitted()

    def test_what_they_say_in_the_follow_up_counts(self):
        session = self._talk(text=SAID)
        self._agree(session, True)
        follow_up_id = session.with_user(self.ada).action_plan_follow_up(
            "2026-12-17 10:00:00", "phone"
        )
        follow_up = self.env["exit.interview.session"].browse(follow_up_id)
        self.assertTrue(self._propose(SAID), "until then the first one")
        self._agree(follow_up, False)
        self._go_to("2026-12-17 12:00:00")
        follow_up.with_user(self.ada).action_mark_held()
        self._refresh()
        with self._assertRefused(ValidationError, "may not be published"):
            self._propose(SAID)

    def test_apart_each_for_their_own_words(self):
        self.case.with_user(self.ada).action_hear_apart()
        first = self._talk(self.one, SAID)
        second = self._talk(self.two, OTHER, moment=LATER)
        self._agree(first, True)
        self._agree(second, False)
        self.assertTrue(self._propose(SAID))
        with self._assertRefused(ValidationError, "may not be published"):
            self._propose(OTHER)

    def test_wordings_made_of_it(self):
        session = self._talk(text=SAID)
        wording = "Nobody answered the out of hours telephone that night."
        self.env["exit.interview.finding"].create(
            {
                "case_id": self.case.id,
                "participant_id": self.one.id,
                "kind": "worry",
                "wording": wording,
            }
        )
        with self._assertRefused(ValidationError, "may not be published"):
            self._propose(wording)
        self._agree(session, True)
        self.assertTrue(self._propose(wording))

    def test_the_answer_to_them(self):
        session = self._talk(text=SAID)
        self._share()
        share = self.case.share_ids
        self._respond(share)
        action = self.env["exit.interview.action"].create(
            {
                "share_id": share.id,
                "case_id": self.case.id,
                "name": "Answer the telephone",
                "owner_id": self.mo.id,
                "date_due": "2026-12-24",
            }
        )
        with self._assertRefused(ValidationError, "behind this action"):
            self._propose(NEUTRAL, action=action.id)
        yes = session.answer_ids.create(
            {
                "session_id": session.id,
                "question_id": self._get_question_by_code(session).id,
                "question_text": "May we publish it?",
                "metric_id": self._get_question_by_code(session).metric_id.id,
                "status": "answered",
                "score": 1,
            }
        )
        self._refresh()
        publication = self._propose(NEUTRAL, action=action.id).sudo()
        publication.write(
            {
                "state": "approved",
                "approver_id": self.hana.id,
                "date_approved": date(2027, 1, 12),
            }
        )
        self.review.write(
            {
                "state": "published",
                "approver_id": self.hana.id,
                "date_approved": date(2027, 1, 12),
                "date_published": date(2027, 1, 12),
            }
        )
        Public = self.env["exit.interview.publication"]
        self.assertIn(NEUTRAL, str(Public._get_public()))
        # Whoever takes it back is out at once.
        yes.score = 0
        self._refresh()
        self.assertNotIn(NEUTRAL, str(Public._get_public()))

    def test_staff_are_not_asked(self):
        Publication = self.env["exit.interview.publication"]
        self.assertFalse(Publication._get_consent_metric("staff"))
        self.assertTrue(Publication._get_consent_metric("foster_carer"))

    def test_short_words_count_whole(self):
        Publication = self.env["exit.interview.publication"]
        self.assertEqual(Publication._get_runs("Ring us back!"), ["ring us back"])
        self.assertFalse(Publication._get_runs("Very good"))
        self.assertFalse(Publication._get_runs(False))
        self.assertEqual(len(Publication._get_runs("one two three four five six 7")), 2)
