# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Find the employee and the team that a row of an extract means."""

from collections import defaultdict
from difflib import get_close_matches

from ..models.name_match import get_key, get_number, is_alike

# More than these are no help to whoever decides.
MAX_CANDIDATES = 6


class LeaverFinder:
    """Employees and teams of some organisations, read once for all rows.

    :param employees: ``hr.employee`` recordset, archived ones included
    :param departments: ``hr.department`` recordset
    :param list number_fields: where the staff number may stand
    """

    def __init__(self, employees, departments, number_fields):
        self.by_key = defaultdict(employees.browse)
        self.by_word = defaultdict(set)
        self.by_number = defaultdict(employees.browse)
        self.by_bare_number = defaultdict(employees.browse)
        for employee in employees:
            key = get_key(employee.name)
            self.by_key[key] |= employee
            for word in key.split():
                self.by_word[word].add(key)
            for field in number_fields:
                number = get_number(employee[field])
                if number:
                    self.by_number[number] |= employee
                    self.by_bare_number[number.lstrip("0")] |= employee
        self.teams = defaultdict(departments.browse)
        self.team_names = {}
        for team in departments:
            for name in {team.name, team.complete_name}:
                self.teams[get_key(name)] |= team
            self.team_names[get_key(team.name)] = team.name
        # Excel takes zeros off where all numbers have one length (I-74).
        lengths = {len(number) for number in self.by_number}
        self.number_length = lengths.pop() if len(lengths) == 1 else 0

    # === TEAMS === #

    def find_team(self, name):
        """Return the teams of that name: none, one, or several.

        :rtype: ``hr.department``
        """
        return self.teams.get(get_key(name), self.teams.default_factory())

    def get_close_teams(self, name):
        """Return the names of the three teams that are written most alike (I-71).

        :rtype: list[str]
        """
        close = get_close_matches(get_key(name), list(self.team_names), 3, cutoff=0.0)
        return [self.team_names[key] for key in close]

    # === PEOPLE === #

    def find(self, number, name, team):
        """Return who is meant.

        :param str number: staff number, may be empty
        :param str name: name, may be empty
        :param team: ``hr.department``, may be empty
        :return: (employee if it is sure, candidates if not, code of a hint)
        :rtype: tuple
        """
        key = get_key(name)
        if not number:
            return self._find_by_name(key, team)
        found, hint = self._find_by_number(number)
        if len(found) == 1:
            known = get_key(found.name)
            if not key or key == known or is_alike(key, known):
                return found, None, hint
            alike = [one for one in self._get_candidates(key, team) if one[0] != found]
            return None, [(found, "number"), *alike][:MAX_CANDIDATES], "other_name"
        if not key:
            return None, None, "unknown_number"
        return None, self._get_candidates(key, team), "unknown_number"

    def _find_by_number(self, number):
        wanted = get_number(number)
        if wanted in self.by_number:
            return self.by_number[wanted], False
        bare = wanted.lstrip("0")
        if bare and wanted.isdecimal() and len(wanted) < self.number_length:
            return self.by_bare_number.get(bare, self.by_key.default_factory()), "zeros"
        return self.by_key.default_factory(), False

    def _find_by_name(self, key, team):
        same = self.by_key.get(key, self.by_key.default_factory())
        candidates = self._get_candidates(key, team)
        if len(same) == 1 and candidates[0][1] == "name":
            return same, None, False
        if len(same) > 1:
            return None, candidates, "several"
        return None, candidates, "team" if same else "alike" if candidates else "nobody"

    def _get_candidates(self, key, team):
        """Return [(employee, how)], the most likely first."""
        exact = self.by_key.get(key, self.by_key.default_factory())
        candidates = [
            (one, "name" if self._is_near(one.department_id, team) else "team")
            for one in exact
        ]
        candidates.sort(key=lambda one: one[1])
        keys = set().union(*(self.by_word.get(word, ()) for word in key.split()))
        alike = sorted(other for other in keys - {key} if is_alike(key, other))
        for other in alike:
            candidates += [(one, "alike") for one in self.by_key[other]]
        return candidates[:MAX_CANDIDATES]

    @staticmethod
    def _is_near(one, other):
        """Return whether two teams do not contradict each other."""
        if not one or not other:
            return True
        return one.parent_path.startswith(
            other.parent_path
        ) or other.parent_path.startswith(one.parent_path)
