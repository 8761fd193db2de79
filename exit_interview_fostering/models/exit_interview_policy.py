# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields, models

from .exit_interview_population_mixin import POPULATION


class ExitInterviewPolicy(models.Model):
    """The numbers that only fostering knows."""

    _inherit = "exit.interview.policy"

    approval_end_days = fields.Integer(
        string="Approval ends after",
        default=28,
        help="Calendar days from the day on which a letter of resignation arrives to "
        "the end of the approval (Fostering Services Regulations 2011, regulation 28).",
    )
    notify_days = fields.Integer(
        string="Agency Advisor told within",
        default=7,
        help="Calendar days from the letter, or from the decision, until the fostering "
        "service has told the Agency Advisor.",
    )
    reflection_days = fields.Integer(
        string="Time for reflection",
        default=14,
        help="Calendar days from the letter, or from the decision, before which no "
        "conversation is proposed. The carer may wish for an earlier one.",
    )

    _fostering_days_positive = models.Constraint(
        "CHECK(approval_end_days >= 0 AND notify_days > 0 AND reflection_days >= 0)",
        "Days are not negative, and the service has at least one to tell.",
    )

    def _is_told_apart(self):
        """Override of `exit_interview`: carers are told, and so are staff (F-38)."""
        return self.population == POPULATION or super()._is_told_apart()

    def _get_approval_end(self, date_letter):
        """Return the day on which an approval ends after a letter of resignation.

        Requirement: D3, regulation 28(13).

        :param datetime.date date_letter: the day on which the letter arrived
        :rtype: datetime.date
        """
        self.ensure_one()
        return date_letter + timedelta(days=self.approval_end_days)

    def _get_default_message_bodies(self):
        """Override of `exit_interview`: carers know who reads the record (S-25)."""
        bodies = super()._get_default_message_bodies()
        if self.population != POPULATION:
            return bodies
        check = self.env._(
            "Hello,\n\n"
            "there is something for you to read. You can correct it, and keep back "
            "what should not be passed on:\n\n"
            "{link}"
        )
        return {**bodies, "check": check}

    def _get_default_trait_words(self):
        """Override of `exit_interview`: what tells households apart (P-16)."""
        words = super()._get_default_trait_words()
        if self.population != POPULATION:
            return words
        return "\n".join(
            [
                words,
                self.env._(
                    "twin*\ntriplet*\nsibling*\nbrothers\nsisters\nbaby\nbabies\n"
                    "newborn*\ntoddler*\nteenage*\nunaccompanied\nasylum*\n"
                    "special needs\nparent and child\nmother and baby\nremand*\n"
                    "respite\nshort break*\nstaying put"
                ),
                self.env._(
                    "our birth child*\nour own child*\nour daughter\nour son\n"
                    "grandparent*\ngrandmother\ngrandfather\nkinship\n"
                    "special guardian*\nadopted\nadopting\nsingle carer\n"
                    "same-sex\nhis wife\nher husband"
                ),
                self.env._(
                    "allegation*\nderegist*\nde-regist*\nstandards of care\n"
                    "court\npolice\ninquest\nfarm\nvicar*\nchildminder*"
                ),
            ]
        )
