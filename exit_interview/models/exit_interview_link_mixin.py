# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.fields import Command


class ExitInterviewLinkMixin(models.AbstractModel):
    """What comes from outside may only link to what its sender may read.

    The platform computes related fields as superuser, also those of a row that is not
    saved. Without this, anybody could put the id of a closed record into a dialog, or
    into a row that they never save, and read back what is related to it (SEC-02).
    """

    _name = "exit.interview.link.mixin"
    _description = "Input that links to readable records only"

    def onchange(self, values, field_names, fields_spec):
        """Override of the web client's: refuse links to what the user may not read.

        :raise AccessError: as for a record that does not exist
        """
        self._check_links(values)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _check_links(self, values):
        """Check that the user may read all that `values` link to.

        Requirement: SEC-02.

        :param dict values: as for ``write``, or as the web client sends them
        :raise AccessError: as for a record that does not exist
        """
        if self.env.su:
            return
        self._check_links_of(self, values)

    @api.model
    def _check_links_of(self, model, values):
        for name, value in (values or {}).items():
            field = model._fields.get(name)
            if field and field.relational and value:
                self._check_link(self.env[field.comodel_name], value)

    @api.model
    def _check_link(self, comodel, value):
        """Check one value of a relational field; see :meth:`_check_links`."""
        if isinstance(value, dict):
            value = value.get("id")
        if isinstance(value, list | tuple):
            ids, nested = self._split_commands(value)
        else:
            ids, nested = [value], []
        ids = [one for one in ids if isinstance(one, int) and not isinstance(one, bool)]
        if ids:
            comodel.browse(ids).check_access("read")
        for values in nested:
            self._check_links_of(comodel, values)

    @api.model
    def _split_commands(self, commands):
        """Return the ids that commands of an x2many name, and the values they hold."""
        ids, nested = [], []
        for command in commands:
            if not isinstance(command, list | tuple):
                ids.append(command)
            elif command[0] in (Command.CREATE, Command.UPDATE):
                ids.append(command[1])
                nested.append(command[2])
            elif command[0] == Command.LINK:
                ids.append(command[1])
            elif command[0] == Command.SET:
                ids += command[2]
        return ids, nested
