# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError

from .local_date import get_today


class ExitInterviewPolicyLog(models.Model):
    """Who changed who may see exit interviews. Only ever added to; never content.

    Whoever administers the platform can put anybody into any group, themselves
    included. We cannot prevent it; it is written down here and two people are told, in
    the transaction that does it.

    Requirement: SEC-18, A-51.
    """

    _name = "exit.interview.policy.log"
    _inherit = ["exit.interview.record.mixin"]
    _description = "Change of who may see exit interviews"
    _order = "id desc"

    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    policy_id = fields.Many2one(
        comodel_name="exit.interview.policy",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Login",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    user_name = fields.Char(string="By", required=True, readonly=True)
    event = fields.Selection(
        selection=[
            ("joined", "Got access"),
            ("left", "Lost access"),
            ("added", "Added"),
            ("changed", "Changed"),
            ("removed", "Removed"),
            ("rule", "Protection changed"),
        ],
        required=True,
        readonly=True,
    )
    subject = fields.Char(string="What", required=True, readonly=True)

    @api.depends("event", "date")
    def _compute_display_name(self):
        labels = dict(self._fields["event"]._description_selection(self.env))
        for line in self:
            line.display_name = labels.get(line.event)

    def write(self, vals):
        """Override of the ORM: nobody changes a line, the server included (SEC-17)."""
        if vals:
            raise UserError(self.env._("This log is only ever added to."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("This log is only ever added to."))

    # === LOG === #

    @api.model
    def _add(self, vals_list, people=None):
        """Add lines and tell those who answer for the policies, in this transaction.

        :param list[dict] vals_list: ``event``, ``subject``, and ``company_id`` or
            ``policy_id``
        :param people: ``res.users`` to tell as well: who answered for it before
        """
        if not vals_list:
            return
        # Nobody writes here; whoever changes access need not be able to read it.
        log = self.sudo()
        lines = log.create(
            [
                {
                    "user_id": self.env.uid,
                    "user_name": self.env.user.name,
                    **vals,
                    "company_id": vals.get("company_id")
                    or log.env["exit.interview.policy"]
                    .browse(vals.get("policy_id") or [])
                    .company_id.id
                    or self.env.company.id,
                }
                for vals in vals_list
            ]
        )
        policies = lines.policy_id or log.env["exit.interview.policy"].search(
            [("company_id", "in", lines.company_id.ids)]
        )
        log._alert((people or log.env["res.users"]) | log._get_people(policies))

    @api.model
    def _get_people(self, policies):
        """Return who is told: who answers for a policy, and its coordinators.

        :param policies: ``exit.interview.policy``, as superuser
        :rtype: ``res.users``
        """
        rows = policies.role_ids.filtered(lambda row: row.role == "coordinator")
        today = get_today(self)
        rows = rows.filtered(lambda row: row._is_available(today))
        return policies.responsible_id.sudo() | rows.user_id.sudo()

    @api.model
    def _alert(self, users):
        """Queue one neutral mail for each person, once a transaction.

        :param users: ``res.users``, as superuser
        """
        # While an addon is being installed or updated nobody changes anything.
        if not self.env.registry.ready:
            return
        subject = self.env._("Access to exit interviews has changed")
        Mail = self.env["mail.mail"].sudo()
        addresses = {user.email_formatted for user in users if user.active}
        # A memory of our own would survive a savepoint that is taken back.
        told = Mail.search(
            [
                ("subject", "=", subject),
                ("email_to", "in", list(addresses)),
                ("create_date", "=", self.env.cr.now()),
            ]
        )
        Mail.create(
            [
                {
                    "subject": subject,
                    "body_html": self.env["ir.qweb"]._render(
                        "exit_interview.access_mail", {}
                    ),
                    "email_to": address,
                    "email_from": self.env.company.email_formatted,
                    "auto_delete": True,
                }
                for address in sorted(addresses - set(told.mapped("email_to")) - {""})
            ]
        )

    # === WATCH === #

    @api.model
    def _get_watched_groups(self):
        """Return the groups that see cases or set up who does.

        Not the responders: that group comes by itself and shows nothing of others.

        :rtype: ``res.groups`` as superuser
        """
        mixin = self.env["exit.interview.population.mixin"]
        names = {
            "exit_interview.group_administrator",
            "exit_interview.group_leadership",
        }
        for population, _label in mixin._fields["population"]._description_selection(
            self.env
        ):
            names |= {
                mixin._get_coordinator_group(population),
                mixin._get_interviewer_group(population),
            }
        # Groups are no secret; they are compared, and named in the log.
        groups = self.env["res.groups"].sudo()
        for name in sorted(names):
            groups |= self.env.ref(name, raise_if_not_found=False) or groups
        return groups

    @contextmanager
    def _watch_members(self, users=None):
        """Note who came into one of our groups or went, in what happens inside.

        By whatever way: a user, a group, or a group that implies another.

        :param users: ``res.users`` whom it can concern; everybody if empty
        """
        groups = self._get_watched_groups()
        before = self._get_members(groups, users)
        yield
        after = self._get_members(groups, users)
        vals_list = []
        for event, gone in (("joined", after - before), ("left", before - after)):
            for user_id, group_id in sorted(gone):
                # Whoever changes a group need not be allowed to read all its members.
                user = self.env["res.users"].sudo().browse(user_id)
                group = groups.browse(group_id)
                vals_list.append(
                    {
                        "event": event,
                        "company_id": user.company_id.id,
                        "subject": f"{user.name}: {group.full_name}",
                    }
                )
        self._add(vals_list)

    @api.model
    def _get_members(self, groups, users=None):
        """Return {(user, group)} of everybody who is in, directly or implied."""
        domain = [("id", "in", users.ids)] if users else []
        # As above: compared only.
        Users = self.env["res.users"].sudo().with_context(active_test=True)
        return {
            (user_id, group.id)
            for group in groups
            for user_id in Users._search(
                [*domain, ("all_group_ids", "in", group.ids)]
            ).get_result_ids()
        }

    # === PROTECTION === #

    @api.model
    def _note_protection(self, records):
        """Note that a rule or an access line of one of our models was touched.

        :param records: ``ir.rule`` or ``ir.model.access``
        """
        if not self.env.registry.ready:
            return
        # Only names of rules are written down.
        ours = records.sudo().filtered(
            lambda record: (record.model_id.model or "").startswith("exit.interview")
        )
        self._add(
            [
                {"event": "rule", "subject": f"{record.model_id.name}: {record.name}"}
                for record in ours
            ]
        )
