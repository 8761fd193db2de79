# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .exit_interview_population_mixin import POPULATION
from .res_partner import CHILDREN


class ExitInterviewNotice(models.Model):
    """The decision that a young person moves, told by the manager of the home.

    A record that says they live elsewhere, of whom nobody told, waits in the list of
    departures without a case: nobody is missed.

    Requirement: C-03, C-08, C-11.
    """

    _name = "exit.interview.notice"
    _inherit = ["exit.interview.notice", "exit.interview.placement.mixin"]

    source = fields.Selection(
        selection_add=[
            ("placement_decision", "Decision to move"),
            ("child_record", "Change of the young person's record"),
        ],
        ondelete={"placement_decision": "cascade", "child_record": "cascade"},
    )
    waits_for = fields.Selection(
        selection_add=[("untold", "Moved, and nobody told us")],
        ondelete={"untold": "set null"},
    )

    @api.model
    def _get_leaver_field(self, population):
        """Override of `exit_interview`: the child."""
        if population != POPULATION:
            return super()._get_leaver_field(population)
        return "child_id"

    @api.model
    def _get_register_fields(self):
        """Override of `exit_interview`: the child, and how they move."""
        return super()._get_register_fields() | {
            "child_id",
            *self._get_placement_fields(),
        }

    @api.model
    def _read_leaver(self, vals):
        """Override of `exit_interview`: a child, when it was decided, where to."""
        if vals["population"] != POPULATION:
            return super()._read_leaver(vals)
        if not self._is_around_children():
            # Whoever has nothing to do with children learns nothing of them.
            raise self._make_register_error()
        child = self._read_record(
            "exit.interview.child", vals.get("child_id"), self.env._("young person")
        )
        if not child:
            raise ValidationError(self.env._("Say who moves: choose the young person."))
        if not vals.get("moving_to"):
            raise ValidationError(
                self.env._("Say what kind of place the young person moves to.")
            )
        self._check_value("moving_to", vals["moving_to"])
        vals["date_move_decided"] = self._read_date(
            vals.get("date_move_decided"), self.env._("the decision")
        )
        if not vals["date_move_decided"]:
            raise ValidationError(
                self.env._("Say when it was decided that the young person moves.")
            )
        return None

    @api.model
    def _is_around_children(self):
        """Return whether the user belongs to those who keep children's records."""
        return any(self.env.user.has_group(group) for group in CHILDREN.split(","))

    @api.model
    def _make_register_error(self):
        """Override of `exit_interview`: in words for homes and social workers."""
        if not self._is_around_children():
            return super()._make_register_error()
        return AccessError(
            self.env._(
                "You can tell of the young people of your own home, or whose social "
                "worker you are. For anybody else ask the Children's Services Manager."
            )
        )

    @api.model
    def _get_child(self, vals):
        # Asked for who may report, before anything is shown; only yes or no goes back.
        return self.env["exit.interview.child"].sudo().browse(vals.get("child_id") or 0)

    @api.model
    def _get_leaver_companies(self, vals):
        """Override of `exit_interview`: the authority that looks after the child."""
        companies = super()._get_leaver_companies(vals)
        if vals["population"] != POPULATION:
            return companies
        return companies | self._get_child(vals).company_id

    @api.model
    def _may_register(self, vals):
        """Override of `exit_interview`: home and social worker may (C-11)."""
        if super()._may_register(vals):
            return True
        if vals["population"] != POPULATION:
            return False
        user, child = self.env.user, self._get_child(vals)
        if child.company_id not in user.company_ids:
            return False
        return (
            user.has_group("exit_interview_children.group_home_manager")
            and child.home_manager_id == user
        ) or (
            user.has_group("exit_interview_children.group_social_worker")
            and child.social_worker_id == user
        )

    @api.model
    def _prepare_leaver_vals_list(self, vals_list):
        """Override of `exit_interview`: as the child's record stands today."""
        people = super()._prepare_leaver_vals_list(vals_list)
        children = self.env["exit.interview.child"].browse(
            [vals.get("child_id") or 0 for vals in vals_list]
        )
        return [
            {**person, **self._prepare_child_vals(vals, child)}
            if vals["population"] == POPULATION
            else person
            for vals, person, child in zip(vals_list, people, children, strict=True)
        ]

    @api.model
    def _prepare_child_vals(self, vals, child):
        # Who lives elsewhere already left the home before; nobody says so from outside.
        home = vals.get("home_left") or child.home_id
        return {
            "name": child.name,
            "child_id": child.id,
            "home_id": home.id,
            "department_id": home.child_home_department_id.id,
            "company_id": child.company_id.id,
            **{name: vals.get(name) for name in self._get_placement_fields()},
        }

    # === NOBODY IS MISSED === #

    @api.model
    def _register_untold(self, homes, today):
        """Register young people who left a home without anybody telling; idempotent.

        Requirement: C-03.

        :param dict homes: {young person: ``res.partner`` they left}
        :param datetime.date today: the day on which their record says so
        :return: the notices, as superuser
        :rtype: ``exit.interview.notice``
        """
        return self._register_notices(
            [
                {
                    "population": POPULATION,
                    "source": "child_record",
                    "child_id": child.id,
                    "home_left": home,
                    "date_departure": today,
                }
                for child, home in homes.items()
            ]
        )

    def _attach_open(self, before_go_live):
        """Override of `exit_interview`: of whom nobody told, somebody decides first."""
        aside = self.browse()
        if not before_go_live:
            aside = self.filtered(lambda notice: notice.source == "child_record")
        for notice in aside:
            day = self.env["exit.interview"]._format_date(notice.date_departure)
            notice.write(
                {
                    "waits_for": "untold",
                    "question": self.env._(
                        "Out of %(home)s, %(day)s",
                        home=notice.home_id.name,
                        day=day,
                    ),
                }
            )
        aside.duty_update()
        return super(ExitInterviewNotice, self - aside)._attach_open(before_go_live)

    def _open_cases(self, policies):
        """Override of `exit_interview`: a child's case begins with being asked."""
        cases = super()._open_cases(policies)
        children = cases.filtered(lambda case: case.population == POPULATION)
        self.env["exit.interview.agreement"]._open(children).duty_update()
        return cases
