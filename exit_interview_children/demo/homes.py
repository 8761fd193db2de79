# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The homes of the sample, and who lives there."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

# Every third young person has the second social worker, and the second officer.
WORKERS = ("saul", "saul", "sky")
OFFICERS = ("ira", "ira", "ira", "ike")


class Homes:
    """Enters homes and young people, as the Children's Services Manager does.

    :param generator: the :class:`~.generator.ChildGenerator`
    """

    def __init__(self, generator):
        self.make = generator
        self.words = generator.words
        self.homes = {}
        self.children = {}

    def enter(self):
        """Enter everything."""
        Partner = self.make.act(
            self.make.env["res.partner"], self.make.coordinator
        ).with_context(tracking_disable=True)
        own, *others = self._enter_authorities(Partner)
        for home in self.words["homes"]:
            self.homes[home["key"]] = Partner.create(self._prepare_home(Partner, home))
        moves = {story["child"]: story for story in self.words["moves"]}
        Child = self.make.act(
            self.make.env["exit.interview.child"], self.make.coordinator
        )
        rows = self.words["children"]
        children = Child.create(
            [
                {
                    **self._prepare_child(row, moves.get(row["name"]), number),
                    "authority_id": (others[0] if number % 9 == 5 else own).id,
                }
                for number, row in enumerate(rows)
            ]
        )
        for row, child in zip(rows, children, strict=True):
            # Later steps are taken by others, with their own rights.
            self.children[row["name"]] = child.with_env(self.make.env)

    def _enter_authorities(self, Partner):
        own = self.make.policy.company_id.partner_id.with_env(Partner.env)
        own.is_placing_authority = True
        return own, *Partner.create(
            [
                {"name": name, "is_company": True, "is_placing_authority": True}
                for name in self.words["authorities"]
            ]
        )

    def _prepare_home(self, Partner, home):
        vals = {
            **{name: home[name] for name in ("name", "street", "city", "zip")},
            "country_id": self.make.env.ref("base.uk").id,
            "is_company": True,
            "is_child_home": True,
            "child_home_number": home["number"],
            "child_home_company_id": self.make.policy.company_id.id,
        }
        if home.get("agency"):
            agency = Partner.create({"name": home["agency"], "is_company": True})
            return vals | {
                "child_home_kind": "agency",
                "child_home_agency_id": agency.id,
            }
        return vals | {
            "child_home_kind": "own",
            "child_home_department_id": self.make._ref(f"department_{home['key']}").id,
            "child_home_manager_id": self.make.user(home["manager"]).id,
        }

    def _prepare_child(self, row, story, number):
        """Return the record of a young person, of this age on the day of the notice."""
        day = self.make.get_day(story["ago"]) if story else self.make.today
        born = day - relativedelta(years=row["age"]) - timedelta(20 + 37 * number % 320)
        needs = self.words["needs"]
        return {
            "name": row["name"],
            "date_birth": born,
            "home_id": self.homes[row["home"]].id,
            "social_worker_id": self.make.user(WORKERS[number % len(WORKERS)]).id,
            "officer_id": self.make.user(OFFICERS[number % len(OFFICERS)]).id,
            "has_learning_disability": row.get("ld", False),
            "languages": row.get("languages", "English"),
            "needs": row.get("needs")
            or (number % 3 == 1 and needs[number % len(needs)]),
        }
