# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from .local_date import get_today


class ExitInterviewAbsence(models.Model):
    """Somebody is away, from one day to another; why is nobody's business here.

    People enter their own, coordinators anybody's of the organisation. While somebody
    is away, the next person of the policy plays their roles, and what falls due before
    they are back goes to the coordinator. A copy is opened to nobody by an absence.

    Requirement: DESIGN, role (deputies); X-17.
    """

    _name = "exit.interview.absence"
    _description = "Absence"
    _order = "date_from desc, id desc"

    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        related="user_id.company_id",
        store=True,
        precompute=True,
        index=True,
    )
    date_from = fields.Date(
        string="First day away", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="Last day away", required=True)
    deputy_id = fields.Many2one(
        comodel_name="res.users",
        string="Deputy",
        ondelete="restrict",
        domain="[('share', '=', False), ('id', '!=', user_id)]",
        help="Takes over the work of a coordinator, if they are one too. Copies of "
        "interviews stay closed: to pass one on, delegate it or ask the coordinator. "
        "Empty: the next person of the policy.",
    )
    is_now = fields.Boolean(string="Away now", compute="_compute_is_now")

    _dates_order = models.Constraint(
        "CHECK(date_from <= date_to)",
        "The last day away lies before the first one.",
    )
    _deputy_other = models.Constraint(
        "CHECK(deputy_id IS NULL OR deputy_id != user_id)",
        "Somebody who is away is not their own deputy.",
    )
    _days = models.Index("(date_to, date_from)")

    @api.depends("user_id")
    def _compute_display_name(self):
        for absence in self:
            absence.display_name = absence.user_id.name

    @api.depends("date_from", "date_to")
    def _compute_is_now(self):
        today = get_today(self)
        for absence in self:
            absence.is_now = bool(
                absence.date_from
                and absence.date_to
                and absence.date_from <= today <= absence.date_to
            )

    @api.constrains("user_id", "deputy_id")
    def _check_people(self):
        for user in self.sudo().user_id | self.sudo().deputy_id:
            if not user.active or user.share:
                raise ValidationError(
                    self.env._("%s: choose somebody who still works here.", user.name)
                )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        absences = super().create(vals_list)
        absences._look_again()
        return absences

    def write(self, vals):
        if "user_id" in vals and not self.env.su:
            raise AccessError(
                self.env._("Whose absence it is stays. Delete it and enter another.")
            )
        result = super().write(vals)
        self._look_again()
        return result

    def unlink(self):
        self._look_again()
        return super().unlink()

    def _look_again(self):
        """Let the sweep look at once at what is owed in the organisations concerned."""
        # Whoever is away may not see what others owe: only its time of looking moves.
        self.env["exit.interview.duty"].sudo()._look_again(self.company_id)

    # === BUSINESS METHODS === #

    @api.model
    def _get_absences_today(self):
        """Return who is away today: one absence each, the longest.

        :return: {user: absence}, as superuser
        :rtype: dict
        """
        # Roles ask for it on behalf of people who see only their own absences.
        memo = self.env.context.get("exit_interview_day_memo", {})
        key = ("absent", self.env.company.id)
        if key not in memo:
            # Asked once for a batch: the day costs a query by itself.
            today = get_today(self)
            away = self.sudo().search(
                Domain("date_from", "<=", today) & Domain("date_to", ">=", today),
                order="date_to",
            )
            memo[key] = {absence.user_id: absence for absence in away}
        return memo[key]

    @api.model
    def _is_away(self, user, day):
        """Return whether somebody is away on a day, for whoever plans with them.

        :param user: ``res.users`` record
        :param datetime.date day: day asked about
        :rtype: bool
        """
        # Planners are told yes or no; they see only their own absences.
        return bool(
            self.sudo().search_count(
                Domain("user_id", "=", user.id)
                & Domain("date_from", "<=", day)
                & Domain("date_to", ">=", day),
                limit=1,
            )
        )
