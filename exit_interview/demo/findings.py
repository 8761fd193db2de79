# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the sample organisation learned from its conversations."""

import json
import re

from odoo.tools import file_open

# Cases, the latest first, whose findings are not all approved yet.
WAITING = ("nothing yet", "draft", "submitted", "returned", "nothing to learn")
LOW, HIGH = 4, 8


class Findings:
    """Turns answers into findings, each step as the person who would take it.

    :param generator: the :class:`~.generator.Generator`
    """

    def __init__(self, generator):
        self.make = generator
        self.env = generator.env
        with file_open("exit_interview/demo/findings.json") as stream:
            self.words = json.load(stream)
        self.counts = dict.fromkeys(self.words, 0)

    def run(self):
        """Make everything."""
        plans = self.make.reaching("confirmed")
        plans.sort(key=lambda plan: plan.days["confirmed"], reverse=True)
        waits = dict(zip(map(id, plans), WAITING, strict=False))
        learned = [plan for plan in plans if waits.get(id(plan)) != "nothing yet"]
        approved = [plan for plan in learned if id(plan) not in waits]
        for plan in learned:
            if id(plan) in waits:
                self._learn(plan, waits[id(plan)])
        self._learn_all(approved)
        findings = self.env["exit.interview.finding"]
        for plan in learned:
            plan.days["learned"] = self._get_day(plan)
            findings |= self._date(plan)
        self.make.date_back(learned, "learned", findings)
        self._settle_cause()

    def _learn_all(self, plans):
        """Take the same steps with many cases, each step once."""
        ids = []
        for plan in plans:
            case = self.make.case(plan)
            mine = self.make.act(case, self.make.coordinator)
            ids += mine.action_add_findings(self._prepare(case))
        findings = self.env["exit.interview.finding"].browse(ids)
        self._submit(findings, self.make.merge(plans))
        for approver, wordings in findings.grouped("approver_id").items():
            self.make.act(wordings, approver).action_approve()

    def _submit(self, findings, cases):
        submitted = self.make.act(findings, self.make.coordinator)
        submitted.action_submit("other", "Read again: it names nobody.")
        self.make.act(cases, self.make.coordinator).action_finish_findings()

    def _get_day(self, plan):
        days = self.make.policy._plan_working_days(3, plan.days["confirmed"])
        return min(days, self.make.today)

    def _learn(self, plan, state):
        """Note what is learned from one case, as far as `state` says."""
        case = self.make.case(plan)
        mine = self.make.act(case, self.make.coordinator)
        if state == "nothing to learn":
            mine.action_finish_findings()
            return
        vals_list = self._prepare(case)
        if state == "draft":
            vals_list.append(self._prepare_urgent())
        ids = mine.action_add_findings(vals_list)
        findings = self.env["exit.interview.finding"].browse(ids)
        if state == "draft":
            urgent = findings.filtered(lambda finding: finding.triage == "urgent")
            self.make.act(urgent, self.make.coordinator).action_settle_urgent(
                "action", self.words["urgent_note"]
            )
            return
        self._submit(findings, case)
        if state == "submitted":
            return
        for approver, wordings in findings.grouped("approver_id").items():
            theirs = self.make.act(wordings, approver)
            theirs[:1].action_return(self.words["returned"])
            theirs[1:].action_approve()

    # === WORDS === #

    def _prepare(self, case):
        """Return what a coordinator would take out of the answers."""
        vals_list = []
        for answer in case.session_ids.answer_ids:
            code = answer.question_id.code
            if code == "support" and answer.comment:
                code = "low" if answer.score <= LOW else "high"
                if LOW < answer.score < HIGH:
                    continue
            if code not in ("done_well", "improve", "low", "high"):
                continue
            text = answer.text or answer.comment
            if text:
                vals_list.append(self._prepare_finding(code, answer, text))
        return vals_list

    def _prepare_finding(self, code, answer, text):
        choices = self.words[code]
        kind, theme, wording = choices[self.counts[code] % len(choices)]
        self.counts[code] += 1
        return {
            "kind": kind,
            "theme_id": self.make._ref(f"theme_{theme}").id,
            "wording": wording,
            "answer_id": answer.id,
            "quote": re.split(r"(?<=[.!?])\s", text)[0],
        }

    def _prepare_urgent(self):
        return {
            "kind": "worry",
            "triage": "urgent",
            "theme_id": self.make._ref("theme_safety").id,
            "wording": self.words["urgent"],
        }

    # === WHEN === #

    def _date(self, plan):
        """Give the findings of a case the days they would have."""
        case, day = self.make.case(plan), plan.days["learned"]
        if case.date_learned:
            case.date_learned = day
        later = self.make.policy._plan_working_days(2, day)
        for name, date in (
            ("date_submitted", day),
            ("date_returned", later),
            ("date_approved", later),
        ):
            done = case.finding_ids.filtered(name)
            if done:
                done.write({name: min(date, self.make.today)})
        return case.finding_ids

    def _settle_cause(self):
        """Look at one cause that comes back; the others wait."""
        causes = self.env["exit.interview.cause"].search([], order="people desc")
        if len(causes) > 1:
            mine = self.make.act(causes[-1], self.make.coordinator)
            mine.action_settle(self.words["cause_note"])
