# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewPolicyRecipient(models.Model):
    """A role that may receive a copy of the interview, and what it owes for it."""

    _name = "exit.interview.policy.recipient"
    _inherit = [
        "exit.interview.role.mixin",
        "exit.interview.policy.watch.mixin",
    ]
    _description = "Recipient of exit interviews"
    _order = "policy_id, sequence, id"

    policy_id = fields.Many2one(
        comodel_name="exit.interview.policy",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    basis = fields.Selection(
        selection=[
            ("permission", "Asks the leaver"),
            ("normal_circulation", "Normal circulation, told in advance"),
        ],
        string="Reads it",
        default="permission",
        required=True,
        help="Ask the leaver: nothing goes to this recipient unless the leaver says "
        "yes. Normal circulation: the leaver is told in advance, by "
        "{normal_circulation} in the notice, that this recipient reads the record, and "
        "can keep parts or all of it back; who was not told is asked. Let the words on "
        "permission and the mail about the record say the same.",
    )
    owes_response = fields.Boolean(
        help="This recipient answers in writing: what will be done, by when, and how "
        "it is followed up. The others only confirm that they have read it.",
    )
    approver_role = fields.Selection(
        selection=lambda self: self.env["exit.interview.role.mixin"]
        ._fields["role"]
        ._description_selection(self.env),
        help="Who approves the response. The coordinator does if this is the same "
        "person as the recipient, or if the leaver did not want that role to read it.",
    )
    allow_protected = fields.Boolean(
        string="May receive protected answers",
        help="Answers about protected characteristics can be ticked for this role. "
        "They never go to a team manager.",
    )

    _policy_role_uniq = models.Constraint(
        "UNIQUE(policy_id, role)",
        "Each role stands once in the list of recipients.",
    )
    _no_protected_for_team_manager = models.Constraint(
        "CHECK(role != 'team_manager' OR allow_protected IS NOT TRUE)",
        "Protected answers never go to the team manager.",
    )

    @api.model
    def _get_access_fields(self):
        """Override of the watch mixin: who receives a copy, who approves, and what."""
        return {"policy_id", "role", "basis", "approver_role", "allow_protected"}

    def _describe_access(self):
        """Override of the watch mixin: recipient, approver, protected answers."""
        self.ensure_one()
        labels = dict(self._fields["role"]._description_selection(self.env))
        words = [self.env._("Recipient: %s", labels[self.role])]
        if self.basis == "normal_circulation":
            words.append(self.env._("in the normal circulation"))
        if self.approver_role:
            words.append(self.env._("approved by %s", labels[self.approver_role]))
        if self.allow_protected:
            words.append(self.env._("may receive protected answers"))
        return ", ".join(words)
