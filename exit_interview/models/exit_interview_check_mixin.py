# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .local_date import get_today


class ExitInterviewCheckMixin(models.AbstractModel):
    """The record goes to the leaver: to be read, corrected, signed or left unsigned.

    Requirement: B-12, B-13, P-11.
    """

    _name = "exit.interview.check.mixin"
    _description = "Case whose record is checked by the leaver"

    correction_ids = fields.One2many(
        comodel_name="exit.interview.correction", inverse_name="case_id", readonly=True
    )
    signature_ids = fields.One2many(
        comodel_name="exit.interview.signature", inverse_name="case_id", readonly=True
    )
    can_send_check = fields.Boolean(compute="_compute_can_send_check")
    open_correction_count = fields.Integer(
        string="Corrections to settle", compute="_compute_open_correction_count"
    )
    date_check_out = fields.Datetime(
        string="With the leaver since",
        compute="_compute_date_check_out",
        help="When the record went to the leaver as it is; empty once it came back.",
    )

    @api.depends(
        "state",
        "correction_ids.state",
        "session_ids.date_handed_in",
        "session_ids.date_confirmed",
    )
    @api.depends_context("uid")
    def _compute_can_send_check(self):
        for case in self:
            # Whoever sees the case may know how far its record is.
            records = case.sudo()._get_open_records()
            case.can_send_check = (
                bool(records.filtered("date_handed_in"))
                and not case._get_open_corrections()
                and (case._is_actor("coordinator") or case._is_actor("interviewer"))
            )

    @api.depends("correction_ids.state")
    def _compute_open_correction_count(self):
        for case in self:
            case.open_correction_count = len(case._get_open_corrections())

    @api.depends(
        "state",
        "correction_ids.date",
        "link_ids.date_revoked",
        "link_ids.date_replaced",
        "leaver_message_ids.state",
        "session_ids.date_handed_in",
        "session_ids.date_confirmed",
    )
    def _compute_date_check_out(self):
        for case in self:
            links = case.link_ids.filtered(
                lambda link: link.purpose == "check" and link.state == "open"
            )
            queued = case.leaver_message_ids.filtered(
                lambda one: one.kind == "check" and one.state in ("queued", "sending")
            )
            out = max(
                [*links.mapped("date_issued"), *queued.mapped("date_queued")],
                default=False,
            )
            asked = max(case.correction_ids.mapped("date"), default=out)
            # Whoever sees the case may know how far its record is.
            records = case.sudo()._get_open_records()
            is_out = out and bool(records) and asked <= out
            # What was sent of the first conversation says nothing of the follow-up.
            if records.previous_id and is_out:
                is_out = out > max(one.date_handed_in or out for one in records)
            case.date_check_out = is_out and out

    def _get_open_corrections(self):
        """Return what leavers asked to have corrected and nobody has settled.

        :rtype: ``exit.interview.correction``
        """
        return self.env["exit.interview.correction"].search(
            [("case_id", "in", self.ids), ("state", "=", "open")]
        )

    # === SEND === #

    def action_send_check(self):
        """Send the record to be checked, for the first time or after corrections.

        Whoever has signed or declined this version is not asked again; a mail that
        waits already is enough.

        Requirement: B-12, R-09.

        :return: True
        :raise UserError: before the record is handed in, while corrections are open,
            or if nobody can be reached by mail
        """
        self._check_actor("coordinator", "interviewer")
        # Contacts and messages are out of the caller's own rights by design.
        for case in self.sudo():
            case._check_can_send_check()
            case._send_check()
        self.sudo().duty_update()
        return True

    def _check_can_send_check(self):
        self.ensure_one()
        records = self._get_open_records()
        if not records:
            raise UserError(
                self.env._(
                    "%s: a record goes out to be checked after the conversation and "
                    "before it is confirmed. There is nothing to send here now.",
                    self.name,
                )
            )
        if not records.filtered("date_handed_in"):
            raise UserError(
                self.env._(
                    "%s: hand in the record first; then it goes to the leaver.",
                    self.name,
                )
            )
        self._check_corrections_settled()

    def _check_corrections_settled(self):
        """Check that nothing the leaver asked for waits.

        :raise UserError: saying what to do
        """
        for case in self:
            if case._get_open_corrections():
                raise UserError(
                    self.env._(
                        "%s: the leaver has asked for corrections. Settle each of them "
                        "first: done, or not changed with the reason.",
                        case.name,
                    )
                )

    def _send_check(self):
        """Queue the mails of :meth:`action_send_check`, after its checks."""
        self.ensure_one()
        waiting = self.participant_ids.browse()
        for session in self._get_open_records().filtered("date_handed_in"):
            people = session.apart_id or self.participant_ids
            waiting |= people.filtered(
                lambda person, session=session: not (
                    person._get_last_signature(session).is_current
                )
            )
        if not waiting:
            raise UserError(
                self.env._(
                    "%s: everybody has signed this version, or declined to. Confirm "
                    "the record; it is sent again only if something in it changes.",
                    self.name,
                )
            )
        mailable = waiting.filtered(lambda person: person._is_mailable())
        if not mailable:
            raise UserError(
                self.env._(
                    "%s: nobody can be reached by mail. Print the letter with the code "
                    "instead, or read the record together.",
                    self.name,
                )
            )
        queued = self._get_queued_checks().participant_id
        self.env["exit.interview.message"]._queue(mailable - queued, "check")

    def _get_queued_checks(self):
        """Return the mails about the record that have not left yet."""
        self.ensure_one()
        return self.env["exit.interview.message"].search(
            [
                ("case_id", "=", self.id),
                ("kind", "=", "check"),
                ("state", "=", "queued"),
            ]
        )

    # === CONFIRM === #

    def _confirm_as_signed(self, session):
        """Confirm the record once every participant has signed or declined it.

        A signature that comes after "not returned" or "would rather not" is noted as
        what it is; one on paper stays on paper.

        :param session: the ``exit.interview.session`` that was signed
        """
        self.ensure_one()
        latest = [one._get_last_signature(session) for one in session.participant_ids]
        waits = session.correction_ids.filtered(lambda row: row.state == "open")
        if waits or not all(row and row.is_current for row in latest):
            return
        is_signed = any(row.how != "declined" for row in latest)
        how = "signed_online" if is_signed else "declined"
        known, date = session._get_confirmation()
        if session._is_unconfirmed():
            today = self.policy_id._get_local_date()
            self._confirm_records(session, how, today)
        elif is_signed and known in ("declined", "not_returned"):
            session._note_confirmation(how, date)
            if not session.previous_id.date_confirmed:
                self.write({"confirm_how": how})
            self._log("confirmed", self._get_selection_label("confirm_how", how))

    def _reopen_record(self, session):
        """Open a confirmed record again: the leaver asked for a correction.

        A case whose first version was confirmed stays so while the follow-up's is open.

        :param session: the ``exit.interview.session`` to be corrected
        """
        session._note_confirmation(False, False)
        if session.previous_id.date_confirmed:
            return
        for case in self.filtered(lambda case: case.state == "confirmed"):
            case._set_state("interviewed", confirm_how=False, date_confirmed=False)
            case._log("reopened", self.env._("The leaver asked for a correction"))

    # === SILENCE === #

    @api.model
    def _cron_silence(self):
        """Note records as not returned once the time to check them is over.

        Silence is recorded as silence, never as agreement.

        Requirement: B-13, decision 14.
        """
        cases = self.search(self._get_silence_domain())
        progress = self.env["exit.interview.duty"]._commit_progress
        progress(remaining=len(cases))
        for case in cases:
            case = case.try_lock_for_update().filtered_domain(
                self._get_silence_domain()
            )
            if case and case._is_silent():
                case._confirm(
                    "not_returned",
                    get_today(case),
                    self.env._("Not returned, by the passing of time"),
                )
            if not progress(1):
                return

    @api.model
    def _get_silence_domain(self):
        late = Domain("state", "in", ("confirmed", "shared")) & Domain(
            "session_ids",
            "any",
            [
                ("kind", "=", "follow_up"),
                ("state", "=", "held"),
                ("date_confirmed", "=", False),
            ],
        )
        return (
            (Domain("state", "=", "interviewed") | late)
            & Domain("policy_id.auto_not_returned", "=", True)
            & Domain("link_ids", "any", [("purpose", "=", "check")])
        )

    def _is_silent(self):
        """Return whether the record was sent to everybody, and nobody is at it.

        Note: self.ensure_one(), as superuser

        :rtype: bool
        """
        self.ensure_one()
        records = self._get_open_records()
        if (
            not all(record.date_handed_in for record in records)
            or self._get_open_corrections()
            or self._get_queued_checks()
        ):
            return False
        return bool(records) and all(
            person._get_last_signature(record).is_current
            or self._is_check_over(person, record)
            for record in records
            for person in record.participant_ids
        )

    def _is_check_over(self, person, session):
        """Return whether somebody was sent the record as it is, and let it pass.

        :param person: ``exit.interview.participant``
        :param session: the ``exit.interview.session`` to be checked
        :rtype: bool
        """
        now = fields.Datetime.now()
        links = person.link_ids.filtered(lambda link: link.purpose == "check")
        live = links.filtered(
            lambda link: not link.date_replaced and not link.date_revoked
        )
        if not live or live.date_expires > now:
            return False
        # A follow-up that was not sent yet: the last link was about the first one.
        if session.previous_id and live.date_issued <= session.date_handed_in:
            return False
        # Corrected since, and not sent again: it is not the leaver who is silent.
        settled = session.correction_ids.filtered("date_settled").mapped("date_settled")
        if settled and max(settled) > live.date_issued:
            return False
        # Whoever opened the page in time may finish.
        return not self.env["exit.interview.visit"].search_count(
            [("link_id", "in", links.ids), ("date_expires", ">", now)], limit=1
        )

    # === DUTIES === #

    def _get_check_duties(self):
        """Return what is owed while the leaver's corrections wait."""
        self.ensure_one()
        # Asked for case after case: only where there can be any.
        if self.state != "interviewed" and not self._has_late_follow_up():
            return []
        waiting = self._get_open_corrections()
        if not waiting:
            return []
        policy = self.policy_id
        first = policy._get_local_date(min(waiting.mapped("date")))
        due = policy._plan_working_days(policy.correct_days, first)
        # A survey on paper came to the coordinator.
        is_survey = self._get_held_session().kind == "survey"
        role = "coordinator" if is_survey else "interviewer"
        return [self._prepare_duty("correct", role, due)]
