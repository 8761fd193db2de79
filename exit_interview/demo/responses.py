# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What becomes of the copies: read, answered, approved, acted upon, told."""

# The order in which things happen to a case on one day.
READ, ANSWER, REVIEW, ACT, TELL = range(5)


class Responses:
    """Lets recipients, approvers and owners of actions do their part.

    The steps of a case are queued with their day and taken in that order, so that its
    journal reads as it would have been written.

    :param generator: the :class:`~.generator.Generator`
    """

    def __init__(self, generator):
        self.make = generator
        self.bank = generator.voices["responses"]
        self.outcomes = {
            name: outcome
            for response in self.bank
            for name, _days, outcome in response["actions"]
        }

    def run(self):
        """Make everything."""
        for number, plan in enumerate(self.make.reaching("sent")):
            self.response = self.bank[number % len(self.bank)]
            self.queue = []
            self._plan_steps(plan)
            while self.queue:
                self.queue.sort(key=lambda step: step[:2])
                day, _rank, step, record = self.queue.pop(0)
                plan.days["now"] = day
                step(plan, record)

    def _plan_steps(self, plan):
        make = self.make
        for share in make.case(plan).share_ids.filtered("reader_id"):
            if share.owes_response and plan.reaches("submitted"):
                self._add(plan.days["submitted"], ANSWER, self._answer, share)
            elif not share.owes_response and self._is_read(plan, share):
                day = make.days.shift(plan.days["sent"], make.rng.randint(1, 4))
                self._add(min(day, make.today), READ, self._read, share)
        if plan.reaches("told"):
            self._add(plan.days["told"], TELL, self._tell, make.case(plan))

    def _add(self, day, rank, step, record):
        self.queue.append((day, rank, step, record))

    def _is_read(self, plan, share):
        """Return whether a recipient who owes no answer has confirmed the reading."""
        return share.role not in plan.scenario.get("unread", ())

    # === COPIES === #

    def _read(self, plan, share):
        self.make.act(share, share.user_id).action_acknowledge()
        share.date_submitted = plan.days["now"]
        self.make.date_back([plan], "now", share)

    def _answer(self, plan, share):
        self.make.act(share, share.user_id).action_submit(
            self.response["action"],
            self.response["timescale"],
            self.response["monitoring"],
            self._propose(plan, share),
        )
        share.date_submitted = plan.days["now"]
        self.make.date_back([plan], "now", share)
        if plan.reaches("returned"):
            self._add(plan.days["returned"], REVIEW, self._return, share)
        elif plan.reaches("approved"):
            self._add(plan.days["approved"], REVIEW, self._approve, share)

    def _propose(self, plan, share):
        """Return the actions of a response: one of the manager's, one of the team's."""
        make = self.make
        owners = [share.user_id, make.case(plan).manager_user_id or share.user_id]
        return [
            {
                "name": name,
                "owner_id": owner.id,
                "date_due": make.days.shift(plan.days["submitted"], days + 3),
            }
            for (name, days, _outcome), owner in zip(
                self.response["actions"], owners, strict=True
            )
        ]

    def _return(self, plan, share):
        make = self.make
        reason = make.voices["words"]["return"]
        make.act(share, share.approver_id).action_return(reason)
        share.date_due = make.policy._plan_working_days(
            make.policy.approval_days, plan.days["now"]
        )
        make.date_back([plan], "now", share)

    def _approve(self, plan, share):
        make = self.make
        make.act(share, share.approver_id).action_approve()
        share.date_approved = plan.days["now"]
        make.date_back([plan], "now", share)
        for number, action in enumerate(share.action_ids.sorted("id")):
            if plan.state == "done" and plan.index == 0 and number == 1:
                # One action of the sample is late.
                action.date_due = make.days.shift(make.today, -6)
                action.duty_update()
            elif action.date_due < make.today:
                day = make.days.shift(action.date_due, -make.rng.randint(0, 4))
                day = max(day, plan.days["approved"])
                self._add(day, ACT, self._report, action)

    # === ACTIONS AND THE LEAVER === #

    def _report(self, plan, action):
        outcome = self.outcomes[action.name]
        self.make.act(action, action.owner_id).action_done(outcome)
        action.date_done = plan.days["now"]
        self.make.date_back([plan], "now", action)

    def _tell(self, plan, case):
        make = self.make
        coordinator = make.act(case, make.coordinator)
        text = case._prepare_outcome_text()
        marker, cannot = case._get_outcome_marker(), make.choose("cannot_change")
        coordinator.action_write_outcome(text.replace(marker, cannot))
        channel = "told" if plan.index % 5 == 4 else "letter"
        coordinator.action_send_outcome(channel, plan.days["now"])
        make.date_back([plan], "now")
