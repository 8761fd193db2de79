# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ExitInterviewLetterMixin(models.AbstractModel):
    """A letter to each participant, with a code for their page: a mail on paper.

    The code is made when the letter is: printing again makes another one, and the one
    before opens nothing any more. It stands on the paper and nowhere else, so these
    come as PDF only, never as a page on a screen.

    Requirement: SEC-06, A-41, B-01.
    """

    _name = "exit.interview.letter.mixin"
    _inherit = ["exit.interview.document.mixin"]
    _description = "Letter with a code"

    _document_actors = ("coordinator",)
    _document_formats = ("pdf",)
    # For what the code is, a value of ``exit.interview.link`` ``purpose``.
    _letter_purpose = "offer"

    def _prepare_documents(self, record):
        """Override of the document mixin: a name stands on paper only (P-18)."""
        return self._prepare_letters(record, self._get_addressees(record))

    def _prepare_letters(self, record, people):
        """Return the texts of one letter to each of `people`, each with a new code.

        :param record: ``exit.interview`` record
        :param people: ``exit.interview.participant`` recordset
        :rtype: list[dict]
        """
        letters = []
        for participant in people:
            lang = participant.lang or self.env.lang
            letter = self.with_context(lang=lang)
            case = record.with_context(lang=lang)
            code = letter._prepare_code(participant, case)
            letters.append(
                {
                    "lang": lang,
                    "reference": case.name,
                    "name": participant.name,
                    "address": (participant.address or "").splitlines(),
                    "date": letter._get_today(),
                    "code": code,
                    "greets": True,
                    **letter._prepare_words_for(participant, case, code),
                }
            )
        return letters

    def _get_addressees(self, record):
        """Return who of a case gets the letter.

        :param record: ``exit.interview`` record
        :return: ``exit.interview.participant`` recordset
        """
        return record.participant_ids

    def _prepare_words_for(self, participant, case, code):
        """Return what the letter to one person says; the same for all, as a rule.

        :param participant: ``exit.interview.participant``
        """
        return self._prepare_words(case, code)

    def _prepare_words(self, case, code):
        """Return what the letter says.

        :param case: ``exit.interview`` in the reader's language
        :param dict code: of :meth:`_prepare_code`, or False
        :return: `subject` and `paragraphs`; `greets` if the words hold no greeting
        :rtype: dict
        """
        raise NotImplementedError()

    def _prepare_code(self, participant, case):
        """Return the address and a new code for one participant; False if withdrawn.

        :param participant: ``exit.interview.participant``
        :param case: ``exit.interview`` in the reader's language
        :rtype: dict or bool
        """
        if case.state == "cancelled" or not case._gives_codes():
            return False
        Link = self.env["exit.interview.link"]
        # The coordinator was checked; the code goes onto the paper and nowhere else.
        link, secret = Link._issue(participant.sudo(), self._letter_purpose, "letter")
        self.env["exit.interview.message"]._settle_by_letter(
            participant, self._letter_purpose
        )
        expires = case.sudo().policy_id._get_local_date(link.date_expires)
        return {
            "address": f"{Link.get_base_url()}/exit-interview",
            "secret": secret,
            "needs_pin": link.needs_pin,
            "expires": expires,
            "expires_text": case._format_date(expires),
        }
