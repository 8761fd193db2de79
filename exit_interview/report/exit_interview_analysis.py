# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..fields import Score


class ExitInterviewAnalysis(models.Model):
    """Cases, scores, choices and responses as lines to count, for coordinators.

    Each line carries what is known of its case, and its own measure: a case its days
    and its uptake, a score its mark, a choice its option, a response its days. What a
    line does not measure is NULL, which means and sums pass over, so a mean is right
    however lines are mixed. Cases are counted as distinct cases, for the same reason.

    Nobody but coordinators has a line of access: whoever may read totals here can take
    them apart (M-4). Answers about protected characteristics never come in.

    Requirement: L-21, M-4, P-06, decision 10.
    """

    _name = "exit.interview.analysis"
    _inherit = ["exit.interview.record.mixin"]
    _description = "Exit interview analysis"
    _auto = False
    _rec_name = "case_id"
    _order = "date desc, case_id desc, line_kind, id"
    # Written before a query of ours is asked.
    _depends = {
        "exit.interview": [
            "company_id",
            "date_confirmed",
            "date_departure",
            "date_notified",
            "date_offered",
            "date_outcome_sent",
            "date_start_service",
            "department_id",
            "interviewer_id",
            "job_title",
            "leaving_kind",
            "manager_name",
            "offer_channel",
            "outcome",
            "policy_id",
            "population",
            "regretted",
            "reply",
            "route",
            "service_name",
            "state",
            "team_name",
            "would_reemploy",
        ],
        "exit.interview.session": [
            "apart_id",
            "case_id",
            "date_handed_in",
            "date_start",
            "interviewer_id",
            "mode",
            "state",
        ],
        "exit.interview.answer": [
            "choice_ids",
            "is_protected",
            "metric_id",
            "question_id",
            "score",
            "session_id",
            "status",
        ],
        "exit.interview.share": [
            "case_id",
            "date_sent",
            "date_submitted",
            "participant_id",
            "role",
        ],
    }

    # the case
    line_kind = fields.Selection(
        selection=[
            ("case", "Case"),
            ("score", "Score"),
            ("choice", "Option chosen"),
            ("response", "Response"),
        ],
        string="Kind of line",
        readonly=True,
        help="Case: the departure itself. Score: one mark, or one yes or no. Option "
        "chosen: one of the options, such as a reason for leaving. Response: one copy "
        "sent to a manager.",
    )
    case_id = fields.Many2one(comodel_name="exit.interview", readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    population = fields.Selection(
        selection=lambda self: self._selection_of("exit.interview", "population"),
        readonly=True,
    )
    conflict_user_ids = fields.Many2many(
        related="case_id.conflict_user_ids",
        string="Shut out",
        # Rules read it as superuser; nobody else needs to know who is shut out.
        groups=fields.NO_ACCESS,
    )
    date = fields.Date(
        string="Left on",
        readonly=True,
        help="The last day in post; the day of the notice where none is known.",
    )
    date_notified = fields.Date(string="Notified on", readonly=True)
    department_id = fields.Many2one(comodel_name="hr.department", readonly=True)
    team_name = fields.Char(string="Team", readonly=True)
    service_name = fields.Char(string="Service", readonly=True)
    manager_name = fields.Char(string="Manager", readonly=True)
    job_title = fields.Char(string="Role of the leaver", readonly=True)
    leaving_kind = fields.Selection(
        selection=lambda self: self._selection_of("exit.interview", "leaving_kind"),
        string="Kind of departure",
        readonly=True,
    )
    regretted = fields.Selection(
        selection=lambda self: self._selection_of("exit.interview", "regretted"),
        string="Regretted loss",
        readonly=True,
    )
    would_reemploy = fields.Selection(
        selection=lambda self: self._selection_of("exit.interview", "would_reemploy"),
        string="Would employ again",
        readonly=True,
    )
    service_band = fields.Selection(
        selection=[
            ("1", "Under 1 year"),
            ("2", "1 to 2 years"),
            ("3", "2 to 5 years"),
            ("4", "5 to 10 years"),
            ("5", "10 years and more"),
        ],
        string="Length of service",
        readonly=True,
    )
    main_reason = fields.Char(
        string="Main reason",
        readonly=True,
        help="What the leaver called the main reason in the latest conversation.",
    )
    route = fields.Selection(
        selection=lambda self: self._selection_of("exit.interview", "route"),
        readonly=True,
    )
    state = fields.Selection(
        selection=lambda self: self._selection_of("exit.interview", "state"),
        readonly=True,
    )
    outcome = fields.Selection(
        selection=lambda self: self._selection_of("exit.interview", "outcome"),
        readonly=True,
    )
    reply = fields.Selection(
        selection=lambda self: self._selection_of("exit.interview", "reply"),
        readonly=True,
    )
    offer_channel = fields.Selection(
        selection=lambda self: self._selection_of("exit.interview", "offer_channel"),
        readonly=True,
    )
    interviewer_id = fields.Many2one(comodel_name="res.users", readonly=True)
    mode = fields.Selection(
        selection=lambda self: self._selection_of("exit.interview.session", "mode"),
        string="How",
        readonly=True,
    )
    # what was answered
    metric_id = fields.Many2one(comodel_name="exit.interview.metric", readonly=True)
    option = fields.Char(
        readonly=True,
        help="One of the options that were chosen, such as a reason for leaving.",
    )
    role = fields.Selection(
        selection=lambda self: self._selection_of("exit.interview.share", "role"),
        string="Recipient's role",
        readonly=True,
    )
    # measures
    score = Score(
        string="Mean score (0 to 10)",
        readonly=True,
        aggregator="avg",
        help="Marks on scales from 0 to 10. Group by what was asked: a mean over "
        "different questions says little.",
    )
    yes_share = Score(string="Share of yes", readonly=True, aggregator="avg")
    offered_share = Score(
        string="Offered",
        readonly=True,
        aggregator="avg",
        help="Share of the departures that went ahead.",
    )
    accepted_share = Score(
        string="Said yes",
        readonly=True,
        aggregator="avg",
        help="Share of the departures that went ahead.",
    )
    heard_share = Score(
        string="Heard",
        readonly=True,
        aggregator="avg",
        help="Share of the departures that went ahead and whose leaver was heard.",
    )
    days_offer = Score(string="Notice to offer (days)", readonly=True, aggregator="avg")
    days_interview = Score(
        string="Notice to conversation (days)", readonly=True, aggregator="avg"
    )
    days_handed_in = Score(
        string="Conversation to hand-in (days)", readonly=True, aggregator="avg"
    )
    days_confirmed = Score(
        string="Conversation to confirmed record (days)",
        readonly=True,
        aggregator="avg",
    )
    days_response = Score(
        string="Copy to response (days)", readonly=True, aggregator="avg"
    )
    days_told = Score(
        string="Notice to telling the outcome (days)",
        readonly=True,
        aggregator="avg",
    )

    @api.model
    def _selection_of(self, model, name):
        """Return the selection of a field that lines carry over, in words."""
        return self.env[model]._fields[name]._description_selection(self.env)

    @api.depends("case_id")
    def _compute_display_name(self):
        """Override of the ORM: the neutral reference (decision 7)."""
        for line in self:
            line.display_name = line.case_id.display_name

    # === QUERY === #

    @property
    def _table_query(self):
        """Override of the ORM: the lines, one branch a kind.

        Flat branches, so that a filter on the kind leaves the others unread.
        """
        return SQL(" UNION ALL ").join(
            self._select_lines(kind, *parts)
            for kind, parts in self._get_line_kinds().items()
        )

    def _select_lines(self, kind, row_id, join, measures):
        """Return the query of one kind of line.

        :param str kind: value of ``line_kind``
        :param SQL row_id: what makes the line one of a kind, below 2 ** 29
        :param SQL join: where its lines come from, besides the case
        :param dict measures: {field: SQL} of what lines of this kind carry
        :rtype: SQL
        """
        own = {**self._get_case_columns(), **self._select_additional_fields()}
        own |= {"line_kind": SQL("%s", kind), **measures}
        columns = [
            SQL(
                "(%s)::%s AS %s",
                own.get(name, SQL("NULL")),
                SQL.identifier(field.column_type[0]),
                SQL.identifier(name),
            )
            for name, field in self._fields.items()
            if field.store and field.column_type and name != "id"
        ]
        number = list(self._get_line_kinds()).index(kind)
        return SQL(
            "SELECT (%s) * 4 + %s AS id, %s FROM %s %s",
            row_id,
            number,
            SQL(", ").join(columns),
            self._from_cases(),
            join,
        )

    def _from_cases(self):
        """Return what every line is joined to.

        `c` is the case, `calendar` the calendar of its policy, `s` its latest
        conversation held (of each person where each was heard alone), as in the
        workbook, `main` the main reason given there.

        :rtype: SQL
        """
        return SQL(
            """
            exit_interview c
            JOIN exit_interview_policy policy ON policy.id = c.policy_id
            LEFT JOIN resource_calendar calendar
              ON calendar.id = policy.resource_calendar_id
            LEFT JOIN (
                SELECT DISTINCT ON (held.case_id, held.apart_id)
                       held.case_id, held.id, held.mode, held.apart_id,
                       held.date_start, held.date_handed_in, held.interviewer_id
                  FROM exit_interview_session held
                 WHERE held.state = 'held'
                 ORDER BY held.case_id, held.apart_id, held.date_start DESC,
                       held.id DESC
            ) s ON s.case_id = c.id
            LEFT JOIN (
                SELECT DISTINCT ON (answer.session_id) answer.session_id,
                       %(option)s AS name
                  FROM exit_interview_answer answer
                  JOIN exit_interview_metric metric
                    ON metric.id = answer.metric_id AND metric.code = 'reason_main'
                  JOIN exit_interview_answer_choice_rel rel
                    ON rel.exit_interview_answer_id = answer.id
                  JOIN exit_interview_choice choice
                    ON choice.id = rel.exit_interview_choice_id
                 WHERE answer.is_protected IS NOT TRUE
                 ORDER BY answer.session_id, choice.sequence, choice.id
            ) main ON main.session_id = s.id
            """,
            option=self._get_option_name(),
        )

    def _get_option_name(self):
        """Return the words of an option in the user's language: versions meet there."""
        return SQL(
            "COALESCE(choice.name ->> %s, choice.name ->> 'en_US')",
            self.env.lang or "en_US",
        )

    def _get_case_columns(self):
        """Return what every line says of its case: {field: SQL}."""
        same = (
            "company_id population date_notified department_id team_name service_name"
            " manager_name job_title leaving_kind regretted would_reemploy route state"
            " outcome reply offer_channel"
        )
        return {
            **{name: SQL.identifier("c", name) for name in same.split()},
            "case_id": SQL("c.id"),
            "date": SQL("COALESCE(c.date_departure, c.date_notified)"),
            "service_band": SQL(
                "CASE width_bucket("
                "  COALESCE(c.date_departure, c.date_notified) - c.date_start_service,"
                "  ARRAY[0, 365, 731, 1826, 3652])"
                " WHEN 1 THEN '1' WHEN 2 THEN '2' WHEN 3 THEN '3' WHEN 4 THEN '4'"
                " WHEN 5 THEN '5' END"
            ),
            "main_reason": SQL("main.name"),
            "interviewer_id": SQL("COALESCE(s.interviewer_id, c.interviewer_id)"),
            "mode": SQL("s.mode"),
        }

    def _select_additional_fields(self):
        """Return what else lines say of their case; other addons add theirs.

        :return: {field of this model: SQL over `c`, `policy` and `s`}
        :rtype: dict
        """
        return {}

    def _get_line_kinds(self):
        """Return the kinds of lines: {kind: (row id, join, measures)}.

        :rtype: dict
        """
        return {
            "case": (SQL("c.id"), self._keep_one_line(), self._get_case_measures()),
            "score": (
                SQL("a.id"),
                SQL(
                    "JOIN exit_interview_answer a ON a.session_id = s.id"
                    " AND a.score IS NOT NULL AND a.metric_id IS NOT NULL"
                    " AND a.is_protected IS NOT TRUE"
                    " JOIN exit_interview_metric metric ON metric.id = a.metric_id"
                ),
                {
                    "metric_id": SQL("a.metric_id"),
                    "score": SQL("CASE WHEN metric.kind = 'scale' THEN a.score END"),
                    "yes_share": SQL(
                        "CASE WHEN metric.kind = 'yes_no' THEN a.score END"
                    ),
                },
            ),
            "choice": (
                # An option's place among those of its question, at most some dozens.
                SQL("a.id * 64 + choice.place"),
                SQL(
                    """
                    JOIN exit_interview_answer a ON a.session_id = s.id
                     AND a.metric_id IS NOT NULL AND a.is_protected IS NOT TRUE
                    JOIN exit_interview_answer_choice_rel rel
                      ON rel.exit_interview_answer_id = a.id
                    JOIN (
                        SELECT choice.id, %s AS name, row_number() OVER (
                                   PARTITION BY choice.question_id ORDER BY choice.id
                               ) AS place
                          FROM exit_interview_choice choice
                    ) choice ON choice.id = rel.exit_interview_choice_id
                    """,
                    self._get_option_name(),
                ),
                {"metric_id": SQL("a.metric_id"), "option": SQL("choice.name")},
            ),
            "response": (
                SQL("share.id"),
                SQL(
                    "JOIN exit_interview_share share ON share.case_id = c.id"
                    " AND share.date_sent IS NOT NULL"
                    " AND (s.apart_id IS NULL OR share.participant_id = s.apart_id)"
                ),
                {
                    "role": SQL("share.role"),
                    "days_response": SQL("share.date_submitted - share.date_sent"),
                },
            ),
        }

    @staticmethod
    def _keep_one_line():
        """Return what makes a case count once whose people were heard alone."""
        return SQL(
            """
            WHERE s.apart_id IS NULL OR s.apart_id = (
                SELECT max(other.apart_id) FROM exit_interview_session other
                 WHERE other.case_id = c.id AND other.state = 'held')
            """
        )

    def _get_case_measures(self):
        """Return what a line of a case measures: {field: SQL}.

        Shares leave cancelled cases out, as the coordinator's overview does.
        """
        share = "CASE WHEN c.state != 'cancelled' THEN (%s)::integer END"
        held = self._get_local_day("s.date_start")
        return {
            "offered_share": SQL(share, SQL("c.date_offered IS NOT NULL")),
            "accepted_share": SQL(
                share, SQL("c.reply IS NOT DISTINCT FROM 'accepted'")
            ),
            "heard_share": SQL(
                share,
                SQL(
                    "c.state IN ('interviewed', 'confirmed', 'shared')"
                    " OR c.outcome IS NOT DISTINCT FROM 'completed'"
                ),
            ),
            "days_offer": SQL("c.date_offered - c.date_notified"),
            "days_interview": SQL("%s - c.date_notified", held),
            "days_handed_in": SQL(
                "%s - %s", self._get_local_day("s.date_handed_in"), held
            ),
            "days_confirmed": SQL("c.date_confirmed - %s", held),
            "days_told": SQL("c.date_outcome_sent - c.date_notified"),
        }

    @staticmethod
    def _get_local_day(moment):
        """Return the day of a moment by the policy's calendar (decision 24)."""
        return SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(calendar.tz, 'UTC'))::date",
            SQL(moment),
        )

    # === READ === #

    def _fetch_query(self, query, fields):
        """Override of the ORM: who reads answers one by one is noted (SEC-17)."""
        lines = super()._fetch_query(query, fields)
        answers = {"score", "yes_share", "option", "main_reason"}
        if not self.env.su and lines and answers & {field.name for field in fields}:
            # The rows were read under the user's own rights just now.
            self.env["exit.interview.journal"]._log_reading(
                lines.sudo().case_id, "record_read"
            )
        return lines

    def action_open_case(self):
        """Open the case behind a line.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator")
        return {
            "type": "ir.actions.act_window",
            "res_model": "exit.interview",
            "res_id": self.case_id.id,
            "views": [(False, "form")],
        }

    def _is_actor(self, actor):
        """Override of the record mixin: by the case, whose coordinator may."""
        self.ensure_one()
        return self.case_id._is_actor(actor)
