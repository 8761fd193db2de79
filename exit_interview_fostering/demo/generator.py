# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lets the fostering service of the sample organisation live through a year."""

MODULE = "exit_interview_fostering"
STAFF = ("ada", "ida", "mo", "etta", "ned", "wes", "wyn")


class CarerGenerator:
    """Makes the sample households; deterministic for a given day.

    :param env: environment of the superuser
    """

    def __init__(self, env):
        self.env = env(su=True, context={**env.context, "tracking_disable": True})

    def run(self):
        """Make everything, once."""
        self._welcome_staff()

    def _ref(self, name):
        return self.env.ref(f"{MODULE}.{name}")

    def user(self, login):
        return self._ref(f"user_{login}")

    def _welcome_staff(self):
        """Let each login begin where its work is, in British English if there is."""
        my_work = self.env.ref("exit_interview.exit_interview_duty_action_mine")
        for login in STAFF:
            user = self.user(login)
            user.action_id = my_work.id
            if "odoobot_state" in user._fields:
                user.odoobot_state = "disabled"
            if "en_GB" in dict(self.env["res.lang"].get_installed()):
                user.partner_id.lang = "en_GB"
