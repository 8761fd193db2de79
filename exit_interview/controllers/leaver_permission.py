# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .leaver import PATH, ROUTE, LeaverController, leaver_page

LOCATION = f"{PATH}/permission"


class LeaverPermissionController(LeaverController):
    """Who may read the record: the choice, who received it, taking it back.

    Requirement: L-19, L-64, L-65, P-02, P-04, P-06, P-23.
    """

    @http.route(LOCATION, methods=["GET", "POST"], **ROUTE)
    @leaver_page("check", "outcome")
    def decide_permission(self, link, **form):
        """Show the recipients, and keep what the leaver decides about them."""
        case = link.case_id
        if request.httprequest.method != "POST":
            return self._show_permission(link)
        page = case._prepare_permission_page(link.participant_id)
        chosen = self._read_choices(page["recipients"], form)
        try:
            with request.env.cr.savepoint():
                if form.get("withdraw"):
                    number = self._read_number(form["withdraw"])
                    case._withdraw_permission(number, link.participant_id)
                else:
                    case._decide_permissions(
                        self._get_decisions(link, chosen),
                        form.get("seen"),
                        link.participant_id,
                    )
        except UserError as error:
            # What was ticked stays ticked.
            return self._show_permission(link, str(error), chosen)
        return self._redirect(LOCATION)

    @staticmethod
    def _read_number(text):
        is_number = text.isascii() and text.isdecimal() and len(text) < 10
        return int(text) if is_number else 0

    def _read_choices(self, recipients, form):
        """Return what was ticked, as far as the page asked for it.

        :return: {id of the copy: values}
        :rtype: dict
        """
        choices = {}
        for recipient in recipients:
            if not recipient["can_decide"]:
                continue
            share_id = recipient["id"]
            permission = form.get(f"permission_{share_id}") or ""
            # Not one name for both: a page that became the other one in between must
            # not turn what was kept back into what may be read.
            prefix = "keep" if recipient["is_normal"] else "part"
            parts = [
                section["id"]
                for section in recipient["sections"]
                if form.get(f"{prefix}_{share_id}_{section['id']}")
            ]
            protected = bool(form.get(f"protected_{share_id}"))
            if permission or parts or protected:
                choices[share_id] = {
                    "share_id": share_id,
                    "role": recipient["role"],
                    "permission": permission,
                    "section_ids": parts,
                    "protected": protected,
                }
        return choices

    def _get_decisions(self, link, choices):
        for choice in choices.values():
            if not choice["permission"]:
                raise UserError(
                    link.env._(
                        "%s: choose first how much they may read.", choice["role"]
                    )
                )
        return list(choices.values())

    def _show_permission(self, link, error=False, chosen=None):
        permission = link.case_id._prepare_permission_page(link.participant_id)
        return self._render(
            "exit_interview.leaver_permission",
            link,
            status=422 if error else 200,
            permission=permission,
            wording=self._split_blocks(permission["wording"]),
            error=error,
            chosen=chosen or {},
            back=self._get_home(link),
            purpose=link.purpose,
        )
