# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from .exit_interview_population_mixin import POPULATION

# The way from the interviewer's button to the young person's page.
START = "/exit-interview/tablet/start"
# How long a link to start may wait: a lock, so no policy's to lengthen.
START_MINUTES = 5


class ExitInterviewSessionPagesMixin(models.AbstractModel):
    """A conversation on the young person's own pages, alone or with the interviewer.

    One browser is let in by one press of the interviewer's button; nothing is sent to a
    child, and nobody has to remember a password. What is said there is an answer like
    any other.

    Requirement: C-16, C-25, R-01, R-23, decision 11.
    """

    _name = "exit.interview.session.pages.mixin"
    _description = "Session on the pages of a young person"

    # === THE WAY IN === #

    def action_open_child_pages(self):
        """Hand the screen over to the young person; whoever is logged in is signed out.

        Requirement: C-16.

        :return: URL action
        :rtype: dict
        """
        return {
            "type": "ir.actions.act_url",
            "url": self._open_child_pages(),
            "target": "self",
        }

    def _open_child_pages(self):
        """Let this browser in to the young person's pages, once.

        The address signs out whoever is logged in there, works one time and only for
        some minutes; pages that were open on another device are closed.

        Requirement: C-16, SEC-06, SEC-07.

        :return: address to send the browser to
        :rtype: str
        :raise UserError: if there is nothing to answer in this conversation
        """
        self.ensure_one()
        self._check_actor("writer")
        # The interviewer of this very conversation was checked; ways in are made by
        # the server only.
        session_sudo = self.sudo()
        session_sudo._check_child_pages()
        person_sudo = session_sudo.participant_ids[:1]
        before = person_sudo.link_ids.filtered(lambda link: link.purpose == "tablet")
        self.env["exit.interview.visit"].sudo()._close(before)  # of the same person
        link_sudo, secret = self.env["exit.interview.link"]._issue(
            person_sudo.with_env(self.env).sudo(), "tablet", "page"
        )
        end = fields.Datetime.now() + timedelta(minutes=START_MINUTES)
        link_sudo.write({"date_expires": end})
        return f"{START}/{secret}"

    def _check_child_pages(self):
        """Check that the pages have something to ask.

        :raise UserError: saying why not
        """
        self.ensure_one()
        if self.population != POPULATION or not self.participant_ids:
            raise UserError(
                self.env._(
                    "%s: these pages are made for children and young people.",
                    self.case_id.name,
                )
            )
        if not self._is_writable():
            raise UserError(
                self.env._(
                    "%s: this record is finished and takes no more answers.",
                    self.case_id.name,
                )
            )

    # === WHAT IS ASKED === #

    def _get_child_steps(self):
        """Return the questions as they are asked one after the other.

        What the interviewer notes for themselves is not among them.

        Requirement: C-25, R-23.

        :return: questions of ``_get_leaver_parts``
        :rtype: list[dict]
        """
        self.ensure_one()
        return [
            question | {"part_id": part["id"], "part_words": part["introduction"]}
            for part in self._get_leaver_parts(self.questionnaire_id)
            if not part.get("is_observation")
            for question in part["questions"]
            if question["is_open"] and not question.get("is_observation")
        ]

    # === WHAT IS SAID === #

    def _save_child_answer(self, participant, values, version):
        """Save one answer of the young person's page.

        Of their own words the latest count: a device that lost its connection does not
        know what had arrived. What the interviewer wrote meanwhile is not overwritten,
        and what was taken away does not come back. What they empty is gone with all its
        earlier wordings, whoever wrote them.

        Requirement: R-01, R-02, C-25.

        :param participant: ``exit.interview.participant`` whose page it is
        :param dict values: as for ``action_save_answers``
        :param int version: the version of the session that the page showed
        :return: the version to show next, and why it was not saved, if so
        :rtype: tuple[int, dict]
        """
        self.ensure_one()
        question_id = values["question_id"]
        stored = self._get_answer_to(question_id)
        question = stored.question_id
        is_late = not self._leave_out_late({question_id: values}, version)
        if stored.participant_id == participant and not is_late:
            version = self.version
        version, refused = self._save_leaver_answers(participant, [values], version)
        if question and not refused and not self._get_answer_to(question_id):
            self._strike(question)
            version = self.version
        return version, refused.get(question_id, {})

    def _get_answer_to(self, question_id):
        """Return the answer to a question, of at most one."""
        return self.answer_ids.filtered(
            lambda answer: answer.question_id.id == question_id
        )

    def _decline_answer(self, participant, question):
        """Keep that the young person would rather not say; nothing said before stays.

        Requirement: C-25.

        :param participant: ``exit.interview.participant`` whose page it is
        :param question: ``exit.interview.question`` of this conversation
        :return: the version to show next
        :rtype: int
        """
        self.ensure_one()
        self._strike(question)
        values = {"question_id": question.id, "status": "rather_not_say"}
        version, _refused = self._save_leaver_answers(
            participant, [values], self.version
        )
        return version

    def _start_again(self):
        """Take away everything the young person said, and begin anew.

        The interviewer's own notes stay.

        Requirement: C-25.

        :return: how many answers were taken away
        :rtype: int
        """
        self.ensure_one()
        ids = [step["id"] for step in self._get_child_steps()]
        questions = self.env["exit.interview.question"].browse(ids)
        self.write({"date_written": False})
        return self._strike(questions)

    def _get_unsure_text(self):
        """Return what is written down for "not sure" where no option says it.

        :rtype: str
        """
        return self.env._("I am not sure.")
