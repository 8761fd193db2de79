# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError

from .models.exit_interview_population_mixin import POPULATION


def uninstall_hook(env):
    """Refuse to remove the addon while it holds what children said (R-16, M-21).

    :raise UserError: if there is any case or record of a child
    """
    domain = [("population", "=", POPULATION)]
    cases = env["exit.interview"].with_context(active_test=False).search_count(domain)
    Child = env["exit.interview.child"].with_context(active_test=False)
    if cases or Child.search_count([]):
        raise UserError(
            env._(
                "There are records of children and young people in this database. "
                "Removing the addon would delete them and what they said. Dispose of "
                "them by their retention rules first."
            )
        )
