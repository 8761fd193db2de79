# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewPolicyRole(models.Model):
    """Who plays a role, where, from when to when; further rows are the deputies."""

    _name = "exit.interview.policy.role"
    _inherit = [
        "exit.interview.role.mixin",
        "exit.interview.policy.watch.mixin",
    ]
    _description = "Person in a role"
    _order = "policy_id, role, department_id, sequence, id"

    policy_id = fields.Many2one(
        comodel_name="exit.interview.policy",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(
        default=10,
        help="The first person who is available acts; those below are the deputies.",
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        index="btree_not_null",
        ondelete="restrict",
        help="The department this person covers, with everything below it. Empty: "
        "everywhere.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="Until")

    _dates_order = models.Constraint(
        "CHECK(date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "The first day in the role lies after the last one.",
    )

    @api.depends("role", "user_id")
    def _compute_display_name(self):
        labels = dict(self._fields["role"]._description_selection(self.env))
        for record in self:
            record.display_name = f"{labels.get(record.role)}: {record.user_id.name}"

    @api.model
    def _get_access_fields(self):
        """Override of the watch mixin: who, as what, where, and when."""
        return {
            "policy_id",
            "role",
            "user_id",
            "department_id",
            "sequence",
            "date_from",
            "date_to",
        }

    def _describe_access(self):
        """Override of the watch mixin: person, role, department, days, order."""
        self.ensure_one()
        words = [
            self.display_name,
            self.department_id.name or self.env._("everywhere"),
            self.env._("order %s", self.sequence),
        ]
        if self.date_from:
            words.append(self.env._("from %s", self.date_from))
        if self.date_to:
            words.append(self.env._("until %s", self.date_to))
        return ", ".join(words)

    def _is_available(self, date):
        """Return whether the person acts on `date`.

        :param datetime.date date: day asked about
        :rtype: bool
        """
        self.ensure_one()
        return (
            self.user_id.active
            and (not self.date_from or self.date_from <= date)
            and (not self.date_to or date <= self.date_to)
        )

    @api.model
    def _find_user(self, policy, role, department, excluded=None):
        """Return who plays a role for a department today.

        The nearest department wins, then the order of the rows (deputies follow).
        Whoever is away is left out, unless there is nobody else.

        :param policy: ``exit.interview.policy`` record
        :param str role: role code
        :param department: ``hr.department`` of the leaver, may be empty
        :param excluded: ``res.users`` who must not act (conflict list)
        :return: one user, or empty
        :rtype: ``res.users``
        """
        rows = self._get_rows(policy, role, department, excluded)
        if len(rows) > 1:
            away = self.env["exit.interview.absence"]._get_absences_today()
            rows = rows.filtered(lambda row: row.user_id not in away) or rows
        return rows[:1].user_id

    @api.model
    def _get_rows(self, policy, role, department, excluded=None):
        """Return everybody in a role for a department today, nearest first.

        Parameters as in :meth:`_find_user`.

        :rtype: ``exit.interview.policy.role``
        """
        today = policy._get_local_date()
        rows = policy.role_ids.filtered(
            lambda row: row.role == role
            and row._is_available(today)
            and row.user_id not in (excluded or self.env["res.users"])
        )
        path = [int(part) for part in (department.parent_path or "").split("/") if part]
        found = self.browse()
        for department_id in [*reversed(path), False]:
            found |= rows.filtered(
                lambda row, where=department_id: row.department_id.id == where
            ).sorted(lambda row: (row.sequence, row.id))
        return found
