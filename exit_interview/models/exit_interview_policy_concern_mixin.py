# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models


class ExitInterviewPolicyConcernMixin(models.AbstractModel):
    """What a policy says about concerns: hours, people and words."""

    _name = "exit.interview.policy.concern.mixin"
    _description = "Rules for concerns"

    # the clock; hours run through nights, week-ends and holidays
    concern_hours = fields.Integer(
        string="Taken on within (hours)",
        default=24,
        help="Hours from the end of the conversation until somebody who can act has "
        "taken the concern on. Nights and week-ends count.",
    )
    concern_second_hours = fields.Integer(
        string="Second person within (hours)",
        default=6,
        help="Hours from the end of the conversation until the second person says "
        "whether the concern may be passed on without the leaver's permission.",
    )
    concern_reminder_hours = fields.Integer(
        string="Reminded after (hours)",
        default=12,
        help="Hours after which the recipient is reminded.",
    )
    concern_deputy_hours = fields.Integer(
        string="Deputy after (hours)",
        default=20,
        help="Hours after which the deputy may read and take on the concern as well.",
    )
    concern_decision_days = fields.Integer(
        string="Decided within (working days)",
        default=1,
        help="Working days from taking a concern on until it is decided what is done, "
        "and as many again until the second manager has agreed.",
    )
    concern_review_days = fields.Integer(
        string="Looked at afterwards within (working days)",
        default=1,
        help="If one person alone passed a concern on because it could not wait, a "
        "second person looks at it within so many working days.",
    )
    concern_tell_days = fields.Integer(
        string="Leaver told within (working days)",
        default=2,
        help="Working days until the leaver knows that something was passed on, or a "
        "reason is recorded why telling would not be safe.",
    )
    concern_lado = fields.Boolean(
        string="Show the designated officer's day",
        default=True,
        help="Allegations against people who work with children go to the designated "
        "officer of the local authority within a working day. The day stands beside "
        "the clock of a safeguarding concern, and of any other that goes to them.",
    )
    concern_lado_days = fields.Integer(
        string="Designated officer within (working days)",
        default=1,
        help="Working days from the end of the conversation within which the local "
        "authority's designated officer is told.",
    )
    # people
    concern_role = fields.Selection(
        selection=lambda self: self._selection_concern_role(),
        string="Goes first to",
        default="head_of_service",
        required=True,
        help="Whoever plays this role takes concerns on; then the deputies in their "
        "order, the monitoring officer and the coordinator. Never somebody the concern "
        "is about.",
    )
    concern_partner_role = fields.Selection(
        selection=lambda self: self._selection_concern_role(),
        string="Agrees what is done",
        default="service_manager",
        required=True,
        help="Discusses the concern with whoever took it on, and agrees what is done. "
        "If nobody can, the second person does.",
    )
    # words
    concern_ground = fields.Text(
        string="What passing on rests on",
        translate=True,
        default=lambda self: self._get_default_concern_ground(),
        help="The policies by which a concern may be passed on without permission. "
        "Stands in the dialog, and is kept with each concern.",
    )
    concern_words = fields.Text(
        string="Words that prompt",
        translate=True,
        default=lambda self: self._get_default_concern_words(),
        help="One word or beginning of a word a line. Where one stands in an answer, "
        "the interviewer is asked to consider whether it is a concern. Nothing is "
        "passed on by itself.",
    )
    advocacy_wording = fields.Text(
        string="Who offers advocacy",
        translate=True,
        default=lambda self: self.env._(
            "For support in being heard, put the leaver in touch with the advocacy "
            "service or their trade union."
        ),
        help="Exit interviews are neither complaint nor advocacy: interviewers show "
        "the way to both.",
    )

    _concern_hours_order = models.Constraint(
        "CHECK(concern_reminder_hours > 0"
        " AND concern_reminder_hours < concern_deputy_hours"
        " AND concern_second_hours > 0"
        " AND concern_second_hours < concern_deputy_hours"
        " AND concern_deputy_hours < concern_hours)",
        "Concerns: the second person and the reminder come first, then the deputy, "
        "then the end of the clock.",
    )
    _concern_days_positive = models.Constraint(
        "CHECK(concern_decision_days > 0 AND concern_review_days > 0"
        " AND concern_tell_days > 0 AND concern_lado_days > 0)",
        "Deadlines of concerns are at least one working day.",
    )

    def _selection_concern_role(self):
        return (
            self.env["exit.interview.role.mixin"]
            ._fields["role"]
            ._description_selection(self.env)
        )

    def _plan_hours(self, hours, start):
        """Return the moment so many hours after `start`, as a clock on the wall says.

        Calendar days are nobody's excuse: an hour is an hour in the night in which the
        clocks change, too (S-28).

        :param int hours: hours
        :param datetime start: naive UTC
        :rtype: datetime.datetime
        """
        return start + timedelta(hours=hours)

    def _get_concern_words(self):
        """Return the words that prompt, lower case.

        :rtype: list[str]
        """
        lines = (self.concern_words or "").splitlines()
        return [line.strip().lower() for line in lines if line.strip()]

    @api.model
    def _get_default_concern_ground(self):
        """Return the ground a new policy names (L-20)."""
        return self.env._(
            "Our safeguarding procedures and our whistleblowing policy: what may put "
            "somebody at risk, or is seriously wrong, goes to those who must act, "
            "whatever was permitted. Only the least that they must know is passed on."
        )

    @api.model
    def _get_default_concern_words(self):
        """Return the words that prompt in a new policy (I-16)."""
        return self.env._(
            "touched\nhit me\nhits\nhitting\nslapped\npunched\nkicked\nhurt\nabus\n"
            "assault\nrape\ngrooming\nmolest\nrestrain\nlocked in\nbruis\nkill myself\n"
            "kill himself\nkill herself\nsuicid\nself-harm\nthreat\nblackmail\nbribe\n"
            "fraud\nfalsif\ncover up\ncovered up\nunsafe\ndanger\nneglect\n"
            "discriminat\nharass\nbully\nbulli"
        )
