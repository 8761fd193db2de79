# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import AccessError, MissingError, UserError, ValidationError


class ExitInterviewRecordMixin(models.AbstractModel):
    """A record that people change through its steps, not by writing into it.

    Record rules say who may see a row. This mixin adds what rules cannot say:

    * nobody creates, deletes, copies or mass-edits a row by hand, and only the fields
      of :meth:`_get_user_writable_fields` may be typed into (SEC-04, I-77, I-79);
    * what somebody may not read looks exactly like what does not exist (SEC-02);
    * the platform's own export, which writes live formulas, stays shut (M-19).
    """

    _name = "exit.interview.record.mixin"
    _description = "Record changed by its own steps"

    # === ACCESS === #

    def _check_access(self, operation):
        """Override of the ORM: say the same of a forbidden and of a missing row."""
        try:
            result = super()._check_access(operation)
        except MissingError:
            existing = super(ExitInterviewRecordMixin, self.sudo()).exists()
            existing = existing.with_env(self.env)
            result = super(ExitInterviewRecordMixin, existing)._check_access(operation)
            result = (self - existing) + (result[0] if result else self.browse()), None
        if not result:
            return None
        # Rules were evaluated as superuser: what they read must not stay in the cache
        # that this user's next read looks into.
        result[0].invalidate_recordset()
        return result[0], self._make_access_error

    def exists(self):
        """Override of the ORM: for a person, what may not be read is not there.

        By a search, whose rules run in the database and leave nothing in the cache.
        """
        records = super().exists()
        if self.env.su or not records:
            return records
        domain = [("id", "in", records.ids)]
        readable = set(self.with_context(active_test=False)._search(domain))
        return records.filtered(lambda record: record.id in readable)

    def fetch(self, field_names=None):
        """Override of the ORM: refuse what the rules left out.

        The platform asks :meth:`exists` whether a row it could not fetch is forbidden.
        Ours says that it is not there, so the refusal has to come from here: without
        it, reading goes on with what computed fields brought into the cache.
        """
        result = super().fetch(field_names)
        if not self.env.su and self._origin:
            self._origin.check_access("read")
        return result

    @api.model
    def _make_access_error(self):
        return AccessError(
            self.env._(
                "This record does not exist, or it is not yours to see or change. If "
                "you expected to reach it, ask the exit interview coordinator."
            )
        )

    def _check_actor(self, *actors):
        """Check that the user may see `self` and plays one of the parts.

        :param actors: names known to :meth:`_is_actor`
        :raise AccessError: in the same words whether the record is missing or closed
        """
        self.check_access("read")
        if self.env.su:
            return
        for record in self:
            if not any(record._is_actor(actor) for actor in actors):
                raise AccessError(
                    self.env._(
                        "%(reference)s: this step belongs to somebody else. Ask the "
                        "exit interview coordinator to do it, or to pass it to you.",
                        reference=record.display_name,
                    )
                )

    def _is_actor(self, actor):
        """Return whether the current user plays `actor` towards this record.

        :param str actor: the part, as named by the caller of :meth:`_check_actor`
        :rtype: bool
        """
        self.ensure_one()
        return False

    # === CRUD === #

    @api.model
    def _get_user_writable_fields(self):
        """Return the names of the fields that a person may type into.

        :rtype: set[str]
        """
        return set()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self.browse().check_access("create")
            raise UserError(
                self.env._(
                    "%(what)s is not created by hand: use the button that starts this "
                    "step.",
                    what=self._description,
                )
            )
        return super().create([self._clean_words(vals) for vals in vals_list])

    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            closed = set(vals) - self._get_user_writable_fields()
            if closed:
                labels = [
                    self._fields[name].string or name
                    for name in sorted(closed)
                    if name in self._fields
                ]
                raise UserError(
                    self.env._(
                        "%(what)s: these fields are changed by their buttons only: "
                        "%(fields)s.",
                        what=self._description,
                        fields=", ".join(labels),
                    )
                )
        return super().write(self._clean_words(vals))

    @api.model
    def _clean_words(self, vals):
        """Return `vals` without what PostgreSQL cannot hold: NUL, half characters."""
        return {
            name: value.replace("\x00", "").encode(errors="ignore").decode()
            if isinstance(value, str)
            else value
            for name, value in vals.items()
        }

    def _is_removable(self):
        """Return whether the server may delete this row as part of a step.

        :rtype: bool
        """
        self.ensure_one()
        return False

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_step(self):
        if self.env.su and all(record._is_removable() for record in self):
            return
        raise UserError(
            self.env._(
                "Exit interview records are not deleted by hand. Close the case; the "
                "retention rules remove it when its time has come."
            )
        )

    def copy_data(self, default=None):
        """Override of the ORM: a record of what happened has no second copy."""
        raise UserError(self.env._("%s cannot be duplicated.", self._description))

    def export_data(self, fields_to_export):
        """Override of the ORM: refuse the platform's export (M-19, SEC-12)."""
        raise UserError(
            self.env._(
                "This list is not exported from here. Coordinators use the workbook "
                "under Reporting, which keeps protected answers out and notes who "
                "took it."
            )
        )

    # === INPUT === #

    @api.model
    def _check_value(self, name, value):
        """Check a value from outside against the selection of a field.

        :param str name: name of the field
        :param value: what the caller sent
        :raise ValidationError: naming the values that are possible
        """
        labels = dict(self._fields[name]._description_selection(self.env))
        if value not in labels:
            raise ValidationError(
                self.env._(
                    "“%(value)s” is not possible for %(field)s. Choose one of: "
                    "%(values)s.",
                    value=value,
                    field=self._fields[name].string,
                    values=", ".join(labels),
                )
            )

    @api.model
    def _check_text(self, text, what):
        """Check that somebody wrote something.

        :param str text: what the caller sent
        :param str what: what is missing, in words
        :raise ValidationError: asking for it
        """
        if not isinstance(text, str) or not text.strip():
            raise ValidationError(self.env._("Please give %s.", what))
