# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The fostering service beside the standard cast, and the case of a household.

Two households: one leaves, and its two carers are heard apart; the other thinks about
it, and there is no case yet. As in :mod:`.cast`, everything typed holds a canary, and
each step is taken by who takes it in life.
"""

import base64
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .cast import Canary, CastMixin, Leaver

FOSTERING = "exit_interview_fostering"
ADVISOR = f"base.group_user,{FOSTERING}.group_coordinator"
INTERVIEWER = f"base.group_user,{FOSTERING}.group_interviewer"
WORKER = f"base.group_user,{FOSTERING}.group_worker"
MANAGER = f"base.group_user,{FOSTERING}.group_manager"
GROUPS = {
    "ada": ADVISOR,
    "ida": INTERVIEWER,  # interviews the household
    "ian": INTERVIEWER,  # the second person: of a concern, of wordings
    "ike": INTERVIEWER,  # interviews others
    "wes": WORKER,  # supervises the household
    "wyn": WORKER,  # supervises the other one
    "mo": MANAGER,
    "kim": "base.group_user",  # service manager: receives the copy
    "fay": "base.group_user",  # a carer who works here as well
}
CARERS = ("fay", "fred")
# Hana, head of service, approves the answer; Ola takes on actions, as for staff.


class FosteringCastMixin(CastMixin):
    """For TransactionCase and HttpCase, after :meth:`~.cast.CastMixin.setUpCast`."""

    @classmethod
    def setUpFostering(cls):
        """Make the service, and a household that was just reported as leaving."""
        for login, groups in GROUPS.items():
            cls.users[login] = cls._new_user(login, groups, cls.company)
        # Whoever does the same for staff and carers of another organisation.
        for group in ("group_coordinator", "group_manager"):
            cls.users["bea"].group_ids |= cls.env.ref(f"{FOSTERING}.{group}")
        cls._set_up_service()
        cls._set_up_carer_policy()
        cls.marlow = cls._plant_household("HOU", "wes", CARERS)
        cls.thame = cls._plant_household("HOV", "wyn", ("gus",))
        cls._plant_talks()
        cls._tell()
        cls._plant_briefing()

    @classmethod
    def _set_up_service(cls):
        Department = cls.env["hr.department"]
        company = {"company_id": cls.company.id}
        cls.fostering = Department.create({"name": "Fostering", **company})
        cls.east = Department.create(
            {"name": "Fostering East", "parent_id": cls.fostering.id, **company}
        )
        for login, department in (("mo", cls.fostering), ("wes", cls.east)):
            cls.employees[login] = cls.env["hr.employee"].create(
                {
                    "name": login.capitalize(),
                    "user_id": cls.users[login].id,
                    "department_id": department.id,
                    **company,
                }
            )
        cls.fostering.manager_id = cls.employees["mo"]
        cls.employees["wes"].parent_id = cls.employees["mo"]

    @classmethod
    def _set_up_carer_policy(cls):
        cls.carer_policy = cls.env.ref(
            f"{FOSTERING}.exit_interview_policy_foster_carer"
        )
        cls.carer_policy.role_ids.unlink()
        cls.env["exit.interview.policy.role"].create(
            [
                {
                    "policy_id": cls.carer_policy.id,
                    "role": role,
                    "user_id": cls.users[login].id,
                }
                for role, login in (
                    ("coordinator", "ada"),
                    ("interviewer", "ida"),
                    ("deputy_interviewer", "ian"),
                    ("service_manager", "kim"),
                    ("head_of_service", "hana"),
                )
            ]
        )
        cls.other_carer_policy = cls.carer_policy.copy(
            {
                "company_id": cls.other_company.id,
                "questionnaire_id": cls.carer_policy.questionnaire_id.id,
                "resource_calendar_id": cls.other_company.resource_calendar_id.id,
            }
        )
        cls.env["exit.interview.policy.role"].create(
            {
                "policy_id": cls.other_carer_policy.id,
                "role": "coordinator",
                "user_id": cls.users["bea"].id,
            }
        )

    # === HOUSEHOLDS === #

    @classmethod
    def _plant_household(cls, key, worker, carers):
        """Enter a household as a manager of the service does; return who stands for it.

        Contacts may be read by every employee: their names hold canaries until the
        notice is given, and plain words from then on.
        """
        leaver = cls.leavers[key] = Leaver(key, login="fay")
        word = leaver.word
        leaver.household = cls.as_user("mo", cls.env["res.partner"]).create(
            {
                "name": f"Household {key}",
                "is_company": True,
                "is_foster_household": True,
                "foster_company_id": cls.company.id,
                "foster_team_id": cls.east.id,
                "foster_worker_id": cls.users[worker].id,
                "foster_notes": word("NOTES", "household", "G2"),
                "foster_approval_ids": [
                    Command.create(
                        {
                            "category": "mainstream",
                            "date_from": "2015-03-01",
                            "terms": word("TERMS", "household", "G2", in_copy=True),
                            "service": word(
                                "APPROVED_BY", "household", "G2", in_copy=True
                            ),
                        }
                    )
                ],
                "foster_member_ids": [
                    Command.create({"relation": "child", "year_of_birth": 2010})
                ],
                "foster_care_ids": [
                    Command.create({"year": 2025, "age_range": "05_09", "children": 2})
                ],
            }
        )
        leaver.household = leaver.household.sudo().with_user(cls.env.user)
        leaver.carers = cls.env["res.partner"]
        for login in carers:
            values = {"parent_id": leaver.household.id, "is_foster_carer": True}
            if login in cls.users:
                carer = cls.users[login].partner_id
                carer.write(values)
            else:
                carer = cls.env["res.partner"].create(
                    {**values, "name": login.capitalize(), "type": "contact"}
                )
            leaver.carers |= carer
        return leaver

    @classmethod
    def _plant_talks(cls):
        """Three talks: of the worker, of the manager in confidence, of another one."""
        cls.talk = cls._talk(cls.marlow, "wes", "TALK", "talk", "talk_action")
        cls.confidence = cls._talk(
            cls.marlow,
            "mo",
            "CONFIDENCE",
            "talk_confidence",
            "confidence_action",
            level="team_manager",
            is_closed_to_worker=True,
        )
        cls.talk_alone = cls._talk(
            cls.thame, "wyn", "ALONE", "talk_alone", "talk_alone_action"
        )

    @classmethod
    def _talk(cls, leaver, login, key, kind, action_kind, **vals):
        word = leaver.word
        return (
            cls.as_user(login, cls.env["exit.interview.retention.talk"])
            .create(
                {
                    "household_id": leaver.household.id,
                    "said": word(f"{key}_SAID", kind, "G4"),
                    "offered": word(f"{key}_OFFERED", kind, "G4"),
                    "retained_note": word(f"{key}_NOTE", kind, "G4"),
                    "action_ids": [
                        Command.create(
                            {
                                "name": word(
                                    f"{key}_ACTION", action_kind, "G9", holder="ola"
                                ),
                                "owner_id": cls.users["ola"].id,
                                "date_due": fields.Date.today() + timedelta(days=9),
                            }
                        )
                    ],
                    **vals,
                }
            )
            .sudo()
            .with_user(cls.env.user)
        )

    # === TOLD === #

    @classmethod
    def _tell(cls):
        """The worker tells that the household leaves, in the dialog."""
        leaver, word = cls.marlow, cls.marlow.word
        plain = {
            partner: partner.read(["name", "street", "email", "phone"], load="")[0]
            for partner in leaver.household | leaver.carers
        }
        leaver.household.write(
            {
                "name": word("HOUSEHOLD_NAME", "notice", "G2"),
                "street": word("ADDRESS", "participant", "G1"),
            }
        )
        for carer, login in zip(leaver.carers, CARERS, strict=True):
            key = login.upper()
            carer.write(
                {
                    "name": word(
                        f"{key}_NAME", "name", "G1", holder=login, in_copy=True
                    ),
                    "email": word(f"{key}_EMAIL", "participant", "G1").lower()
                    + "@home.example",
                    "phone": word(f"{key}_PHONE", "participant", "G1"),
                }
            )
        cls.east.name = word("TEAM", "case", "G2", in_copy=True)
        cls.fostering.name = word("SERVICE", "case", "G2")
        dialog = cls.as_user("wes", cls.env["exit.interview.household.report"]).create(
            {
                "household_id": leaver.household.id,
                "leaving_route": "resignation",
                "date_decided": fields.Date.today(),
                "reason": word("REASON", "told", "G2"),
            }
        )
        dialog.action_tell()
        cls.env.invalidate_all()
        for partner, values in plain.items():
            values.pop("id")
            partner.write(values)
        cls.east.name, cls.fostering.name = "Fostering East", "Fostering"
        leaver.case = cls.env["exit.interview"].search(
            [("household_id", "=", leaver.household.id)]
        )
        canary = Canary(leaver.case.name, leaver.key, "case", "G0")
        leaver.canaries[canary.token] = canary
        # As if the letter had been kept for later.
        leaver.case.outcome_text = word("LETTER", "case", "G2")
        leaver.people = leaver.case.participant_ids.sorted("id")

    @classmethod
    def _plant_briefing(cls):
        """The worker fills it in; the advisor asks for more, and it is open again."""
        word = cls.marlow.word
        briefing = cls.as_user("wes", cls.marlow.case.briefing_ids)
        for part in briefing.part_ids:
            text = word(f"PART_{part.code}".upper(), "briefing", "G2")
            if part.code == "complaints":
                part.write(
                    {
                        "has_complaint": "yes",
                        "has_allegation": "no",
                        "reference": text,
                    }
                )
            elif part.code in ("family", "said"):
                part.write({"text": f"{part.text}\n{text}"})
            else:
                part.write({"text": text})
        letter = cls.as_user("wes", briefing.sudo()._get_part("letter"))
        letter.action_add_document(
            "resignation",
            word("FILE_NAME", "document", "G8") + ".txt",
            base64.b64encode(b"Nothing to find here").decode(),
        )
        briefing.action_hand_in()
        cls.as_user("ada", briefing).action_return(word("RETURN", "briefing", "G2"))
        # They stay, says the worker; the advisor finds that they leave.
        cls.as_user("wes", cls.talk).action_stays(
            "support", cls.marlow.word("STAYS", "talk", "G4")
        )
        cls.as_user("ada", cls.marlow.case).action_goes_on()
        # What the outcome's words replaced is nowhere any more.
        cls.marlow.canaries.pop(cls.marlow.get("TALK_NOTE").lower())

    # === HEARD === #

    @classmethod
    def hear(cls):
        """Hand in, say yes, hear each carer alone, and what follows until confirmed."""
        leaver = cls.marlow
        cls._accept()
        sessions = cls.env["exit.interview.session"]
        for person, login in zip(leaver.people, CARERS, strict=True):
            sessions |= cls._hear_person(person, login)
        cls._plant_follow_up(sessions)
        for session in leaver.case._get_open_records():
            cls.as_user("ida", session).action_confirm("agreed")
        for person, login in zip(leaver.people, CARERS, strict=True):
            cls._plant_page_words(person, login.upper(), login)
        cls._plant_learned()
        cls._plant_concern()

    @classmethod
    def plan_apart(cls):
        """Hand in, say yes, and plan a conversation with each carer."""
        cls._accept()
        start = fields.Datetime.now() - timedelta(days=1)
        for person in cls.marlow.people:
            cls.as_user("ida", cls.marlow.case).action_schedule(
                start, "phone", participant_id=person.id
            )

    @classmethod
    def _accept(cls):
        leaver, word = cls.marlow, cls.marlow.word
        cls.as_user("wes", leaver.case.briefing_ids).action_hand_in()
        cls.env["exit.interview.journal"]._log(
            leaver.case, "printed", word("JOURNAL", "journal", "G10")
        )
        case = cls.as_user("ada", leaver.case)
        case.action_offer("told")
        case.action_record_reply("accepted")
        case.action_record_contact(
            "phone",
            True,
            word("CALL_NOTE", "contact", "G1"),
            word("CALL_AGREED", "contact", "G1"),
        )
        case.action_assign(cls.users["ida"].id)
        case.action_hear_apart()

    @classmethod
    def _hear_person(cls, person, login):
        word, key = cls.marlow.word, login.upper()
        cls.as_user("ada", person).write(
            {"needs": word(f"{key}_NEEDS", "participant", "G1", holder=login)}
        )
        start = fields.Datetime.now() - timedelta(days=1)
        case = cls.as_user("ida", cls.marlow.case)
        session_id = case.action_schedule(
            start,
            "in_person",
            word(f"{key}_LOCATION", "session", "G1", holder=login),
            companion=word(f"{key}_COMPANION", "session", "G1", holder=login),
            participant_id=person.id,
        )
        session = cls.env["exit.interview.session"].browse(session_id)
        mine = cls.as_user("ida", session)
        mine.action_save_answers(cls._carer_answers(session, login), session.version)
        mine.action_mark_held(start, start + timedelta(hours=1))
        mine.action_hand_in()
        return session

    @classmethod
    def _carer_answers(cls, session, login):
        """Return answers of one carer, canaries of their own in every one of them."""
        leaver = Leaver(cls.marlow.key)
        answers = cls.answers_of(leaver, session)
        for canary in leaver.canaries.values():
            code = canary.text.split("-")[2]
            text = cls.marlow.word(
                f"{login}_{code}".upper(),
                "content",
                canary.group,
                section=canary.section,
                holder=login,
                in_copy=True,
            )
            for answer in answers:
                for name, value in answer.items():
                    if value == canary.text:
                        answer[name] = text
        return answers

    @classmethod
    def _plant_follow_up(cls, sessions):
        """The first is rung up later and says more; the second wants no follow-up."""
        word = cls.marlow.word
        first, second = sessions
        start = fields.Datetime.now() - timedelta(hours=3)
        follow_id = cls.as_user("ida", first).action_plan_follow_up(start, "phone")
        follow = cls.env["exit.interview.session"].browse(follow_id)
        question = follow.questionnaire_id.question_ids.filtered(
            lambda one: one.kind == "text" and not one.depends_question_id
        )[:1]
        text = word(
            "FAY_AGAIN",
            "content",
            "G4",
            section=question.section_id.code,
            holder="fay",
            in_copy=True,
        )
        # What the follow-up says instead stands beside it, and goes into no copy.
        code = f"FAY_{question.code}".upper()
        word(code, "earlier", "G4", section=question.section_id.code, holder="fay")
        mine = cls.as_user("ida", follow)
        mine.action_save_answers(
            [{"question_id": question.id, "text": text}], follow.version
        )
        mine.action_mark_held(start, start + timedelta(hours=1))
        mine.action_hand_in()
        cls.as_user("ida", second).action_decline_follow_up(
            word("FRED_NO_MORE", "session", "G1", holder="fred")
        )

    @classmethod
    def _plant_page_words(cls, person, key, login):
        """As a carer's own pages do: as the public user with the server's rights."""
        word = cls.marlow.word
        participant = person.with_user(cls.users["anon"]).sudo()
        participant.write(
            {
                name: word(f"{key}_PAGE_{name}".upper(), "page", "G1", holder=login)
                for name in ("preferred_place", "topics", "wish_words", "availability")
            }
        )
        corrections = participant._ask_corrections(
            {False: word(f"{key}_CORRECTION", "correction", "G4", holder=login)}
        )
        corrections.with_user(cls.users["ida"]).action_decline(
            word(f"{key}_REPLY", "correction", "G4", holder=login)
        )
        session = participant._get_check_session()
        participant._sign(
            word(f"{key}_SIGNED", "signature", "G6", holder=login),
            session._get_record_digest(),
        )

    @classmethod
    def _plant_learned(cls):
        case = cls.as_user("ada", cls.marlow.case)
        theme = cls.env["exit.interview.theme"].search(
            [("population", "=", "foster_carer")], limit=1
        )
        draft, wording = (
            {
                "kind": "worry",
                "theme_id": theme.id,
                "participant_id": cls.marlow.people[0].id,
                "wording": cls.marlow.word(key, kind, group),
            }
            for key, kind, group in (
                ("DRAFT", "finding_draft", "G4"),
                ("WORDING", "finding", "G11"),
            )
        )
        ids = case.action_add_findings([draft, wording])
        finding = cls.as_user("ada", case.finding_ids.browse(ids[1]))
        finding.action_submit("other", cls.marlow.word("FLAG_REASON", "finding", "G11"))

    @classmethod
    def _plant_concern(cls):
        """The interviewer passes a concern on; a second person lets it go on."""
        word = cls.marlow.word
        cls.as_user("ida", cls.env["exit.interview.concern"]).raise_concern(
            cls.marlow.case.id,
            "practice",
            word("EXTRACT", "concern", "G7"),
            reason=word("CONCERN_REASON", "concern", "G7"),
            rests_on=word("RESTS_ON", "concern", "G7"),
        )
        concern = cls.marlow.case.concern_ids
        if concern.second_id:
            concern.with_user(concern.second_id).action_approve()
        hana = cls.as_user("hana", concern)
        hana.action_take_on()

    # === CLOSED === #

    @classmethod
    def close(cls):
        """Circulate both copies, answer, approve, write to the carers."""
        leaver = cls.marlow
        before = fields.Date.today() - timedelta(days=3)
        for share in leaver.case.share_ids:
            login = "fay" if share.participant_id == leaver.people[0] else "fred"
            how = leaver.word(f"{login}_TOLD".upper(), "permission", "G6", holder="kim")
            cls.as_user("ada", share).action_record_told(how, before)
        cls.as_user("ada", leaver.case).action_share()
        for share in leaver.case.share_ids:
            login = "fay" if share.participant_id == leaver.people[0] else "fred"
            cls._answer(share, login.upper())
        case = cls.as_user("ada", leaver.case)
        for person, login in zip(leaver.people, CARERS, strict=True):
            key = f"{login}_LETTER".upper()
            text = leaver.word(key, "letter", "G2", holder=login)
            case.action_write_outcome(text, person.id)
            case.action_send_outcome("mail", participant_id=person.id)
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _answer(cls, share, key):
        def word(name, kind="response", holder="kim"):
            return cls.marlow.word(f"{key}_{name}", kind, "G9", holder=holder)

        kim = cls.as_user("kim", share)
        kim.action_ask(word("QUESTION", "question"))
        cls.as_user("ada", share.query_ids[:1]).action_answer(
            word("ANSWER", "question")
        )
        kim.action_submit(
            response_action=word("RESPONSE_ACTION"),
            response_timescale=word("RESPONSE_TIMESCALE"),
            response_monitoring=word("RESPONSE_MONITORING"),
            actions=[
                {
                    "name": word("TASK", "action"),
                    "owner_id": cls.users["ola"].id,
                    "date_due": fields.Date.today() + timedelta(days=30),
                }
            ],
        )
        cls.as_user("hana", share).action_approve()
        cls.as_user("ola", share.action_ids[:1]).action_done(word("OUTCOME", "action"))
