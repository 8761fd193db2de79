# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The words of mails and letters: SEC-20, word for word, and what stands in none."""

import re

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import ExitInterviewCommon

CODE = re.compile(r"\b[2-9B-DF-HJ-NP-TV-Z]{4}(?:-[2-9B-DF-HJ-NP-TV-Z]{4}){3}\b")
SIGN = (
    "The page is private and needs no password. Please do not pass the link on; it "
    "works until DAY.\n\nIf you would rather talk, or the link does not work, phone "
    "01632 960001 or write to cora@example.org, and give the reference EXI. If this "
    "has reached you by mistake, please let us know.\n\nCora\nThe Council"
)
NEWER = "This link takes the place of the one we sent before.\n\n"
GOLDEN = {
    "offer": "we would like to invite you to something. What it is, and what you can "
    "choose, stands on a page for you alone:\n\nLINK\n\nIt is your choice. Whatever "
    "you choose, you can tell us there with one click, and nobody asks why.\n\n",
    "offer_reminder": "a while ago we sent you an invitation. It still stands, and it "
    "is still your choice; if you would rather not, one click is enough and we will "
    f"not write again:\n\nLINK\n\n{NEWER}",
    "planned": "there is a date for you. When and where, and how to change it, stands "
    f"here:\n\nLINK\n\n{NEWER}",
    "cancelled": "we are sorry: a date we had agreed cannot be kept. Why, and how to "
    f"choose another one, stands here:\n\nLINK\n\n{NEWER}",
    "answer": "the questions we talked of are ready for you. You can stop at any page "
    "and go on later; what you have saved stays:\n\nLINK\n\n",
    "check": "there is something for you to read and to decide. You can correct it, "
    "and nothing goes to anybody unless you say so:\n\nLINK\n\n",
    "check_reminder": "there is still something for you to read and to decide. We "
    f"will not remind you again:\n\nLINK\n\n{NEWER}",
    "outcome": "we promised to tell you what came of it. Our answer is here:\n\n"
    "LINK\n\n",
}


@tagged("post_install", "-at_install")
class TestMessageWords(ExitInterviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cora.phone = "01632 960001"
        cls.company.name = "The Council"

    def test_every_mail_word_for_word(self):
        """SEC-20: no name of the leaver, no word of content, not that they leave."""
        case = self._depart(self.lea)
        kinds = dict(self.env["exit.interview.message"]._selection_kind())
        self.assertEqual(set(kinds), set(GOLDEN))
        day = case._format_date(case.date_departure)
        for kind, words in GOLDEN.items():
            template = self.policy._get_message_template(kind)
            subject, body = template._fill(case, "LINK", case.date_departure)
            expected = f"Hello,\n\n{words}{SIGN}".replace("EXI", case.name)
            self.assertEqual(body, expected.replace("DAY", day))
            self.assertEqual(subject, f"A message for you, reference {case.name}")
            for word in (
                "Lea",
                "Quill",
                "North",
                "Fieldwork",
                "Ivy",
                "Lin",
                "exit int",
            ):
                self.assertNotIn(word, body + subject)

    def test_the_mail_is_text_and_plain_html(self):
        case = self._depart(self.lea)
        self.company.name = "A <b>bold</b> & {link} council"
        case.with_user(self.cora).action_offer("mail")
        message = case.leaver_message_ids
        mail = message._start("council@example.org")
        html = mail.get_body(("html",)).get_content()
        self.assertNotIn("<b>", html)
        self.assertIn("A &lt;b&gt;bold&lt;/b&gt; &amp; {link} council", html)
        self.assertNotRegex(html, r"<(img|script|style|link)\b")
        self.assertEqual(len(re.findall(r"<a ", html)), 1)
        self.assertEqual(mail["To"], "lea@home.example")

    def test_in_the_participants_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        case = self._depart(self.lea)
        case.participant_ids.lang = "fr_FR"
        template = self.policy._get_message_template("offer").with_context(lang="fr_FR")
        template.write({"subject": "Bonjour {reference}", "body": "Voici : {link}"})
        case.with_user(self.cora).action_offer("mail")
        mail = case.leaver_message_ids._start("council@example.org")
        self.assertEqual(mail["Subject"], f"Bonjour {case.name}")
        self.assertIn("Voici", mail.get_body(("plain",)).get_content())
        self.assertIn('lang="fr-FR"', mail.get_body(("html",)).get_content())

    def test_only_known_placeholders(self):
        template = self.policy._get_message_template("offer").with_user(self.adm)
        for body in (
            "{link} {leaver}",
            "{link} {date_departure}",
            "{link} {complaints}",
            "{link} {",
            "{link} }",
            "{link} {0}",
            "{link} {coordinator.login}",
            "{link!r} {link}",
            "{{link}} {link}",
        ):
            with self.assertRaisesRegex(ValidationError, "placeholder"):
                template.body = body
        with self.assertRaisesRegex(ValidationError, "needs {link}"):
            template.body = "Hello {reference}"
        for subject in ("{link}", "{expires}", "{leaver}"):
            with self.assertRaisesRegex(ValidationError, "placeholder"):
                template.subject = subject
        template.write({"subject": "{organisation}", "body": "{expires} {link}"})

    def test_every_policy_has_its_words(self):
        kinds = set(GOLDEN)
        policy = self.env["exit.interview.policy"].with_user(self.adm)
        self.policy.active = False
        with Form(policy) as form:
            form.name = "Another"
        new = form.record
        self.assertEqual(set(new.message_template_ids.mapped("kind")), kinds)
        new.sudo().message_template_ids[:1].unlink()
        policy.sudo()._ensure_all_message_templates()
        self.assertEqual(set(new.message_template_ids.mapped("kind")), kinds)

    def test_who_may_change_the_words(self):
        template = self.policy._get_message_template("offer")
        template.with_user(self.cora).read(["body"])
        for user in (self.cora, self.ivy, self.hal, self.emp):
            with self.assertRaises(AccessError):
                template.with_user(user).subject = "Mine"
        for user in (self.ivy, self.hal, self.emp, self.sam):
            with self.assertRaises(AccessError):
                template.with_user(user).read(["body"])
        with self.assertRaises(AccessError):
            template.with_user(self.adm).unlink()

    # === LETTERS === #

    def _print(self, name, case, user=None):
        """Render a letter as the person who prints it; return its page and codes."""
        report = f"exit_interview.report_{name}_letter"
        reports = self.env["ir.actions.report"].with_user(user or self.cora)
        html, _kind = reports._render_qweb_html(report, case.ids)
        self._refresh()
        page = html.decode()
        return page, CODE.findall(page)

    def test_each_mail_has_a_twin_on_paper(self):
        case = self._create_case(until="interviewed")
        case.sudo().outcome_text = "Thank you."
        for name, purpose in (
            ("offer", "offer"),
            ("planned", "offer"),
            ("answer", "answer"),
            ("check", "check"),
            ("outcome", "outcome"),
        ):
            page, codes = self._print(name, case)
            self.assertEqual(len(codes), 1, name)
            link = self.env["exit.interview.link"]._find(codes[0])
            self.assertEqual((link.purpose, link.channel), (purpose, "letter"))
            self.assertIn("Lea Quill", page)
            self.assertIn("/exit-interview<", page)
            self.assertNotIn("{", re.sub(r"(?s)<style>.*?</style>", "", page))
            self.assertEqual(page.count("Hello,") + page.count("Dear "), 1)

    def test_a_cancellation_on_paper_has_the_way_in_of_its_mail(self):
        """The coordinator's letter; interviewers print the words without a code."""
        case = self._create_case(until="scheduled")
        case.session_ids.with_user(self.ivy).action_cancel("Ivy is ill")
        page, codes = self._print("cancellation", case, self.ivy)
        self.assertIn("Ivy is ill", page)
        self.assertFalse(codes)
        self.assertNotIn("letter", case.link_ids.mapped("channel"))

        page, codes = self._print("cancellation", case)
        self.assertEqual(len(codes), 1)
        link = self.env["exit.interview.link"]._find(codes[0])
        self.assertEqual((link.purpose, link.channel), ("offer", "letter"))
        self.assertIn("Ivy is ill", page)
        with self.assertRaises(AccessError):
            self._print("cancellation", case, self.peg)

    def test_a_letter_says_that_a_pin_is_asked_for(self):
        self.policy.pin_when = "always"
        case = self._create_case(until="scheduled")
        for name in ("offer", "planned"):
            page, _codes = self._print(name, case)
            self.assertIn("PIN of six digits", " ".join(page.split()), name)

    def test_printing_again_makes_another_code(self):
        case = self._create_case(until="offered")
        _page, (first,) = self._print("offer", case)
        _page, (second,) = self._print("offer", case)
        Link = self.env["exit.interview.link"]
        self.assertNotEqual(first, second)
        self.assertFalse(Link._find(first))
        self.assertTrue(Link._find(second))
        events = case.journal_ids.mapped("event")
        self.assertEqual(events.count("link_issued"), 2)
        self.assertNotIn(second, str(case.journal_ids.mapped("subject")))

    def test_a_letter_settles_the_mail(self):
        case = self._depart(self.lea)
        case.with_user(self.cora).action_offer("mail")
        message = case.leaver_message_ids
        message.write({"state": "failed", "error": "refused"})
        message.duty_update()
        self.assertEqual(self._get_open_duties(message).kind, "deliver")
        action = message.with_user(self.cora).action_print_letter()
        self.assertEqual(action["report_name"], "exit_interview.report_offer_letter")
        self._print("offer", case)
        self.assertEqual((message.state, message.error), ("dropped", "letter"))
        self.assertFalse(self._get_open_duties(message))

    def test_who_may_print(self):
        case = self._create_case(until="interviewed")
        for name in ("offer", "planned", "answer", "check"):
            for user in (self.ivy, self.peg, self.hal, self.sam, self.adm, self.emp):
                with self.assertRaises(AccessError):
                    self._print(name, case, user)
        self.assertFalse(case.link_ids)

    def test_no_code_on_a_screen_or_for_a_withdrawn_case(self):
        names = ("offer", "planned", "answer", "check", "outcome", "cancellation")
        for name in names:
            report = self.env.ref(f"exit_interview.exit_interview_{name}_letter_report")
            self.assertEqual(report._get_exit_interview_converters(), {"pdf"})
        record = self.env.ref("exit_interview.exit_interview_record_report")
        self.assertEqual(record._get_exit_interview_converters(), {"pdf", "html"})
        case = self._create_case(until="offered")
        case.with_user(self.cora).action_cancel("By mistake")
        _page, codes = self._print("offer", case)
        self.assertFalse(codes)

    def test_no_letter_about_the_outcome_without_words(self):
        case = self._create_case(until="offered")
        with self.assertRaises(UserError):
            self._print("outcome", case)
        self.assertFalse(case.link_ids)

    # === SIXTY === #

    def test_sixty_offers_cost_no_query_each(self):
        def offer(count):
            employees = self.env["hr.employee"].create(
                [
                    {
                        "name": f"Leaver {number}",
                        "department_id": self.north.id,
                        "parent_id": self.lin_employee.id,
                        "private_email": f"leaver{number}@home.example",
                    }
                    for number in range(count)
                ]
            )
            cases = self._depart(employees)
            self._refresh()
            cases = cases.with_user(self.cora)
            before = self.env.cr.sql_log_count
            self.env["exit.interview.message"].with_user(self.cora)._queue(
                cases.sudo().participant_ids, "offer"
            )
            self.env.flush_all()
            used = self.env.cr.sql_log_count - before
            self.assertEqual(len(cases.leaver_message_ids), count)
            return used

        offer(1)
        few, many = offer(10), offer(60)
        self.assertLessEqual(many - few, 2)
        self.assertLessEqual(many, 25)
