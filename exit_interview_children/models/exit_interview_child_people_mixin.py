# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

RESPONDER = "exit_interview.group_responder"
COORDINATOR = "exit_interview_children.group_coordinator"
# Who speaks for a child, and the group whose members may.
ROLE_GROUPS = {
    "social_worker_id": "exit_interview_children.group_social_worker",
    "officer_id": "exit_interview_children.group_officer",
}


def get_role_domain(records, name):
    """Return who can be chosen as one of the people around a child.

    :param records: any recordset
    :param str name: a field of ``ROLE_GROUPS``
    :rtype: list
    """
    group = records.env.ref(ROLE_GROUPS[name])
    return [("share", "=", False), ("all_group_ids", "in", group.ids)]


class ExitInterviewChildPeopleMixin(models.AbstractModel):
    """Who is around a child, who says so, and who is shut out of everything of it.

    +-----------------+-------------------------------------------------------------+
    | who             | may                                                         |
    +-----------------+-------------------------------------------------------------+
    | home's manager  | name social worker and officer while there are none         |
    | social worker   | the same, and hand their own part to a colleague            |
    | coordinator     | change both                                                 |
    +-----------------+-------------------------------------------------------------+

    Whoever keeps a record could choose otherwise who asks the child and who reads what
    was said, even themselves.

    Requirement: C-12, C-17, P-08.
    """

    _name = "exit.interview.child.people.mixin"
    _description = "People around a young person"

    conflict_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="exit_interview_child_conflict_user_rel",
        string="Shut out",
        compute="_compute_conflict_user_ids",
        store=True,
        copy=False,
        # Who is named in a concern is told to nobody here; the rule compares it.
        groups=fields.NO_ACCESS,
    )
    can_change_social_worker = fields.Boolean(compute="_compute_can_change_people")
    can_change_officer = fields.Boolean(compute="_compute_can_change_people")

    # === COMPUTES === #

    @api.depends("case_ids.conflict_user_ids")
    def _compute_conflict_user_ids(self):
        # Somebody who is away for good may come back.
        for child in self.with_context(active_test=False):
            child.conflict_user_ids = child.case_ids.conflict_user_ids

    @api.depends("social_worker_id", "officer_id")
    @api.depends_context("uid")
    def _compute_can_change_people(self):
        for child in self:
            known = child._origin
            child.can_change_social_worker = known._may_choose("social_worker_id")
            child.can_change_officer = known._may_choose("officer_id")

    # === WHO MAY SAY SO === #

    def _may_choose(self, name):
        """Return whether the user may say who plays a part, as it stands now.

        :param str name: a field of ``ROLE_GROUPS``
        :rtype: bool
        """
        user = self.env.user
        return (
            self.env.su
            or user.has_group(COORDINATOR)
            or not self[name]
            or (name == "social_worker_id" and self[name] == user)
        )

    def write(self, vals):
        """Override of the ORM: who speaks for a child is not for the home to change."""
        names = ROLE_GROUPS.keys() & vals.keys()
        for child in self:
            for name in names:
                if child[name].id != (vals[name] or False) and not child._may_choose(
                    name
                ):
                    raise AccessError(
                        self.env._(
                            "%(reference)s: who is the %(part)s is changed by the "
                            "Children's Services Manager. Tell them whom to enter.",
                            reference=child.reference,
                            part=self._fields[name]._description_string(self.env),
                        )
                    )
        result = super().write(vals)
        if "social_worker_id" in vals:
            self._hand_on_agreements()
        return result

    def _hand_on_agreements(self):
        """Let whoever works for a child now ask, where nobody has been answered yet.

        Whoever worked for them before neither asks nor learns where they live.

        Requirement: C-12, C-15.
        """
        # The child's record was written by somebody who may; its open cases follow.
        agreements = self.env["exit.interview.agreement"].sudo()
        found = agreements.search([("child_id", "in", self.ids)])
        for agreement in found.filtered(lambda one: one._is_open_to_answers()):
            case = agreement.case_id
            worker = case.child_id._get_fit_people(case.home_manager_id)[
                "social_worker_id"
            ]
            if worker != case.social_worker_id:
                case.write({"social_worker_id": worker.id})
                case._log("delegated", f"{case.name} → {worker.name or ''}")
                agreement.duty_update()
                # Where nothing is owed, a no may still become a yes.
                if worker and not worker.has_group(RESPONDER):
                    group = case.env.ref(RESPONDER)
                    worker.write({"group_ids": [fields.Command.link(group.id)]})
                    case._log("responder_granted", worker.name)

    # === WHO FITS === #

    @api.constrains("social_worker_id")
    def _check_social_worker(self):
        self._check_role_group("social_worker_id")

    @api.constrains("officer_id")
    def _check_officer(self):
        self._check_role_group("officer_id")

    def _check_role_group(self, name):
        """Check that whoever was chosen has the role.

        :param str name: a field of ``ROLE_GROUPS``
        :raise ValidationError: asking for somebody else
        """
        # Whether a colleague has a role, to somebody who may write the record.
        for child in self.sudo():
            if child[name] and not child[name].has_group(ROLE_GROUPS[name]):
                raise ValidationError(
                    self.env._(
                        "%(user)s does not have the role “%(role)s”. Choose somebody "
                        "who has it.",
                        user=child[name].name,
                        role=child.env.ref(ROLE_GROUPS[name]).name,
                    )
                )

    @api.constrains(
        "home_id", "home_manager_id", "social_worker_id", "officer_id", "active"
    )
    def _check_people(self):
        """Nobody speaks for the home and for the child at once (C-12, C-17).

        Homes and social workers keep these records: without this the manager of a home
        could answer for a child whether they would like to talk about it, or read the
        officer's copy. Checked, too, when a home gets another manager: that computes
        who manages the home of each child anew.
        """
        # Names of colleagues, to somebody who may write the record.
        for child in self.sudo():
            # What stands on the record is a copy; the home says who manages it.
            manager = child.home_id.child_home_manager_id
            if child.home_manager_id != manager:
                raise ValidationError(
                    self.env._(
                        "Who manages a home is entered with the home, by the "
                        "Children's Services Manager."
                    )
                )
            if not child.active:
                # Compared when the record comes back; until then nobody asks.
                continue
            worker = child.social_worker_id
            if (worker and worker == manager) or (
                child.officer_id and child.officer_id in manager | worker
            ):
                raise ValidationError(
                    self.env._(
                        "%s: the manager of the home, the social worker and the "
                        "independent reviewing officer are three people. Choose "
                        "somebody else.",
                        child.reference,
                    )
                )

    def _get_fit_people(self, manager):
        """Return who of those on the record may still play their part.

        Somebody may have lost the role, manage the home by now, or be shut out of an
        earlier case: then nobody is taken, and the policy says who does it instead.

        :param manager: ``res.users`` who manages the home being left
        :return: {field: ``res.users`` record or empty}
        :rtype: dict
        """
        self.ensure_one()
        people, barred = {}, manager | self.conflict_user_ids
        for name, group in ROLE_GROUPS.items():
            user = self[name]
            if not user or user in barred or not user.has_group(group):
                user = user.browse()
            people[name] = user
            barred |= user
        return people
