# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

# Which wording of the policy each age band reads; the oldest read the engine's own.
BAND_FIELDS = {
    "notice": {
        "young": "young_notice_wording",
        "middle": "middle_notice_wording",
        "teenage": "notice_wording",
    },
    "letter": {
        "young": "young_letter_body",
        "middle": "middle_letter_body",
        "teenage": "outcome_body",
    },
    "advocacy": {
        "young": "young_advocacy_wording",
        "middle": "child_advocacy_wording",
        "teenage": "child_advocacy_wording",
    },
    "complaints": {
        "young": "young_complaints_wording",
        "middle": "complaints_wording",
        "teenage": "complaints_wording",
    },
}


class ExitInterviewMovingMixin(models.AbstractModel):
    """What a case keeps of the child and the home, as they were at the notice."""

    _name = "exit.interview.moving.mixin"
    _description = "Snapshot of a child who moves"

    is_agency_home = fields.Boolean(
        string="Home of an external agency",
        readonly=True,
        help="The home does not belong to the authority (an external placement).",
    )
    age_band = fields.Selection(
        selection=[
            ("young", "The youngest, with pictures"),
            ("middle", "Primary school age"),
            ("teenage", "Teenagers"),
        ],
        string="Age band",
        readonly=True,
        help="Which questions, pages and letters this young person gets.",
    )
    age_at_notice = fields.Integer(string="Age at the notice", readonly=True)
    home_name = fields.Char(string="Name of the home", readonly=True)
    authority_name = fields.Char(string="Placing authority", readonly=True)
    social_worker_id = fields.Many2one(
        comodel_name="res.users",
        string="Social worker",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    officer_id = fields.Many2one(
        comodel_name="res.users",
        string="Independent reviewing officer",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    home_manager_id = fields.Many2one(
        comodel_name="res.users",
        string="Manager of the home",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model
    def _prepare_moving_vals(self, child, home, policy, day):
        """Return what a case keeps of a child and a home.

        :param child: ``exit.interview.child`` record
        :param home: ``res.partner`` of the home being left
        :param policy: ``exit.interview.policy`` record
        :param datetime.date day: day of the notice
        :rtype: dict
        """
        age = child._get_age(day)
        manager = home.child_home_manager_id
        # Roles and homes change between the entry and the notice.
        people = child._get_fit_people(manager)
        return {
            "is_agency_home": home.child_home_kind == "agency",
            "age_at_notice": age,
            "age_band": policy._get_age_band(age),
            "home_name": home.name,
            "authority_name": child.authority_id.name,
            "home_manager_id": manager.id,
            **{name: user.id for name, user in people.items()},
        }

    def _get_home_managers(self):
        """Return who managed the home at the notice, and who manages it today.

        :rtype: ``res.users``
        """
        self.ensure_one()
        # Compared to refuse; nothing of it is shown.
        case_sudo = self.sudo()
        return case_sudo.home_manager_id | case_sudo.home_id.child_home_manager_id

    def _get_band_text(self, name):
        """Return a text of the policy in the words of this young person's age.

        :param str name: `notice` (what happens with what I say), `letter`, `advocacy`
            or `complaints`
        :rtype: str
        """
        self.ensure_one()
        # Pages and letters are shown to people who have no right on the policy.
        policy_sudo = self.sudo().policy_id
        fields_by_band = BAND_FIELDS[name]
        own = fields_by_band[self.age_band or "teenage"]
        return policy_sudo[own] or policy_sudo[fields_by_band["teenage"]] or ""
