# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError


class ExitInterviewWrittenMixin(models.AbstractModel):
    """The case answered in writing: by the leaver alone, or in turn with somebody."""

    _name = "exit.interview.written.mixin"
    _description = "Exit interview case in writing"

    # === STEPS === #

    def action_let_write(self):
        """Let leavers answer the questions on a page of their own.

        What is planned stays planned: interviewer and leaver fill in turn. A survey is
        opened by whoever starts it; until then it is an offer.

        Requirement: L-04, B-04.

        :return: True
        :raise UserError: if the leaver did not say yes, or the record is closed
        """
        self._check_actor("coordinator", "interviewer")
        # The caller was checked; sessions and messages are made by the server only.
        for case in self.sudo():
            waits = case.state == "offered" and case.reply != "accepted"
            if case.route != "survey" or not waits:
                for person in case._get_permitted_writers():
                    case._open_written_session(person)
            case._queue_where_mailable("answer")
        return True

    def _open_written_session(self, participant=None):
        """Return the session that the leaver writes into, opened if there is none.

        A leaver who was cancelled goes on where they were: what they wrote is kept.

        Requirement: L-04, B-04, B-05.

        :param participant: ``exit.interview.participant``, where each is heard alone
        :return: ``exit.interview.session`` record
        :raise UserError: if the leaver did not say yes, or the record is closed
        """
        self.ensure_one()
        self._check_person_writes(participant)
        session = self._get_planned_session(
            participant
        ) or self._get_first_held_session(participant)
        if session:
            if not session._is_writable():
                raise UserError(
                    self.env._(
                        "%s: the record is finished, so nobody writes in it any more. "
                        "What the leaver adds now can be kept as a file of the case.",
                        self.name,
                    )
                )
            return session
        if self.reply != "accepted":
            raise UserError(
                self.env._(
                    "%s: record first that the leaver said yes to the offer.", self.name
                )
            )
        self._check_step("scheduled")
        session = self._get_dropped_session(participant)
        if session:
            session._take_up_again()
        else:
            session = session.create(
                self._prepare_written_vals() | self._prepare_person_vals(participant)
            )
        self._set_state("scheduled")
        self._ensure_shares()
        modes = dict(session._fields["mode"]._description_selection(self.env))
        self._log("scheduled", modes["written"])
        self.duty_update()
        return session

    def _prepare_written_vals(self):
        """Return the values of a session that the leaver fills in alone.

        :rtype: dict
        """
        self.ensure_one()
        is_survey = self.route == "survey"
        return self._prepare_session_vals(
            "survey" if is_survey else "first",
            mode="written",
            date_start=fields.Datetime.now(),
            # A survey is handed in to the coordinator.
            interviewer_id=(
                self.coordinator_id if is_survey else self.interviewer_id
            ).id,
        )

    # === THE LEAVER'S PAGE === #

    def _get_dropped_session(self, participant=None):
        """Return the latest cancelled session in which the leaver wrote, if any."""
        self.ensure_one()
        dropped = self._get_sessions_of(participant).filtered(
            lambda session: session.state == "cancelled"
            and session.kind != "follow_up"
            and (session.mode == "written" or session.answer_ids.participant_id)
        )
        return dropped.sorted(lambda session: (session.date_start, session.id))[-1:]

    def _get_leaver_session(self, participant=None):
        """Return the session whose answers the leaver's page shows, if any."""
        self.ensure_one()
        return (
            self._get_planned_session(participant)
            or self._get_first_held_session(participant)
            or self._get_dropped_session(participant)
        )

    def _can_leaver_write(self, participant=None):
        """Return whether the leaver may still change answers on their page.

        Until they hand in or the record is confirmed; also after a no, and after the
        coordinator closed the case for want of a reply (X-35).

        :rtype: bool
        """
        self.ensure_one()
        session = self._get_leaver_session(participant)
        if session.date_written or (session.apart_id and session.date_confirmed):
            return False
        return self._is_answerable_late() or self.state in (
            "offered",
            "scheduled",
            "interviewed",
        )

    def _is_answerable_late(self):
        """Return whether the case ended only because the leaver had not answered."""
        self.ensure_one()
        return self.state == "done" and self.outcome in ("declined", "no_reply")

    def _take_up_writing(self, participant):
        """Return the session for what the leaver writes now.

        Whoever starts to write says yes; a late answer re-opens the case.

        Requirement: X-35, L-04.

        :param participant: ``exit.interview.participant`` who writes
        :return: ``exit.interview.session`` record
        :raise UserError: if the record is closed
        """
        self.ensure_one()
        if self._is_answerable_late():
            self._log("reopened", self.env._("Late answer"))
        if participant.reply != "accepted":
            participant._reply_from_page("accepted")
        if self.reply != "accepted" or self.state == "done":
            self._record_reply("accepted")
        session = self._open_written_session(participant)
        if participant not in session.participant_ids:
            session.write({"participant_ids": [fields.Command.link(participant.id)]})
        return session
