# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class ExitInterviewJournal(models.Model):
    """Who did what to a case, and who read it. Only ever added to; never content.

    Also who took a review away on paper or as a workbook, which is about no case.
    """

    _name = "exit.interview.journal"
    _inherit = ["exit.interview.case.mixin"]
    _description = "Exit interview journal"
    _order = "id desc"

    case_id = fields.Many2one(required=False)
    review_id = fields.Many2one(
        comodel_name="exit.interview.review",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    date = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now, index=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    user_name = fields.Char(string="By", readonly=True, required=True)
    event = fields.Selection(selection="_selection_event", required=True, readonly=True)
    subject = fields.Char(
        string="About",
        readonly=True,
        help="The recipient, role or channel concerned; never what was said.",
    )

    _about_something = models.Constraint(
        "CHECK(num_nonnulls(case_id, review_id) = 1)",
        "A line is about one case or about one review.",
    )

    @api.depends("case_id.name", "review_id.name")
    def _compute_display_name(self):
        """Override of the case mixin: a review has the words of its period."""
        about_reviews = self.filtered("review_id")
        for line in about_reviews:
            line.display_name = line.sudo().review_id.name
        return super(ExitInterviewJournal, self - about_reviews)._compute_display_name()

    @api.model
    def _selection_event(self):
        """Return what can happen to a case; other addons append theirs."""
        return [
            ("notice", "Notice registered"),
            ("opened", "Case opened"),
            ("offered", "Interview offered"),
            ("reply", "Reply recorded"),
            ("assigned", "Interviewer assigned"),
            ("scheduled", "Session planned"),
            ("session_cancelled", "Session cancelled"),
            ("held", "Session held"),
            ("handed_in", "Record handed in"),
            ("permission", "Permission recorded"),
            ("told", "Told in advance who reads the record"),
            ("confirmed", "Record confirmed"),
            ("copy_sent", "Copy sent"),
            ("copy_read", "Copy read"),
            ("copy_withdrawn", "Copy withdrawn"),
            ("limited", "Taken out of the circulation"),
            ("included", "Taken into the circulation again"),
            ("submitted", "Response submitted"),
            ("returned", "Response returned"),
            ("approved", "Response approved"),
            ("action_closed", "Action closed"),
            ("outcome_told", "Leaver told the outcome"),
            ("loss_stated", "Facts about the departure stated"),
            ("outcome_written", "Letter about the outcome written"),
            ("closed", "Case closed"),
            ("cancelled", "Case cancelled"),
            ("record_read", "Record opened"),
            ("printed", "Printed"),
            ("exported", "Exported in a workbook"),
            ("responder_granted", "May answer copies from now on"),
            ("route_decided", "Decided what is offered"),
            ("departure_undone", "HR took the departure back"),
            ("contact", "Attempt to reach the leaver"),
            ("wish", "Wishes about the interviewer recorded"),
            ("document_added", "File added"),
            ("document_read", "File opened"),
            ("document_withdrawn", "File withdrawn"),
            ("delegated", "Passed to somebody else"),
            ("extended", "Given more time"),
            ("action_moved", "Action given another day"),
            ("action_stuck", "Action reported as not possible"),
            ("asked", "Question asked"),
            ("answered", "Question answered"),
            ("reminded", "Reminded"),
            ("escalated", "Passed up as late"),
            ("concern_raised", "Concern raised"),
            ("concern_read", "Concern opened"),
            ("concern_decided", "Concern decided"),
            ("override", "Extract passed on without permission"),
            ("leaver_told", "Leaver told of the concern, or reason recorded"),
            ("referred", "Referred to another process"),
            ("shut_out", "Shut out of the case"),
            ("link_issued", "Link made for the leaver"),
            ("link_revoked", "Link revoked"),
            ("pin_issued", "PIN made for the leaver"),
            ("pin_ended", "PIN ended after too many wrong tries"),
            ("message", "Message to the leaver"),
            ("correction", "Correction asked for or settled"),
            ("signed", "Record signed by the leaver"),
            ("reopened", "Record opened again"),
            ("finding_added", "Findings noted"),
            ("finding_submitted", "Wording submitted"),
            ("finding_approved", "Wording approved"),
            ("finding_returned", "Wording returned"),
            ("finding_withdrawn", "Finding withdrawn"),
            ("finding_urgent", "Urgent finding acted on"),
            ("learned", "Findings complete"),
        ]

    @api.model
    def _log(self, cases, event, subject=False):
        """Add a line for each case.

        :param cases: ``exit.interview`` recordset
        :param str event: a value of :meth:`_selection_event`
        :param str subject: role, person or channel; never content
        """
        # People read the journal and never write it: only the server adds lines.
        self.sudo().create(
            [
                {
                    "case_id": case.id,
                    "user_id": self.env.uid,
                    "user_name": self._get_actor_name(),
                    "event": event,
                    "subject": subject,
                }
                for case in cases
            ]
        )

    @api.model
    def _get_actor_name(self):
        """Return who acts now: nobody but a participant acts without a login.

        :rtype: str
        """
        # The platform's public user has no right on anything of ours; our own pages
        # act as it for whoever came in by a link.
        user = self.env.user
        return self.env._("The leaver") if user._is_public() else user.name

    @api.model
    def _log_reading(self, cases, event, subject=False):
        """Note that the user opened something, once an hour for each case.

        :param cases: ``exit.interview`` recordset, as superuser
        :param str event: a value of :meth:`_selection_event`
        :param str subject: role or channel
        """
        if self.env.cr.readonly:
            # A replica takes no writes; the line goes in by a cursor of its own.
            with self.env.registry.cursor() as cr:
                fresh = self.with_env(self.env(cr=cr))
                fresh._log_reading(cases.with_env(cases.env(cr=cr)), event, subject)
            return
        # Only the ids of what was just read go in; nothing comes back.
        known = (
            self.sudo()
            .search(
                [
                    ("case_id", "in", cases.ids),
                    ("event", "=", event),
                    ("subject", "=", subject),
                    ("user_id", "=", self.env.uid),
                    ("date", ">=", "-1H"),
                ]
            )
            .case_id
        )
        self._log(cases - known, event, subject)

    @api.model
    def _log_taking(self, cases, event, subject=False):
        """Note that the user took content away, on paper or in a file: every time.

        In a transaction of its own, so that a file that was made stays noted; one
        statement however many the cases.

        :param cases: ``exit.interview`` recordset
        :param str event: a value of :meth:`_selection_event`
        :param str subject: which document
        """
        columns = {"case_id": "id", "case_interviewer_id": "interviewer_id"}
        self._insert_taking(cases, columns, event, subject)

    @api.model
    def _log_review_taking(self, reviews, event, subject):
        """Note that the user took reviews away, on paper or in a file: every time.

        As :meth:`_log_taking`, but without any case: a review is about nobody.

        :param reviews: ``exit.interview.review`` recordset
        :param str event: a value of :meth:`_selection_event`
        :param str subject: which document
        """
        self._insert_taking(reviews, {"review_id": "id"}, event, subject)

    @api.model
    def _insert_taking(self, records, columns, event, subject):
        """Add a line for each record, in a transaction of its own.

        :param records: what was taken away
        :param dict columns: column of the journal -> column of the records' table
        :param str event: a value of :meth:`_selection_event`
        :param str subject: which document
        """
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    """
                    INSERT INTO exit_interview_journal (
                        %(targets)s, company_id, population,
                        date, user_id, user_name, event, subject,
                        create_uid, create_date, write_uid, write_date
                    )
                    SELECT %(sources)s, company_id, population,
                           %(now)s, %(uid)s, %(name)s, %(event)s, %(subject)s,
                           %(uid)s, %(now)s, %(uid)s, %(now)s
                      FROM %(table)s
                     WHERE id = ANY(%(ids)s)
                     ORDER BY id
                    """,
                    targets=SQL(", ").join(map(SQL.identifier, columns)),
                    sources=SQL(", ").join(map(SQL.identifier, columns.values())),
                    table=SQL.identifier(records._table),
                    now=fields.Datetime.now(),
                    uid=self.env.uid,
                    name=self._get_actor_name(),
                    event=event,
                    subject=subject or None,
                    ids=list(records.ids),
                )
            )

    def write(self, vals):
        """Override of the ORM: nobody changes a line, the server included (SEC-17)."""
        if vals:
            raise UserError(self.env._("The journal is only ever added to."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("The journal is only ever added to."))
