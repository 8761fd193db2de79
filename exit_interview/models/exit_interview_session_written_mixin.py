# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .local_date import get_today


class ExitInterviewSessionWrittenMixin(models.AbstractModel):
    """A session into which the leaver writes: saved page by page, then handed in."""

    _name = "exit.interview.session.written.mixin"
    _description = "Exit interview session in writing"

    date_written = fields.Datetime(
        string="Leaver finished",
        readonly=True,
        help="When the leaver handed in what they wrote; their page only shows it "
        "since.",
    )

    # === NO APPOINTMENT === #

    @api.model
    def _get_meeting_modes(self):
        """Return in which ways people meet or talk: all but in writing.

        :rtype: list[tuple[str, str]]
        """
        modes = self._fields["mode"]._description_selection(self.env)
        return [(mode, label) for mode, label in modes if mode != "written"]

    @api.model
    def _check_meeting_mode(self, mode):
        if mode == "written":
            raise UserError(
                self.env._(
                    "Answering in writing needs no date. Use “Let the leaver write”."
                )
            )

    def _check_meeting(self):
        """Check that there is an hour to put into a calendar."""
        for session in self:
            if not session.date_meeting:
                raise UserError(
                    self.env._(
                        "%s is answered in writing: there is no meeting to put into a "
                        "calendar.",
                        session.case_id.name,
                    )
                )

    def _get_due_date(self):
        """Return until when a planned session is due to be held or handed in.

        :rtype: datetime.date
        """
        self.ensure_one()
        # Whoever sees the session may know by when it is due; policies are closed.
        policy = self.sudo().case_id.policy_id
        if self.date_meeting:
            return policy._get_local_date(self.date_meeting)
        return policy._plan_working_days(policy.written_days, self.date_start)

    def _get_written_missing(self):
        """Return what to do about a leaver who writes, or False while there is time."""
        self.ensure_one()
        if get_today(self) <= self._get_due_date():
            return False
        return self.env._("Ask how far the leaver is")

    def _take_up_again(self):
        """Open a cancelled session again, with all that was written."""
        self.ensure_one()
        self._set_state(
            "planned",
            mode="written",
            date_start=fields.Datetime.now(),
            date_end=False,
            cancelled_by=False,
            cancel_reason=False,
            date_cancelled=False,
        )

    # === ANSWERS OF THE LEAVER === #

    def _save_leaver_answers(self, participant, answers, version):
        """Save what can be saved of a page, and say of the rest why not.

        Nothing is lost and nobody is overwritten: what is fine is saved at once, what
        another hand changed meanwhile is kept as a refused wording and told.

        Called as superuser for whoever holds the participant's link.

        Requirement: R-01, R-02, I-77.

        :param participant: ``exit.interview.participant`` who writes
        :param list[dict] answers: as for ``action_save_answers``
        :param int version: the version of the session that the page showed
        :return: the version to show next, and {question id: why it was not saved}
        :rtype: tuple[int, dict[int, dict]]
        :raise UserError: if the record is closed
        """
        self.ensure_one()
        if not self._is_writable() or participant not in self.participant_ids:
            raise UserError(
                self.env._(
                    "%s: this record is finished and takes no more answers. To have "
                    "something in it put right, talk to the interviewer.",
                    self.case_id.name,
                )
            )
        self._check_version(version)
        return self._save_page_answers(answers, version, participant)

    def _save_page_answers(self, answers, version, participant=None):
        """Save what can be saved of a page; whoever calls has checked the writer.

        :param list[dict] answers: as for ``action_save_answers``
        :param int version: the version of the session that the page showed
        :param participant: ``exit.interview.participant`` who writes; empty: the user
        :return: the version to show next, and {question id: why it was not saved}
        :rtype: tuple[int, dict[int, dict]]
        """
        self.ensure_one()
        Answer = self.env["exit.interview.answer"]
        readable, refused = self._sort_out(answers)
        if not readable:
            return self.version, refused
        vals_by_question = self._read_answers(readable, participant)
        self._lock_version()
        vals_by_question = self._leave_out_late(vals_by_question, version)
        clashes = self._find_clashes(vals_by_question, version)
        for detail in Answer._prepare_clash_details(clashes):
            refused[detail["question_id"]] = {"conflict": detail}
            del vals_by_question[detail["question_id"]]
        Answer._create_refused(clashes)
        return self._write_answers(vals_by_question), refused

    def _sort_out(self, answers):
        """Return the answers that can be read, and what is wrong with the others."""
        Answer = self.env["exit.interview.answer"]
        questions = {q.id: q for q in self.questionnaire_id.question_ids}
        readable, refused = [], {}
        for values in answers:
            try:
                Answer._read_answer_vals(values, questions)
            except ValidationError as error:
                refused[values.get("question_id")] = {"message": str(error)}
            else:
                readable.append(values)
        return readable, refused

    def _hand_in_by_leaver(self, participant):
        """Take what the leaver wrote as finished.

        A planned conversation stays planned: only what is answered in writing is held
        by handing in. The interviewer goes on until the record is confirmed.

        Requirement: L-04, I-17, I-76.

        :param participant: ``exit.interview.participant`` who hands in
        :raise UserError: if the record is closed
        """
        self.ensure_one()
        case = self.case_id
        if not self._is_writable() or participant not in self.participant_ids:
            raise UserError(
                self.env._(
                    "%s: this record is finished and takes no more answers. To have "
                    "something in it put right, talk to the interviewer.",
                    case.name,
                )
            )
        if self.date_written:
            return
        now = fields.Datetime.now()
        self.write({"date_written": now})
        if self.state == "planned" and not self.date_meeting:
            self._set_state(
                "held",
                date_end=max(now, self.date_start),
                date_handed_in=now,
                date_recorded=now,
                interviewer_name=self.interviewer_id.name,
            )
            case._follow_held()
        case._log("handed_in")
        case.duty_update()

    # === THE FORM, FOR A PAGE === #

    def _get_leaver_parts(self, questionnaire, typed=None):
        """Return the parts of the form with answers, and what is asked now.

        The second renderer of the one form description: nothing here says what is
        asked, only what of it is open.

        :param questionnaire: ``exit.interview.questionnaire``, for when nothing began
        :param dict typed: {question id: values} typed but not saved
        :return: parts in which something is asked, each with ``questions`` (prompts
            after their question), ``asked`` and ``answered``
        :rtype: list[dict]
        """
        form = questionnaire._get_form()
        stored = {one.question_id.id: one._get_form() for one in self.answer_ids}
        answers = {**stored, **(typed or {})}
        index = {}
        parts = []
        for section in form["sections"]:
            part = {**section, "questions": []}
            for question in section["questions"]:
                for one in (question, *question["children"]):
                    parent_id = one is not question and question["id"]
                    index[one["id"]] = one | {"parent_id": parent_id}
                    part["questions"].append(
                        index[one["id"]]
                        | {
                            "answer": answers.get(one["id"]) or self._get_no_answer(),
                            "stored": stored.get(one["id"]) or self._get_no_answer(),
                            "is_open": self._is_asked(one["id"], index, answers),
                        }
                    )
            asked = [one for one in part["questions"] if one["is_open"]]
            part["asked"] = len(asked)
            part["answered"] = len([one for one in asked if one["answer"]["status"]])
            parts.append(part)
        return [part for part in parts if part["asked"]]

    @api.model
    def _get_no_answer(self):
        return {
            "status": False,
            "score": False,
            "choice_ids": [],
            "text": "",
            "comment": "",
        }

    @api.model
    def _is_asked(self, question_id, index, answers):
        """Return whether a question is asked, given the answers before it.

        :param int question_id: the question
        :param dict index: {id: question} as described, with ``parent_id``
        :param dict answers: {id: values}
        :rtype: bool
        """
        question = index.get(question_id)
        if not question:
            return False
        if question["parent_id"] and not self._is_asked(
            question["parent_id"], index, answers
        ):
            return False
        depends = question["depends"]
        if not depends:
            return True
        earlier = index.get(depends["question_id"])
        answer = answers.get(depends["question_id"])
        if not earlier or not answer or answer["status"] != "answered":
            return False
        if not self._is_asked(earlier["id"], index, answers):
            return False
        if earlier["kind"] == "yes_no":
            return answer["score"] is not False and answer["score"] == (
                1 if depends["value"] == "yes" else 0
            )
        return any(
            choice["code"] == depends["value"] and choice["id"] in answer["choice_ids"]
            for choice in earlier["choices"]
        )
