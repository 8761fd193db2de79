# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib
from datetime import datetime, time, timedelta

import pytz
import vobject

from odoo import api, fields, models


class ExitInterviewSessionMixin(models.AbstractModel):
    """When a conversation is, for calendars and lists, and how it came to its end."""

    _name = "exit.interview.session.mixin"
    _description = "Times of an exit interview session"

    cancelled_by = fields.Selection(
        selection=[
            ("us", "We had to cancel"),
            ("leaver", "The leaver asked to cancel"),
            ("absent", "The leaver did not come"),
        ],
        readonly=True,
    )
    date_cancelled = fields.Datetime(string="Cancelled on", readonly=True)
    date_recorded = fields.Datetime(
        string="Entered on",
        readonly=True,
        help="When it was noted that the conversation took place; the start and the "
        "end say when it really did.",
    )
    date_reconfirmed = fields.Datetime(
        string="Date confirmed",
        readonly=True,
        help="When the leaver last said that the planned date holds.",
    )
    times_planned = fields.Integer(
        default=1, readonly=True, help="Counts how often the date was changed."
    )
    date_meeting = fields.Datetime(
        string="Meeting",
        compute="_compute_date_meeting",
        store=True,
        help="When people meet or talk; empty where the leaver answers in writing.",
    )
    is_late_entry = fields.Boolean(
        string="Entered later", compute="_compute_is_late_entry"
    )
    duration = fields.Float(string="Hours", compute="_compute_duration")
    missing = fields.Char(
        string="What is missing",
        compute="_compute_missing",
        help="What the interviewer still has to do.",
    )

    @api.depends("date_start", "mode")
    def _compute_date_meeting(self):
        for session in self:
            is_meeting = session.mode != "written"
            session.date_meeting = is_meeting and session.date_start

    @api.depends("date_recorded", "date_start", "mode")
    def _compute_is_late_entry(self):
        for session in self:
            # Interviewers see the session and have no right on the policy.
            policy = session.sudo().case_id.policy_id
            session.is_late_entry = bool(
                session.date_recorded
                and session.date_meeting
                and session.state == "held"
                and policy._get_local_date(session.date_recorded)
                > policy._get_local_date(session.date_start)
            )

    @api.depends("date_start", "date_end")
    def _compute_duration(self):
        for session in self:
            end = session._get_end()
            session.duration = (end - session.date_start).total_seconds() / 3600

    def _get_end(self):
        """Return when a session ends, or is taken to end while it is planned."""
        self.ensure_one()
        # As above: the length is configuration.
        minutes = self.sudo().case_id.policy_id.session_minutes
        return self.date_end or self.date_start + timedelta(minutes=minutes)

    @api.depends(
        "state",
        "date_start",
        "mode",
        "date_handed_in",
        "date_confirmed",
        "case_id.state",
    )
    def _compute_missing(self):
        now = fields.Datetime.now()
        for session in self:
            # Whoever sees the session may know how far the case is.
            is_open = session.sudo()._is_unconfirmed()
            missing = False
            if session.state == "planned" and not session.date_meeting:
                missing = session._get_written_missing()
            elif session.state == "planned" and session.date_start < now:
                missing = self.env._("Did it take place?")
            elif is_open:
                missing = (
                    self.env._("Have it confirmed")
                    if session.date_handed_in
                    else self.env._("Hand in, have it confirmed")
                )
            session.missing = missing

    # === OTHER SESSIONS AND FREE TIMES === #

    @api.model
    def _get_clashes(self, interviewer, start, minutes, excluded=None):
        """Return the planned sessions of an interviewer that overlap a time.

        :param interviewer: ``res.users`` record
        :param start: naive UTC datetime
        :param int minutes: how long it lasts
        :param excluded: sessions that do not count
        :return: superuser recordset, to tell times only
        """
        # Times are told to whoever plans; whose conversation it is is not.
        nearby = self.sudo().search(
            [
                ("interviewer_id", "=", interviewer.id),
                ("state", "=", "planned"),
                ("kind", "!=", "survey"),
                ("mode", "!=", "written"),
                ("date_start", ">", start - timedelta(hours=10)),
                ("date_start", "<", start + timedelta(minutes=minutes)),
            ]
        )
        # A dialog that is being filled in hands over copies of the records.
        own = (excluded or self.browse())._origin.sudo()
        return (nearby - own).filtered(lambda session: session._get_end() > start)

    @api.model
    def _find_free_times(self, policy, interviewer, after, count=3):
        """Return the next times at which an interviewer could talk to a leaver.

        Mornings and afternoons within the working hours of the policy's calendar,
        where the interviewer is not away and has no other conversation.

        :param policy: ``exit.interview.policy``, as superuser
        :param interviewer: ``res.users`` record, may be empty
        :param after: naive UTC datetime
        :param int count: how many
        :rtype: list[datetime.datetime]
        """
        zone, minutes = policy._get_zone(), policy.session_minutes
        length = timedelta(minutes=minutes)
        calendar = policy.resource_calendar_id
        first = pytz.utc.localize(after)
        horizon = first + timedelta(days=42)
        work = calendar._work_intervals_batch(first, horizon)[False]
        spans = [(start, stop) for start, stop, _meta in work]
        day, found = first.astimezone(zone).date(), []
        Absence = self.env["exit.interview.absence"]
        while len(found) < count and day < horizon.date():
            is_away = interviewer and Absence._is_away(interviewer, day)
            for hour in () if is_away else (time(10), time(14)):
                start = zone.localize(datetime.combine(day, hour))
                moment = start.astimezone(pytz.utc).replace(tzinfo=None)
                fits = any(a <= start and start + length <= b for a, b in spans)
                if fits and moment > after:
                    if not interviewer or not self._get_clashes(
                        interviewer, moment, minutes
                    ):
                        found.append(moment)
            day += timedelta(days=1)
        return found[:count]

    # === CALENDAR FILE === #

    def action_download_ics(self):
        """Return the way to the calendar entry; the download itself checks again.

        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer", "writer")
        self.sudo()._check_meeting()
        return {
            "type": "ir.actions.act_url",
            "url": f"/exit_interview/session/{self.id}/meeting.ics",
            "target": "download",
        }

    def _get_ics(self):
        """Return a calendar entry that tells nothing: "Meeting", and the reference.

        Who opens a calendar sees more than who may read a case (M-13, A-43, P-18): no
        name, no place, no organiser.

        :rtype: str
        """
        self.ensure_one()
        session = self.sudo()  # called after the check of whoever downloads it
        session._check_meeting()
        calendar = vobject.iCalendar()
        calendar.add("method").value = "PUBLISH"
        event = calendar.add("vevent")
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        digest = hashlib.sha256(f"{database}/session/{session.id}".encode())
        event.add("uid").value = digest.hexdigest()[:32]
        event.add("dtstamp").value = pytz.utc.localize(fields.Datetime.now())
        event.add("dtstart").value = pytz.utc.localize(session.date_start)
        event.add("dtend").value = pytz.utc.localize(session._get_end())
        event.add("summary").value = self.env._("Meeting")
        event.add("description").value = session.case_id.name
        event.add("class").value = "PRIVATE"
        event.add("sequence").value = str(session.times_planned)
        is_cancelled = session.state == "cancelled"
        event.add("status").value = "CANCELLED" if is_cancelled else "CONFIRMED"
        return calendar.serialize()
