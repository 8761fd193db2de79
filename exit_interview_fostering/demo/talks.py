# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Talks about staying: of those who left, of those who stay, and of those in doubt."""

from datetime import timedelta

from odoo.fields import Command

HOLDERS = {
    "east": {"worker": "wes", "team_manager": "etta", "service_manager": "mo"},
    "west": {"worker": "wyn", "team_manager": "ned", "service_manager": "mo"},
}


class Talks:
    """Lets the fostering service talk with carers, and settle what comes of it.

    :param generator: the :class:`~.generator.CarerGenerator`
    """

    def __init__(self, generator):
        self.make = generator
        self.words = generator.stories["talks"]

    def plan(self, story, household):
        """Plan the talks of a household, each with its end.

        :param dict story: with ``talks``, and ``ago`` where the household left
        :param household: ``res.partner``
        """
        for talk in story.get("talks", []):
            ago = talk.get("ago")
            if ago is None:
                ago = story["ago"] + talk.get("before", 0) - talk.get("after", 0)
            self.make.at(ago, 14, self._hold, story, household, talk, ago)

    def _hold(self, story, household, talk, ago):
        make, words = self.make, self.words[talk["talk"]]
        holder = make.user(HOLDERS[story["team"]][talk["level"]])
        today = make.get_day(ago)
        vals = {
            "household_id": household.id,
            "level": talk["level"],
            "date": today,
            "said": words["said"],
            "worker_part": words.get("worker_part", "no"),
            "offered": words.get("offered"),
            "is_standard_concern": words.get("standard", False),
            "is_closed_to_worker": talk.get("closed", False),
        }
        if words.get("action"):
            due = make.get_day(-talk["due"]) if "due" in talk else None
            due = due or make.days.shift(today, 7)
            vals["action_ids"] = [
                Command.create(
                    {"name": words["action"], "owner_id": holder.id, "date_due": due}
                )
            ]
        Talk = make.env["exit.interview.retention.talk"]
        found = make.act(Talk, holder).create(vals)
        if ago > 2:
            found.date_recorded = today
        if talk.get("ask"):
            found.action_ask_manager()
        self._plan_end(found, talk, words, ago)

    def _plan_end(self, found, talk, words, ago):
        make = self.make
        if talk["outcome"] == "stays":
            make.at(max(ago - 10, 0), 15, self._stay, found, talk["by"], words["note"])
        elif talk["outcome"] == "leaves":
            make.at(ago - 1, 11, found.action_leaves)
        for action in found.action_ids if not talk.get("due") else ():
            day = action.date_due - timedelta(days=1)
            make.at((make.today - day).days, 12, self._do, action)

    def _stay(self, found, by, note):
        found.action_stays(by, note)

    def _do(self, action):
        self.make.act(action, action.sudo().owner_id).action_done()
