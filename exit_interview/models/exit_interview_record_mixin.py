# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, datetime

from odoo import api, fields, models
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
    _inherit = ["exit.interview.link.mixin"]
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

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """Override of the ORM: nobody searches by what they may not read.

        The platform checks the columns of a search, not related and computed fields:
        their search goes on as superuser, and its answer would tell what they hold.
        """
        if not (self.env.su or bypass_access):
            for condition in fields.Domain(domain).iter_conditions():
                field = self._fields.get(condition.field_expr.partition(".")[0])
                if field and field.groups:
                    self._check_field_access(field, "read")
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

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
        if not isinstance(value, str) or value not in labels:
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

    @api.model
    def _read_date(self, value, what):
        """Return a day from outside.

        :param value: date, its text ``YYYY-MM-DD``, or empty
        :param str what: what the day is, in words
        :rtype: datetime.date or bool
        :raise ValidationError: if it is no day
        """
        if not value:
            return False
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        day = self._parse(fields.Date.to_date, value)
        if not day:
            raise ValidationError(
                self.env._(
                    "“%(value)s” is not a day for %(what)s. Write it like 2026-11-30.",
                    value=value,
                    what=what,
                )
            )
        return day

    @api.model
    def _read_moment(self, value, what):
        """Return a moment from outside.

        :param value: naive UTC datetime, its text ``YYYY-MM-DD HH:MM:SS``, or empty
        :param str what: what the moment is, in words
        :rtype: datetime.datetime or bool
        :raise ValidationError: if it is no moment
        """
        if not value:
            return False
        if isinstance(value, datetime):
            return value.replace(tzinfo=None, microsecond=0)
        moment = self._parse(fields.Datetime.to_datetime, value)
        if not moment:
            raise ValidationError(
                self.env._(
                    "“%(value)s” is not a day and time for %(what)s. Write it like "
                    "2026-11-30 14:00:00, in UTC.",
                    value=value,
                    what=what,
                )
            )
        return moment

    @api.model
    def _parse(self, parser, value):
        """Return what `parser` makes of a text, or False if that is no date of ours."""
        if not isinstance(value, str):
            return False
        try:
            parsed = parser(value)
        except (ValueError, OverflowError):
            return False
        return parsed if parsed and 1900 <= parsed.year < 2200 else False

    @api.model
    def _read_record(self, model, value, what):
        """Return the record whose id came from outside.

        Its existence is checked, not the caller's right to it.

        :param str model: name of the model
        :param int value: an id, or empty
        :param str what: what the record is, in words
        :return: superuser recordset of at most one
        :raise ValidationError: if there is no such record
        """
        # Only whether the row exists is told; what it holds stays with the caller.
        records = self.env[model].sudo()
        if not value:
            return records.browse()
        if not isinstance(value, bool) and isinstance(value, int) and value < 2**31:
            record = records.browse(value).exists()
            if record:
                return record
        raise ValidationError(self.env._("There is no such %s to choose.", what))

    @api.model
    def _read_ids(self, model, values, what):
        """Return the records whose ids came from outside, as :meth:`_read_record`."""
        if values and not isinstance(values, list | tuple):
            raise ValidationError(self.env._("%s: give a list of ids.", what))
        records = self.env[model].sudo().browse()
        for value in values or []:
            records |= self._read_record(model, value, what)
        return records

    @api.model
    def _read_choice_of_user(self, value, what):
        """Return the login whose id came from outside: somebody who works here.

        :param int value: id of a user
        :param str what: the part the person plays, in words
        :rtype: ``res.users`` as the caller's own environment
        :raise ValidationError: if nobody active was chosen
        """
        user = self._read_record("res.users", value, what)
        if not user or not user.active or user.share:
            raise ValidationError(
                self.env._("%s: choose somebody who still works here.", what)
            )
        return user.with_env(self.env)

    @api.model
    def _read_line(self, value, what, length=10000):
        """Return words from outside, or False if there are none.

        :param str value: what somebody typed
        :param str what: what the words are
        :param int length: how many characters are possible
        :rtype: str or bool
        :raise ValidationError: if it is no text, or too long
        """
        if not value:
            return False
        if not isinstance(value, str):
            raise ValidationError(self.env._("%s: write it in words.", what))
        if len(value) > length:
            raise ValidationError(
                self.env._(
                    "%(what)s: please shorten it to %(length)s characters.",
                    what=what,
                    length=length,
                )
            )
        return value.replace("\x00", "").strip() or False
