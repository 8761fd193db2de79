# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewPopulationMixin(models.AbstractModel):
    """Who leaves. The one place where another addon adds a population.

    A population plugs in by ``selection_add`` on :attr:`population` and by overriding
    the hooks of the case with a guard on its own code; record rules of the engine name
    ``staff`` only, so that a new population is invisible until its addon grants it.
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

        Populations override this for their own code.

        :param str population: a value of :attr:`population`
        :return: external id of a ``res.groups``
        :rtype: str
        """
        return "exit_interview.group_coordinator"

    @api.model
    def _get_interviewer_group(self, population):
        """Return the external id of the group that interviews a population.

        :param str population: a value of :attr:`population`
        :return: external id of a ``res.groups``
        :rtype: str
        """
        return "exit_interview.group_interviewer"
