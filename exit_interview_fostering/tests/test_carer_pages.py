# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a foster carer meets: the offer, the follow-up, the record, the guide."""

import re
from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from .test_sessions import FAY, FRED, LATER, SessionCommon

# What nobody says to somebody who is no member of staff.
STAFF_WORDS = re.compile(
    r"your manager|line manage|team manager|(?<!self-)employ|\bHR\b"
    r"|last (?:working )?day|trade union rep|your job|colleagues\b|payroll",
    re.IGNORECASE,
)


class CarerPageCommon(SessionCommon, HttpCase):
    """A carer in front of one of their pages."""

    def _enter(self, person, purpose):
        """Come in by a link of one person, as whoever holds the tablet."""
        self.opener.cookies.clear()
        _link, secret = self.env["exit.interview.link"]._issue(person, purpose, "mail")
        self.url_open(f"/exit-interview/l/{secret}", data={"x": "1"})

    def _show(self, path):
        return self.url_open(f"/exit-interview/{path}").text

    def _post(self, path, **form):
        page = self._show(path)
        hidden = dict(
            re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
        )
        response = self.url_open(
            f"/exit-interview/{path}", data={**hidden, **form}, allow_redirects=False
        )
        self._refresh()
        return response

    def _talk(self, person=None, text=FAY, **options):
        session = self._plan(person, **options)
        self._hear(session, text)
        return session


@tagged("post_install", "-at_install")
class TestCarerOffer(CarerPageCommon):
    def test_relationships_companion_place(self):
        self._enter(self.one, "offer")
        page = self._show("offer/details")
        self.assertIn("people or working relationships", page, "F-27")
        self.assertIn("goes another way", page, "F-28")
        self.assertIn("Another foster carer, a colleague or a friend", page, "F-29")
        for place in ("Your home", "the fostering office", "somewhere neutral"):
            self.assertIn(place, page, "F-30")

    def test_how_it_is_done_and_used_before_anybody_says_yes(self):
        self.one.write({"reply": False})
        self.case.write({"reply": False})
        self._enter(self.one, "offer")
        page = self._show("offer")
        self.assertIn("for about", page, "F-22: how long, and how")
        self.assertIn("Four to six weeks later", page, "F-09: there are two")
        self.assertIn("Service manager", page, "F-23: who reads it")
        self.assertIn("reports to managers, the fostering panel", page, "F-17")
        self.assertIn("Complaints go another way", page, "F-28")
        self.assertIn("may be at risk", page)

    def test_cancelled_is_told_why_and_rebooked(self):
        session = self._plan()
        self._enter(self.one, "offer")
        page = self._show("offer")
        self.assertIn("If we ever have to cancel, we tell you the reason", page)
        with self.assertRaises(ValidationError):
            session.with_user(self.ada).action_cancel("")
        session.with_user(self.ada).action_cancel("Ada is ill", "2026-11-23 10:00:00")
        self._refresh()
        page = self._show("offer")
        self.assertIn("Ada is ill", page, "F-11")
        self.assertIn("23 November 2026", page, "F-12")

    def test_no_page_speaks_to_staff(self):
        for path in ("offer", "offer/details", "guide"):
            self._enter(self.one, "offer")
            self.assertNotRegex(self._text_of(path), STAFF_WORDS, path)
        self._plan()
        self.assertNotRegex(self._text_of("offer/cancel"), STAFF_WORDS)
        self._hear(self.case.session_ids, FAY)
        self._enter(self.one, "check")
        for path in ("check", "permission", "follow-up"):
            self.assertNotRegex(self._text_of(path), STAFF_WORDS, path)

    def _text_of(self, path):
        """Return what stands on a page, without the words somebody typed."""
        page = re.sub(r"<[^>]*>", " ", self._show(path)).replace(self.ada.name, "")
        self.assertIn("Leave this page", page, path)
        # Colleagues may come along (F-29).
        return page.replace("a colleague or a friend", "")

    def test_no_message_speaks_to_staff(self):
        for template in self.carer_policy.message_template_ids:
            words = f"{template.subject} {template.body}"
            self.assertNotRegex(words, STAFF_WORDS, template.kind)
        for name in ("offer_body", "survey_body", "outcome_body", "cancel_body"):
            words = self.carer_policy[name].replace("a colleague or a friend", "")
            self.assertNotRegex(words, STAFF_WORDS, name)


@tagged("post_install", "-at_install")
class TestCarerFollowUp(CarerPageCommon):
    def test_as_the_carer_prefers(self):
        session = self._talk()
        self._enter(self.one, "check")
        self.assertIn("/exit-interview/follow-up", self._show("check"))
        page = self._show("follow-up")
        self.assertIn(self.case._format_date(date(2026, 12, 16)), page, "S-23")
        self.assertNotIn("<script>", page)
        response = self._post(
            "follow-up", step="wish", mode="phone", times="After <b>school</b>"
        )
        self.assertEqual(response.status_code, 303)
        self.assertEqual(self.one.follow_up_mode, "phone")
        self.assertEqual(session.follow_up_mode, "phone")
        self.assertFalse(self.two.follow_up_reply)
        self.assertTrue(self.case.date_news, "somebody looks at it")
        self.assertTrue(self._get_due("news"))
        self.assertIn("(Telephone)", self.case.with_user(self.ada).follow_up_note)
        page = self._show("follow-up")
        self.assertIn("Thank you", page)
        self.assertIn("After &lt;b&gt;school", page)

    def test_only_what_can_be_chosen(self):
        self._talk()
        self._enter(self.one, "check")
        for mode in ("written", "pigeon", "1 OR 1"):
            response = self._post("follow-up", step="wish", mode=mode, times="Kept")
            self.assertEqual(response.status_code, 422)
            self.assertIn("Kept", response.text, "nothing typed is lost")
        self._post("follow-up", step="whatever")
        self.assertFalse(self.one.follow_up_reply)

    def test_not_before_the_first(self):
        self._enter(self.one, "offer")
        self.assertIn("There is no second", self._show("follow-up"))
        self._post("offer", step="x")
        with self._assertRefused(UserError, "nothing to choose"):
            self.one._follow_from_page("phone", "")
        with self._assertRefused(UserError, "nothing to choose"):
            self.one._decline_follow_up_from_page("")

    def test_the_link_of_the_offer_leads_on(self):
        self._talk()
        self._enter(self.one, "offer")
        self.assertIn("Your second conversation", self._show("offer"))

    def test_one_of_two_does_not_want_one(self):
        session = self._talk()
        follow_up_id = session.with_user(self.ada).action_plan_follow_up(
            "2026-12-17 10:00:00", "phone"
        )
        follow_up = self.env["exit.interview.session"].browse(follow_up_id)
        self._enter(self.one, "check")
        self.assertIn("17 December 2026", self._show("follow-up"))
        self._post("follow-up", step="decline")
        self.assertEqual(follow_up.participant_ids, self.two, "the other's stays")
        self.assertEqual(follow_up.state, "planned")
        self.assertFalse(session.date_follow_up_declined)
        self.assertIn("You do not wish to talk again", self._show("follow-up"))
        self._go_to("2026-12-17 12:00:00")
        follow_up.with_user(self.ada).action_mark_held()
        follow_up.with_user(self.ada).action_hand_in()
        self.assertEqual(self.one._get_check_session(), session, "their record")
        self.assertEqual(self.two._get_check_session(), follow_up)

    def test_nobody_wants_one_and_it_is_counted(self):
        session = self._talk()
        follow_up_id = session.with_user(self.ada).action_plan_follow_up(
            "2026-12-17 10:00:00", "phone"
        )
        for person in (self.one, self.two):
            self._enter(person, "check")
            self._post("follow-up", step="decline", reason="We moved")
        self.assertTrue(session.date_follow_up_declined)
        self.assertEqual(session.follow_up_reason, "We moved")
        follow_up = self.env["exit.interview.session"].browse(follow_up_id)
        self.assertEqual(follow_up.state, "cancelled")
        self.assertFalse(self._get_due("plan_follow_up"))
        # and may think again
        self._post("follow-up", step="wish", mode="in_person")
        self.assertFalse(session.date_follow_up_declined)
        self.assertTrue(self._get_due("plan_follow_up"))

    def test_planned_and_cancelled_is_told(self):
        session = self._talk()
        follow_up_id = session.with_user(self.ada).action_plan_follow_up(
            "2026-12-17 10:00:00", "in_person", "The library"
        )
        kinds = self.case.leaver_message_ids.mapped("kind")
        self.assertEqual(kinds.count("planned"), 2, "one to each")
        self._enter(self.two, "offer")
        self.assertIn("The library", self._show("follow-up"))
        follow_up = self.env["exit.interview.session"].browse(follow_up_id)
        follow_up.with_user(self.ada).action_cancel("Ada is ill")
        self._refresh()
        self.assertIn("cancelled", self.case.leaver_message_ids.mapped("kind"))
        page = self._show("follow-up")
        self.assertIn("Ada is ill", page, "F-11")
        self.assertIn("new date", page, "F-12")

    def test_both_versions_when_confirming(self):
        session = self._talk(text="Too few visits")
        follow_up_id = session.with_user(self.ada).action_plan_follow_up(
            "2026-12-17 10:00:00", "phone"
        )
        follow_up = self.env["exit.interview.session"].browse(follow_up_id)
        self._say(follow_up, "Enough visits since")
        self._go_to("2026-12-17 12:00:00")
        follow_up.with_user(self.ada).action_mark_held()
        follow_up.with_user(self.ada).action_hand_in()
        self._enter(self.one, "check")
        page = self._show("check")
        self.assertIn("Enough visits since", page)
        self.assertRegex(page, r"Said at first:</b>\s*Too few visits")
        self.assertIn("There is nothing to choose", self._show("follow-up"))

    def test_apart_each_says_it_for_themselves(self):
        self.case.with_user(self.ada).action_hear_apart()
        first = self._talk(self.one)
        second = self._talk(self.two, FRED, moment=LATER)
        self._enter(self.one, "check")
        self._post("follow-up", step="decline", reason="CNRY-REASON")
        self.assertTrue(first.date_follow_up_declined)
        self.assertFalse(second.date_follow_up_declined)
        self._enter(self.two, "check")
        page = self._show("follow-up")
        self.assertNotIn("CNRY-REASON", page)
        self.assertIn("I do not want a second conversation", page)


@tagged("post_install", "-at_install")
class TestCarerGuide(CarerPageCommon):
    def test_on_every_link_and_on_paper(self):
        for purpose in ("offer", "answer", "check", "outcome"):
            self._enter(self.one, purpose)
            self.assertIn("Whom to tell", self._show("guide"), purpose)
        self._enter(self.one, "offer")
        self.assertIn("/exit-interview/guide", self._show("offer"))
        page = self._show("guide")
        for words in (
            "HM Revenue and Customs",
            "qualifying care relief",
            "regulation 32",
            "identity badge",
            "independent of us",
            "Children who lived with you",
            "complain",
        ):
            self.assertIn(words, page)
        self.assertNotIn("{", re.sub(r"<style.*?</style>", "", page))
        response = self.url_open("/exit-interview/guide/guide.pdf")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertTrue(response.content.startswith(b"%PDF"))
        self.assertNotIn(b"Fay", response.content)

    def test_nobody_without_a_link(self):
        self.opener.cookies.clear()
        for path in ("guide", "guide/guide.pdf", "follow-up"):
            response = self.url_open(f"/exit-interview/{path}")
            self.assertEqual(response.status_code, 404, path)

    def test_the_organisation_says_it_its_way(self):
        policy = self.carer_policy
        policy.leaving_guide = "# Bye\n\nRing {coordinator}.\n\n- <b>One</b>\n- Two"
        blocks = self.case._get_guide_blocks()
        self.assertEqual([block["heading"] for block in blocks], ["Bye", "", ""])
        self.assertEqual(blocks[2]["items"], ["<b>One</b>", "Two"])
        self._enter(self.one, "offer")
        self.assertIn("&lt;b&gt;One", self._show("guide"))
        with self.assertRaises(ValidationError):
            policy.leaving_guide = "{leaver_name}"

    def test_without_one_nothing_leads_to_it(self):
        self.carer_policy.leaving_guide = False
        self._enter(self.one, "offer")
        self.assertNotIn("/exit-interview/guide", self._show("offer"))
        response = self.url_open("/exit-interview/guide", allow_redirects=False)
        self.assertEqual(response.status_code, 303)

    def test_who_prints_it(self):
        report = self.env["report.exit_interview.report_guide"]
        values = report.with_user(self.ada)._get_report_values(self.case.ids)
        self.assertIn("Whom to tell", str(values["documents"]))
        for user in (self.wes, self.mo, self.ida, self.cora, self.emp):
            with self.assertRaises(AccessError):
                report.with_user(user)._get_report_values(self.case.ids)

    def test_staff_have_none(self):
        case = self._create_case(until="scheduled")
        self.assertFalse(case._get_guide_blocks())
        report = self.env["report.exit_interview.report_guide"]
        with self._assertRefused(UserError, "no guide"):
            report.with_user(self.cora)._get_report_values(case.ids)
        words = case._get_page_words()
        self.assertIn("last day", words["availability"])
        self.assertIn("trade union", words["companion"])
