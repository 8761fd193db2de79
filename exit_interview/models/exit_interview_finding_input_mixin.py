# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ExitInterviewFindingInputMixin(models.AbstractModel):
    """Read what people enter about a finding."""

    _name = "exit.interview.finding.input.mixin"
    _description = "Input of a finding"

    @api.model
    def _get_finding_fields(self):
        """Return the names that a finding may be changed by, and those it starts with.

        :rtype: tuple[set[str], set[str]]
        """
        change = {"kind", "triage", "theme_id", "department_id", "wording"}
        return change, change | {"answer_id", "quote", "participant_id"}

    @api.model
    def _read_new_finding(self, values, case):
        """Return checked values of one new finding.

        :param dict values: see ``exit.interview`` ``action_add_findings``
        :param case: ``exit.interview`` record, as superuser
        :rtype: dict
        :raise ValidationError: in words
        """
        self._check_finding_fields(values, self._get_finding_fields()[1])
        values = {"triage": "thematic", **values}
        self._check_text(values.get("kind"), self.env._("the sort of finding"))
        vals = self._read_finding_vals(values, case)
        vals |= self._read_finding_source(values, case)
        vals.setdefault("department_id", case._get_finding_department().id)
        return {
            **vals,
            "case_id": case.id,
            "author_id": self.env.uid,
            "writer_ids": [fields.Command.set(self.env.user.ids)],
        }

    def _read_finding_update(self, values):
        """Return checked values by which this finding changes.

        :param dict values: see ``action_update_finding``
        :rtype: dict
        """
        self.ensure_one()
        self._check_finding_fields(values, self._get_finding_fields()[0])
        finding_sudo = self.sudo()  # the caller was checked; urgency is compared
        vals = self._read_finding_vals(values, finding_sudo.case_id)
        if finding_sudo.triage == "urgent" and not finding_sudo.urgent_done:
            if vals.get("triage") == "thematic":
                raise UserError(
                    self.env._(
                        "%s is marked as urgent. Say what was done about it, or that "
                        "it is not urgent after all.",
                        self.display_name,
                    )
                )
            vals.pop("date_urgent", None)
        return vals

    @api.model
    def _check_finding_fields(self, values, allowed):
        if not isinstance(values, dict) or not set(values) <= allowed:
            raise ValidationError(
                self.env._(
                    "A finding is given as these fields: %s.",
                    ", ".join(sorted(allowed)),
                )
            )

    @api.model
    def _read_finding_vals(self, values, case):
        """Return what `values` say of theme, sort, service and wording."""
        vals = {}
        for name in ("kind", "triage"):
            if name in values:
                self._check_value(name, values[name])
                vals[name] = values[name]
        if vals.get("triage") == "urgent":
            vals["date_urgent"] = fields.Datetime.now()
        if "theme_id" in values:
            theme = self._read_record(
                "exit.interview.theme", values["theme_id"], self.env._("theme")
            )
            if theme and (theme.population != case.population or not theme.active):
                raise ValidationError(
                    self.env._("“%s” is no theme for this case.", theme.display_name)
                )
            vals["theme_id"] = theme.id
        if values.get("department_id"):
            department = self._read_record(
                "hr.department", values["department_id"], self.env._("service")
            )
            if department.company_id not in (case.company_id, case.company_id.browse()):
                raise ValidationError(self.env._("There is no such service to choose."))
            vals["department_id"] = department.id
        if "wording" in values:
            vals["wording"] = self._read_line(
                values["wording"], self.env._("The wording"), 2000
            )
        return vals

    @api.model
    def _read_finding_source(self, values, case):
        """Return where a finding came from: an answer and its words, or nowhere."""
        quote = self._read_line(values.get("quote"), self.env._("The words"))
        answer = self._read_record(
            "exit.interview.answer", values.get("answer_id"), self.env._("answer")
        )
        if answer and answer.case_id != case:
            # In the words for a missing one: nothing is told of another case.
            raise ValidationError(
                self.env._("There is no such %s to choose.", self.env._("answer"))
            )
        if quote and " ".join(quote.split()) not in " ".join(
            f"{answer.text or ''} {answer.comment or ''}".split()
        ):
            raise ValidationError(
                self.env._(
                    "These words do not stand in the answer any more. Load the page "
                    "again and choose them anew."
                )
            )
        return {
            "answer_id": answer.id,
            "question_id": answer.question_id.id,
            "source_text": quote,
            "is_protected": answer.is_protected,
            "participant_id": self._read_finding_person(values, case, answer).id,
        }

    @api.model
    def _read_finding_person(self, values, case, answer):
        """Return whose remark it is: named, or the only one it can be."""
        people = (
            answer.participant_id
            or answer.session_id.participant_ids
            or case.participant_ids
        )
        wanted = self._read_record(
            "exit.interview.participant",
            values.get("participant_id"),
            self.env._("person"),
        )
        if wanted and wanted in case.participant_ids:
            return wanted
        if wanted or len(people) != 1:
            raise ValidationError(
                self.env._("Say whose remark it is: a person of this case.")
            )
        return people
