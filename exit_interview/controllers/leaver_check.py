# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from .headers import FILE_HEADERS
from .leaver import PATH, ROUTE, LeaverController, leaver_page


class LeaverCheckController(LeaverController):
    """The record: read, correct, sign, keep; and what came of it.

    Requirement: B-12, B-13, P-11, F-24, F-25.
    """

    @http.route(f"{PATH}/check", methods=["GET", "POST"], **ROUTE)
    @leaver_page("check")
    def check_record(self, link, **form):
        """Show the record, take corrections, a signature, or the wish not to sign."""
        participant = link.participant_id
        if request.httprequest.method != "POST":
            return self._show_check(link)
        typed = self._read_corrections(participant, form)
        step = form.get("step")
        try:
            with request.env.cr.savepoint():
                self._take_check(participant, step, typed, form)
        except UserError as error:
            # Nothing typed is ever lost.
            name = form.get("sign_name")
            return self._show_check(link, str(error), typed, name)
        return self._redirect(f"{PATH}/check")

    def _take_check(self, participant, step, typed, form):
        if step == "correct":
            participant._ask_corrections(typed)
        elif any(text.strip() for text in typed.values()):
            raise UserError(
                participant.env._(
                    "You wrote corrections and pressed another button. Press “Please "
                    "correct” to send them, or empty the boxes first."
                )
            )
        elif step == "sign":
            participant._sign(
                form.get("sign_name"), form.get("seen"), form.get("drawn")
            )
        elif step == "decline":
            participant._decline_signing()

    def _read_corrections(self, participant, form):
        """Return what was typed, by question of this record; anything else is left out.

        :return: {id of the question, or 0: words}
        :rtype: dict
        """
        questions = participant._get_check_session().questionnaire_id.question_ids
        typed = {}
        for question_id in [0, *questions.ids]:
            text = form.get(f"correction_{question_id}")
            if isinstance(text, str) and text.strip():
                typed[question_id] = text
        return typed

    def _show_check(self, link, error=False, typed=None, sign_name=False):
        return self._render(
            "exit_interview.leaver_check",
            link,
            status=422 if error else 200,
            record=link.participant_id._prepare_check_page(),
            error=error,
            typed=typed or {},
            sign_name=sign_name or "",
        )

    @http.route(f"{PATH}/check/record.pdf", methods=["GET"], **ROUTE)
    @leaver_page("check")
    def keep_record(self, link, **form):
        """Send the record to keep: to be saved, under a name that tells nothing."""
        report = link.env["report.exit_interview.report_record"]
        content = report._make_for_participant(link.participant_id)
        headers = {
            **FILE_HEADERS,
            "Content-Type": "application/pdf",
            "Content-Length": len(content),
            "Content-Disposition": content_disposition("record.pdf"),
        }
        return request.make_response(content, headers=list(headers.items()))

    @http.route(f"{PATH}/outcome", methods=["GET"], **ROUTE)
    @leaver_page("outcome")
    def read_outcome(self, link, **form):
        """Show what changes, by when; what cannot, and why."""
        case = link.case_id
        letter = link.participant_id._get_letter()
        told = letter.date_outcome_sent
        text = told and letter.outcome_text
        return self._render(
            "exit_interview.leaver_outcome",
            link,
            is_told=bool(told),
            date=case._format_date(told),
            blocks=self._split_blocks(text or "", line_end="\n"),
        )
