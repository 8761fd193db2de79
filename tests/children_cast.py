# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two children's homes beside the standard cast, and the cases of two young people.

Kit leaves Willow House; Noa leaves Birch House, and everybody around her is somebody
else. As in :mod:`.cast`, everything typed holds a canary, and each step is taken by
who takes it in life.
"""

import base64
from datetime import timedelta

from odoo import fields

from .cast import Canary, CastMixin, Leaver

CHILDREN = "exit_interview_children"
POPULATION = "child"


def _group(name):
    return f"base.group_user,{CHILDREN}.group_{name}"


OUTSIDE = f"{CHILDREN}.group_outside_interviewer"
GROUPS = {
    "sue": _group("coordinator"),  # Children's Services Manager
    "ivan": _group("interviewer"),  # an employee who interviews Kit, with a reason
    "ines": _group("interviewer"),  # the second person: of a concern, of wordings
    "ivo": _group("interviewer"),  # interviews others
    "mia": _group("home_manager"),  # of Willow House
    "max": _group("home_manager"),  # of Birch House
    "saul": _group("social_worker"),  # Kit's
    "sky": _group("social_worker"),  # Noa's
    "ira": _group("officer"),  # Kit's
    "iain": _group("officer"),  # Noa's
    "olu": OUTSIDE,  # interviews Noa
    "fern": OUTSIDE,  # interviews others
}
# Who is around each of them.
_KIT = {"home_manager": "mia", "social_worker": "saul", "reviewing_officer": "ira"}
AROUND = {
    "KIT": _KIT,
    "NOA": {"home_manager": "max", "social_worker": "sky", "reviewing_officer": "iain"},
    **dict.fromkeys(("PIP", "UMA"), _KIT),
}


class ChildrenCastMixin(CastMixin):
    """For TransactionCase and HttpCase, after :meth:`~.cast.CastMixin.setUpCast`."""

    @classmethod
    def setUpChildren(cls):
        """Make the homes, and two young people of whom it was told that they move."""
        for login, groups in GROUPS.items():
            cls.users[login] = cls._new_user(login, groups, cls.company)
        # Whoever does the same for all populations of another organisation.
        cls.users["bea"].group_ids |= cls.env.ref(f"{CHILDREN}.group_coordinator")
        cls._set_up_child_policy()
        cls._set_up_homes()
        cls._plant_register()
        cls._plant_monitoring()
        cls.kit = cls._plant_child(
            "KIT", cls.willow, "2013-05-04", has_learning_disability=True
        )
        cls.noa = cls._plant_child("NOA", cls.birch, "2016-02-01")
        cls._tell_move(cls.kit, "mia")
        cls._tell_move(cls.noa, "sky")
        cls._record_feasible(cls.kit)
        cls.env.flush_all()

    # === THE SERVICE === #

    @classmethod
    def _set_up_child_policy(cls):
        cls.child_policy = cls.env.ref(f"{CHILDREN}.exit_interview_policy_child")
        cls._name_people(
            cls.child_policy,
            coordinator="sue",
            deputy_interviewer="ines",
            head_of_service="hana",
        )
        cls.other_child_policy = cls.child_policy.copy(
            {
                "company_id": cls.other_company.id,
                "questionnaire_id": cls.child_policy.questionnaire_id.id,
                "resource_calendar_id": cls.other_company.resource_calendar_id.id,
            }
        )
        cls._name_people(cls.other_child_policy, coordinator="bea")

    @classmethod
    def _name_people(cls, policy, **people):
        policy.role_ids.unlink()
        cls.env["exit.interview.policy.role"].create(
            [
                {"policy_id": policy.id, "role": role, "user_id": cls.users[login].id}
                for role, login in people.items()
            ]
        )

    @classmethod
    def _set_up_homes(cls):
        cls.residential = cls.env["hr.department"].create(
            {"name": "Residential care", "company_id": cls.company.id}
        )
        cls.willow = cls._new_home("Willow House", "mia")
        cls.birch = cls._new_home("Birch House", "max")
        cls.authority = cls.as_user("sue", cls.env["res.partner"]).create(
            {"name": "Marlow Council", "is_company": True, "is_placing_authority": True}
        )

    @classmethod
    def _new_home(cls, name, manager):
        """Enter a home as the Children's Services Manager does."""
        home = cls.as_user("sue", cls.env["res.partner"]).create(
            {
                "name": name,
                "is_company": True,
                "is_child_home": True,
                "child_home_kind": "own",
                "child_home_company_id": cls.company.id,
                "child_home_department_id": cls.residential.id,
                "child_home_manager_id": cls.users[manager].id,
            }
        )
        return home.sudo().with_user(cls.env.user)

    @classmethod
    def _plant_register(cls):
        """Enter the interviewers from outside, and give them access."""
        cls.register = cls.leavers["REG"] = Leaver("REG")
        for login in ("olu", "fern"):
            outsider = cls.as_user("sue", cls.env["exit.interview.outsider"]).create(
                {
                    "user_id": cls.users[login].id,
                    "date_checked": fields.Date.today(),
                    **{
                        name: cls.register.word(
                            f"{login}_{name}".upper(), "outsider", "G1"
                        )
                        for name in (
                            *("phone", "organisation", "languages"),
                            *("skills", "availability"),
                        )
                    },
                }
            )
            outsider.action_give_access()

    @classmethod
    def _plant_monitoring(cls):
        """Let officers report on one published year, and write on another one."""
        Monitoring = cls.env["exit.interview.monitoring"]
        for year, kind in ((2023, "monitoring"), (2024, "monitoring_draft")):
            review = cls.env["exit.interview.review"].create(
                {
                    "population": POPULATION,
                    "company_id": cls.company.id,
                    "policy_id": cls.child_policy.id,
                    "period": "year",
                    "date_from": f"{year}-01-01",
                    "date_to": f"{year}-12-31",
                    "date_approved": f"{year + 1}-03-01",
                    "date_published": f"{year + 1}-03-02",
                }
            )
            review.write({"state": "published"})
            report = cls.as_user("ira", Monitoring._open_for(review))
            report.write(
                {
                    name: cls.register.word(f"{kind}_{name}".upper(), kind, "G11")
                    for name in ("learned", "asks", "given_to")
                }
            )
            if kind == "monitoring":
                report.action_give()

    # === YOUNG PEOPLE === #

    @classmethod
    def _plant_child(cls, key, home, date_birth, **vals):
        """Enter a young person as their social worker does."""
        leaver = cls.leavers[key] = Leaver(key)
        word, around = leaver.word, AROUND[key]
        child = cls.as_user(
            around["social_worker"], cls.env["exit.interview.child"]
        ).create(
            {
                "name": word("NAME", "name", "G1", in_copy=True),
                "date_birth": date_birth,
                "company_id": cls.company.id,
                "home_id": home.id,
                "authority_id": cls.authority.id,
                "social_worker_id": cls.users[around["social_worker"]].id,
                "officer_id": cls.users[around["reviewing_officer"]].id,
                "needs": word("NEEDS", "needs", "G1"),
                "languages": word("LANGUAGES", "details", "G1"),
                "meeting_note": word("MEETING", "meeting", "G1"),
                "address": word("ADDRESS", "address", "G1"),
                **vals,
            }
        )
        leaver.child = child.sudo().with_user(cls.env.user)
        canary = Canary(leaver.child.reference, key, "child", "G0")
        leaver.canaries[canary.token] = canary
        return leaver

    @classmethod
    def _tell_move(cls, leaver, login):
        """Tell in the dialog that somebody moves.

        Homes are contacts, and every employee reads those: their names hold canaries
        while the notice is given, and plain words from then on.
        """
        word, child = leaver.word, leaver.child
        homes = {
            child.home_id: word("HOME", "home", "G2", in_copy=True),
            child.authority_id: word("AUTHORITY", "authority", "G2", in_copy=True),
        }
        plain = {partner: partner.name for partner in homes}
        for partner, name in homes.items():
            partner.name = name
        cls.residential.name = word("SERVICE", "case", "G2")
        dialog = cls.as_user(login, cls.env["exit.interview.child.report"]).create(
            {
                "child_id": child.id,
                "moving_to": "foster",
                "date_move_decided": fields.Date.today(),
                "date_departure": fields.Date.today() + timedelta(days=14),
                "reason": word("REASON", "told", "G2", holder=login),
                "told": True,
            }
        )
        dialog.action_tell()
        cls.env.invalidate_all()
        for partner, name in plain.items():
            partner.name = name
        cls.residential.name = "Residential care"
        leaver.case = cls.env["exit.interview"].search([("child_id", "=", child.id)])
        canary = Canary(leaver.case.name, leaver.key, "case", "G0")
        leaver.canaries[canary.token] = canary

    @classmethod
    def _answer_agreement(cls, leaver, **vals):
        """Record in the dialog what the social worker found out."""
        agreement = leaver.case.agreement_ids
        dialog = cls.as_user(
            AROUND[leaver.key]["social_worker"],
            cls.env["exit.interview.agreement.answer"],
        ).with_context(active_id=agreement.id)
        dialog.create(vals).action_record()
        cls.env.invalidate_all()

    @classmethod
    def _record_feasible(cls, leaver):
        cls._answer_agreement(
            leaver,
            feasible="yes",
            feasible_reason=leaver.word("FEASIBLE", "feasible", "G2"),
        )

    # === AGREED === #

    @classmethod
    def agree_child(cls, leaver=None, interviewer="ivan"):
        """They say yes; an interviewer is found, and plans the conversation."""
        leaver = leaver or cls.kit
        word = leaver.word
        cls._answer_agreement(leaver, agreement="yes", wish=word("WISH", "wish", "G1"))
        cls.env["exit.interview.journal"]._log(
            leaver.case, "printed", word("JOURNAL", "journal", "G10")
        )
        case = cls.as_user("sue", leaver.case)
        case.action_assign(
            cls.users[interviewer].id, word("INDEPENDENCE", "case", "G2")
        )
        case.action_record_contact(
            "phone",
            True,
            word("CALL_NOTE", "contact", "G1"),
            word("CALL_AGREED", "contact", "G1"),
        )
        case.action_add_document(
            "other",
            word("FILE_NAME", "document", "G8") + ".txt",
            base64.b64encode(b"Nothing to find here").decode(),
        )
        start = fields.Datetime.now() - timedelta(days=1)
        cls.as_user(interviewer, leaver.case).action_schedule(
            start,
            "in_person",
            word("LOCATION", "session", "G1"),
            companion=word("COMPANION", "session", "G1"),
        )
        # As if a letter had been kept for later.
        leaver.case.outcome_text = word("LETTER", "letter_draft", "G2")
        cls.env.flush_all()

    @classmethod
    def agree_outside(cls):
        """Noa says yes; the interviewer from outside arranges it on their pages."""
        leaver, word = cls.noa, cls.noa.word
        cls._answer_agreement(leaver, agreement="yes", wish=word("WISH", "wish", "G1"))
        cls.as_user("sue", leaver.case).action_assign(cls.users["olu"].id)
        tomorrow = fields.Date.today() + timedelta(days=1)
        cls.as_outsider("olu", leaver)._plan_from_outside(
            str(tomorrow),
            "15:00",
            "in_person",
            word("LOCATION", "session", "G1"),
            word("COMPANION", "session", "G1"),
            "",
        )
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def as_outsider(cls, login, leaver):
        """Return a case as the pages of an interviewer from outside find it."""
        cases = cls.env["exit.interview"]._find_outside_cases(cls.users[login])
        return cases.filtered(lambda case: case.id == leaver.case.id)

    @classmethod
    def record_outside(cls):
        """The interviewer takes down what Noa says, and a concern."""
        leaver = cls.noa
        case = cls.as_outsider("olu", leaver)
        session = leaver.case.session_ids
        answers = cls._child_answers(leaver, session)
        _version, refused = case._save_from_outside(answers, session.version)
        if refused:
            raise AssertionError(refused)
        case._raise_from_outside(
            "safeguarding", leaver.word("EXTRACT", "concern", "G7"), False, [], False
        )
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def hand_in_outside(cls):
        """It is held, and handed in: from then on it is only read."""
        now = fields.Datetime.now() - timedelta(hours=1)
        cls.noa.case.session_ids.date_start = now - timedelta(hours=1)
        case = cls.as_outsider("olu", cls.noa)
        case._hold_from_outside("", "", "", True)
        cls.as_outsider("olu", cls.noa)._hand_in_from_outside("agreed", [])
        cls.env.flush_all()
        cls.env.invalidate_all()

    # === HEARD === #

    @classmethod
    def hear_child(cls, leaver=None, interviewer="ivan"):
        """Agree, talk, confirm; and what follows from it."""
        leaver = leaver or cls.kit
        cls.agree_child(leaver, interviewer)
        session = leaver.case.session_ids
        mine = cls.as_user(interviewer, session)
        mine.action_save_answers(cls._child_answers(leaver, session), session.version)
        mine.action_mark_held(
            session.date_start, session.date_start + timedelta(hours=1)
        )
        mine.action_hand_in()
        mine.action_confirm("agreed")
        cls._plant_learned_of_child(leaver)
        cls._plant_concern_of_child(leaver, interviewer)
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _child_answers(cls, leaver, session):
        """Return an answer with a canary to every question; observations apart."""
        answers = cls.answers_of(leaver, session)
        concern = cls._get_concern_section(leaver)
        for question in session.questionnaire_id.question_ids:
            key, section = question.code.upper(), question.section_id
            old = leaver.canaries[leaver.get(key).lower()]
            kind = old.kind
            if "keep_back" in (question.code, question.metric_id.code):
                kind = "kept_back"
            elif section.is_observation:
                kind = "observation"
            elif section == concern:
                kind = "concern_part"
            leaver.word(key, kind, old.group, section=section.code, in_copy=old.in_copy)
        return answers

    @classmethod
    def _get_concern_section(cls, leaver):
        """Return the part of the record that a concern about the home comes up in."""
        sections = leaver.case.session_ids.questionnaire_id.section_ids
        return sections.filtered(
            lambda one: not one.is_observation and not one.is_protected
        )[:1]

    @classmethod
    def _plant_learned_of_child(cls, leaver):
        """A finding being written, and one whose wording somebody approves."""
        case = cls.as_user("sue", leaver.case)
        theme = cls.env["exit.interview.theme"].search(
            [("population", "=", POPULATION)], limit=1
        )
        ids = case.action_add_findings(
            [
                {
                    "kind": "worry",
                    "theme_id": theme.id,
                    "wording": leaver.word(key, kind, group),
                }
                for key, kind, group in (
                    ("DRAFT", "finding_draft", "G4"),
                    ("WORDING", "finding", "G11"),
                )
            ]
        )
        finding = cls.as_user("sue", case.finding_ids.browse(ids[1]))
        finding.action_submit("other", leaver.word("FLAG_REASON", "finding", "G11"))

    @classmethod
    def _plant_concern_of_child(cls, leaver, interviewer):
        """The interviewer passes a concern on; a second person lets it go on.

        It is about the home, and came up in the first part of the record.
        """
        word = leaver.word
        section = cls._get_concern_section(leaver)
        cls.as_user(interviewer, cls.env["exit.interview.concern"]).raise_concern(
            leaver.case.id,
            "safeguarding",
            word("EXTRACT", "concern", "G7"),
            reason=word("CONCERN_REASON", "concern", "G7"),
            rests_on=word("RESTS_ON", "concern", "G7"),
            details={"is_about_home": True, "section_ids": section.ids},
        )
        concern = leaver.case.concern_ids
        if concern.second_id:
            concern.with_user(concern.second_id).action_approve()
        cls.as_user("hana", concern).action_take_on()

    # === SHARED === #

    @classmethod
    def circulate(cls, leaver=None):
        """Send the copies to officer, home and social worker, told of in advance."""
        leaver = leaver or cls.kit
        word = leaver.word
        before = fields.Date.today() - timedelta(days=3)
        for share in leaver.case.share_ids:
            how = word(
                f"TOLD_{share.role}".upper(),
                "permission",
                "G6",
                holder=AROUND[leaver.key][share.role],
            )
            cls.as_user("sue", share).action_record_told(how, before)
        limited = cls.as_user("sue", leaver.case.share_ids[-1:])
        limited.action_limit("Not now")
        limited.action_include(word("INCLUDE", "circulation", "G6"))
        cls.as_user("sue", leaver.case).action_share()
        cls._draft_recommendations(leaver)
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _draft_recommendations(cls, leaver):
        """The officer writes down one for Ola and one for the home's manager."""
        officer = AROUND[leaver.key]["reviewing_officer"]
        cls.as_user(officer, cls.env["exit.interview.recommendation"]).create(
            [
                {
                    "consideration_id": leaver.case.consideration_ids.id,
                    "text": leaver.word(
                        f"REC_{login}".upper(),
                        "recommendation_draft",
                        "G9",
                        holder=login,
                    ),
                    "user_id": cls.users[login].id,
                }
                for login in ("ola", AROUND[leaver.key]["home_manager"])
            ]
        )

    # === ANSWERED === #

    @classmethod
    def recommend(cls, leaver=None):
        """The officer sends what they recommend."""
        leaver = leaver or cls.kit
        officer = AROUND[leaver.key]["reviewing_officer"]
        cls.as_user(officer, leaver.case.consideration_ids).action_recommend()
        for one in leaver.case.recommendation_ids:
            login = one.user_id.login.split(".")[0]
            leaver.word(f"REC_{login}".upper(), "recommendation", "G9", holder=login)
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def answer_officer(cls, leaver=None):
        """Answer what was recommended, and give the letter to the young person."""
        leaver = leaver or cls.kit
        case = leaver.case
        officer = AROUND[leaver.key]["reviewing_officer"]
        for one in case.recommendation_ids:
            login = one.user_id.login.split(".")[0]
            key = login.upper()
            cls.as_user(login, one).action_answer(
                leaver.word(f"REPLY_{key}", "reply", "G9", holder=login),
                fields.Date.today() + timedelta(days=30),
                "accepted",
            )
        share = case.share_ids.filtered(lambda one: one.role == "reviewing_officer")
        mine = cls.as_user(officer, share)
        mine.action_write_outcome(leaver.word("LETTER_SENT", "letter", "G2"))
        mine.action_send_outcome("handed")
        # What the letter replaced is nowhere any more.
        leaver.canaries.pop(leaver.get("LETTER").lower())
        cls.env.flush_all()
        cls.env.invalidate_all()
