# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class ExitInterviewPolicyWatchMixin(models.AbstractModel):
    """Configuration that says who may see what: each change is noted and told.

    Requirement: SEC-18.
    """

    _name = "exit.interview.policy.watch.mixin"
    _description = "Configuration that gives access"

    @api.model
    def _get_access_fields(self):
        """Return the fields whose change is a change of access.

        :rtype: set[str]
        """
        return set()

    def _describe_access(self):
        """Return what the record gives to whom, in words.

        :rtype: str
        """
        self.ensure_one()
        return self.display_name

    def _get_access_policy(self):
        """Return the policy the record belongs to."""
        self.ensure_one()
        return self.policy_id

    def _note_access(self, event, subjects, people=None):
        log = self.env["exit.interview.policy.log"]
        log._add(
            [
                {
                    "event": event,
                    "subject": subject,
                    "policy_id": policy_id,
                    "company_id": company_id,
                }
                for subject, policy_id, company_id in subjects
            ],
            people,
        )

    def _get_access_subjects(self):
        # The configuration itself, before anybody may have lost the right to read it.
        return {
            record.id: (
                record._describe_access(),
                record._get_access_policy().id,
                record._get_access_policy().company_id.id,
            )
            for record in self.sudo()
        }

    def _get_access_people(self):
        """Return who answers for it now, before the change takes them away."""
        # They are told of the change; nothing of them is shown.
        log = self.env["exit.interview.policy.log"].sudo()
        policies = log.env["exit.interview.policy"].union(
            *(record._get_access_policy() for record in self.sudo())
        )
        return log._get_people(policies)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if self._get_access_fields():
            records._note_access("added", records._get_access_subjects().values())
        return records

    def write(self, vals):
        if not self._get_access_fields() & set(vals):
            return super().write(vals)
        before, people = self._get_access_subjects(), self._get_access_people()
        result = super().write(vals)
        changed = [
            (f"{before[record_id][0]} → {after[0]}", *after[1:])
            for record_id, after in self._get_access_subjects().items()
            if before[record_id] != after
        ]
        self._note_access("changed", changed, people)
        return result

    def unlink(self):
        subjects, people = self._get_access_subjects(), self._get_access_people()
        result = super().unlink()
        gone = [
            (words, policy_id if self._name != "exit.interview.policy" else False, rest)
            for words, policy_id, rest in subjects.values()
        ]
        self._note_access("removed", gone, people)
        return result
