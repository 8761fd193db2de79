# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""R-04, H-6: the golden dates, both sides of each boundary, in three time zones."""

from datetime import date, datetime, timedelta

import pytz

from odoo.tests import freeze_time, tagged

from .common import ExitInterviewCommon

ZONES = ("UTC", "Europe/London", "Pacific/Auckland")
# Bank holidays in England that the table needs.
HOLIDAYS = (
    *("2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31"),
    *("2026-12-25", "2026-12-28", "2027-01-01", "2027-03-26", "2027-03-29"),
    *("2028-02-21",),
)
# Sent at (UTC), working days, due on; the day itself does not count.
WORKING_DAYS = [
    # The example of the requirement, and the moments around its midnight.
    ("2026-12-17 10:00:00", 15, "2027-01-12"),
    ("2026-12-17 00:00:00", 15, "2027-01-12"),
    ("2026-12-17 23:59:59", 15, "2027-01-12"),
    ("2026-12-16 23:59:59", 15, "2027-01-11"),
    ("2026-12-18 00:00:00", 15, "2027-01-13"),
    # Friday, Saturday and Sunday.
    ("2026-11-20 12:00:00", 1, "2026-11-23"),
    ("2026-11-21 12:00:00", 1, "2026-11-23"),
    ("2026-11-22 12:00:00", 1, "2026-11-23"),
    ("2026-11-23 12:00:00", 1, "2026-11-24"),
    ("2026-11-20 12:00:00", 5, "2026-11-27"),
    ("2026-11-22 12:00:00", 5, "2026-11-27"),
    ("2026-11-23 12:00:00", 5, "2026-11-30"),
    # The day before a bank holiday, the day itself, the day after.
    ("2026-08-28 12:00:00", 1, "2026-09-01"),
    ("2026-08-31 12:00:00", 1, "2026-09-01"),
    ("2026-09-01 12:00:00", 1, "2026-09-02"),
    ("2026-12-24 12:00:00", 1, "2026-12-29"),
    ("2026-12-25 12:00:00", 1, "2026-12-29"),
    ("2026-12-28 12:00:00", 1, "2026-12-29"),
    ("2026-04-02 12:00:00", 1, "2026-04-07"),
    # Midnight in summer lies an hour before that of UTC.
    ("2026-06-30 22:59:59", 1, "2026-07-01"),
    ("2026-06-30 23:00:00", 1, "2026-07-02"),
    ("2026-06-30 23:59:59", 1, "2026-07-02"),
    ("2026-12-30 23:59:59", 1, "2026-12-31"),
    # Year end.
    ("2026-12-31 23:59:59", 1, "2027-01-04"),
    ("2027-01-01 00:00:00", 1, "2027-01-04"),
    ("2026-12-31 12:00:00", 2, "2027-01-05"),
    # Over the nights in which the clocks change.
    ("2026-10-23 12:00:00", 1, "2026-10-26"),
    ("2026-10-24 23:30:00", 1, "2026-10-26"),
    ("2026-10-25 00:30:00", 1, "2026-10-26"),
    ("2026-10-25 23:59:59", 1, "2026-10-26"),
    ("2026-10-26 00:00:00", 1, "2026-10-27"),
    ("2027-03-25 12:00:00", 1, "2027-03-30"),
    ("2027-03-28 00:30:00", 1, "2027-03-30"),
    ("2027-03-28 22:59:59", 1, "2027-03-30"),
    ("2027-03-30 22:59:59", 1, "2027-03-31"),
    ("2027-03-30 23:00:00", 1, "2027-04-01"),
    # Leap day, and the same days of a year without one.
    ("2028-02-28 12:00:00", 1, "2028-02-29"),
    ("2028-02-29 12:00:00", 1, "2028-03-01"),
    ("2028-02-18 12:00:00", 8, "2028-03-02"),
    ("2027-02-26 12:00:00", 1, "2027-03-01"),
    ("2028-02-25 12:00:00", 3, "2028-03-01"),
]
# Start, end, both as the clock on the wall in London says it.
ELAPSED_HOURS = [
    ("2026-10-24 16:00", "2026-10-25 15:00"),
    ("2027-03-27 16:00", "2027-03-28 17:00"),
    ("2026-10-23 16:00", "2026-10-24 16:00"),
    ("2026-10-25 16:00", "2026-10-26 16:00"),
    ("2027-03-26 16:00", "2027-03-27 16:00"),
    ("2027-03-28 16:00", "2027-03-29 16:00"),
    ("2026-12-31 23:30", "2027-01-01 23:30"),
    ("2028-02-28 10:00", "2028-02-29 10:00"),
    ("2027-02-28 10:00", "2027-03-01 10:00"),
    ("2026-12-24 17:00", "2026-12-25 17:00"),
]
# First day, last day, what an agency worker is offered: nine calendar months.
AGENCY = [
    ("2026-05-31", "2027-02-28", "interview"),
    ("2026-05-31", "2027-02-27", "survey"),
    ("2027-05-31", "2028-02-29", "interview"),
    ("2027-05-31", "2028-02-28", "survey"),
    ("2026-01-15", "2026-10-15", "interview"),
    ("2026-01-15", "2026-10-14", "survey"),
    ("2026-03-31", "2026-12-31", "interview"),
    ("2026-03-31", "2026-12-30", "survey"),
    ("2028-02-29", "2028-11-29", "interview"),
    ("2028-02-29", "2028-11-28", "survey"),
    ("2026-04-01", "2026-12-31", "survey"),
]


def in_london(text):
    """Return a moment on the wall in London as naive UTC."""
    zone = pytz.timezone("Europe/London")
    moment = zone.localize(datetime.strptime(text, "%Y-%m-%d %H:%M"))
    return moment.astimezone(pytz.utc).replace(tzinfo=None)


@tagged("post_install", "-at_install")
class TestGoldenDates(ExitInterviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        zone = pytz.timezone("Europe/London")
        for text in HOLIDAYS:
            start = zone.localize(datetime.fromisoformat(text))
            end = zone.localize(datetime.fromisoformat(f"{text} 23:59:59"))
            cls.env["resource.calendar.leaves"].create(
                {
                    "name": "Bank holiday",
                    "calendar_id": cls.calendar.id,
                    "date_from": start.astimezone(pytz.utc).replace(tzinfo=None),
                    "date_to": end.astimezone(pytz.utc).replace(tzinfo=None),
                }
            )
        cls.actors = cls.cora | cls.ivy | cls.sam | cls.hana | cls.hal | cls.lin

    def _in_each_zone(self):
        """Yield each zone, with everybody's clock in it.

        The server's own clock is always UTC: the platform sets it when it starts.
        """
        for name in ZONES:
            self.actors.tz = name
            self.env.user.tz = name
            self._refresh()
            yield name

    # === COUNTING === #

    def test_working_days(self):
        for zone in self._in_each_zone():
            policy = self.policy.with_user(self.cora).with_context(tz=zone)
            for sent, days, due in WORKING_DAYS:
                moment = datetime.fromisoformat(sent)
                planned = policy._plan_working_days(days, moment)
                self.assertEqual(str(planned), due, (sent, days))
                with freeze_time(sent):
                    self.assertEqual(str(policy._plan_working_days(days)), due, sent)

    def test_elapsed_hours(self):
        """24 hours are 24 hours in the night in which the clocks change (S-28)."""
        for zone in self._in_each_zone():
            policy = self.policy.with_context(tz=zone)
            for start, end in ELAPSED_HOURS:
                due = policy._plan_hours(24, in_london(start))
                self.assertEqual(due, in_london(end), start)

    def test_agency_months(self):
        self.assertEqual(self.policy.agency_months, 9)
        for _zone in self._in_each_zone():
            for start, end, route in AGENCY:
                found = self.policy._get_agency_route(
                    date.fromisoformat(start), date.fromisoformat(end)
                )
                self.assertEqual(found, route, (start, end))

    def test_calendar_days_of_the_grace_period(self):
        """A calendar week is seven days, over the change of the clocks too."""
        self.policy.grace_days = 7
        for start, last, first in (
            ("2026-10-20 09:00", "2026-10-26 23:59:59", "2026-10-27 00:00:00"),
            ("2027-03-24 09:00", "2027-03-30 22:59:59", "2027-03-30 23:00:00"),
            ("2028-02-25 09:00", "2028-03-02 23:59:59", "2028-03-03 00:00:00"),
            ("2026-12-28 09:00", "2027-01-03 23:59:59", "2027-01-04 00:00:00"),
        ):
            for zone in self._in_each_zone():
                with freeze_time(start):
                    case = self._depart(
                        self._create_employee(f"Leaver {zone} {start}"), "2028-12-31"
                    )
                case = case.with_user(self.cora).with_context(tz=zone)
                with freeze_time(last), self.assertRaisesRegex(Exception, "withdrawn"):
                    case._check_grace_period()
                with freeze_time(first):
                    case._check_grace_period()

    # === THE WHOLE JOURNEY === #

    def test_the_clock_of_a_concern(self):
        for number, (start, end) in enumerate(ELAPSED_HOURS):
            for zone in self._in_each_zone():
                employee = self._create_employee(f"Leaver {zone} {number}")
                employee.department_id = self.north
                ended = in_london(start)
                with freeze_time(ended):
                    case = self._create_case(employee, until="scheduled")
                    session = case.session_ids.with_user(self.ivy)
                    session.action_mark_held(ended - timedelta(hours=1), ended)
                with freeze_time(ended + timedelta(hours=3)):
                    concerns = self.env["exit.interview.concern"]
                    concerns.with_user(self.ivy).raise_concern(
                        case.id, "safeguarding", "An extract"
                    )
                self._refresh()
                concern = concerns.search([("case_id", "=", case.id)])
                self.assertEqual(self.policy.concern_hours, 24)
                self.assertEqual(concern.date_due, in_london(end), start)

    def test_the_same_dates_wherever_people_sit(self):
        """Every day that a case writes down, just before and after midnight."""
        for sent, today in (
            ("2026-06-30 22:59:59", "2026-06-30"),
            ("2026-06-30 23:00:00", "2026-07-01"),
            ("2026-12-17 10:00:00", "2026-12-17"),
            ("2026-12-17 12:30:00", "2026-12-17"),
            ("2026-12-17 23:59:59", "2026-12-17"),
            ("2026-12-18 00:00:00", "2026-12-18"),
        ):
            found = {}
            for zone in self._in_each_zone():
                with freeze_time(sent):
                    found[zone] = self._live(f"{zone} {sent}")
            for zone in ZONES:
                self.assertEqual(found[zone], found["UTC"], (zone, sent))
            facts = dict(found["UTC"])
            for name in ("notice", "notified", "offered", "sent", "submitted"):
                self.assertEqual(str(facts[name]), today, (name, sent))
        self.assertEqual(facts["approved"], facts["sent"])

    def _live(self, name):
        """Let a case live in one moment; return what days it wrote down."""
        employee = self._create_employee(
            name, department_id=self.north.id, parent_id=self.lin_employee.id
        )
        case = self._create_case(employee, until="shared")
        share = self._get_share(case, "service_manager")
        sent_due = share.date_due
        share.with_user(self.sam).action_submit("We listen", "In May", "In June")
        self._refresh()
        approve = self._get_open_duties(share).mapped(lambda duty: str(duty.date_due))
        share.with_user(self.hana).action_approve()
        self._refresh()
        duties = self.env["exit.interview.duty"].search([("case_id", "=", case.id)])
        return [
            ("notice", case.notice_ids.date_received),
            ("notified", case.date_notified),
            ("offered", case.date_offered),
            ("replied", case.date_replied),
            ("confirmed", case.date_confirmed),
            ("permission", share.permission_ids.date),
            ("sent", share.date_sent),
            ("due", sent_due),
            ("approve", approve),
            ("submitted", share.date_submitted),
            ("approved", share.date_approved),
            (
                "duties",
                sorted(
                    (
                        duty.kind,
                        duty.role or "",
                        str(duty.date_due),
                        str(duty.date_done),
                    )
                    for duty in duties
                ),
            ),
        ]

    def test_late_begins_at_midnight_where_the_organisation_works(self):
        with freeze_time("2026-06-22 09:00"):
            case = self._create_case()
        due = self._get_open_duties(case).date_due
        self.assertEqual(due, date(2026, 6, 29))
        for zone in self._in_each_zone():
            for moment, late in (
                ("2026-06-28 12:30:00", False),
                ("2026-06-29 12:30:00", False),
                ("2026-06-29 22:59:59", False),
                ("2026-06-29 23:00:00", True),
                ("2026-06-30 08:00:00", True),
            ):
                with freeze_time(moment):
                    self._refresh()
                    duties = self.env["exit.interview.duty"].with_user(self.cora)
                    duties = duties.with_context(tz=zone)
                    mine = duties.search([("case_id", "=", case.id)])
                    self.assertEqual(mine.mapped("is_overdue"), [late], moment)
                    found = duties.search(
                        [("case_id", "=", case.id), ("is_overdue", "=", True)]
                    )
                    self.assertEqual(bool(found), late, moment)

    def test_whoever_plays_a_role_changes_at_midnight(self):
        self._create_role(
            "service_manager", self.tess, self.north, date_from="2026-07-01"
        )
        Role = self.env["exit.interview.policy.role"]
        for zone in self._in_each_zone():
            for moment, user in (
                ("2026-06-30 12:30:00", self.sam),
                ("2026-06-30 22:59:59", self.sam),
                ("2026-06-30 23:00:00", self.tess),
                ("2026-07-01 12:00:00", self.tess),
            ):
                with freeze_time(moment):
                    found = (
                        Role.with_user(self.adm)
                        .with_context(tz=zone)
                        ._find_user(self.policy, "service_manager", self.north)
                    )
                    self.assertEqual(found, user, moment)

    def test_the_go_live_day_itself_counts(self):
        self.policy.date_go_live = "2026-07-01"
        for day, cases in (("2026-06-30", 0), ("2026-07-01", 1)):
            for zone in self._in_each_zone():
                employee = self._create_employee(f"Leaver {zone} {day}")
                found = self._depart(employee, day, self.hal.with_context(tz=zone))
                self.assertEqual(len(found), cases, day)
