# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError


def uninstall_hook(env):
    """Refuse to remove the addon while it holds what people said (R-16, M-21).

    :raise UserError: if there is any case
    """
    count = env["exit.interview"].with_context(active_test=False).search_count([])
    if count:
        raise UserError(
            env._(
                "There are %s exit interview cases in this database. Removing the "
                "addon would delete what people said. Dispose of the cases by their "
                "retention rules first.",
                count,
            )
        )
