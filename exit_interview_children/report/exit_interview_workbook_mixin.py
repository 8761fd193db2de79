# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.tools import SQL

from odoo.addons.exit_interview.report.exit_interview_workbook_mixin import (
    Column,
    Sheet,
)

from ..models.exit_interview_population_mixin import POPULATION


class ExitInterviewWorkbookMixin(models.AbstractModel):
    """Moves of young people: one row a case, from the notice to what was recommended.

    Requirement: C-08 to C-14, C-22, C-23.
    """

    _inherit = "exit.interview.workbook.mixin"

    def _get_sheets(self, cases, tally):
        """Override of `exit_interview`: the moves first, where there are children."""
        sheets = super()._get_sheets(cases, tally)
        children = cases.filtered(lambda case: case.population == POPULATION)
        return [self._get_moves_sheet(children), *sheets] if children else sheets

    def _get_moves_sheet(self, cases):
        """Return the sheet of moves.

        :param cases: ``exit.interview`` of children that the user may export
        :rtype: Sheet
        """
        columns = [column for column, _sql, _labels in self._get_move_columns()]
        labels = [labels for _column, _sql, labels in self._get_move_columns()]

        def read(row):
            return [
                words.get(value, value) if words else value
                for words, value in zip(labels, row, strict=True)
            ]

        return Sheet(self.env._("Moves"), columns, self._get_moves_query(cases), read)

    def _get_move_columns(self):
        """Return the columns: heading, SQL on case ``c`` and agreement ``a``, words.

        :rtype: list[tuple[Column, SQL, dict]]
        """
        Case, Agreement = "exit.interview", "exit.interview.agreement"
        kinds = {True: self.env._("Agency"), False: self.env._("Our own")}
        return [
            (Column(self.env._("Reference")), SQL("c.name"), {}),
            (Column(self.env._("Home"), width=24), SQL("c.home_name"), {}),
            (
                Column(self.env._("Kind of home")),
                SQL("COALESCE(c.is_agency_home, FALSE)"),
                kinds,
            ),
            (
                Column(self.env._("Placing authority"), width=24),
                SQL("c.authority_name"),
                {},
            ),
            (Column(self.env._("Age"), "number", 8), SQL("c.age_at_notice"), {}),
            (
                Column(self.env._("Questions for")),
                SQL("c.age_band"),
                self._get_labels(Case, "age_band"),
            ),
            (
                Column(self.env._("Moves to"), width=24),
                SQL("c.moving_to"),
                self._get_labels(Case, "moving_to"),
            ),
            (Column(self.env._("Decided on"), "date"), SQL("c.date_move_decided"), {}),
            (Column(self.env._("Notified"), "date"), SQL("c.date_notified"), {}),
            (
                Column(self.env._("Day of the move"), "date"),
                SQL("c.date_departure"),
                {},
            ),
            (
                Column(self.env._("Feasible")),
                SQL("a.feasible"),
                self._get_labels(Agreement, "feasible"),
            ),
            (Column(self.env._("Asked on"), "date"), SQL("a.date_agreement"), {}),
            (
                Column(self.env._("What they say"), width=20),
                SQL("a.agreement"),
                self._get_labels(Agreement, "agreement"),
            ),
            (
                Column(self.env._("How they were asked"), width=24),
                SQL("a.agreement_how"),
                self._get_labels(Agreement, "agreement_how"),
            ),
            (
                Column(self.env._("How it ended"), width=20),
                SQL("c.outcome"),
                self._get_labels(Case, "outcome"),
            ),
        ]

    def _get_moves_query(self, cases):
        parts = [sql for _column, sql, _labels in self._get_move_columns()]
        return SQL(
            """
            SELECT %(columns)s
              FROM exit_interview c
              LEFT JOIN exit_interview_agreement a ON a.case_id = c.id
             WHERE c.id = ANY(%(ids)s)
             ORDER BY c.date_notified, c.id
            """,
            columns=SQL(", ").join(parts),
            ids=cases.ids,
        )
