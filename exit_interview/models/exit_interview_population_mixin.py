# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewPopulationMixin(models.AbstractModel):
    """Who leaves. The one place where another addon adds a population.

    A population plugs in by ``selection_add`` on :attr:`population`, by naming its two
    groups here, and by overriding the hooks of case, notice and review with a guard on
    its own code. Access lines belong to whoever coordinates or interviews at all; the
    record rules let through the populations of the groups somebody has.
    """

    _name = "exit.interview.population.mixin"
    _description = "Population of leavers"

    population = fields.Selection(
        selection=[("staff", "Staff")],
        default="staff",
        required=True,
        index=True,
        help="The group of people this is about. Each group has its own rules, "
        "questions and coordinators.",
    )

    @api.model
    def _get_coordinator_group(self, population):
        """Return the external id of the group that coordinates a population.

        Populations override this for their own code. The group has to imply
        ``exit_interview.group_case_coordinator``.

        :param str population: a value of :attr:`population`
        :return: external id of a ``res.groups``
        :rtype: str
        :raise NotImplementedError: if a population names no group: nobody sees it then
        """
        if population == "staff":
            return "exit_interview.group_coordinator"
        raise NotImplementedError(population)

    @api.model
    def _get_interviewer_group(self, population):
        """Return the external id of the group that interviews a population.

        Populations override this for their own code. The group has to imply
        ``exit_interview.group_case_interviewer``.

        :param str population: a value of :attr:`population`
        :return: external id of a ``res.groups``
        :rtype: str
        :raise NotImplementedError: if a population names no group: nobody sees it then
        """
        if population == "staff":
            return "exit_interview.group_interviewer"
        raise NotImplementedError(population)
