# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestHistory(ExitInterviewCommon):
    """History stays as it was, whatever becomes of the organisation (R-10, R-11)."""

    def _print(self, user, report, records):
        report = self.env.ref(f"exit_interview.{report}").with_user(user)
        html, _kind = report._render_qweb_html(report.report_name, records.ids)
        return html

    def test_record_and_copy_stay_when_everything_is_renamed(self):
        case = self._create_case(until="interviewed")
        self._answer(case.session_ids, "support", score=4, comment="Too few hours")
        self._permit(case)
        case.with_user(self.ivy).action_confirm("agreed")
        case.with_user(self.cora).action_share()
        self._refresh()
        share = self._get_share(case, "service_manager")
        lines = share.with_user(self.sam).line_ids.read(["question", "answer"])
        papers = {
            "exit_interview_record_report": (self.cora, case),
            "exit_interview_copy_report": (self.sam, share),
        }
        before = {
            name: self._print(user, name, record)
            for name, (user, record) in papers.items()
        }

        self.north.name = "North-West"
        self.fieldwork.name = "Community"
        self.lea.write({"name": "Somebody Else", "job_title": "Astronaut"})
        self.lin_employee.write({"department_id": False, "name": "Linda"})
        self.hana.name = "Johanna"
        self.ivy.name = "Ivy Married"
        self._refresh()

        self.assertEqual(share.line_ids.read(["question", "answer"]), lines)
        for name, (user, record) in papers.items():
            self.assertEqual(self._print(user, name, record), before[name], name)

    def test_a_leaver_deleted_in_hr_keeps_the_case(self):
        """I-25, R-10: nothing is lost with the employee's record."""
        case = self._create_case(until="offered")
        duty = self._get_open_duties(case)
        due = duty.date_due
        self.lea.unlink()
        self._refresh()
        self.assertFalse(case.employee_id)
        self.assertEqual(case.leaver_name, "Lea Quill")
        self.assertEqual(case.team_name, "North")
        self.assertEqual((duty.state, duty.date_due), ("open", due))
        case.with_user(self.cora).action_record_reply("accepted")
        self.assertEqual(self._get_open_duties(case).kind, "interview")

    def test_names_as_people_bear_them(self):
        """I-26"""
        names = ["Siân O'Brien-Łuczak", "Madonna", "ع", "N" * 200]
        self.env["exit.interview.notice"].with_user(self.cora).register(
            [
                {
                    "source": "leavers_form",
                    "name": name,
                    "date_departure": "2026-12-31",
                    "department_id": self.north.id,
                }
                for name in names
            ]
        )
        cases = self.env["exit.interview"].with_user(self.cora).search([])
        self.assertEqual(sorted(cases.mapped("leaver_name")), sorted(names))
