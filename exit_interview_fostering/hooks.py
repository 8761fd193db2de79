# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError

from .models.exit_interview_population_mixin import POPULATION


def uninstall_hook(env):
    """Refuse to remove the addon while it holds what carers said (R-16, M-21).

    :raise UserError: if there is any case of a foster carer
    """
    domain = [("population", "=", POPULATION)]
    count = env["exit.interview"].with_context(active_test=False).search_count(domain)
    if count:
        raise UserError(
            env._(
                "There are %s exit interview cases of foster carers in this database. "
                "Removing the addon would delete what they said. Dispose of the cases "
                "by their retention rules first.",
                count,
            )
        )
    talks = env["exit.interview.retention.talk"].search_count([])
    if talks:
        raise UserError(
            env._(
                "There are %s talks with foster carers about staying in this database. "
                "Removing the addon would delete them. Dispose of them first.",
                talks,
            )
        )
