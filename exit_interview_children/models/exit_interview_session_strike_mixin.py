# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import NO_ACCESS, Domain

from .exit_interview_population_mixin import POPULATION


class ExitInterviewSessionStrikeMixin(models.AbstractModel):
    """What a young person does not want written down is taken away, and is gone.

    Not only the answer: earlier and refused wordings of it, what findings quote of it,
    lines of copies and workbooks that may hold it. What a device sends late
    does not come back. A concern that was raised stays: complete confidentiality is
    never promised (C-26), and it is a record of its own. Copies say how many answers
    were removed, never which.

    +---------------------+---------------------------------------------------------+
    | who                 | may                                                     |
    +---------------------+---------------------------------------------------------+
    | the young person    | take away each answer on their own page                 |
    | who writes it down  | the same, when they are asked to                        |
    | Children's Services | the same once the record is finished, on the case       |
    | Manager             | (``exit.interview.strike.case.mixin``)                  |
    | anybody else        | nothing                                                 |
    +---------------------+---------------------------------------------------------+

    Requirement: C-25, I-52, decision 11.
    """

    _name = "exit.interview.session.strike.mixin"
    _description = "Session of which answers can be taken away"

    struck_count = fields.Integer(
        string="Answers taken away",
        readonly=True,
        copy=False,
        help="How many answers the young person did not want to have written down. "
        "What they said there is gone.",
    )
    struck_versions = fields.Json(
        readonly=True,
        copy=False,
        groups=NO_ACCESS,
        help="Questions of which the answer was taken away, and since which version.",
    )
    struck_question_ids = fields.Json(
        readonly=True,
        copy=False,
        groups=NO_ACCESS,
        help="Questions that had an answer when it was taken away.",
    )

    def _can_strike(self):
        """Override of `exit_interview`: of young people, answers are taken away."""
        return self.population == POPULATION or super()._can_strike()

    def action_strike(self, question_id=0):
        """Take away an answer that the young person does not want written down.

        It cannot be brought back.

        Requirement: C-25.

        :param int question_id: a question of this conversation
        :return: True
        :raise UserError: once the record is confirmed
        """
        self.ensure_one()
        self._check_actor("writer")
        # Whoever writes the record was checked; nobody deletes answers by hand.
        session_sudo = self.sudo()
        session_sudo.case_id._check_strikes()
        questions = session_sudo.questionnaire_id.question_ids.filtered(
            lambda question: question.id == question_id
        )
        if not questions:
            raise ValidationError(
                self.env._("This question does not belong to the interview.")
            )
        session_sudo._strike(questions)
        return True

    def _strike(self, questions):
        """Delete the answers to `questions`; private twin of :meth:`action_strike`.

        Called as superuser, for whoever writes the record or for the young person on
        their own page.

        Requirement: C-25.

        :param questions: ``exit.interview.question`` of this conversation
        :return: how many answers were taken away
        :rtype: int
        :raise UserError: once the record is confirmed
        """
        self.ensure_one()
        case = self.case_id
        if not self._is_writable():
            raise UserError(
                self.env._(
                    "%s: this record is finished, so nothing is taken out of it here "
                    "any more. Ask the Children's Services Manager.",
                    case.name,
                )
            )
        count = self._take_out(questions)
        if count:
            case._log("struck")
        return count

    def _take_out(self, questions):
        """Delete the answers to `questions` wherever their words stand.

        Called as superuser, after the checks of whoever takes them away.

        Requirement: C-25, I-52.

        :param questions: ``exit.interview.question`` of this conversation
        :return: how many answers were taken away
        :rtype: int
        """
        self.ensure_one()
        case = self.case_id
        questions = self._get_strike_scope(questions)
        self._lock_version()
        # A second conversation starts from the words of the first.
        sessions = case.session_ids
        answers = sessions.answer_ids.filtered(
            lambda answer: answer.question_id in questions
        )
        own = answers.filtered(lambda answer: answer.session_id == self)
        count = len(own)
        struck = {*(self.struck_question_ids or []), *own.question_id.ids}
        texts = answers.mapped("question_text")
        self._strike_findings(answers, questions)
        self._strike_workbooks(case)
        of_these = Domain("session_id", "in", sessions.ids) & Domain(
            "question_id", "in", questions.ids
        )
        self.env["exit.interview.answer.revision"].search(of_these).unlink()
        # What somebody asked to have put right there quotes it.
        self.env["exit.interview.correction"].search(of_these).write(
            {"wording": self.env._("Taken away"), "reply": False}
        )
        answers.filtered("origin_id").unlink()
        answers.exists().unlink()
        since = dict(self.struck_versions or {})
        new_version = self.version + 1
        since |= {str(question.id): new_version for question in questions}
        self.write(
            {
                "version": new_version,
                "struck_count": self.struck_count + count,
                "struck_versions": since,
                "struck_question_ids": sorted(struck),
            }
        )
        # Last: copies that somebody reads are written anew without it.
        case.share_ids._strike_lines(texts)
        return count

    def _get_removed_questions(self):
        """Return the questions whose answer was taken away and not given anew.

        Requirement: I-52.

        :rtype: ``exit.interview.question``
        """
        self.ensure_one()
        ids = self.struck_question_ids or []
        return (
            self.questionnaire_id.question_ids.filtered(
                lambda question: question.id in ids
            )
            - self.answer_ids.question_id
        )

    def _get_strike_scope(self, questions):
        """Return questions with all that is only asked because of their answers."""
        self.ensure_one()
        found = questions
        while True:
            more = self.questionnaire_id.question_ids.filtered(
                lambda one, known=found: one.parent_id in known
                or one.depends_question_id in known
            )
            if more <= found:
                return found
            found |= more

    def _strike_findings(self, answers, questions):
        """Withdraw what was learned from the answers, and empty its words."""
        findings = self.env["exit.interview.finding"].search(
            Domain("case_id", "=", self.case_id.id)
            & (
                Domain("answer_id", "in", answers.ids)
                | Domain("question_id", "in", questions.ids)
            )
        )
        findings.filtered(lambda one: one.state != "withdrawn")._set_state("withdrawn")
        findings.write(
            dict.fromkeys(
                (
                    "answer_id",
                    "source_text",
                    "wording",
                    "flag_reason",
                    "return_reason",
                    "urgent_words",
                ),
                False,
            )
        )
        findings._update_all_duties()
        self.env["exit.interview.cause"]._look_again(findings)

    def _strike_workbooks(self, case):
        """Remove workbooks that were made while the words stood in the record."""
        exports = self.env["exit.interview.export"].search(
            [("attachment_id", "!=", False)]
        )
        made = exports.filtered(lambda one: case.id in (one.case_ids_made or []))
        made.attachment_id.unlink()
        made.write({"state": "expired", "case_ids_made": False})

    def _leave_out_late(self, vals_by_question, version):
        """Override of `exit_interview`: what was taken away does not come back.

        A tablet or a screen that was without a connection may send it once more. What
        somebody writes who has seen that it is gone, is new.

        Requirement: C-25.
        """
        vals_by_question = super()._leave_out_late(vals_by_question, version)
        since = self.struck_versions or {}
        return {
            question_id: vals
            for question_id, vals in vals_by_question.items()
            if version >= since.get(str(question_id), 0)
        }
