# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What becomes of the copies: read, answered, approved, acted upon, told."""


class Responses:
    """Lets recipients, approvers and owners of actions do their part.

    :param generator: the :class:`~.generator.Generator`
    """

    def __init__(self, generator):
        self.make = generator
        self.bank = generator.voices["responses"]
        self.plans = generator.reaching("sent")

    def run(self):
        """Make everything."""
        for number, plan in enumerate(self.plans):
            for share in self.make.case(plan).share_ids.filtered("reader_id"):
                if not share.owes_response:
                    self._read(plan, share)
                elif plan.reaches("submitted"):
                    self._answer(plan, share, self.bank[number % len(self.bank)])
        self._report_actions()
        self._tell()

    def _read(self, plan, share):
        if share.role in plan.scenario.get("unread", ()):
            return
        if plan.scenario and not plan.reaches("submitted") and plan.index % 2:
            return
        make = self.make
        day = make.days.shift(plan.days["sent"], make.rng.randint(1, 4))
        plan.days["read"] = min(day, make.today, *self._get_end(plan))
        make.act(share, share.user_id).action_acknowledge()
        share.date_submitted = plan.days["read"]
        make.date_back([plan], "read", share)

    def _get_end(self, plan):
        """Return the day by which everything was read, if the leaver has been told."""
        return [plan.days["told"]] if plan.reaches("told") else []

    def _answer(self, plan, share, response):
        make = self.make
        make.act(share, share.user_id).action_submit(
            response["action"],
            response["timescale"],
            response["monitoring"],
            self._propose(plan, share, response["actions"]),
        )
        share.date_submitted = plan.days["submitted"]
        make.date_back([plan], "submitted", share)
        approver = make.act(share, share.approver_id)
        if plan.reaches("returned"):
            approver.action_return(make.voices["words"]["return"])
            policy = make.policy
            share.date_due = policy._plan_working_days(
                policy.approval_days, plan.days["returned"]
            )
            make.date_back([plan], "returned", share)
        elif plan.reaches("approved"):
            approver.action_approve()
            share.date_approved = plan.days["approved"]
            make.date_back([plan], "approved", share | share.case_id.share_ids)

    def _propose(self, plan, share, actions):
        """Return the actions of a response: one of the manager's, one of the team's."""
        make = self.make
        team_manager = make.case(plan).manager_user_id
        owners = [share.user_id, team_manager or share.user_id]
        return [
            {
                "name": name,
                "owner_id": owner.id,
                "date_due": make.days.shift(plan.days["submitted"], days + 3),
            }
            for (name, days, _outcome), owner in zip(actions, owners, strict=True)
        ]

    # === ACTIONS === #

    def _report_actions(self):
        """Report most actions that were due as done; leave one late."""
        outcomes = {name: words for r in self.bank for name, _days, words in r["actions"]}
        make = self.make
        for plan in self.plans:
            actions = make.case(plan).action_ids.filtered(lambda a: a.state == "open")
            for number, action in enumerate(actions):
                if plan.state == "done" and plan.index == 0 and number == 1:
                    # The late one.
                    action.date_due = make.days.shift(make.today, -6)
                    action.duty_update()
                elif action.date_due < make.today:
                    self._report(plan, action, outcomes[action.name])

    def _report(self, plan, action, outcome):
        make = self.make
        day = make.days.shift(action.date_due, -make.rng.randint(0, 4))
        plan.days["acted"] = max(day, plan.days["approved"])
        make.act(action, action.owner_id).action_done(outcome)
        action.date_done = plan.days["acted"]
        make.date_back([plan], "acted", action)

    # === THE LEAVER HEARS === #

    def _tell(self):
        make = self.make
        for plan in make.reaching("told"):
            case = make.act(make.case(plan), make.coordinator)
            case.action_outcome_sent(plan.days["told"])
            make.date_back([plan], "told")
