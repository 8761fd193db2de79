# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where interviewers from outside arrive when they sign in (C-15)."""

from odoo.http import request

from odoo.addons.portal.controllers.web import Home

from .portal import HOME


class ExitInterviewLogin(Home):
    """Leads an interviewer straight to the conversations that wait."""

    def _login_redirect(self, uid, redirect=None):
        """Override of `portal`: one page less for whoever interviews somebody now."""
        if not redirect:
            user = request.env(user=uid).user
            if user.env["exit.interview"]._find_outside_cases(user):
                redirect = HOME
        return super()._login_redirect(uid, redirect=redirect)
