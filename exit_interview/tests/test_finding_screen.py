# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_finding import WORDS, FindingCommon


@tagged("post_install", "-at_install")
class TestFindingScreen(FindingCommon):
    """What the screen draws, and which themes it proposes."""

    def test_form(self):
        case = self._create_answered_case()
        finding = self._add(case)
        form = case.with_user(self.cora).get_finding_form()
        self.assertEqual([answer["texts"] for answer in form["answers"]], [[WORDS]])
        self.assertEqual(form["case"]["department_id"], self.fieldwork.id)
        self.assertEqual([one["id"] for one in form["findings"]], finding.ids)
        self.assertIn(self.caseload.id, [one["id"] for one in form["themes"]])
        self.assertIn("record_read", case.journal_ids.mapped("event"))

    def test_scores_stand_beside_comments(self):
        case = self._create_case(until="scheduled")
        self._answer(case.session_ids, "support", score=3, comment="Not often")
        case.session_ids.with_user(self.ivy).action_mark_held()
        answer = case.with_user(self.ivy).get_finding_form()["answers"][0]
        self.assertEqual(answer["score"], "3 out of 10")
        self.assertEqual(answer["texts"], ["Not often"])

    def test_who_may_open_it(self):
        case = self._create_answered_case()
        for user in (self.peg, self.sam, self.hana, self.hal, self.emp, self.adm):
            for method, args in (
                ("get_finding_form", ()),
                ("get_theme_suggestions", ("work",)),
                ("action_open_findings", ()),
            ):
                with (
                    self.subTest(user=user.login, method=method),
                    self.assertRaises(AccessError),
                ):
                    getattr(case.with_user(user), method)(*args)

    # === PROPOSALS === #

    def _suggest(self, case, text):
        return case.with_user(self.cora).get_theme_suggestions(text)

    def test_proposed_by_the_words_of_themes(self):
        case = self._create_answered_case()
        office = self.env.ref("exit_interview.theme_office")
        self.assertEqual(self._suggest(case, "A desk and less noise")[0], office.id)
        self.assertEqual(self._suggest(case, "Zzyzx"), [])
        self.assertEqual(self._suggest(case, " "), [])

    def test_proposed_by_earlier_findings(self):
        case = self._create_answered_case()
        travel = self.env.ref("exit_interview.theme_travel")
        text = "The bicycle shed is always locked"
        self.assertEqual(self._suggest(case, text), [])
        finding = self._add(
            case, theme_id=travel.id, wording="People cannot lock a bicycle away."
        )
        # A draft is nobody's word yet.
        self.assertEqual(self._suggest(case, text), [])
        finding.with_user(self.cora).action_submit()
        self.assertEqual(self._suggest(case, text), travel.ids)
        travel.active = False
        self.assertEqual(self._suggest(case, text), [])

    def test_odd_words_break_nothing(self):
        case = self._create_answered_case()
        for text in ("'; DROP TABLE x; --", "a & b | !c <-> (d", "\\", "%s %(x)s", "ŵ"):
            self.assertIsInstance(self._suggest(case, text), list)
