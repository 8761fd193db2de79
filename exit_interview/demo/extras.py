# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What does not happen in every case: calls, files, concerns, moves, agency workers."""

import base64
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from .answers import Speaker
from .timeline import to_utc

# The smallest PDF that is one: a page with a line of text.
LETTER = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents 4 0 R
/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 70>>stream
BT /F1 14 Tf 40 500 Td (I hereby give notice. With best wishes.) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R/Size 6>>
%%EOF
"""


class Extras:
    """Adds to the cases of the sample what happens beside their way.

    :param generator: the :class:`~.generator.Generator`
    """

    def __init__(self, generator):
        self.make = generator
        self.env = generator.env
        self.words = generator.voices["extras"]

    def run(self):
        """Make everything."""
        self._ring()
        self._add_files()
        self._raise_concerns()
        self._hear_of_moves()
        self._hear_of_agency_workers()
        self._be_away()

    def _plans(self, state, *numbers):
        plans = [plan for plan in self.make.plans if plan.state == state]
        return [plans[number] for number in numbers]

    # === CALLS AND FILES === #

    def _ring(self):
        """Let the coordinator ring those who have not answered, and one who has."""
        make = self.make
        for plan, attempts in zip(
            self._plans("offered", 0, 1, 2, 6), (3, 2, 1, 1), strict=True
        ):
            case = make.act(make.case(plan), make.coordinator)
            for number in range(attempts):
                day = make.days.shift(plan.days["offered"], number + 1)
                moment = min(to_utc(day, 10 + 2 * number, 20), make.now)
                is_reached = plan.reaches("replied")
                note, agreed = self.words["reached" if is_reached else "calls"][number]
                case.action_record_contact("phone", is_reached, note, agreed, moment)
            make.date_back([plan], "offered")

    def _add_files(self):
        make = self.make
        content = base64.b64encode(LETTER).decode()
        for plan, kind, name in (
            (self._plans("new", 0)[0], "resignation", "Letter of resignation.pdf"),
            (self._plans("interviewed", 1)[0], "notes", "Notes on paper.pdf"),
            (self._plans("confirmed", 1)[0], "signed_record", "Signed record.pdf"),
        ):
            case = make.act(make.case(plan), make.coordinator)
            case.action_add_document(kind, name, content)

    # === CONCERNS === #

    def _raise_concerns(self):
        """One is with its reader, one waits for the second person, one is settled."""
        make = self.make
        Concern = self.env["exit.interview.concern"]
        concerns = []
        for plan, (category, text), hours in zip(
            [*self._plans("interviewed", 2, 3), *self._plans("shared", 2)],
            self.words["concerns"],
            (3, 30, 20),
            strict=True,
        ):
            case = make.case(plan)
            by_interviewer = make.act(Concern, case.interviewer_id)
            start = make.now - timedelta(hours=hours)
            by_interviewer.raise_concern(case.id, category, text, start)
            concerns.append(case.concern_ids)
        for concern in concerns[1:]:
            if concern.state == "pending" and concern.second_id:
                make.act(concern, concern.second_id).action_approve()
        self._settle(concerns[2])
        case = make.case(self._plans("confirmed", 4)[0])
        make.act(case, make.coordinator).action_refer(
            "complaint", self.words["referral"]
        )

    def _settle(self, concern):
        make = self.make
        if concern.state != "passed":
            return
        make.act(concern, concern.recipient_id).action_take_on()
        decision, who = self.words["decision"]
        make.act(concern, concern.handler_id).action_decide(
            decision, who, make.days.shift(make.today, 5)
        )
        if concern.partner_id:
            make.act(concern, concern.partner_id).action_agree()
        if concern.tell_state == "owed":
            make.act(concern, make.coordinator).action_tell(self.words["told"])

    # === MOVES AND AGENCY WORKERS === #

    def _hear_of_moves(self):
        """Two people change posts inside: somebody decides what they are offered."""
        make = self.make
        make.act(self.env["exit.interview.notice"], make.coordinator).register(
            [
                {
                    "source": "transfer",
                    "employee_id": make._ref(name).id,
                    "date_departure": make.days.shift(make.today, days),
                    "department_to_id": make._ref(f"department_{team}").id,
                    "transfer_reason": reason,
                    "reason": self.words["moves"][reason],
                }
                for name, days, team, reason in (
                    ("employee_33", 12, "family_help", "promotion"),
                    ("employee_34", 20, "fostering_support", "other"),
                )
            ]
        )

    def _hear_of_agency_workers(self):
        """One stayed for a few months and is sent the survey, one has sent it back."""
        make = self.make
        Employee = self.env["hr.employee"]
        Notice = make.act(self.env["exit.interview.notice"], make.user("hal"))
        for (name, team, months), has_answered in zip(
            self.words["agency"], (False, True), strict=True
        ):
            department = make._ref(f"department_{team}")
            employee = Employee.create(
                {
                    "name": name,
                    "employee_type": make.policy.agency_employee_type,
                    "department_id": department.id,
                    "parent_id": department.manager_id.id,
                    "job_id": make._ref("job_social_worker").id,
                    "private_email": f"{name.split()[0].lower()}@example.org",
                    "exit_interview_start": make.today - relativedelta(months=months),
                }
            )
            Notice.register(
                {
                    "source": "hr_departure",
                    "employee_id": employee.id,
                    "date_departure": make.today + timedelta(days=9),
                    "reason": "End of assignment",
                }
            )
            case = self.env["exit.interview"].search(
                [("employee_id", "=", employee.id)]
            )
            if has_answered:
                self._answer_survey(make.act(case, make.coordinator))

    def _answer_survey(self, case):
        case.action_offer("letter")
        session = self.env["exit.interview.session"].browse(case.action_record_survey())
        session = session.with_user(self.make.coordinator)
        speaker = Speaker(
            self.make.voices,
            self.make.rng,
            3,
            job="social_worker",
            since=case.date_start_service or self.make.today - timedelta(days=120),
            today=self.make.today,
        )
        answers = speaker.speak(session.sudo().questionnaire_id)
        session.action_save_answers(answers, session.version)

    # === ABSENCES === #

    def _be_away(self):
        """One person is away now, two will be; each entered it by themselves."""
        make = self.make
        for login, first, days in (("gwen", -2, 9), ("eli", 12, 7), ("ivy", 24, 14)):
            day = make.today + timedelta(days=first)
            make.act(self.env["exit.interview.absence"], make.user("cora")).create(
                {
                    "user_id": make.user(login).id,
                    "date_from": day,
                    "date_to": day + timedelta(days=days),
                }
            )
