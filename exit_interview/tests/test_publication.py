# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .test_review_paper import ReviewPaperCommon

SAID = "Supervision was often cancelled, above all in the summer."
DID = "A cancelled supervision is now held within a week."
ADDRESS = "/exit-interview/you-said-we-did"


class PublicationCommon(ReviewPaperCommon):
    def _propose(self, said=SAID, did=DID, user=None, action=False):
        Publication = self.env["exit.interview.publication"]
        publication_id = Publication.with_user(user or self.cora).propose(
            self.review.id, said, did, action
        )
        return Publication.browse(publication_id)

    def _approve(self, **values):
        publication = self._propose(**values)
        publication.with_user(self.cora).action_ask_approval()
        self._refresh()
        publication.with_user(self.peg).action_approve()
        self._refresh()
        return publication

    def _get_public(self):
        """Return all that everybody may read, as one text."""
        self._refresh()
        public = self.env.ref("base.public_user")
        return str(
            self.env["exit.interview.publication"].with_user(public)._get_public()
        )


@tagged("post_install", "-at_install")
class TestPublication(PublicationCommon):
    """Words for everybody: two people, no small number, no name, no live review."""

    def test_public_only_when_approved_and_the_review_published(self):
        publication = self._propose()
        self._publish()
        self.assertNotIn(SAID, self._get_public())
        publication.with_user(self.cora).action_ask_approval()
        self.assertEqual(publication.approver_id, self.peg)
        self.assertNotIn(SAID, self._get_public())
        publication.with_user(self.peg).action_approve()
        self.assertIn(SAID, self._get_public())
        self.assertTrue(publication.with_user(self.peg).has_access("read"))
        publication.with_user(self.cora).action_withdraw("It is not true any more.")
        self.assertNotIn(SAID, self._get_public())
        self._refresh()
        self.assertFalse(publication.with_user(self.peg).has_access("read"))

    def test_a_review_that_is_a_draft_keeps_them_back(self):
        self._approve()
        self.assertNotIn(SAID, self._get_public())
        self._publish()
        self.assertIn(SAID, self._get_public())

    def test_two_people(self):
        publication = self._propose()
        publication.with_user(self.cora).action_ask_approval()
        duty = self._get_open_duties(publication)
        self.assertEqual(duty.user_id, self.peg)
        self._refresh()
        for user in (self.cora, self.ivy, self.sam, self.hal, self.adm, self.dora):
            with self.assertRaises(AccessError):
                publication.with_user(user).action_approve()
        publication.author_id = self.peg
        with self.assertRaises(AccessError):
            publication.with_user(self.peg).action_approve()

    def test_who_changed_a_comma_is_not_the_second_person(self):
        publication = self._propose()
        self.peg.group_ids += self.env.ref("exit_interview.group_coordinator")
        publication.with_user(self.peg).action_change(SAID, "We ask now, each week.")
        # The last word is the first writer's; peg had a hand in it all the same.
        publication.with_user(self.cora).action_change(SAID, "We ask, each week.")
        with self._assertRefused(UserError, "Nobody but the author"):
            publication.with_user(self.cora).action_ask_approval()

    def test_given_back_and_changed(self):
        publication = self._propose()
        publication.with_user(self.cora).action_ask_approval()
        self._refresh()
        with self._assertRefused(UserError, "lie with whoever approves"):
            publication.with_user(self.cora).action_change(SAID, "Something else.")
        publication.with_user(self.peg).action_return("Say what changed.")
        self.assertEqual(
            (publication.state, publication.approver_id.id), ("draft", False)
        )
        self._refresh()
        with self.assertRaises(AccessError):
            publication.with_user(self.peg).read(["said"])
        publication.with_user(self.cora).action_change(SAID, "We ask every week.")
        self.assertEqual(publication.did, "We ask every week.")
        self.assertFalse(self._get_open_duties(publication))

    def test_who_may_write(self):
        for user in (self.ivy, self.sam, self.hal, self.adm, self.emp, self.dora):
            with self.assertRaises(AccessError):
                self._propose(user=user)
        publication = self._propose()
        for user in (self.ivy, self.sam, self.hal, self.adm, self.emp, self.dora):
            with self.assertRaises(AccessError):
                publication.with_user(user).read(["said"])
        with self.assertRaises(AccessError):
            publication.with_user(self.cora).write({"said": "By hand"})

    def test_small_numbers_days_and_names_are_refused(self):
        self._create_case()
        for words in (
            "3 people said so.",
            "Five colleagues left.",
            "Since 12.03.2026 it is better.",
            "In March 2026 the team moved.",
            "On 3 May we met.",
            "Lea Quill told us.",
            "QUILL, Léa told us.",
        ):
            with self.subTest(words), self.assertRaises(ValidationError):
                self._propose(said=words)
            with self.subTest(words), self.assertRaises(ValidationError):
                self._propose(did=words)
        for words in (
            "More than 40 people were asked.",
            # Small letters: simply other words, though a slip away from a name.
            "We quilt at lunch, and the lead of each team reads along.",
            "We may move the one-to-ones; nine in the morning is too early.",
            "Since the first quarter of 2026 it is better.",
        ):
            with self.subTest(words):
                self.assertTrue(self._propose(said=words))

    def test_names_are_found_as_in_findings(self):
        """Short names, slips of the pen, initials; also of who had a part in a case."""
        case = self._create_case()
        case.participant_ids.name = "Elizabeth Quillfeather"
        case.interviewer_id = self.ivy
        self.ivy.name = "Ivanka Thornbury"
        self._refresh()
        for words in (
            "Then Liz told us.",
            "We asked Mrs Quillfether.",
            "We heard E.Q. on this.",
            "Thornbury asked for it.",
            "quillfeather, above all, said so.",
        ):
            with (
                self.subTest(words),
                self._assertRefused(ValidationError, "Nobody's name may stand here"),
            ):
                self._propose(did=words)
        self.assertTrue(self._propose(did="We asked everybody who was there."))

    def test_too_few_people_behind_it(self):
        self.review.line_ids.filtered(lambda line: line.kind == "count").write(
            {"denominator": 9}
        )
        publication = self._propose()
        with self._assertRefused(UserError, "at least 10 people"):
            publication.with_user(self.cora).action_ask_approval()
        self.assertEqual(publication.state, "draft")

    def test_an_action_keeps_its_public_wording(self):
        case = self._create_case(until="shared")
        share = self._get_share(case, "service_manager")
        share.with_user(self.sam).action_submit(
            "We ask.",
            "May",
            "Monthly",
            [{"name": "Ask", "owner_id": self.sam.id, "date_due": "2027-05-01"}],
        )
        action = case.action_ids
        publication = self._approve(action=action.id)
        self.assertEqual(action.public_wording, DID)
        publication.with_user(self.cora).action_withdraw("No longer.")
        self.assertFalse(action.public_wording)

    def test_on_paper_only_what_is_public(self):
        publication = self._approve()
        report = self.env["report.exit_interview.report_publication"]
        with self._assertRefused(UserError, "Only words that everybody may read"):
            report.with_user(self.cora)._get_report_values(publication.ids)
        self._publish()
        values = report.with_user(self.cora)._get_report_values(publication.ids)
        self.assertEqual(
            values["documents"],
            [{"period": "July to September 2019", "said": SAID, "did": DID}],
        )
        for user in (self.peg, self.ivy, self.hal, self.adm, self.dora, self.emp):
            with self.assertRaises(AccessError):
                report.with_user(user)._get_report_values(publication.ids)


@tagged("post_install", "-at_install")
class TestPublicationPage(PublicationCommon, HttpCase):
    def test_everybody_reads_it_and_gets_no_cookie(self):
        self._approve(did='<script>alert("Hi")</script> We ask.')
        self._propose(said="Not approved yet.")
        self._publish()
        answer = self.url_open(ADDRESS)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(SAID, answer.text)
        self.assertNotIn("Not approved yet", answer.text)
        self.assertIn("&lt;script&gt;alert(", answer.text)
        self.assertNotIn("Set-Cookie", answer.headers)
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
        for name in ("Cora", "Peg", "42", "28"):
            self.assertNotIn(name, answer.text)

    def test_the_same_for_whoever_is_logged_in(self):
        self._approve()
        self._publish()
        anonymous = self.url_open(ADDRESS).text
        self.authenticate("cora", "coraxxxx")
        self.assertEqual(self.url_open(ADDRESS).text, anonymous)

    @mute_logger("odoo.http")
    def test_nothing_is_taken_in(self):
        answer = self.opener.post(self.base_url() + ADDRESS, data={"said": "x"})
        self.assertIn(answer.status_code, (400, 404, 405))
