# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The households of the sample: who fosters, since when, as what, for whom."""

from dateutil.relativedelta import relativedelta

from odoo.fields import Command

from odoo.addons.exit_interview.demo.timeline import to_utc

MEMBERS = [
    [("child", 14)],
    [("adult_child", 24), ("child", 16)],
    [],
    [("relative", 78)],
    [("child", 9), ("child", 12)],
    [("staying_put", 19)],
    [("adopted", 15)],
]
AGES = ("0_4", "05_09", "10_13", "14_17")


class Households:
    """Enters households as the service's records have them.

    :param generator: the :class:`~.generator.CarerGenerator`
    """

    def __init__(self, generator):
        self.make = generator
        self.words = generator.stories
        self.count = 0

    def enter(self, story):
        """Enter one household with all that its record says.

        :param dict story: at least ``carers``
        :return: the household
        """
        make, number = self.make, self.count
        self.count += 1
        team = story.setdefault("team", ("east", "west")[number % 2])
        years = story.get("since") or 2 + number % 9
        town, postcode = self.words["places"][number % len(self.words["places"])]
        streets = self.words["streets"]
        address = {
            "street": f"{3 + 7 * number % 90} {streets[number % len(streets)]}",
            "city": town,
            "zip": postcode,
            "country_id": make.env.ref("base.uk").id,
        }
        household = make.env["res.partner"].create(
            {
                "name": f"The {story['carers'][0].split()[-1]} household",
                "is_company": True,
                "is_foster_household": True,
                "foster_team_id": make._ref(f"department_fostering_{team}").id,
                "foster_worker_id": make.get_worker(story).id,
                "foster_approval_ids": self._prepare_approvals(story, number, years),
                "foster_member_ids": self._prepare_members(number),
                "foster_care_ids": self._prepare_care(number, years),
                "foster_notes": story.get("notes"),
                **address,
            }
        )
        self._add_carers(household, story, number)
        return household

    def _add_carers(self, household, story, number):
        self.make.env["res.partner"].create(
            [
                {
                    "name": name,
                    "parent_id": household.id,
                    "type": "contact",
                    "is_foster_carer": True,
                    "email": f"{name.lower().replace(' ', '.')}@example.org",
                    "phone": f"01632 961{2 * number + place:03d}",
                }
                for place, name in enumerate(story["carers"])
            ]
        )

    def _prepare_approvals(self, story, number, years):
        """Return the approval of today, and for every third household another one."""
        first = self.make.today - relativedelta(years=years, months=number % 11)
        category = (
            story.get("category")
            or ("mainstream", "mainstream", "long_term")[number % 3]
        )
        terms = self.words["terms"]
        vals = {
            "category": category,
            "date_from": first,
            "terms": terms[category][number % len(terms[category])],
        }
        if number % 3 or years < 4:
            return [Command.create(vals)]
        changed = first + relativedelta(years=years // 2)
        former = {
            "category": "short_break" if number % 2 else "mainstream",
            "date_from": first,
            "date_to": changed - relativedelta(days=1),
            "terms": terms["short_break" if number % 2 else "mainstream"][0],
        }
        if number % 9 == 6:
            former["service"] = "Neighbourshire Fostering"
        return [
            Command.create({**vals, "date_from": changed}),
            Command.create(former),
        ]

    def _prepare_members(self, number):
        year = self.make.today.year
        return [
            Command.create({"relation": relation, "year_of_birth": year - age})
            for relation, age in MEMBERS[number % len(MEMBERS)]
        ]

    def _prepare_care(self, number, years):
        this_year = self.make.today.year
        return [
            Command.create(
                {
                    "year": this_year - back,
                    "age_range": AGES[(number + back) % len(AGES)],
                    "children": 1 + (number + back) % 2,
                }
            )
            for back in range(min(years, 4))
        ]

    def close(self, case):
        """Do what the service does with a household whose approval has ended."""
        household = case.household_id
        household.foster_approval_ids.filtered(lambda one: not one.date_to).write(
            {"date_to": case.date_departure}
        )
        for person in case.participant_ids:
            day = self.make.days.shift(case.date_departure, 2)
            if to_utc(day, 12) < self.make.now and person.id % 4:
                person.with_user(self.make.coordinator).write(
                    {"date_badge_returned": day}
                )
        (household | household.child_ids).write({"active": False})
