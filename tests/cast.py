# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The standard cast, and the journeys that bring a leaver's case to each state.

Everything a leaver, an interviewer or a manager types holds a word of its own, a
*canary*, such as ``CNRY-LEA-SUPPORT-7f3a``. A test that finds a canary knows whose
it is, what it belongs to and where it stood, and the access matrix says who may.

The cases are brought to their states by the public methods, as the users who do it in
life. Only what has no public way in is written by the superuser, with a word why.
"""

import base64
import hashlib
import re
from dataclasses import dataclass, field
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

PASSWORD = "a long pass phrase"
# What was planted, and the references that the addons make.
CANARY = re.compile(
    r"cnry-[a-z0-9]+-[a-z0-9_]+-[0-9a-f]{4}|exi-[2-9a-z]{5}-\d\d|\byp-[2-9a-z]{5}\b"
)

INTERVIEWER = "base.group_user,exit_interview.group_interviewer"
COORDINATOR = "base.group_user,exit_interview.group_coordinator"
GROUPS = {
    "hana": "base.group_user",  # head of service, Fieldwork
    "sam": "base.group_user",  # service manager, Fieldwork
    "hugo": "base.group_user",  # head of service, Homes
    "tess": "base.group_user",  # service manager, Homes
    "lin": "base.group_user",  # manager of team North
    "sol": "base.group_user",  # manager of team South
    "ivy": INTERVIEWER,
    "peg": INTERVIEWER,  # deputy interviewer
    "cora": COORDINATOR,
    "cody": COORDINATOR,  # deputy coordinator, who will leave
    "hal": "base.group_user,hr.group_hr_manager",
    "dee": "base.group_user,exit_interview.group_leadership",
    "odd": "base.group_user,base.group_system",  # the platform's administrator
    "emp": "base.group_user",
    "ola": "base.group_user",  # an employee who takes on an action
    "pat": "base.group_portal",
    "adm": "base.group_user,exit_interview.group_administrator",
    "lea": "base.group_user",  # leavers with a login
    "leo": "base.group_user",
}
OTHER_COMPANY = {"bea": COORDINATOR, "ben": INTERVIEWER}


def make_canary(leaver, key):
    """Return the word that stands for one thing of one leaver."""
    digest = hashlib.sha256(f"{leaver}/{key}".encode()).hexdigest()[:4]
    return f"CNRY-{leaver}-{key}-".upper() + digest


@dataclass(frozen=True)
class Canary:
    """What a canary stands for, in the words of the matrix."""

    text: str
    leaver: str
    kind: str
    group: str
    section: str = ""
    holder: str = ""  # the user whom a permission, response or action belongs to
    in_copy: bool = False  # part of what a frozen copy may hold
    released: bool = True  # False: came after the copies went out

    @property
    def token(self):
        return self.text.lower()


@dataclass
class Leaver:
    """A leaver, their case and every canary planted in it."""

    key: str
    login: str = ""
    employee: object = None
    case: object = None
    canaries: dict = field(default_factory=dict)

    def word(self, key, kind, group, **more):
        """Plant a canary and return its text."""
        canary = Canary(make_canary(self.key, key), self.key, kind, group, **more)
        self.canaries[canary.token] = canary
        return canary.text

    def get(self, key):
        return make_canary(self.key, key)


class CastMixin:
    """For TransactionCase and HttpCase: users, organisation and journeys."""

    @classmethod
    def setUpCast(cls):
        """Make the people and the organisation; call it in ``setUpClass``."""
        cls.env = cls.env(
            context={
                **cls.env.context,
                "tracking_disable": True,
                "no_reset_password": True,
                "mail_create_nolog": True,
            }
        )
        cls.company = cls.env.ref("base.main_company")
        cls.other_company = cls.env["res.company"].create({"name": "Council B"})
        cls.users = {}
        for login, groups in GROUPS.items():
            cls.users[login] = cls._new_user(login, groups, cls.company)
        for login, groups in OTHER_COMPANY.items():
            cls.users[login] = cls._new_user(login, groups, cls.other_company)
        cls.users["anon"] = cls.env.ref("base.public_user")
        cls._set_up_organisation()
        cls.policy = cls.env.ref("exit_interview.exit_interview_policy_staff")
        cls._set_up_roles(cls.policy, cls.service)
        cls.other_policy = cls.policy.copy(
            {
                "company_id": cls.other_company.id,
                "questionnaire_id": cls.policy.questionnaire_id.id,
                "resource_calendar_id": cls.other_company.resource_calendar_id.id,
            }
        )
        cls.env["exit.interview.policy.role"].create(
            [
                {"policy_id": cls.other_policy.id, "role": role, "user_id": user.id}
                for role, user in (
                    ("coordinator", cls.users["bea"]),
                    ("interviewer", cls.users["ben"]),
                )
            ]
        )
        cls.leavers = {}

    @classmethod
    def _new_user(cls, login, groups, company):
        return new_test_user(
            cls.env,
            login=f"{login}.cast",
            groups=groups,
            name=login.capitalize(),
            password=PASSWORD,
            email=f"{login}.cast@council.example",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    @classmethod
    def _set_up_organisation(cls):
        Department = cls.env["hr.department"]
        company = {"company_id": cls.company.id}
        cls.service = Department.create({"name": "Fieldwork", **company})
        cls.north, cls.south = Department.create(
            [
                {"name": name, "parent_id": cls.service.id, **company}
                for name in ("North", "South")
            ]
        )
        cls.homes = Department.create({"name": "Homes", **company})
        cls.elsewhere = Department.create(
            {"name": "Elsewhere", "company_id": cls.other_company.id}
        )
        cls.employees = {}
        for login, department in (
            ("hana", cls.service),
            ("lin", cls.north),
            ("sol", cls.south),
            ("hugo", cls.homes),
        ):
            employee = cls.env["hr.employee"].create(
                {
                    "name": login.capitalize(),
                    "user_id": cls.users[login].id,
                    "department_id": department.id,
                    **company,
                }
            )
            department.manager_id = employee
            cls.employees[login] = employee

    @classmethod
    def _set_up_roles(cls, policy, service):
        policy.role_ids.unlink()
        roles = [
            ("coordinator", False, "cora", 10),
            ("coordinator", False, "cody", 20),
            ("interviewer", False, "ivy", 10),
            ("deputy_interviewer", False, "peg", 10),
            ("service_manager", service, "sam", 10),
            ("head_of_service", service, "hana", 10),
            ("service_manager", cls.homes, "tess", 10),
            ("head_of_service", cls.homes, "hugo", 10),
        ]
        cls.env["exit.interview.policy.role"].create(
            [
                {
                    "policy_id": policy.id,
                    "role": role,
                    "department_id": department and department.id,
                    "user_id": cls.users[login].id,
                    "sequence": sequence,
                }
                for role, department, login, sequence in roles
            ]
        )

    # === JOURNEY: each step by the user who does it in life === #

    @classmethod
    def as_user(cls, login, records):
        """Return records as this user sees them, with nothing left in the cache."""
        return records.with_user(cls.users[login]).with_context(clean_context())

    @classmethod
    def new_leaver(cls, key, department=None, user=None, company=None, by="hal"):
        """Register a leaver by HR and return them with their case just opened.

        The employee holds canaries when the notice is given, and plain words right
        after: what is found later comes from us and not from the platform.
        """
        leaver = Leaver(key, login=user or "")
        department = department or cls.north
        company = company or cls.company
        word = leaver.word
        manager = department.manager_id
        plain = {"department": department.name, "parent": department.parent_id.name}
        team = word("TEAM", "case", "G2", in_copy=True)
        department.name = team
        if department.parent_id:
            service = word("SERVICE", "case", "G2", in_copy=True)
            department.parent_id.name = service
        leaver.employee = cls.env["hr.employee"].create(
            {
                "name": word("NAME", "participant", "G1", in_copy=True),
                "user_id": user and cls.users[user].id,
                "department_id": department.id,
                "parent_id": manager.id,
                "company_id": company.id,
                "job_title": word("JOB", "case", "G2", in_copy=True),
                "private_email": word("EMAIL", "participant", "G1").lower()
                + "@home.example",
                "private_phone": word("PHONE", "participant", "G1"),
                "private_street": word("ADDRESS", "participant", "G1"),
            }
        )
        cls.as_user(by, cls.env["exit.interview.notice"]).register(
            [
                {
                    "population": "staff",
                    "source": "hr_departure",
                    "employee_id": leaver.employee.id,
                    "date_departure": fields.Date.today() + timedelta(days=14),
                    "reason": word("NOTICE_REASON", "notice", "G2"),
                    "informant": word("INFORMANT", "notice", "G2"),
                }
            ]
        )
        leaver.case = cls.env["exit.interview"].search(
            [("employee_id", "=", leaver.employee.id)]
        )
        leaver.employee.write(
            {
                "name": f"Leaver {len(cls.leavers)}",
                "legal_name": False,
                "job_title": "Social worker",
                "private_email": False,
                "private_phone": False,
                "private_street": False,
            }
        )
        # The contact of an employee without a login is theirs alone, and HR renames it.
        leaver.employee.work_contact_id.name = leaver.employee.name
        department.name = plain["department"]
        if department.parent_id:
            department.parent_id.name = plain["parent"]
        # As if the letter had been kept for later: nobody but the case's own people.
        leaver.case.outcome_text = leaver.word("LETTER", "case", "G2")
        canary = Canary(leaver.case.name, key, "case", "G0")
        leaver.canaries[canary.token] = canary
        cls.leavers[key] = leaver
        return leaver

    @classmethod
    def offer(cls, leaver, coordinator="cora", channel="mail"):
        """Offer by mail, and note a yes with what the leaver needs."""
        word = leaver.word
        # No public way in yet: the journal's subject.
        cls.env["exit.interview.journal"]._log(
            leaver.case, "printed", word("JOURNAL", "journal", "G10")
        )
        case = cls.as_user(coordinator, leaver.case)
        case.action_offer(channel)
        case.action_record_reply("accepted")
        case.participant_ids.write({"needs": word("NEEDS", "participant", "G1")})
        case.action_record_contact(
            "phone",
            True,
            word("CALL_NOTE", "contact", "G1"),
            word("CALL_AGREED", "contact", "G1"),
        )
        case.action_record_wish(note=word("WISH", "participant", "G1"))
        cls.add_file(leaver, coordinator)

    @classmethod
    def plant_page_words(cls, leaver):
        """Let the leaver answer the offer, ask for a correction and sign, on pages.

        By the private methods that the pages call, as the pages do: as the public user
        with the server's rights. The record must be confirmed, not shared yet.
        """
        word = leaver.word
        participant = leaver.case.participant_ids.with_user(cls.users["anon"]).sudo()
        participant.write(
            {
                name: word(f"PAGE_{name}", "participant", "G1")
                for name in (
                    "preferred_place",
                    "topics",
                    "wish_words",
                    "availability",
                )
            }
        )
        corrections = participant._ask_corrections(
            {False: word("CORRECTION", "correction", "G4")}
        )
        corrections.with_user(leaver.case.interviewer_id).action_decline(
            word("CORRECTION_REPLY", "correction", "G4")
        )
        session = participant._get_check_session()
        digest = session._get_record_digest()
        participant._sign(word("SIGNED_NAME", "signature", "G6"), digest)

    @classmethod
    def learn(cls, leaver, coordinator="cora"):
        """Note two findings: an urgent draft, and one whose wording somebody reads.

        The leaver's words that the second came from are those of an answer.
        """
        case = cls.as_user(coordinator, leaver.case)
        answer = leaver.case.session_ids.answer_ids.filtered(
            lambda answer: answer.question_id.code == "improve"
        )
        theme = cls.env.ref("exit_interview.theme_workload")
        draft = leaver.word("DRAFT", "finding_draft", "G4")
        # The check finds something in it, so that the author has to say why.
        wording = f"{leaver.word('WORDING', 'finding', 'G11')}, as the only one"
        ids = case.action_add_findings(
            [
                {"kind": "worry", "triage": "urgent", "wording": draft},
                {
                    "kind": "idea",
                    "theme_id": theme.id,
                    "answer_id": answer.id,
                    "quote": answer.text,
                    "wording": wording,
                },
            ]
        )
        draft, finding = cls.as_user(coordinator, case.finding_ids.browse(ids))
        note = leaver.word("URGENT_NOTE", "finding_draft", "G4")
        draft.action_settle_urgent("action", note)
        reason = leaver.word("FLAG_REASON", "finding", "G11")
        finding.action_submit("other", reason)

    @classmethod
    def give_reasons(cls, leaver, coordinator="cora"):
        """Say why the case goes on, and why a recipient is in the circulation again."""
        # HR's taking a departure back has tests of its own.
        leaver.case.date_undone = fields.Date.today()
        case = cls.as_user(coordinator, leaver.case)
        case.action_keep(leaver.word("KEEP", "case", "G2"))
        # In the other organisation there is nobody to circulate a copy to.
        for share in cls.as_user(coordinator, leaver.case.share_ids[-1:]):
            share.action_limit("Not now")
            share.action_include(leaver.word("INCLUDE", "circulation", "G6"))

    @classmethod
    def add_file(cls, leaver, login, content=b"Nothing to find here"):
        """Keep a file of the case, whose name is a canary; return its id."""
        name = leaver.word("FILE_NAME", "document", "G8") + ".txt"
        case = cls.as_user(login, leaver.case)
        return case.action_add_document(
            "resignation", name, base64.b64encode(content).decode()
        )

    @classmethod
    def interview(cls, leaver, coordinator="cora", interviewer="ivy", first="peg"):
        """Plan, cancel and rebook, record every answer by two hands, hold, confirm."""
        word = leaver.word
        case = cls.as_user(coordinator, leaver.case)
        case.action_assign(cls.users[first].id)
        start = fields.Datetime.now() - timedelta(days=1)
        session_id = cls.as_user(first, case).action_schedule(
            start,
            "in_person",
            word("LOCATION", "session", "G1"),
            companion=word("COMPANION", "session", "G1"),
        )
        session = cls.as_user(first, cls.env["exit.interview.session"]).browse(
            session_id
        )
        session.action_cancel(word("CANCEL", "session", "G1"), start)
        session = leaver.case.session_ids.filtered(lambda s: s.state == "planned")
        question = session.questionnaire_id.question_ids.filtered(
            lambda question: question.code == "done_well"
        )
        earlier = "Words that stay mine"
        if first != interviewer:
            earlier = word("EARLIER", "earlier", "G4", section="looking_back")
        version = cls.as_user(first, session).action_save_answers(
            [{"question_id": question.id, "text": earlier}], session.version
        )
        case.action_assign(cls.users[interviewer].id)
        mine = cls.as_user(interviewer, session)
        mine.action_save_answers(cls.answers_of(leaver, session), version)
        mine.action_mark_held(start, start + timedelta(hours=1))
        mine.action_hand_in()
        cls.as_user(interviewer, leaver.case).action_confirm("signed")
        # Written only for an interviewer from the leaver's own line.
        leaver.case.independence_reason = word("INDEPENDENCE", "case", "G2")

    @classmethod
    def answers_of(cls, leaver, session):
        """Return an answer with a canary to every question of the session."""
        answers = []
        for question in session.questionnaire_id.question_ids:
            is_text = question.kind in ("text", "date")
            group = "G5" if question.is_protected else "G4" if is_text else "G3"
            words = leaver.word(
                question.code.upper(),
                "content",
                group,
                section=question.section_id.code,
                in_copy=True,
            )
            values = {"question_id": question.id}
            if question.kind == "text":
                values["text"] = words
            else:
                values["comment"] = words
            if question.kind in ("scale", "yes_no"):
                values["score"] = 1
            elif question.kind in ("choice", "choices"):
                values["choice_ids"] = question.choice_ids[:1].ids
            answers.append(values)
        return answers

    @classmethod
    def permit(cls, leaver, interviewer="ivy", protected=(), **roles):
        """Record the permission of each role: `full`, `none`, or codes of parts."""
        for share in leaver.case.share_ids:
            wanted = roles.get(share.role, "none")
            parts = False
            if not isinstance(wanted, str):
                parts = share._get_sections().filtered(
                    lambda section, codes=wanted: section.code in codes
                )
                wanted = "parts"
            cls.as_user(interviewer, share).action_record_permission(
                wanted,
                sections=parts and parts.ids,
                protected=share.role in protected,
                how=leaver.word(
                    f"HOW_{share.role}".upper(),
                    "permission",
                    "G6",
                    holder=ROLE_LOGINS[share.role],
                ),
            )

    @classmethod
    def send(cls, leaver, coordinator="cora"):
        """Send the copies; then change the live record behind them (P-03)."""
        cls.as_user(coordinator, leaver.case).action_share()
        # Corrections after the fact have no public way in yet; copies must not follow.
        answer = leaver.case.session_ids.answer_ids.filtered(
            lambda answer: answer.question_id.code == "improve"
        )
        answer.comment = leaver.word(
            "LATE",
            "content",
            "G4",
            section="looking_back",
            in_copy=True,
            released=False,
        )
        # A manager starts typing: kept as a draft, not yet the approver's.
        share = cls.share_of(leaver, "service_manager")
        if share.reader_id:
            share = cls.as_user("sam", share)
            share.response_action = cls._response_word(leaver, "RESPONSE_ACTION")
            cls.ask(leaver, coordinator)

    @classmethod
    def ask(cls, leaver, coordinator="cora"):
        """Sam asks twice; the coordinator answers the first question."""
        share = cls.share_of(leaver, "service_manager")
        word = cls._response_word
        for key in ("QUESTION_ONE", "QUESTION_TWO"):
            cls.as_user("sam", share).action_ask(word(leaver, key, "question"))
        query = share.query_ids.sorted("id")[:1]
        cls.as_user(coordinator, query).action_answer(
            word(leaver, "ANSWER", "question")
        )

    @classmethod
    def _response_word(cls, leaver, key, kind="response", **more):
        return leaver.word(key, kind, "G9", holder="sam", **more)

    @classmethod
    def share_of(cls, leaver, role):
        """Return the share of a role, as superuser."""
        return leaver.case.share_ids.filtered(lambda share: share.role == role)

    @classmethod
    def respond(cls, leaver):
        """Sam answers with two actions of Ola's."""
        word = cls._response_word
        due = fields.Date.today() + timedelta(days=30)
        cls.as_user("sam", cls.share_of(leaver, "service_manager")).action_submit(
            response_timescale=word(leaver, "RESPONSE_TIMESCALE"),
            response_monitoring=word(leaver, "RESPONSE_MONITORING"),
            actions=[
                {
                    "name": word(leaver, key, "action"),
                    "owner_id": cls.users["ola"].id,
                    "date_due": due,
                }
                for key in ("ACTION_ONE", "ACTION_TWO")
            ],
        )

    @classmethod
    def give_back(cls, leaver):
        """Hana returns the response."""
        reason = cls._response_word(leaver, "RETURN")
        cls.as_user("hana", cls.share_of(leaver, "service_manager")).action_return(
            reason
        )

    @classmethod
    def approve(cls, leaver):
        """Hana approves; Lin has read hers; Ola reports one action as done."""
        cls.as_user("hana", cls.share_of(leaver, "service_manager")).action_approve()
        action, second = leaver.case.action_ids.sorted("id")
        cls.as_user("ola", second).action_report_progress(
            cls._response_word(leaver, "PROGRESS", "action")
        )
        cls.as_user("ola", action).action_done(
            cls._response_word(leaver, "OUTCOME", "action")
        )

    @classmethod
    def withdraw(cls, leaver, coordinator="cora"):
        """The leaver takes every permission back."""
        for share in leaver.case.share_ids:
            cls.as_user(coordinator, share).action_withdraw(
                leaver.word(
                    f"WITHDRAW_{share.role}".upper(),
                    "permission",
                    "G6",
                    holder=ROLE_LOGINS[share.role],
                )
            )

    @classmethod
    def raise_concern(cls, leaver, named=(), interviewer="ivy"):
        """Ivy passes a concern on; return it, with the second person."""
        word = leaver.word
        cls.as_user(interviewer, cls.env["exit.interview.concern"]).raise_concern(
            leaver.case.id,
            "safeguarding",
            word("EXTRACT", "concern", "G7"),
            reason=word("CONCERN_REASON", "concern", "G7"),
            rests_on=word("RESTS_ON", "concern", "G7"),
            named_ids=[cls.users[login].id for login in named],
        )
        return leaver.case.concern_ids

    @classmethod
    def settle_concern(cls, leaver, concern):
        """Peg approves, Hana takes it on and decides, Sam agrees, Cora tells nobody."""
        word = leaver.word
        cls.as_user("peg", concern).action_approve()
        hana = cls.as_user("hana", concern)
        hana.action_take_on()
        day = fields.Date.today() + timedelta(days=20)
        first = word("FIRST_DECISION", "concern", "G7")
        hana.action_decide(first, word("FIRST_WHO", "concern", "G7"), day)
        # What a later decision replaces is nowhere any more.
        for key in ("FIRST_DECISION", "FIRST_WHO"):
            leaver.canaries.pop(leaver.get(key).lower())
        sam = cls.as_user("sam", concern)
        sam.action_return(word("CONCERN_RETURN", "concern", "G7"))
        hana.action_decide(
            word("DECISION", "concern", "G7"), word("WHO", "concern", "G7"), day
        )
        sam.action_agree()
        leaver.canaries.pop(leaver.get("CONCERN_RETURN").lower())
        cls.as_user("cora", concern).action_do_not_tell(
            word("NOT_TOLD", "concern", "G7")
        )
        cls.as_user("ivy", leaver.case).action_refer(
            "complaint", word("REFERRAL", "case", "G2")
        )

    @classmethod
    def bring_to(cls, leaver, scenario):
        """Bring a leaver whose interview is confirmed to a scenario."""
        SCENARIOS[scenario](cls, leaver)
        cls.env.flush_all()
        cls.env.invalidate_all()


ROLE_LOGINS = {
    "team_manager": "lin",
    "service_manager": "sam",
    "head_of_service": "hana",
}
PARTS = ("support", "looking_back")
FULL = dict.fromkeys(ROLE_LOGINS, "full")


def clean_context():
    """Return the context of an ordinary request."""
    return {}


def _before(cast, leaver):
    cast.permit(leaver, protected=("service_manager",), **FULL)


def _full(cast, leaver):
    _before(cast, leaver)
    cast.send(leaver)


def _partial(cast, leaver):
    cast.permit(leaver, service_manager=PARTS)
    cast.send(leaver)


def _partial_head(cast, leaver):
    cast.permit(leaver, protected=("head_of_service",), head_of_service=PARTS)
    cast.send(leaver)


def _none(cast, leaver):
    cast.permit(leaver)
    cast.send(leaver)


def _override(cast, leaver):
    _none(cast, leaver)
    cast.settle_concern(leaver, cast.raise_concern(leaver, named=["lin"]))


def _returned(cast, leaver):
    _full(cast, leaver)
    cast.respond(leaver)
    cast.give_back(leaver)


def _acting(cast, leaver):
    _full(cast, leaver)
    cast.respond(leaver)
    cast.approve(leaver)


def _withdrawn(cast, leaver):
    _full(cast, leaver)
    cast.respond(leaver)
    cast.withdraw(leaver)


def _conflict(cast, leaver):
    _full(cast, leaver)
    cast.raise_concern(leaver, named=["hana"])


SCENARIOS = {
    "before": _before,
    "full": _full,
    "partial": _partial,
    "partial_head": _partial_head,
    "none": _none,
    "override": _override,
    "returned": _returned,
    "acting": _acting,
    "withdrawn": _withdrawn,
    "conflict": _conflict,
}
