# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .exit_interview_reply_mixin import LINE, WORDS


class ExitInterviewParticipantFollowMixin(models.AbstractModel):
    """The participant says how and when they would like to talk again, or not at all.

    The private methods are called by the participant's own page, as superuser, once it
    knows who came in. Nobody with a login reaches them.

    Requirement: S-23, F-09, F-10.
    """

    _name = "exit.interview.participant.follow.mixin"
    _description = "Participant who is asked for a follow-up"

    follow_up_reply = fields.Selection(
        selection=[("accepted", "Yes"), ("declined", "No, thank you")],
        string="Follow-up",
        readonly=True,
        copy=False,
        help="What the leaver said on their page of talking again.",
    )
    follow_up_mode = fields.Selection(
        selection=lambda self: self.env["exit.interview.session"]._get_meeting_modes(),
        string="Would like the follow-up",
        readonly=True,
        copy=False,
    )
    follow_up_times = fields.Text(
        string="Times for the follow-up",
        readonly=True,
        copy=False,
        help="When it suits the leaver, in their words.",
    )

    # === WHERE IT STANDS === #

    def _get_followed_session(self):
        """Return the first conversation that this person was part of, if it was held.

        :rtype: ``exit.interview.session``
        """
        self.ensure_one()
        session = self.case_id._get_first_held_session(self)
        return session if self in session.participant_ids else session.browse()

    def _get_follow_stage(self):
        """Return what the page of the follow-up shows.

        :return: `none` (there is none), `open`, `planned`, `declined` or `over`
        :rtype: str
        """
        self.ensure_one()
        first = self._get_followed_session()
        if first.kind != "first":
            return "none"
        follow_up = first._get_follow_up()
        if not follow_up and not self.case_id.policy_id._asks_follow_up():
            return "none"
        if follow_up.state == "held" or not self.case_id._is_followable():
            return "over"
        if self.follow_up_reply == "declined" or first.date_follow_up_declined:
            return "declined"
        return "planned" if self in follow_up.participant_ids else "open"

    def _prepare_follow_page(self):
        """Return what the page of the follow-up shows: plain values, no records.

        :rtype: dict
        """
        self.ensure_one()
        case, stage = self.case_id, self._get_follow_stage()
        first = self._get_followed_session()
        planned = first._get_follow_up() if stage == "planned" else first.browse()
        dropped = first.follow_up_ids.filtered(
            lambda one: one.state == "cancelled" and one.cancelled_by == "us"
        )[:1]
        modes = dict(first._get_meeting_modes())
        window = first._get_follow_up_window() if stage == "open" else ()
        when = planned.date_start
        return {
            "stage": stage,
            "from_day": case._format_date(window[0]) if window else "",
            "to_day": case._format_date(window[1]) if window else "",
            "when": when and case._format_day_and_hour(case.policy_id, when),
            "how": modes.get(planned.mode, ""),
            "where": planned.location or "",
            "companion": planned.companion or "",
            "cancelled": dropped.cancel_reason if stage == "open" else "",
            "is_said": bool(self.follow_up_reply),
            "modes": self._get_follow_modes(),
            "mode": self.follow_up_mode or "",
            "times": self.follow_up_times or "",
            "can_read": self._get_check_stage() != "waiting",
        }

    @api.model
    def _get_follow_modes(self):
        """Return how people may talk again, in the order of the page.

        :return: pairs of value and label
        :rtype: list[tuple[str, str]]
        """
        return self._fields["follow_up_mode"]._description_selection(self.env)

    # === SAY === #

    def _check_follow_stage(self):
        """Check that a follow-up is still to come.

        :raise UserError: in words for the leaver
        """
        self.ensure_one()
        if self._get_follow_stage() not in ("open", "planned", "declined"):
            raise UserError(
                self.env._(
                    "There is nothing to choose here any more. If you would like to "
                    "talk again, please ring us."
                )
            )

    def _follow_from_page(self, mode, times):
        """Keep how and when this person would like to talk again.

        Requirement: S-23.

        :param str mode: `in_person`, `video` or `phone`; empty: no preference
        :param str times: what suits them, in their words
        :raise UserError: if there is no follow-up any more
        """
        self.ensure_one()
        self._check_follow_stage()
        if mode:
            self._check_value("follow_up_mode", mode)
        vals = {
            "follow_up_reply": "accepted",
            "follow_up_mode": mode or False,
            "follow_up_times": self._read_line(
                times, self.env._("Times that suit you"), WORDS
            ),
        }
        if all(self[name] == value for name, value in vals.items()):
            return
        self.write(vals)
        session = self._get_followed_session()
        if session.date_follow_up_declined:
            session.write({"date_follow_up_declined": False, "follow_up_reason": False})
        session.write({"follow_up_mode": mode or session.follow_up_mode})
        self._tell_follow_up("wish")

    def _decline_follow_up_from_page(self, reason):
        """Keep that this person does not wish to talk again. Nobody asks why.

        Heard with somebody else, the other one's follow-up stays.

        Requirement: S-23, F-10.

        :param str reason: in their words, if they like
        :raise UserError: if there is no follow-up any more
        """
        self.ensure_one()
        self._check_follow_stage()
        reason = self._read_line(reason, self.env._("The reason"), LINE)
        if self.follow_up_reply == "declined":
            return
        self.write({"follow_up_reply": "declined"})
        session = self._get_followed_session()
        others = session.participant_ids.filtered(
            lambda one: one.follow_up_reply != "declined"
        )
        case = self._get_staff_case()
        if others:
            planned = session._get_follow_up()
            planned.write({"participant_ids": [fields.Command.unlink(self.id)]})
        else:
            session.with_env(case.env)._decline_follow_up(reason)
        self._tell_follow_up("reply")
        case._close_if_settled()

    def _tell_follow_up(self, event):
        """Let staff know what was said on the page."""
        case = self._get_staff_case()
        case._note_news()
        case._log(event, case.env._("Follow-up"))
        case.duty_update()
