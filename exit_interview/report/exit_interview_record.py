# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError


class ExitInterviewRecord(models.AbstractModel):
    """The record of the latest conversation, for the leaver to read and sign.

    Requirement: B-12, B-13.
    """

    _name = "report.exit_interview.report_record"
    _inherit = ["exit.interview.document.mixin"]
    _description = "Record of an exit interview"

    _document_actors = ("coordinator", "interviewer")
    _document_single = True

    def _get_title(self):
        return self.env._("Record of the exit interview")

    def _get_marks(self, docids):
        """Override of the document mixin: whose paper this is, on each page."""
        case = self.env["exit.interview"].browse(docids)
        return {
            "footer": self.env._(
                "%(reference)s   Confidential   printed for %(name)s, %(date)s",
                reference=case.display_name,
                name=self.env.user.name,
                date=self._get_today(),
            )
        }

    def _prepare_documents(self, record):
        session = record._get_held_session() or record._get_planned_session()
        if not session:
            raise UserError(
                self.env._("%s: there is no conversation yet.", record.display_name)
            )
        answers = {answer.question_id: answer for answer in session.answer_ids}
        sections = []
        for question in session.questionnaire_id._get_ordered_questions():
            answer = answers.get(question)
            if not answer and (question.depends_question_id or question.parent_id):
                continue
            if not sections or sections[-1]["section"] != question.section_id:
                sections.append(
                    {
                        "section": question.section_id,
                        "name": question.section_id.name,
                        "is_protected": question.section_id.is_protected,
                        "lines": [],
                    }
                )
            sections[-1]["lines"].append(self._prepare_line(question, answer))
        for section in sections:
            del section["section"]
        # The case was checked; its policy is configuration, closed to interviewers.
        facts = record.sudo()._get_header_facts()
        return [
            {
                "reference": record.name,
                "facts": [fact for fact in facts if fact[1]],
                "status": self._get_status(record, session),
                "sections": sections,
            }
        ]

    def _prepare_line(self, question, answer):
        if not answer:
            return {
                "question": question.name,
                "answer": self.env._("Not answered"),
                "is_empty": True,
                "comment": False,
            }
        labels = dict(answer._fields["status"]._description_selection(self.env))
        text = (
            answer._get_main_text(answer.score, answer.choice_ids, answer.text)
            if answer.status == "answered"
            else labels[answer.status]
        )
        return {
            "question": answer.question_text,
            "answer": text,
            "is_empty": False,
            "comment": answer.comment,
            "comment_label": question.comment_label or self.env._("Comment"),
        }

    def _get_status(self, case, session):
        """Return in words how far the record is.

        :rtype: str
        """
        if case.confirm_how:
            return self.env._(
                "%(how)s, %(date)s",
                how=case._get_selection_label("confirm_how", case.confirm_how),
                date=case._format_date(case.date_confirmed),
            )
        if session.date_handed_in:
            return self.env._("Handed in by the interviewer; not confirmed yet")
        return self.env._("Draft; not confirmed yet")
