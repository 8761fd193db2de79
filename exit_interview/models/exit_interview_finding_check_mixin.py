# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from . import name_check, name_words

# As many words of the leaver in a row are the leaver's words, whoever typed them.
OWN_WORDS = 8
# A role that so few hold tells who holds it.
RARE_ROLE = 5


class ExitInterviewFindingCheckMixin(models.AbstractModel):
    """By what a wording could give somebody away: every name known to the case.

    Requirement: P-16, A-26.
    """

    _name = "exit.interview.finding.check.mixin"
    _description = "Case whose names are looked for in wordings"

    def get_wording_flags(self, wording, quote=False):
        """Return what in a wording could tell a person apart.

        Called by the screen while somebody types.

        :param str wording: words for the report
        :param str quote: the leaver's words that it came from
        :return: ``start``, ``end``, ``text``, ``why``, ``kind``
        :rtype: list[dict]
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        wording = self._read_line(wording, self.env._("The wording"), 2000)
        quote = self._read_line(quote, self.env._("The words"))
        # Names of colleagues are looked up to warn of those typed in, not shown.
        return self.sudo()._get_wording_flags(wording, quote)

    def _get_wording_flags(self, wording, quote=False, known=None):
        """Return what in a wording could tell a person apart.

        Note: self.ensure_one(), as superuser

        :param list[name_check.Known] known: the names of the case, where many
            wordings of one case are read and they were fetched before
        :rtype: list[dict]
        """
        self.ensure_one()
        flags = name_check.find(
            wording,
            self._get_known_names() if known is None else known,
            self.policy_id._get_trait_words(),
            self._get_flag_labels(),
        )
        found = [
            {
                "start": flag.start,
                "end": flag.end,
                "text": flag.text,
                "why": flag.why,
                "kind": flag.kind,
            }
            for flag in flags
        ]
        return found + self._get_own_words(wording or "", quote or "")

    def _get_own_words(self, wording, quote):
        """Return where a wording still is what the leaver said, word for word."""
        tokens = list(name_words.WORD.finditer(wording))
        spoken = [word.casefold() for word in name_words.WORD.findall(quote)]
        size = min(OWN_WORDS, len(spoken))
        if size < 3:
            return []
        runs = {
            tuple(spoken[start : start + size])
            for start in range(len(spoken) - size + 1)
        }
        covered = set()
        for start in range(len(tokens) - size + 1):
            run = tokens[start : start + size]
            if tuple(token[0].casefold() for token in run) in runs:
                covered.update(range(start, start + size))
        if not covered:
            return []
        first, last = tokens[min(covered)].start(), tokens[max(covered)].end()
        return [
            {
                "start": first,
                "end": last,
                "text": wording[first:last],
                "why": self.env._("still the leaver's own words"),
                "kind": "own_words",
            }
        ]

    def _get_flag_labels(self):
        """Return the reasons of the check in the user's language."""
        return name_check.Labels(
            exact="%s",
            short=self.env._("could be short for: %s", "%s"),
            alike=self.env._("looks like: %s", "%s"),
            initials=self.env._("could stand for: %s", "%s"),
            unknown=self.env._("looks like a name"),
            trait=self.env._("tells people apart"),
            date=self.env._("a date tells people apart"),
            age=self.env._("an age tells people apart"),
            children=self.env._("a family tells people apart"),
            years=self.env._("length of service tells people apart"),
            address=self.env._("an address, number or reference"),
        )

    def _get_known_names(self):
        """Return every name by which somebody of this case could be recognised.

        Populations add theirs: homes, households, schools.

        Note: self.ensure_one(), as superuser

        Requirement: P-16.

        :rtype: list[name_check.Known]
        """
        self.ensure_one()
        known = [
            name_check.Known(name, why)
            for name, why in (
                *((one.name, self.env._("the leaver")) for one in self.participant_ids),
                (self.manager_name, self.env._("the leaver's manager")),
                *(
                    (user.name, self.env._("somebody of this case"))
                    for user in self._get_known_users()
                ),
                *((name, self.env._("a colleague")) for name in self._get_colleagues()),
            )
            if name
        ]
        places = [
            name_check.Known(name, why, is_person=False)
            for name, why in (
                (self.team_name, self.env._("the leaver's team")),
                (self.service_name, self.env._("the leaver's service")),
                (self.manager_service_name, self.env._("the manager's service")),
                *(
                    (team, self.env._("a team or service"))
                    for team in self._get_teams()
                ),
            )
            if name
        ]
        role = self._get_rare_role()
        if role:
            why = self.env._("a role that few hold")
            places.append(name_check.Known(role, why, is_person=False, is_role=True))
        unique = {(one.text, one.is_person): one for one in reversed(known + places)}
        return list(reversed(unique.values()))

    def _get_known_users(self):
        """Return the logins of everybody who has a part in this case, or could."""
        self.ensure_one()
        return (
            self.interviewer_id
            | self.coordinator_id
            | self.manager_user_id
            | self.line_user_ids
            | self.share_ids.user_id
            | self.action_ids.owner_id
            | self.session_ids.interviewer_id
            | self.policy_id.role_ids.user_id
        )

    def _get_colleagues(self):
        """Return the names of people who work, or worked, where the leaver did.

        Populations override it for people who are no employees.

        :rtype: list[str]
        """
        self.ensure_one()
        return []

    def _get_teams(self):
        """Return the names of teams and services of the organisation.

        :rtype: list[str]
        """
        self.ensure_one()
        Department = self.env["hr.department"].with_context(active_test=False)
        domain = [("company_id", "in", [self.company_id.id, False])]
        return Department.search(domain).mapped("name")

    def _get_rare_role(self):
        """Return the leaver's role if it tells who they are.

        Populations override it.

        :rtype: str
        """
        self.ensure_one()
        return ""
