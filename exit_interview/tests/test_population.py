# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import tagged

from .common import ExitInterviewCommon


@tagged("post_install", "-at_install")
class TestPopulation(ExitInterviewCommon):
    """A population is seen by the groups it names, and by nobody else."""

    def test_no_access_line_stands_without_a_rule_on_the_population(self):
        """Without a rule of its own group a line would open every population."""
        bare = []
        for part in ("coordinator", "interviewer"):
            group = self.env.ref(f"exit_interview.group_case_{part}")
            for line in group.model_access.filtered("perm_read"):
                model = self.env[line.model_id.model]
                field = model._fields.get("population")
                if model._transient or field is None or not field.store:
                    continue
                rules = line.model_id.rule_ids.filtered(
                    lambda rule, group=group: group in rule.groups
                )
                if not rules and not self._is_configuration(model):
                    bare.append((part, model._name))
        self.assertFalse(bare)

    def _is_configuration(self, model):
        """Return whether everybody with a part may read the rows of all populations."""
        return model._name in (
            "exit.interview.questionnaire",
            "exit.interview.metric",
            "exit.interview.theme",
        )

    def test_rules_ask_for_the_groups_somebody_has(self):
        self.assertEqual(self.cora._get_populations("coordinator"), ["staff"])
        self.assertEqual(self.cora._get_populations("interviewer"), ["staff"])
        self.assertEqual(self.ivy._get_populations("coordinator"), [])
        self.assertEqual(self.emp._get_populations("interviewer"), [])

    def test_the_hidden_groups_alone_show_nothing(self):
        case = self._depart(self.lea)
        self.emp.group_ids += self.env.ref("exit_interview.group_case_coordinator")
        for model in ("exit.interview", "exit.interview.participant"):
            self.assertFalse(self.env[model].with_user(self.emp).search([]))
        self.assertTrue(case.with_user(self.cora).has_access("read"))

    def test_whoever_loses_the_group_sees_nothing_at_once(self):
        case = self._depart(self.lea)
        self.assertTrue(case.with_user(self.cora).has_access("read"))
        self.cora.group_ids -= self.env.ref("exit_interview.group_coordinator")
        self.assertFalse(case.with_user(self.cora).has_access("read"))

    def test_a_population_without_groups_is_closed(self):
        mixin = self.env["exit.interview.population.mixin"]
        for get_group in (mixin._get_coordinator_group, mixin._get_interviewer_group):
            with self.assertRaises(NotImplementedError):
                get_group("nobody")
