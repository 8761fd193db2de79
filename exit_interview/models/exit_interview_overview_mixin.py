# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, date_utils

from .local_date import get_today


class ExitInterviewOverviewMixin(models.AbstractModel):
    """The coordinator's figures: what waits, how many were reached, who was in time.

    Counted in the database under the rules of whoever asks: a case that somebody is
    shut out of does not count for them either.
    """

    _name = "exit.interview.overview.mixin"
    _description = "Overview of exit interviews"

    @api.model
    def get_overview(self):
        """Return the figures of the coordinator's first page.

        Requirement: L-21, A-46.

        :return: ``figures``, ``uptake`` and ``timeliness``, in words and numbers, each
            number with the domain of the list behind it
        :rtype: dict
        :raise AccessError: to anybody who coordinates no population
        """
        own = self._get_coordinated_populations()
        return {
            "figures": self._get_overview_figures(own),
            "uptake": self._get_uptake(own),
            "timeliness": self._get_timeliness(own),
        }

    @api.model
    def _get_coordinated_populations(self):
        """Return the populations whose coordinator the user is.

        :rtype: list[str]
        :raise AccessError: if there is none
        """
        own = [
            population
            for population, _label in self._fields["population"]._description_selection(
                self.env
            )
            if self.env.user.has_group(self._get_coordinator_group(population))
        ]
        if not own:
            raise self._make_access_error()
        return own

    # === WHAT WAITS === #

    @api.model
    def _get_overview_figures(self, populations):
        """Return the tiles: what waits for somebody, most pressing first.

        :param list[str] populations: those the user coordinates
        :rtype: list[dict]
        """
        figures = []
        for key, label, hint, model, domain in self._get_figure_domains():
            domain = [("population", "in", populations), *domain]
            figures.append(
                {
                    "key": key,
                    "label": label,
                    "hint": hint,
                    "model": model,
                    "domain": domain,
                    "count": self.env[model].search_count(domain),
                }
            )
        return figures

    @api.model
    def _get_figure_domains(self):
        """Return the tiles without their numbers; other addons append theirs.

        :return: key, label, explanation, model, domain; one a tile
        :rtype: list[tuple]
        """
        case, duty = "exit.interview", "exit.interview.duty"
        no_end = ("state", "not in", ["done", "cancelled"])
        return [
            (
                "overdue",
                self.env._("Overdue"),
                self.env._("Cases in which something is late"),
                case,
                [("is_overdue", "=", True)],
            ),
            (
                "week",
                self.env._("Due within a week"),
                self.env._("What somebody owes in the next seven days"),
                duty,
                [
                    ("state", "=", "open"),
                    ("date_due", ">=", get_today(self)),
                    ("date_due", "<=", "today +7d"),
                ],
            ),
            (
                "no_interviewer",
                self.env._("Without interviewer"),
                self.env._("Nobody independent was found by itself"),
                case,
                [("interviewer_id", "=", False), no_end],
            ),
            (
                "no_reply",
                self.env._("No reply yet"),
                self.env._("Offered, and the leaver has not answered"),
                case,
                [("state", "=", "offered"), ("reply", "=", False)],
            ),
            (
                "planned",
                self.env._("Conversations planned"),
                self.env._("Agreed with the leaver, still to be held"),
                case,
                [("state", "=", "scheduled")],
            ),
            (
                "responses",
                self.env._("Responses outstanding"),
                self.env._(
                    "Copies that a manager has yet to answer, or a head to approve"
                ),
                "exit.interview.share",
                [
                    ("owes_response", "=", True),
                    ("state", "in", ["sent", "submitted", "returned"]),
                ],
            ),
            (
                "actions_late",
                self.env._("Actions overdue"),
                self.env._("Promised for a day that has passed"),
                "exit.interview.action",
                [("state", "=", "open"), ("date_due", "<", get_today(self))],
            ),
            (
                "letters",
                self.env._("Leavers to write to"),
                self.env._("All is answered: tell them what came of it"),
                duty,
                [("state", "=", "open"), ("kind", "=", "write")],
            ),
        ]

    # === UPTAKE === #

    @api.model
    def _get_quarters(self):
        """Return this quarter and the last one.

        :return: key, label, first and last day
        :rtype: list[tuple]
        """
        today = get_today(self)
        quarters = []
        for key, label, day in (
            ("this", self.env._("This quarter"), today),
            (
                "last",
                self.env._("Last quarter"),
                today - relativedelta(months=3),
            ),
        ):
            first, last = date_utils.get_quarter(day)
            quarters.append((key, label, first, last))
        return quarters

    @api.model
    def _get_uptake_columns(self):
        """Return the columns of the table: key, label, domain, the same in SQL.

        Kept side by side, so that a number and the list behind it say the same.

        :rtype: list[tuple]
        """
        left = SQL("state != 'cancelled'")
        held = ["interviewed", "confirmed", "shared"]
        return [
            ("leavers", self.env._("Leavers"), [("state", "!=", "cancelled")], left),
            (
                "offered",
                self.env._("Offered"),
                [("state", "!=", "cancelled"), ("date_offered", "!=", False)],
                SQL("state != 'cancelled' AND date_offered IS NOT NULL"),
            ),
            (
                "accepted",
                self.env._("Accepted"),
                [("state", "!=", "cancelled"), ("reply", "=", "accepted")],
                SQL("state != 'cancelled' AND reply = 'accepted'"),
            ),
            (
                "declined",
                self.env._("Declined"),
                [("state", "!=", "cancelled"), ("reply", "=", "declined")],
                SQL("state != 'cancelled' AND reply = 'declined'"),
            ),
            (
                "no_reply",
                self.env._("No reply"),
                [("state", "!=", "cancelled"), ("reply", "=", "no_reply")],
                SQL("state != 'cancelled' AND reply = 'no_reply'"),
            ),
            (
                "held",
                self.env._("Held"),
                ["|", ("state", "in", held), ("outcome", "=", "completed")],
                SQL("state = ANY(%s) OR outcome = 'completed'", held),
            ),
            (
                "retained",
                self.env._("Stayed"),
                [("outcome", "=", "retained")],
                SQL("outcome = 'retained'"),
            ),
        ]

    @api.model
    def _get_uptake(self, populations):
        """Return how many left, were offered, said yes and were heard, by service.

        A case counts in the quarter of the last day in post, or of the notice where no
        last day is known: as in the workbook. One query.

        :param list[str] populations: those the user coordinates
        :rtype: dict
        """
        quarters = self._get_quarters()
        columns = self._get_uptake_columns()
        choose = self.env["exit.interview.workbook"]._get_domain
        quarter_domains = {
            key: choose(first, last, "all") for key, _label, first, last in quarters
        }
        (_this, _label, start, end), (_last, _label, first, _end) = quarters
        domain = Domain("population", "in", populations) & Domain(
            choose(first, end, "all")
        )
        # The platform's own search: rules are in its WHERE, and ours is the counting.
        self.flush_model()
        query = self._search(domain)
        day = SQL("COALESCE(date_departure, date_notified)")
        counts = [SQL("count(*) FILTER (WHERE %s)", sql) for *_rest, sql in columns]
        query.groupby = SQL("1, 2")
        rows = self.env.execute_query(
            query.select(SQL("%s >= %s", day, start), SQL("service_name"), *counts)
        )
        return {
            "columns": [
                {"key": key, "label": label, "domain": domain}
                for key, label, domain, _sql in columns
            ],
            "quarters": [
                self._get_uptake_quarter(
                    key,
                    label,
                    [("population", "in", populations), *quarter_domains[key]],
                    [row[1:] for row in rows if row[0] == (key == "this")],
                )
                for key, label, _first, _last in quarters
            ],
        }

    @api.model
    def _get_uptake_quarter(self, key, label, domain, rows):
        rows = sorted(rows, key=lambda row: (row[0] is None, row[0] or ""))
        return {
            "key": key,
            "label": label,
            "domain": domain,
            "total": [
                sum(numbers) for numbers in zip(*(row[1:] for row in rows), strict=True)
            ],
            "rows": [
                {
                    "label": service or self.env._("No service known"),
                    "domain": [("service_name", "=", service or False)],
                    "numbers": numbers,
                }
                for service, *numbers in rows
            ],
        }

    # === TIMELINESS === #

    @api.model
    def _get_timeliness(self, populations):
        """Return for each kind of duty what was in time; one query.

        Counted is what is open, and what was done since the start of last quarter.

        :param list[str] populations: those the user coordinates
        :rtype: dict
        """
        Duty = self.env["exit.interview.duty"]
        today = get_today(self)
        since = self._get_quarters()[1][2]
        domain = Domain("population", "in", populations) & (
            Domain("state", "=", "open")
            | (Domain("state", "=", "done") & Domain("date_done", ">=", since))
        )
        # As above: the search carries the rules.
        Duty.flush_model()
        query = Duty._search(domain)
        query.groupby = SQL("1")
        rows = self.env.execute_query(
            query.select(
                SQL("kind"),
                SQL("count(*) FILTER (WHERE timing = 'in_time')"),
                SQL("count(*) FILTER (WHERE timing = 'late')"),
                SQL(
                    "count(*) FILTER (WHERE timing = 'open' AND date_due < %s)",
                    today,
                ),
                SQL(
                    "count(*) FILTER (WHERE timing = 'open' AND date_due >= %s)",
                    today,
                ),
                SQL(
                    "percentile_cont(0.5) WITHIN GROUP (ORDER BY days_taken)"
                    " FILTER (WHERE state = 'done')"
                ),
            )
        )
        order = list(Duty._get_board_labels())
        rows.sort(key=lambda row: order.index(row[0]))
        return {
            "since": fields.Date.to_string(since),
            "since_label": self._format_date(since),
            "columns": self._get_timeliness_columns(),
            "rows": self._merge_hidden_kinds(rows, domain),
        }

    @api.model
    def _get_timeliness_columns(self):
        return [
            {
                "key": "in_time",
                "label": self.env._("Done in time"),
                "domain": [("timing", "=", "in_time")],
            },
            {
                "key": "late",
                "label": self.env._("Done late"),
                "domain": [("timing", "=", "late")],
            },
            {
                "key": "open_late",
                "label": self.env._("Open, late"),
                "domain": [("timing", "=", "open"), ("date_due", "<", get_today(self))],
            },
            {
                "key": "open",
                "label": self.env._("Open, in time"),
                "domain": [
                    ("timing", "=", "open"),
                    ("date_due", ">=", get_today(self)),
                ],
            },
        ]

    @api.model
    def _merge_hidden_kinds(self, rows, domain):
        """Return the rows in words; kinds that only say "to do" stand together.

        :param list rows: kind, four counts, median days
        :param domain: the domain they were counted under
        :rtype: list[dict]
        """
        words = self.env["exit.interview.duty"]._get_board_labels()
        merged = {}
        for kind, *numbers, median in rows:
            row = merged.setdefault(
                words[kind],
                {"label": words[kind], "kinds": [], "numbers": [0] * 4, "median": None},
            )
            row["median"] = median if not row["kinds"] else None
            row["kinds"].append(kind)
            row["numbers"] = [
                before + number
                for before, number in zip(row["numbers"], numbers, strict=True)
            ]
        return [
            {**row, "domain": list(domain & Domain("kind", "in", row["kinds"]))}
            for row in merged.values()
        ]
