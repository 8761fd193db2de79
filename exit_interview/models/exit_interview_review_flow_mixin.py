# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .local_date import get_today


class ExitInterviewReviewFlowMixin(models.AbstractModel):
    """The steps of a review: prepare, compute, ask, approve, publish."""

    _name = "exit.interview.review.flow.mixin"
    _description = "Steps of a review"

    # === PREPARE === #

    @api.model
    def prepare(self, population, period, date_from):
        """Begin the review of a closed period.

        Requirement: L-21, A-07, P-14.

        :param str population: whose leavers
        :param str period: ``quarter`` or ``year``
        :param date_from: first day of the period
        :return: id of the review
        :rtype: int
        :raise UserError: if the period is not closed, or reviewed already
        """
        self.check_access("read")
        self._check_value("population", population)
        self._check_value("period", period)
        day = self._read_date(date_from, self.env._("the first day of the period"))
        group = self.env["exit.interview"]._get_coordinator_group(population)
        if not self.env.user.has_group(group):
            raise AccessError(
                self.env._("Reviews are prepared by the exit interview coordinator.")
            )
        company = self.env.company
        policies = self.env["exit.interview.policy"]._get_policies(population, company)
        policy = policies.get(company)
        found = policy and [
            closed
            for closed in self._get_closed_periods(policy)
            if (closed.period, closed.date_from) == (period, day)
        ]
        if not found:
            self._refuse_period(population, period, day, policy)
        # The caller was checked; reviews are written by their steps only.
        review = self.sudo().create(
            {
                "population": population,
                "company_id": company.id,
                "policy_id": policy.id,
                "period": period,
                "date_from": found[0].date_from,
                "date_to": found[0].date_to,
                "author_id": self.env.uid,
                "author_name": self.env.user.name,
            }
        )
        review._set_previous()
        review._compute_figures()
        review.duty_update()
        policy.duty_update()
        return review.id

    @api.model
    def _refuse_period(self, population, period, day, policy):
        """Say why a period cannot be reviewed; never of whom it would tell.

        :raise UserError: always
        """
        # The caller coordinates this population: its reviews are theirs to see.
        review = self.sudo().search(
            [
                ("company_id", "=", self.env.company.id),
                ("population", "=", population),
                ("period", "=", period),
                ("date_from", "=", day),
            ],
            limit=1,
        )
        if review.state == "published":
            late = {
                person
                for part in review._get_parts()
                for person in review._get_people(review._get_late(part)).values()
            }
            if late:
                raise UserError(review._get_isolation_words(len(late)))
        if review:
            raise UserError(
                self.env._(
                    "There is a review of “%s” already. Open it under Reviews.",
                    review.display_name,
                )
            )
        refusal = self.env._(
            "Only closed calendar quarters and years are reviewed, once the days the "
            "policy waits for late records have passed. Choose a period from the list "
            "under “Prepare a review”."
        )
        if policy:
            waiting = self._get_waiting_words(self._get_next_period(policy))
            refusal = f"{refusal} {waiting}"
        raise UserError(refusal)

    def _set_previous(self):
        """Find the review of the same kind of period before this one."""
        self.ensure_one()
        self.previous_id = self._get_published().filtered(
            lambda review: review.period == self.period
            and review.date_to < self.date_from
        )[:1]

    def action_recompute(self):
        """Compute the figures of drafts afresh.

        :return: True
        """
        self._check_actor("coordinator")
        # The caller was checked; figures are written by this step only.
        for review in self.sudo():
            if not review._is_open():
                raise UserError(
                    self.env._(
                        "%s: the figures stay as they are while somebody approves "
                        "them. Take the review back to the draft first.",
                        review.display_name,
                    )
                )
            review._set_previous()
            review._compute_figures()
        return True

    def _compute_figures(self):
        """Replace the figures by those of this moment; only safe ones are kept."""
        self.ensure_one()
        # Frozen with the figures, whatever the policy says later.
        figure_people, words_people = self._get_policy_thresholds()
        self.write(
            {
                "figure_people": figure_people,
                "words_people": words_people,
                "is_told_yearly": self._is_told_yearly(),
            }
        )
        vals_list, level = self._prepare_lines()
        self.line_ids.unlink()
        self.env["exit.interview.review.line"].create(vals_list)
        self.write(
            {
                "level_used": level,
                "date_computed": fields.Datetime.now(),
                "members_digest": self._get_members_digest(),
            }
        )

    # === APPROVE === #

    def action_ask_approval(self):
        """Hand a finished draft to the second person.

        Requirement: DESIGN, two-person rules.

        :return: True
        :raise UserError: if nobody but the author could approve it
        """
        self._check_actor("coordinator")
        # The caller was checked; people hold no right to write these fields.
        for review in self.sudo():
            if not review._is_open():
                raise UserError(
                    self.env._("%s is not a draft any more.", review.display_name)
                )
            # Whoever hands it over answers for its words.
            approver = review._find_approver(review.author_id | self.env.user)
            if not approver:
                raise UserError(
                    self.env._(
                        "Nobody but the author could approve “%s”. Name a second "
                        "person in the roles of the policy.",
                        review.display_name,
                    )
                )
            review.write(
                {
                    "author_id": self.env.uid,
                    "author_name": self.env.user.name,
                    "approver_id": approver.id,
                    "date_asked": get_today(review),
                    "return_reason": False,
                }
            )
        self.sudo().duty_update()
        return True

    def _find_approver(self, authors):
        """Return who approves: the second person, else the deputy interviewer.

        :param authors: ``res.users`` who wrote it, and so do not approve it
        :rtype: ``res.users``
        """
        self.ensure_one()
        Role = self.env["exit.interview.policy.role"]
        nowhere = self.env["hr.department"]
        for role in ("second_person", "deputy_interviewer", "coordinator"):
            user = Role._find_user(self.policy_id, role, nowhere, excluded=authors)
            if user:
                return user
        # Where a role is given for parts of the organisation only.
        rows = self.policy_id.role_ids.filtered(
            lambda row: row.role in ("second_person", "deputy_interviewer")
            and row._is_available(get_today(self))
            and row.user_id not in authors
        )
        return rows[:1].user_id

    def action_approve(self):
        """Approve a review that somebody else prepared.

        :return: True
        """
        self._check_actor("approver")
        for review in self.sudo():
            review._check_asked()
            if self.env.user == review.author_id:
                raise AccessError(
                    self.env._("Nobody approves a review they prepared themselves.")
                )
            review._set_state(
                "approved",
                date_approved=get_today(review),
                approver_name=self.env.user.name,
            )
        self.sudo().duty_update()
        return True

    def action_return(self, reason):
        """Give a review back to its author.

        :param str reason: what is to be changed
        :return: True
        """
        self._check_actor("approver", "coordinator")
        self._check_text(reason, self.env._("what is to be changed"))
        reason = self._read_line(reason, self.env._("What is to be changed"), 2000)
        for review in self.sudo():
            review._check_asked()
            review._take_back(reason)
        self.sudo().duty_update()
        return True

    def action_take_back(self):
        """Take a review back to the draft, to change it.

        :return: True
        """
        self._check_actor("coordinator")
        for review in self.sudo():
            if review.state == "published" or review._is_open():
                review._check_step("draft")
            review._take_back(False)
        self.sudo().duty_update()
        return True

    def _check_asked(self):
        if self.state != "draft" or not self.date_asked:
            raise UserError(
                self.env._(
                    "%s does not wait for an approval. The coordinator hands it over "
                    "when it is finished.",
                    self.display_name,
                )
            )

    def _take_back(self, reason):
        """Make `self` a draft again; the approver reads it no longer."""
        self.ensure_one()
        self.write(
            {
                "state": "draft",
                "date_asked": False,
                "date_approved": False,
                "approver_name": False,
                "approver_id": False,
                "return_reason": reason,
            }
        )

    # === PUBLISH === #

    def action_publish(self):
        """Publish an approved review: from now on it does not change.

        Requirement: P-13, P-14, P-17, decision 5.

        :return: True
        :raise UserError: if it would tell too much, together with earlier reviews
        """
        self._check_actor("coordinator")
        # One review of an organisation at a time, whoever publishes.
        for review in self.sudo():
            review._check_step("published")
            review._check_order()
            review._check_members()
            members = review._check_disclosure()
            self.env["exit.interview.review.counted"].sudo().create(
                [
                    {
                        "review_id": review.id,
                        "case_id": case_id,
                        "part": part,
                        "person": person,
                    }
                    for part, case_ids in members.items()
                    for case_id, person in review._get_people(case_ids).items()
                ]
            )
            review._set_state(
                "published",
                date_published=get_today(review),
                publisher_name=self.env.user.name,
            )
        self.sudo().duty_update()
        self.sudo().policy_id.duty_update()
        return True

    def _check_order(self):
        """Refuse a review whose figures are older than the last one published.

        Its cases may have been counted since, and its "period before" has changed.
        """
        self.ensure_one()
        published = self._get_published()
        newer = published.filtered(lambda review: review.period == self.period)
        latest = newer.filtered(lambda review: review.date_to < self.date_from)[:1]
        if latest != self.previous_id:
            raise UserError(
                self.env._(
                    "“%(latest)s” was published since “%(review)s” was computed. Take "
                    "it back to the draft and compute the figures again.",
                    latest=latest.display_name,
                    review=self.display_name,
                )
            )
        self._check_year_open(published)
        if any(review.date_from > self.date_from for review in newer):
            raise UserError(
                self.env._(
                    "A later review is published already. “%s” cannot follow it: what "
                    "it would tell could be worked out from both.",
                    self.display_name,
                )
            )

    def _check_year_open(self, published):
        """Refuse a quarter whose year is out: year minus the others would tell it.

        :param published: all published reviews of the same people
        """
        for year in published.filtered(lambda review: review.period == "year"):
            if self.period == "quarter" and year.date_from <= self.date_from:
                if self.date_to <= year.date_to:
                    raise UserError(
                        self.env._(
                            "“%(year)s” is published already, and counts whoever left "
                            "or was heard in this quarter. “%(review)s” is not "
                            "published after it: what it would tell could be worked "
                            "out from both.",
                            year=year.display_name,
                            review=self.display_name,
                        )
                    )

    def _check_members(self):
        """Refuse figures that do not count everybody who would count as published."""
        self.ensure_one()
        if self._get_members_digest() != self.members_digest:
            raise UserError(
                self.env._(
                    "Somebody came in, or is no leaver any more, or a quarter of the "
                    "year was published, since the figures of “%s” were computed. Take "
                    "it back to the draft and compute them again.",
                    self.display_name,
                )
            )

    # === ACTIONS OF THE REVIEW === #

    def action_add(self, name, owner_id, date_due):
        """Agree an action; it comes back in the next review.

        :param str name: what will be done, in words that name nobody
        :param int owner_id: id of a user
        :param date_due: by when
        :return: id of the action
        :rtype: int
        :raise UserError: while somebody approves the review, whose paper prints it
        """
        self.ensure_one()
        self._check_actor("coordinator")
        if self.state != "published" and not self._is_open():
            raise UserError(
                self.env._(
                    "“%s” lies with whoever approves it, or waits to be published. "
                    "Take it back to the draft to add an action, or add it once it is "
                    "published.",
                    self.display_name,
                )
            )
        self._check_text(name, self.env._("the action in words"))
        name = self._read_line(name, self.env._("Action"), 500)
        owner = self._read_choice_of_user(owner_id, self.env._("Who"))
        day = self._read_date(date_due, self.env._("the action"))
        if not day:
            raise ValidationError(self.env._("An action has a day to be done by."))
        # The caller was checked; actions are written by steps only.
        review = self.sudo()
        action = (
            self.env["exit.interview.review.action"]
            .sudo()
            .create(
                {
                    "review_id": review.id,
                    "name": name,
                    "owner_id": owner.id,
                    "date_due": review.policy_id._get_working_day(day),
                }
            )
        )
        action.duty_update()
        return action.id
