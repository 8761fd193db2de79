# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError


class ExitInterviewStateMixin(models.AbstractModel):
    """A life in states: one table of allowed steps feeds buttons, server and words."""

    _name = "exit.interview.state.mixin"
    _description = "Record with a table of steps"

    # {state: set of states it may go to}
    _state_steps = {}

    def _check_step(self, target):
        """Check that every record may go to `target`.

        :param str target: a value of ``state``
        :raise UserError: naming the record, where it stands and where it may go (R-13)
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for record in self:
            allowed = self._state_steps.get(record.state, set())
            if target in allowed:
                continue
            raise UserError(
                self.env._(
                    "%(reference)s is “%(state)s” and cannot become “%(target)s” now. "
                    "Possible next: %(allowed)s.",
                    reference=record.display_name,
                    state=labels.get(record.state),
                    target=labels.get(target, target),
                    allowed=", ".join(
                        label for value, label in labels.items() if value in allowed
                    )
                    or self.env._("nothing, it is closed"),
                )
            )

    def _set_state(self, target, **vals):
        """Move every record to `target` and write what goes with it.

        Called by public steps only, after they have checked their caller.

        :param str target: a value of ``state``
        :param vals: further values written in the same step
        """
        self._check_step(target)
        # The public step has checked who calls; people have no right to write here.
        records_sudo = self.sudo()
        records_sudo.write({"state": target, **vals})
        # Now, not at the end: whoever takes the same step at the same moment meets here
        # and is started again by the platform, before anything follows twice.
        records_sudo.flush_recordset(["state"])
