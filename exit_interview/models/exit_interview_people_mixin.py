# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class ExitInterviewPeopleMixin(models.AbstractModel):
    """Who interviews: the policy's preference, the leaver's wish, who may not."""

    _name = "exit.interview.people.mixin"
    _description = "Interviewer of an exit interview case"

    wish_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Wishes to talk to",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    unwanted_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="exit_interview_unwanted_user_rel",
        string="Does not wish to talk to",
        readonly=True,
        copy=False,
        help="These people do not interview this leaver; nobody is asked why.",
    )
    wish_note = fields.Char(
        string="Wishes",
        readonly=True,
        copy=False,
        help="What the leaver asks for, such as somebody from another service.",
    )

    # === FINDING SOMEBODY === #

    @api.model
    def _get_interviewer_roles(self):
        """Return the roles that interview, the preferred one first (L-15, L-16).

        :rtype: list[str]
        """
        return ["interviewer", "deputy_interviewer", "outside_interviewer"]

    def _get_interviewer(self):
        """Return who interviews if nobody decides otherwise.

        Whom the leaver wishes for, else the policy's preference and fallback; never
        somebody the leaver does not want, or who is not independent.

        Requirement: L-15, L-16, B-10, decision 8.

        :rtype: ``res.users``
        """
        self.ensure_one()
        # Wishes are read to be obeyed; who they name is not told here.
        case_sudo = self.sudo()
        wished = case_sudo.wish_user_id.sudo(False)
        if wished.active and not self._get_interviewer_issues(wished):
            return wished
        for role in self._get_interviewer_roles():
            user = self._get_role_user(role)
            if user and not self._get_interviewer_issues(user):
                return user
        return self.env["res.users"]

    def _get_interviewer_issues(self, user):
        """Return why `user` does not interview: the leaver's no, and independence.

        :param user: ``res.users`` record
        :rtype: list[str]
        """
        self.ensure_one()
        issues = []
        # Read to refuse, as in _get_independence_issues.
        if user in self.sudo().unwanted_user_ids:
            issues.append(
                self.env._("The leaver does not wish to talk to %s.", user.name)
            )
        return issues + self._get_independence_issues(user)

    def _is_never_interviewer(self, user):
        """Return whether no reason makes `user` this leaver's interviewer.

        :param user: ``res.users`` record
        :rtype: bool
        """
        self.ensure_one()
        case_sudo = self.sudo()  # as in _get_interviewer_issues
        return bool(
            user in case_sudo.conflict_user_ids
            or user in case_sudo.unwanted_user_ids
            or not self._has_interviewer_role(user)
        )

    def _has_interviewer_role(self, user):
        """Return whether `user` has the role of an interviewer for this leaver.

        Asked wherever somebody is found, assigned or shown as a candidate. Populations
        override it where people without a login of the organisation interview, too.

        Requirement: decision 8, C-04.

        :param user: ``res.users`` record
        :rtype: bool
        """
        self.ensure_one()
        # Whose role it is follows from the population, which is no secret.
        return user.has_group(self._get_interviewer_group(self.sudo().population))

    @api.model
    def _get_group_interviewers(self, population):
        """Return everybody who has the role of an interviewer, whoever's case it is.

        Populations override it with :meth:`_has_interviewer_role`.

        Requirement: decision 8, C-14.

        :param str population: a value of ``population``
        :return: users in the order of their names
        :rtype: ``res.users`` as superuser
        """
        # Members of a group are told to whoever assigns; the caller was checked.
        group = self.env.ref(self._get_interviewer_group(population)).sudo()
        return group.all_user_ids.sorted("name")

    def _read_interviewer(self, value, what):
        """Return the interviewer of these cases whose id came from outside.

        Populations override it where people from outside the organisation interview.

        Requirement: L-15, C-04.

        :param int value: id of a user
        :param str what: the part the person plays, in words
        :rtype: ``res.users`` as the caller's own environment
        :raise ValidationError: if nobody active was chosen
        """
        return self._read_choice_of_user(value, what)

    def _get_interviewer_note(self, user):
        """Return what helps to choose between interviewers, such as languages.

        Shown in the dialog that assigns; the engine knows of nothing.

        Requirement: C-14.

        :param user: ``res.users`` record
        :return: words, or an empty text
        :rtype: str
        """
        return ""

    def _is_outsider(self, user):
        """Return whether `user` is not connected with the leaver's service (B-11).

        Populations know what "connected" means.

        :param user: ``res.users`` record
        :rtype: bool
        """
        self.ensure_one()
        return False

    @api.model
    def _get_availability(self, user):
        """Return until when `user` is away, in words; False if they are here.

        :param user: ``res.users`` record
        :rtype: str or bool
        """
        absence = self.env["exit.interview.absence"]._get_absences_today().get(user)
        return self._format_date(absence.date_to) if absence else False

    def _get_candidates(self):
        """Return who could interview these cases, the likeliest first.

        The wished person, who plays a role by the policy, then everybody else with
        the role of an interviewer in the organisation.

        :return: dictionaries with ``user``, ``role``, ``issues``, ``never``,
            ``open_count``, ``away`` and ``note``
        :rtype: list[dict]
        """
        # Configuration and counts; the coordinator was checked by the dialog's opener.
        cases = self.sudo()
        today = fields.Date.context_today(self)
        users = cases.wish_user_id
        labels = {}
        for case in cases:
            for role in self._get_interviewer_roles():
                rows = case.policy_id.role_ids.filtered(
                    lambda row, r=role: r == row.role and row._is_available(today)
                )
                for row in rows.sorted(lambda row: (row.sequence, row.id)):
                    label = dict(row._fields["role"]._description_selection(self.env))
                    labels.setdefault(row.user_id, label[role])
                    users |= row.user_id
        for population in set(cases.mapped("population")):
            users |= self._get_group_interviewers(population)
        users = users.filtered(
            lambda user: user.active and all(case._is_candidate(user) for case in cases)
        )
        counts = self._count_open_interviews(users)
        candidates = [
            self._prepare_candidate(user, labels.get(user), counts) for user in users
        ]
        return sorted(candidates, key=lambda one: (one["never"], bool(one["issues"])))

    def _is_candidate(self, user):
        """Return whether `user` is one to choose from: of this organisation.

        Somebody without a login for the backend is one only as an interviewer.
        """
        self.ensure_one()
        is_ours = self.company_id in user.company_ids
        return is_ours and (not user.share or self._has_interviewer_role(user))

    def _prepare_candidate(self, user, label, counts):
        issues = []
        for case in self:
            issues += [
                issue
                for issue in case._get_interviewer_issues(user)
                if issue not in issues
            ]
        if not label and all(case._is_outsider(user) for case in self):
            label = self.env._("Impartial outsider")
        if any(user == case.sudo().wish_user_id for case in self):
            label = ", ".join(filter(None, [self.env._("Wished for"), label]))
        return {
            "user": user,
            "role": label or self.env._("Interviewer"),
            "issues": issues,
            "never": any(case._is_never_interviewer(user) for case in self),
            "open_count": counts[user.id],
            "away": self._get_availability(user),
            "note": self._get_interviewer_note(user),
        }

    @api.model
    def _count_open_interviews(self, users):
        """Return how many interviews each user has before them."""
        # A number for each person, whoever's cases they are.
        groups = self.sudo()._read_group(
            [
                ("interviewer_id", "in", users.ids),
                ("state", "in", ("new", "offered", "scheduled", "interviewed")),
            ],
            ["interviewer_id"],
            ["__count"],
        )
        return Counter({user.id: count for user, count in groups})

    def _get_wish_text(self):
        """Return the leaver's wishes about the interviewer in one line.

        :rtype: str
        """
        self.ensure_one()
        parts = [self.wish_note or ""]
        if self.wish_user_id:
            parts.append(self.env._("wishes for %s", self.wish_user_id.name))
        if self.unwanted_user_ids:
            names = ", ".join(self.unwanted_user_ids.mapped("name"))
            parts.append(self.env._("not %s", names))
        return "; ".join(part for part in parts if part)

    # === DUTY === #

    def _get_interviewer_duties(self):
        """Return the duty to find an interviewer, while there is none.

        :return: dictionaries of ``_prepare_duty``
        :rtype: list[dict]
        """
        self.ensure_one()
        if self.interviewer_id or self.route != "interview":
            return []
        policy = self.policy_id
        if self.state == "new":
            due = policy._plan_offer(self.date_notified)
        elif self.state == "offered":
            due = policy._plan_working_days(policy.reply_days, self.date_offered)
        elif self.state == "scheduled":
            due = self._get_planned_session()._get_due_date()
        else:
            return []
        return [self._prepare_duty("assign", "coordinator", due)]

    # === STEPS === #

    def action_record_wish(
        self, wished_user_id=False, unwanted_user_ids=False, note=False
    ):
        """Record whom the leaver wishes to talk to, and whom not.

        The whole wish each time: what is left out is taken back. An interviewer whom
        the leaver does not want is replaced at once.

        Requirement: B-10, F-27.

        :param int wished_user_id: id of a user, or empty
        :param list[int] unwanted_user_ids: ids of users
        :param str note: in the leaver's words
        :return: True
        """
        self._check_actor("coordinator", "interviewer")
        wished = self.env["res.users"]
        if wished_user_id:
            wished = self._read_choice_of_user(
                wished_user_id, self.env._("Wishes to talk to")
            )
        unwanted = self._read_ids(
            "res.users", unwanted_user_ids, self.env._("Does not wish to talk to")
        )
        if wished and wished in unwanted:
            raise UserError(
                self.env._("%s cannot be wished for and not wanted.", wished.name)
            )
        note = self._read_line(note, self.env._("the wishes"), 300)
        # The caller was checked; wishes are not typed into the case.
        self._log("wish")
        self.sudo()._record_wish(wished, unwanted, note)
        return True

    def _record_wish(self, wished, unwanted, note):
        """Keep a wish and obey it; private twin of :meth:`action_record_wish`."""
        self.write(
            {
                "wish_user_id": wished.id,
                "unwanted_user_ids": [Command.set(unwanted.ids)],
                "wish_note": note,
            }
        )
        self.participant_ids._settle_wish()
        for case in self:
            case._obey_wish()
        self.duty_update()

    def _obey_wish(self):
        """Give the case the wished interviewer, or another than an unwanted one."""
        self.ensure_one()
        if self.state not in ("new", "offered", "scheduled"):
            return
        is_unwanted = self.interviewer_id in self.unwanted_user_ids
        wished = self.wish_user_id
        if not is_unwanted and (not wished or wished == self.interviewer_id):
            return
        user = self._get_interviewer()
        if is_unwanted or user == wished:
            self.write({"interviewer_id": user.id, "independence_reason": False})
            self._get_planned_session().write({"interviewer_id": user.id})
            self._log("assigned", user.name or self.env._("nobody yet"))
