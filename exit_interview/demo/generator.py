# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lets the sample organisation live through a year of departures.

Every step is the public method that a person would call, called as that person, so no
sample case is in a state that the engine could not reach. The engine takes all steps
today; after each of them :meth:`Generator.date_back` gives the records the day that
timeline.py planned, and lets the duties follow.
"""

import json
import random
from collections import defaultdict
from datetime import timedelta

from psycopg2.extras import execute_values

from odoo import fields
from odoo.tools import file_open

from ..models.exit_interview_delivery_mixin import DeliveryError
from ..models.exit_interview_notice_hr_mixin import HANDLED
from .answers import Speaker
from .contacts import Contacts
from .extras import Extras
from .findings import Findings
from .leavers import RATHER_NOT, Leavers
from .responses import Responses
from .reviews import Reviews
from .scenarios import ASSIGNED, get_facts, get_permissions, make_plans
from .timeline import Timeline, WorkingDays, read_holidays, to_utc

SEED = 24
MODULE = "exit_interview"
HOURS = [(9, 30), (10, 0), (11, 0), (13, 30), (14, 0), (15, 0), (16, 0)]


class Generator:
    """Makes the sample cases; deterministic for a given day.

    :param env: environment of the superuser
    """

    def __init__(self, env):
        self.env = env(su=True, context={**env.context, "tracking_disable": True})
        self.rng = random.Random(SEED)
        with file_open(f"{MODULE}/demo/voices.json") as stream:
            self.voices = json.load(stream)
        self.policy = self._ref("exit_interview_policy_staff")
        self.today = self.policy._get_local_date()
        self.now = fields.Datetime.now()
        leaves = self.policy.resource_calendar_id.leave_ids
        self.days = WorkingDays(read_holidays(leaves))
        self.plans = make_plans()
        self.cases = {}
        self.last_journal_id = 0
        self.dated_duty_ids = {0}
        self.last_duty_id = 0

    def run(self):
        """Make everything, once."""
        if self.env["exit.interview"].search_count([], limit=1):
            return
        mails = self.env["mail.mail"].search([])
        self._put_platform_sample_aside()
        self._appoint_managers()
        self._speak_english()
        self._land_on_work()
        timeline = Timeline(self.today, self.days, self.rng)
        for plan in self.plans:
            timeline.fill(plan)
        self._register()
        self._end_new_cases()
        self._offer()
        self._record_replies()
        self._assign()
        self._schedule()
        self.contacts = Contacts(self)
        self.contacts.run()
        self.leavers = Leavers(self)
        self.leavers.reply()
        self._end_scheduled_cases()
        self._hold()
        self._record_permissions()
        self._confirm()
        self.leavers.check()
        self._share()
        Responses(self).run()
        self._state_facts()
        self._date_closed_cases()
        Findings(self).run()
        Extras(self).run()
        Reviews(self).run()
        self._archive_leavers()
        # Nobody gets a letter from a council that does not exist.
        (self.env["mail.mail"].search([]) - mails).unlink()
        self._settle_messages()

    def _settle_messages(self):
        """Say that mails which were answered went out, and let the others go.

        One found no mailbox: the coordinator sees to it.
        """
        messages = self.env["exit.interview.message"].search([])
        lost = messages.filtered(
            lambda one: one.state == "queued" and one.case_id.state == "offered"
        )[:1]
        if lost:
            lost._note_failure(DeliveryError("refused", is_final=True))
        for message in messages - lost:
            case = message.case_id
            vals = {"state": "dropped", "date_next": False}
            if message.state == "sent":
                continue
            if message.kind == "offer" and case.reply:
                moment = to_utc(case.date_offered, 9, 30)
                vals |= {"state": "sent", "date_sent": moment, "date_queued": moment}
            message.write(vals)

    # === SMALL HELPERS === #

    def _ref(self, name):
        return self.env.ref(f"{MODULE}.{name}")

    def user(self, login):
        return self._ref(f"user_{login}")

    @property
    def coordinator(self):
        return self.user("cora")

    def case(self, plan):
        return self.cases[plan.employee]

    def choose(self, name):
        return self.rng.choice(self.voices["words"][name])

    def reaching(self, step):
        """Return the plans whose case takes `step`."""
        return [plan for plan in self.plans if plan.reaches(step)]

    def merge(self, plans):
        """Return the cases of `plans` as one recordset."""
        cases = self.env["exit.interview"]
        return cases.union(*(self.case(plan) for plan in plans))

    def act(self, record, user):
        """Return `record` as `user` sees it, rights and all."""
        return record.with_user(user)

    def date_back(self, plans, step, records=None):
        """Give what the last step wrote the day planned for it; duties follow.

        :param list plans: the plans whose cases took the step
        :param str step: name of the day in the plans
        :param records: further records whose duties depend on that day
        """
        cases = self.merge(plans)
        moments = {
            self.case(plan).id: self._get_moment(plan, plan.days[step])
            for plan in plans
        }
        self.env.flush_all()
        self._date_journal(moments)
        duty_ids = self._date_duties(moments)
        self.env.invalidate_all()
        self.env["exit.interview.duty"].browse(duty_ids)._compute_timing()
        cases.duty_update()
        if records:
            records.duty_update()

    def _get_moment(self, plan, day):
        """Return a time on `day`, each step of a case later than the one before."""
        plan.steps_taken += 1
        minutes = 9 * 60 + 5 + 29 * plan.steps_taken
        return min(to_utc(day, minutes // 60, minutes % 60), self.now)

    def _date_journal(self, moments):
        """Date the new lines of the journal, which the ORM rightly lets nobody do."""
        self.env.cr.execute(
            "SELECT id, case_id FROM exit_interview_journal WHERE id > %s ORDER BY id",
            [self.last_journal_id],
        )
        rows = self.env.cr.fetchall()
        if rows:
            self.last_journal_id = rows[-1][0]
            self._update_rows("exit_interview_journal", "date", rows, moments)

    def _date_duties(self, moments):
        """Date the duties that began or ended with a step; return those that ended."""
        self.env.cr.execute(
            "SELECT id, case_id FROM exit_interview_duty"
            " WHERE id > %s AND case_id IS NOT NULL ORDER BY id",
            [self.last_duty_id],
        )
        rows = self.env.cr.fetchall()
        if rows:
            self.last_duty_id = rows[-1][0]
            self._update_rows("exit_interview_duty", "date_start", rows, moments)
        self.env.cr.execute(
            "SELECT id, case_id FROM exit_interview_duty"
            " WHERE state != 'open' AND case_id IS NOT NULL AND id != ALL(%s)",
            [list(self.dated_duty_ids)],
        )
        rows = self.env.cr.fetchall()
        self.dated_duty_ids.update(row[0] for row in rows)
        self._update_rows("exit_interview_duty", "date_done", rows, moments)
        self.env.cr.execute(
            "UPDATE mail_activity a SET date_done = d.date_done,"
            " date_deadline = d.date_due FROM exit_interview_duty d"
            " WHERE a.res_model = 'exit.interview.duty' AND a.res_id = d.id"
            " AND a.active IS NOT TRUE AND d.id = ANY(%s)",
            [[row[0] for row in rows]],
        )
        return [row[0] for row in rows]

    def _update_rows(self, table, column, rows, moments):
        """Write the moment of its case into `column` of each row (both our own)."""
        # What belongs to no case (a cause that comes back) begins today.
        values = [(row_id, moments[case_id]) for row_id, case_id in rows if case_id]
        if values:
            execute_values(
                self.env.cr._obj,
                f"UPDATE {table} SET {column} = v.moment FROM (VALUES %s)"
                f" AS v (id, moment) WHERE {table}.id = v.id",
                values,
            )

    # === BEFORE === #

    def _put_platform_sample_aside(self):
        """Archive the platform's own sample people, so that ours can be found."""
        for model in ("hr.employee", "hr.job", "hr.department"):
            data = self.env["ir.model.data"].search(
                [("model", "=", model), ("module", "=like", "hr%")]
            )
            records = self.env[model].browse(data.mapped("res_id")).exists()
            if "active" in records._fields:
                # Nobody has left: these people were never here.
                records.with_context(exit_interview_hr=HANDLED).write({"active": False})
            if model == "hr.employee":
                self._forget_departures(records)
        for name in ("base.user_demo", "base.demo_user0"):
            user = self.env.ref(name, raise_if_not_found=False)
            if user:
                user.active = False

    def _forget_departures(self, employees):
        """Let the nightly look find nothing about people who were never here."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE resource_resource SET write_date = '2000-01-01' WHERE id = ANY(%s)",
            [employees.resource_id.ids],
        )
        self.env.cr.execute(
            "UPDATE hr_version SET contract_date_end = NULL, departure_date = NULL"
            " WHERE employee_id = ANY(%s)",
            [employees.ids],
        )
        self.env.invalidate_all()

    def _appoint_managers(self):
        """Give departments their managers, which need a department first."""
        for job in ("director", "service_manager", "team_manager"):
            domain = [("job_id", "=", self._ref(f"job_{job}").id)]
            for employee in self.env["hr.employee"].search(domain):
                employee.department_id.manager_id = employee

    def _speak_english(self):
        """Let users see British dates, if British English is installed."""
        if "en_GB" in dict(self.env["res.lang"].get_installed()):
            staff = self.env["hr.employee"].search([])
            partners = staff.user_id.partner_id | self.policy.company_id.partner_id
            partners.write({"lang": "en_GB"})

    def _land_on_work(self):
        """Let each login begin where its work is, not in a chat with a robot."""
        staff = self.env["hr.employee"].search([]).user_id | self.user("dee")
        if "odoobot_state" in staff._fields:
            staff.odoobot_state = "disabled"
        by_hand = {"hal": "hr.open_view_employee_list_my", "sid": False}
        by_hand["dee"] = f"{MODULE}.exit_interview_review_action_published"
        by_hand["poppy"] = f"{MODULE}.exit_interview_policy_action"
        my_work = f"{MODULE}.exit_interview_duty_action_mine"
        for user in staff:
            name = by_hand.get(user.login, my_work)
            user.action_id = name and self.env.ref(name).id

    # === FROM THE NOTICE TO THE CONVERSATION === #

    def _register(self):
        """Hear of the leavers by several routes, some of them twice."""
        by_informant = defaultdict(list)
        for number, plan in enumerate(self.plans):
            employee = self._ref(plan.employee)
            source, user = self._choose_source(number, employee)
            by_informant[user].append(self._prepare_notice(plan, source))
            if number % 13 == 5:
                vals = self._prepare_notice(plan, "vacancy")
                by_informant[self.coordinator].append(vals)
        Notice = self.env["exit.interview.notice"]
        for user, vals_list in by_informant.items():
            self.act(Notice, user).register(vals_list)
        employees = {self._ref(plan.employee): plan for plan in self.plans}
        for case in self.env["exit.interview"].search([]):
            plan = employees[case.employee_id]
            self.cases[plan.employee] = case
            notified = plan.days["notified"]
            case.date_notified = notified
            case.notice_ids.date_received = notified
            case.participant_ids.needs = self.choose("needs")
        self.date_back(self.plans, "notified")
        self._register_before_go_live()

    def _choose_source(self, number, employee):
        if number % 4 == 1:
            return "manager", employee.parent_id.user_id
        if number % 10 == 7:
            return "leavers_form", self.coordinator
        return "hr_departure", self.user("hal")

    def _prepare_notice(self, plan, source):
        return {
            "source": source,
            "employee_id": self._ref(plan.employee).id,
            "date_departure": plan.days["departure"],
            "reason": self.choose("notice"),
        }

    def _register_before_go_live(self):
        """Leave some departures of the time before the policy without a case."""
        go_live = self.policy.date_go_live
        vals_list = [
            {
                "source": "bi_extract",
                "name": name,
                "department_id": self._ref(f"department_{team}").id,
                "date_departure": go_live - timedelta(days=days),
                "informant": "Leavers' extract",
            }
            for name, team, days in self.voices["departures_before"]
        ]
        self.act(self.env["exit.interview.notice"], self.coordinator).register(
            vals_list
        )

    def _end_new_cases(self):
        """Close what needs no interview, and what was withdrawn before any offer."""
        for plan in self.reaching("ended"):
            if plan.reaches("offered"):
                continue
            case = self.act(self.case(plan), self.coordinator)
            if plan.outcome == "not_required":
                case.action_not_required(self.choose("not_required"))
            else:
                self._withdraw(plan)
            self.date_back([plan], "ended")

    def _withdraw(self, plan):
        case = self.act(self.case(plan), self.coordinator)
        if plan.outcome == "retained":
            case.action_mark_retained(self._take("retained", plan.index // 2))
        else:
            case.action_cancel(self._take("cancelled", plan.index // 2))

    def _take(self, name, number):
        words = self.voices["words"][name]
        return words[number % len(words)]

    def _offer(self):
        by_channel = defaultdict(list)
        plans = self.reaching("offered")
        for number, plan in enumerate(plans):
            person = self.case(plan).participant_ids
            can_mail = person.email and not person.is_work_email
            if number % 8 == 3 and can_mail:
                by_channel["mail"].append(plan)
            else:
                by_channel["told" if number % 3 == 0 else "letter"].append(plan)
        for channel, some in by_channel.items():
            self.act(self.merge(some), self.coordinator).action_offer(channel)
        for plan in plans:
            self.case(plan).date_offered = plan.days["offered"]
        self.date_back(plans, "offered")

    def _record_replies(self):
        plans = self.reaching("replied")
        by_reply = defaultdict(list)
        for plan in plans:
            is_over = plan.outcome in ("declined", "no_reply")
            by_reply[plan.outcome if is_over else "accepted"].append(plan)
        for reply, some in by_reply.items():
            reason = self.choose("declined") if reply == "declined" else False
            cases = self.act(self.merge(some), self.coordinator)
            cases.action_record_reply(reply, reason)
        for plan in plans:
            self.case(plan).date_replied = plan.days["replied"]
            people = self.case(plan).participant_ids.filtered("date_replied")
            people.date_replied = min(to_utc(plan.days["replied"], 18, 20), self.now)
        self.date_back(plans, "replied")

    def _assign(self):
        plans = []
        for plan in self.plans:
            login = ASSIGNED.get(plan.state, {}).get(plan.index)
            if not login or not plan.reaches("replied"):
                continue
            user = self.user(login)
            case = self.act(self.case(plan), self.coordinator)
            reason = (
                self.voices["words"]["independence"]
                if case._get_independence_issues(user)
                else False
            )
            case.action_assign(user.id, reason)
            plans.append(plan)
        self.date_back(plans, "replied")

    def _schedule(self):
        plans = self.reaching("held") + self.reaching("planned")
        for number, plan in enumerate(plans):
            is_planned = plan.reaches("planned")
            day = plan.days["planned" if is_planned else "held"]
            mode = ("in_person", "in_person", "video", "phone")[number % 4]
            self.act(self.case(plan), self.coordinator).action_schedule(
                to_utc(day, *self.rng.choice(HOURS)),
                mode,
                self.rng.choice(self.voices["places"][mode]),
                False,
                self.choose("companion") or False,
            )
        self.date_back(plans, "replied")
        self._rebook([plan for plan in plans if plan.state == "scheduled"][4:6])

    def _rebook(self, plans):
        """Cancel two conversations and plan them anew in the same step."""
        for number, plan in enumerate(plans):
            session = self.case(plan).session_ids
            planned = session.date_start
            session.date_start = planned - timedelta(days=7)
            self.act(session, session.interviewer_id).action_cancel(
                self._take("session_cancelled", number), planned
            )
            session.date_cancelled = session.date_start - timedelta(days=1)
        self.date_back(plans, "replied")

    def _end_scheduled_cases(self):
        for plan in self.reaching("ended"):
            if plan.reaches("offered"):
                self._withdraw(plan)
                self.date_back([plan], "ended")

    # === THE RECORD === #

    def _hold(self):
        questionnaire = self.policy.questionnaire_id
        plans = self.reaching("held")
        for turn, plan in enumerate(plans):
            case = self.case(plan)
            session = self.act(case.session_ids, case.interviewer_id)
            job = self._ref(plan.employee).job_id.get_external_id()
            speaker = Speaker(
                self.voices,
                self.rng,
                turn,
                job=next(iter(job.values())).split(".job_")[-1],
                since=case.date_start_service,
                today=plan.days["held"],
            )
            answers = speaker.speak(questionnaire)
            session.action_save_answers(answers, 0)
            start = case.session_ids.date_start
            length = timedelta(minutes=self.rng.choice((35, 45, 50, 60, 75, 90)))
            session.action_mark_held(start, start + length)
            # Every ninth was typed in two days later, from paper.
            late = timedelta(days=2 if turn % 9 == 4 else 0, minutes=5)
            recorded = min(start + length + late, self.now)
            case.session_ids.date_recorded = recorded
            if plan.state != "interviewed" or plan.index % 2:
                session.action_hand_in()
                handed_in = start + length + timedelta(minutes=25)
                case.session_ids.date_handed_in = handed_in
        self.contacts.add_papers(plans)
        self.date_back(plans, "held")

    def _record_permissions(self):
        plans = self.reaching("held")
        for number, plan in enumerate(plans):
            case = self.case(plan)
            how = self.choose("permission_how")
            permissions = get_permissions(plan)
            if permissions and number % 4 == 1:
                self.leavers.decide(plan, permissions)
                continue
            for role, (permission, protected) in permissions.items():
                share = case.share_ids.filtered(lambda s, role=role: s.role == role)
                sections = self._choose_parts(share) if permission == "parts" else []
                self.act(share, case.interviewer_id).action_record_permission(
                    permission, sections, protected, how, plan.days["held"]
                )
        self.date_back(plans, "held")

    def _choose_parts(self, share):
        parts = share._get_sections().filtered(lambda part: not part.is_protected)
        return self.rng.sample(parts.ids, 3)

    def _confirm(self):
        plans = self.reaching("confirmed")
        hows = ["agreed", "signed", "online", "agreed", "not_returned", "online"]
        online = []
        for number, plan in enumerate(plans):
            how = "online" if plan.index == RATHER_NOT else hows[number % len(hows)]
            if how == "online":
                online.append(plan)
                continue
            case = self.case(plan)
            self.act(case, case.interviewer_id).action_confirm(
                how, plan.days["confirmed"]
            )
        self.date_back(plans, "confirmed")
        for plan in online:
            self.leavers.sign(plan)

    def _share(self):
        plans = self.reaching("sent")
        self.act(self.merge(plans), self.coordinator).action_share()
        sent = self.env["exit.interview.share"]
        for plan in plans:
            shares = self.case(plan).share_ids.filtered("date_sent")
            day = plan.days["sent"]
            due = self.policy._plan_working_days(self.policy.response_days, day)
            shares.write({"date_sent": day, "date_due": due})
            sent |= shares
        self.date_back(plans, "sent", sent)

    # === AFTER === #

    def _state_facts(self):
        """Let the coordinator say what kind of loss each departure is."""
        for number, plan in enumerate(self.plans):
            self.act(self.case(plan), self.coordinator).write(get_facts(number))
        self.date_back(self.plans, "notified")

    def _date_closed_cases(self):
        for plan in self.plans:
            if plan.state in ("done", "cancelled"):
                last = next(s for s in ("told", "ended", "replied") if plan.reaches(s))
                self.case(plan).date_closed = plan.days[last]

    def _archive_leavers(self):
        """Do what the platform does with people whose last day is over."""
        reason = self.env.ref("hr.departure_resigned")
        gone = self.env["hr.employee"]
        for plan in self.plans:
            if plan.is_gone:
                # Their notices are there, and dated back.
                employee = self._ref(plan.employee).with_context(
                    exit_interview_hr=HANDLED
                )
                employee.write(
                    {
                        "departure_date": plan.days["departure"],
                        "departure_reason_id": reason.id,
                    }
                )
                gone |= employee
        gone.with_context(no_wizard=True, exit_interview_hr=HANDLED).action_archive()
