# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .local_date import get_today

LINE, WORDS = 300, 2000


class ExitInterviewReplyMixin(models.AbstractModel):
    """What a participant answers to the offer, and how they would like it.

    The methods act for whoever came in by a link: they are private, take what the
    readers of this file made of a form, and are called as superuser.

    Requirement: B-01, B-10, F-27, F-29, F-30, P-10.
    """

    _name = "exit.interview.reply.mixin"
    _description = "Reply of a participant"

    reply = fields.Selection(
        selection=[
            ("accepted", "Yes"),
            ("later", "Not now"),
            ("declined", "No, thank you"),
        ],
        readonly=True,
        copy=False,
    )
    date_replied = fields.Datetime(string="Replied", readonly=True, copy=False)
    date_ask_again = fields.Date(
        string="Ask again on",
        readonly=True,
        copy=False,
        help="The leaver said “not now”. Nobody reminds them before this day.",
    )
    preferred_mode = fields.Selection(
        selection=[
            ("in_person", "In person"),
            ("video", "Video call"),
            ("phone", "Telephone"),
            ("written", "In writing"),
        ],
        string="Would like it",
        readonly=True,
        copy=False,
    )
    preferred_place = fields.Char(string="Where", readonly=True, copy=False)
    companion = fields.Char(
        string="Comes with", readonly=True, copy=False, help="In the leaver's words."
    )
    topics = fields.Text(
        string="Wants to speak about",
        readonly=True,
        copy=False,
        help="What or whom the leaver would like to speak about, in their words.",
    )
    wish_words = fields.Char(
        string="Asks for another interviewer", readonly=True, copy=False
    )
    date_wish = fields.Datetime(
        string="Asked for on",
        readonly=True,
        copy=False,
        help="Empty once the coordinator has seen to the wish.",
    )
    availability = fields.Text(
        string="Other times that suit", readonly=True, copy=False
    )
    needs_words = fields.Text(
        string="What else helps",
        readonly=True,
        copy=False,
        help="What makes it easier for the leaver to take part, in their words.",
    )
    need_interpreter = fields.Boolean(string="Interpreter", readonly=True, copy=False)
    need_large_print = fields.Boolean(string="Large print", readonly=True, copy=False)
    need_time = fields.Boolean(string="Extra time", readonly=True, copy=False)
    notice_wording = fields.Text(
        string="Notice as shown",
        readonly=True,
        copy=False,
        help="What the leaver was told before anything was asked.",
    )
    date_notice = fields.Datetime(
        string="Notice acknowledged", readonly=True, copy=False
    )
    date_notice_shown = fields.Datetime(
        string="Notice shown",
        readonly=True,
        copy=False,
        help="When the page with these words was sent to the leaver's browser.",
    )
    notice_lang = fields.Char(string="Language of the notice", readonly=True)

    # === WHERE THEY STAND === #

    def _get_offer_stage(self):
        """Return what the page of the offer shows.

        :return: `early` (nothing was offered yet), `open`, `later`, `declined`,
            `agreed`, or `over`
        :rtype: str
        """
        self.ensure_one()
        case = self.case_id
        if case.state == "new":
            return "early"
        if case.is_apart and self in case._get_heard():
            return "over"
        refused = case.state == "done" and case.outcome in ("declined", "no_reply")
        if not refused and case.state not in ("offered", "scheduled"):
            return "over"
        return "agreed" if self.reply == "accepted" else self.reply or "open"

    def _check_answerable(self):
        """Check that the offer can still be answered.

        :raise UserError: if it cannot, in words for the leaver
        """
        stage = self._get_offer_stage()
        if stage == "early":
            raise UserError(
                self.env._("Nothing has been offered yet. Please come back later.")
            )
        if stage == "over":
            raise UserError(
                self.env._(
                    "There is nothing to answer any more. If you would like to change "
                    "something, please ring us."
                )
            )

    def _get_reply_label(self):
        self.ensure_one()
        selection = self._fields["reply"]._description_selection(self.env)
        return dict(selection).get(self.reply, "")

    def _get_staff_case(self):
        """Return the case in the language of those who read its journal."""
        self.ensure_one()
        lang = self.case_id.company_id.partner_id.lang or "en_US"
        return self.case_id.with_context(lang=lang)

    def _get_own_session(self):
        """Return the planned conversation of this participant, if there is one."""
        self.ensure_one()
        session = self.case_id._get_planned_session(self)
        return session if self in session.participant_ids else session.browse()

    def _get_own_talk(self):
        """Return the planned conversation, if it is one with a date."""
        session = self._get_own_session()
        return session if session.mode != "written" else session.browse()

    def _get_needs_text(self):
        """Return in one line what makes it easier to take part, whoever said so.

        :rtype: str
        """
        self.ensure_one()
        return "; ".join(filter(None, [self._get_own_needs_text(), self.needs]))

    def _get_own_needs_text(self):
        """Return in one line what they said themselves makes it easier.

        :rtype: str
        """
        self.ensure_one()
        ticked = [
            self._fields[name]._description_string(self.env)
            for name in ("need_interpreter", "need_large_print", "need_time")
            if self[name]
        ]
        return "; ".join([*ticked, *filter(None, [self.needs_words])])

    # === NOTICE === #

    def _get_notice_text(self):
        """Return what happens with what they say, in their language.

        Requirement: P-10, F-22.

        :rtype: str
        """
        self.ensure_one()
        case = self.case_id
        return case._fill_offer_page(case._get_notice_wording())

    def _get_notice_digest(self):
        """Return by what the words of the notice are recognised.

        :rtype: str
        """
        return hashlib.sha256(self._get_notice_text().encode()).hexdigest()

    def _knows_notice(self):
        """Return whether they were shown the notice in the words that stand now.

        :rtype: bool
        """
        self.ensure_one()
        return bool(self.date_notice) and self.notice_wording == self._get_notice_text()

    def _acknowledge_notice(self, date_shown):
        """Keep the notice as it was shown, with language and times (P-10).

        Called only after the page proved that it had shown the words that stand now.

        :param datetime date_shown: when it did, naive UTC
        """
        self.ensure_one()
        text = self._get_notice_text()
        if self.notice_wording != text or not self.date_notice:
            self.write(
                {
                    "notice_wording": text,
                    "notice_lang": self.env.lang or "en_US",
                    "date_notice": fields.Datetime.now(),
                    "date_notice_shown": date_shown,
                    **self._prepare_told_vals(),
                }
            )
            self.case_id.share_ids._follow_told()

    # === READ A FORM === #

    @api.model
    def _read_wishes(self, form):
        """Return what a form says of the wishes; everything else in it is ignored.

        :param dict form: texts by name, from anywhere
        :return: values of the participant
        :rtype: dict
        :raise ValidationError: in words for the leaver
        """
        lines = {
            "preferred_place": (self.env._("Where"), LINE),
            "companion": (self.env._("Who comes with you"), LINE),
            "wish_words": (self.env._("Another interviewer"), LINE),
            "topics": (self.env._("What or whom"), WORDS),
            "availability": (self.env._("Times that suit you"), WORDS),
            "needs_words": (self.env._("What makes it easier"), WORDS),
        }
        vals = {
            name: self._read_line(form.get(name), what, length)
            for name, (what, length) in lines.items()
        }
        for name in (
            "need_interpreter",
            "need_large_print",
            "need_time",
            "wants_apart",
            "wants_sooner",
        ):
            vals[name] = bool(form.get(name))
        mode = form.get("preferred_mode") or False
        if mode:
            self._check_value("preferred_mode", mode)
        return {**vals, "preferred_mode": mode}

    def _read_ask_again(self, text):
        """Return the day on which a leaver would like to be asked again.

        :param str text: from a form
        :rtype: datetime.date or bool
        :raise ValidationError: in words for the leaver
        """
        day = self._read_date(text, self.env._("asking again"))
        today = get_today(self.case_id)
        if day and not today < day <= today + timedelta(days=366):
            raise ValidationError(
                self.env._("Please choose a day after today, within a year.")
            )
        return day

    # === REPLY === #

    def _reply_from_page(self, reply, wishes=None, date_shown=False):
        """Take a reply, and wishes if there are any. The same again changes nothing.

        Requirement: B-01, B-03, P-10; L-03.

        :param str reply: `accepted`, `later` or `declined`
        :param dict wishes: values of the participant, as the readers returned them
        :param date_shown: when the notice that stands now was shown, if this page did
        :return: whether something changed
        :rtype: bool
        """
        self.ensure_one()
        self._check_value("reply", reply)
        self._check_answerable()
        vals = dict(wishes or {})
        if self.reply != reply:
            vals |= {"reply": reply, "date_replied": fields.Datetime.now()}
        if reply != "later":
            vals["date_ask_again"] = False
        elif not vals.get("date_ask_again"):
            policy = self.case_id.policy_id
            vals["date_ask_again"] = (
                self.date_ask_again
                if self.reply == "later"
                else policy._plan_working_days(policy.later_days)
            )
        vals = {name: value for name, value in vals.items() if self[name] != value}
        if not vals:
            return False
        if date_shown:
            self._acknowledge_notice(date_shown)
        self._keep_wishes(vals)
        if "reply" in vals:
            case = self._get_staff_case()
            case._follow_reply(self.with_env(case.env))
        self.case_id.duty_update()
        return True

    def _keep_wishes(self, vals):
        """Write what changed, and pass on what others have to see to."""
        case = self._get_staff_case()
        if vals.get("wish_words"):
            vals["date_wish"] = fields.Datetime.now()
            if not case.wish_note:
                case.write({"wish_note": vals["wish_words"]})
            case._log("wish")
        session = self._get_own_session()
        if session:
            self._pass_wishes_to(session, vals)
        self.write(vals)
        if vals.get("wants_apart"):
            case._hear_alone(self.with_env(case.env))

    def _pass_wishes_to(self, session, vals):
        """Let a planned conversation follow what the leaver now says of it."""
        changed = {}
        meetings = dict(session._get_meeting_modes())
        # Between talking and writing there is more to change than this word: a step of
        # its own gives the date up.
        if vals.get("preferred_mode") in meetings and session.mode in meetings:
            changed["mode"] = vals["preferred_mode"]
        if "companion" in vals:
            changed["companion"] = vals["companion"]
        # A place that was agreed is not changed by one side.
        if "preferred_place" in vals and session.location in (
            False,
            self.preferred_place,
        ):
            changed["location"] = vals["preferred_place"]
        if changed:
            session.write(changed)
        if set(vals) - {"reply", "date_replied", "date_ask_again"}:
            self.case_id._note_news()

    def _settle_wish(self):
        """Say that somebody has seen to the wish about the interviewer."""
        self.filtered("date_wish").write({"date_wish": False})

    def _follow_case(self, reply):
        """Let participants say what staff recorded for the case.

        :param str reply: a value of the case's ``reply``
        """
        now = fields.Datetime.now()
        for case, people in self.grouped("case_id").items():
            if reply == "accepted":
                # One yes is a yes; a no of somebody else stays theirs.
                if "accepted" in case.participant_ids.mapped("reply"):
                    continue
                open_ones = people.filtered(lambda one: one.reply != "declined")
                people = open_ones or people
            value = reply if reply in ("accepted", "declined") else False
            people = people.filtered(lambda one, v=value: one.reply != v)
            people.write(
                {
                    "reply": value,
                    "date_replied": value and now,
                    "date_ask_again": False,
                }
            )
