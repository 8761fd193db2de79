# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError


class ExitInterviewForm(models.AbstractModel):
    """The questions on paper, for a conversation where there is no network (R-21).

    It names nobody: a form that is left on a bus tells a reference.
    """

    _name = "report.exit_interview.report_form"
    _inherit = ["exit.interview.document.mixin"]
    _description = "Blank form of an exit interview"

    _document_actors = ("coordinator", "interviewer")

    def _get_title(self):
        return self.env._("Exit interview: form")

    def _get_marks(self, docids):
        """Override of the document mixin: the reference on each page of one form."""
        if len(docids) != 1:
            return False
        return {"footer": self.env["exit.interview"].browse(docids).display_name}

    def _prepare_documents(self, record):
        # The case was checked; policy and questionnaire are configuration.
        case_sudo = record.sudo()
        session = case_sudo._get_planned_session() or case_sudo._get_held_session()
        kind = "survey" if case_sudo.route == "survey" else "first"
        questionnaire = session.questionnaire_id or case_sudo._get_questionnaire(kind)
        if not questionnaire:
            raise UserError(
                self.env._(
                    "%s: the policy has no published questionnaire.", record.name
                )
            )
        roles = dict(
            self.env["exit.interview.share"]
            ._fields["role"]
            ._description_selection(self.env)
        )
        return [
            {
                "reference": record.name,
                # Sent out and filled in alone: nobody interviews.
                "is_survey": case_sudo.route == "survey",
                "introduction": (questionnaire.introduction or "").split("\n\n"),
                "closing": (questionnaire.closing or "").split("\n\n"),
                "sections": questionnaire._get_numbered_sections(),
                "conditions": questionnaire._get_conditions(),
                "permission_wording": (
                    case_sudo.policy_id.permission_wording or ""
                ).split("\n\n"),
                "recipients": [
                    {
                        "role": roles.get(recipient.role, recipient.role),
                        "allow_protected": recipient.allow_protected,
                        "is_normal": recipient.basis == "normal_circulation",
                    }
                    for recipient in case_sudo.policy_id.recipient_ids
                ],
            }
        ]
