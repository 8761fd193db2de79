# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What sample leavers do on their own pages: by the steps that the pages take."""

import random

from .answers import Speaker
from .timeline import to_utc

# Places of the cases among those of their state (scenarios.py).
LATER, HALF_WRITTEN = 3, 9
WISHING = (3, 7)
ASKED, SETTLED, SIGNED_BEFORE, SENT = 1, 3, 7, 9
RATHER_NOT = 7


class Leavers:
    """Lets leavers reply, write, correct, permit and sign by themselves.

    :param generator: the :class:`~.generator.Generator`
    """

    def __init__(self, generator):
        self.make = generator
        self.env = generator.env
        self.words = generator.voices["leavers"]
        self.public = self.env.ref("base.public_user")

    def _plan(self, state, number):
        plans = [plan for plan in self.make.plans if plan.state == state]
        return plans[number]

    def _be(self, plan):
        """Return the participant as their own page acts for them."""
        person = self.make.case(plan).participant_ids
        return person.with_user(self.public).sudo()

    def _set_date(self, plan, step, count):
        """Plan a step some working days after the conversation, today at the latest."""
        day = self.make.days.shift(plan.days["held"], count)
        plan.days[step] = min(day, self.make.today)
        return min(to_utc(plan.days[step], 19, 40), self.make.now)

    # === BEFORE THE CONVERSATION === #

    def reply(self):
        """One says “not now”, two say how they would like it, one writes."""
        make = self.make
        plan = self._plan("offered", LATER)
        day = make.days.shift(make.today, 12)
        self._be(plan)._reply_from_page("later", {"date_ask_again": day})
        make.date_back([plan], "offered")
        for number, form in zip(WISHING, self.words["wishes"], strict=True):
            plan = self._plan("scheduled", number)
            person = self._be(plan)
            person._details_from_page(person._read_wishes(form))
            make.date_back([plan], "replied")
        self._write(self._plan("offered", HALF_WRITTEN))

    def _write(self, plan):
        """Let somebody answer the first parts, and leave the rest for another day."""
        make = self.make
        person = self._be(plan)
        person._acknowledge_notice(make.now)
        session = person.case_id._take_up_writing(person)
        speaker = Speaker(
            make.voices,
            random.Random(plan.index),
            5,
            job="social_worker",
            since=person.case_id.date_start_service,
            today=make.today,
        )
        parts = session.questionnaire_id.section_ids[:3].question_ids
        answers = [
            {"status": "answered", **values}
            for values in speaker.speak(session.questionnaire_id)
            if values["question_id"] in parts.ids
        ]
        session._save_leaver_answers(person, answers, session.version)
        make.date_back([plan], "replied")

    # === THE RECORD === #

    def decide(self, plan, permissions):
        """Let the leaver decide on the page who reads the record.

        :param dict permissions: as of ``get_permissions``
        """
        make = self.make
        case = self._be(plan).case_id
        decisions = []
        for role, (permission, protected) in permissions.items():
            share = case.share_ids.filtered(lambda share, role=role: share.role == role)
            is_part = permission == "parts"
            decisions.append(
                {
                    "share_id": share.id,
                    "permission": permission,
                    "section_ids": make._choose_parts(share) if is_part else [],
                    "protected": protected,
                }
            )
        case._decide_permissions(decisions, case._get_wording_digest())
        case.share_ids.permission_ids.write({"date": plan.days["held"]})

    def check(self):
        """Records are with their leavers: asked about, corrected, signed before."""
        self._ask(self._plan("interviewed", ASKED))
        self._settle(self._plan("interviewed", SETTLED))
        self._sign_too_early(self._plan("interviewed", SIGNED_BEFORE))
        self._send(self._plan("interviewed", SENT))

    def _send(self, plan, count=1):
        """Send the record to be checked; the mail is taken as gone."""
        make = self.make
        case = make.case(plan)
        if not case.participant_ids._is_mailable():
            # Whoever has no address of their own gets a letter.
            return
        make.act(case, case.interviewer_id).action_send_check()
        moment = self._set_date(plan, "sent_check", count)
        message = case.leaver_message_ids.filtered(
            lambda one: one.kind == "check" and one.state == "queued"
        )
        link, _secret = self.env["exit.interview.link"]._issue(
            case.participant_ids, "check", "mail"
        )
        days = link.date_expires - link.date_issued
        link.write({"date_issued": moment, "date_expires": moment + days})
        message.write(
            {
                "state": "sent",
                "date_queued": moment,
                "date_sent": moment,
                "date_next": False,
            }
        )
        make.date_back([plan], "sent_check")

    def _ask(self, plan, count=2):
        """Let the leaver ask for two corrections."""
        self._send(plan)
        person = self._be(plan)
        texts = person._get_check_session().answer_ids.filtered("text").question_id
        about, whole = self.words["corrections"]
        person._ask_corrections({texts[:1].id: about, False: whole})
        moment = self._set_date(plan, "asked", count)
        person.correction_ids.write({"date": moment})
        person.link_ids.write({"date_opened": moment})
        self.make.date_back([plan], "asked")

    def _settle(self, plan):
        """Let the interviewer correct one thing, say why not of the other, and send."""
        self._ask(plan)
        make = self.make
        first, second = make.case(plan).correction_ids.sorted("id")
        user = make.case(plan).interviewer_id
        self._correct(first, user)
        make.act(second, user).action_decline(self.words["not_changed"])
        moment = self._set_date(plan, "settled", 4)
        (first + second).write({"date_settled": moment})
        make.date_back([plan], "settled")
        self._send(plan, count=4)

    def _correct(self, correction, user):
        session = self.make.act(correction.session_id, user)
        answer = {
            "question_id": correction.question_id.id,
            "text": self.words["corrected"],
        }
        session.action_save_answers([answer], session.version)
        self.make.act(correction, user).action_done()

    def _sign_too_early(self, plan):
        """Let the leaver sign, and find a mistake on the day after."""
        self._send(plan)
        self.sign(plan, 1)
        self._ask_again(plan)
        correction = self.make.case(plan).correction_ids
        self._correct(correction, self.make.case(plan).interviewer_id)
        correction.date_settled = self._set_date(plan, "settled", 3)
        self.make.date_back([plan], "settled")
        self._send(plan, count=3)

    def _ask_again(self, plan):
        person = self._be(plan)
        texts = person._get_check_session().answer_ids.filtered("text").question_id
        person._ask_corrections({texts[:1].id: self.words["corrections"][0]})
        person.correction_ids.date = self._set_date(plan, "asked", 2)
        self.make.date_back([plan], "asked")

    def sign(self, plan, count=3):
        """Let the leaver sign the record as it stands, or rather not."""
        person = self._be(plan)
        session = person._get_check_session()
        if (plan.state, plan.index) == ("confirmed", RATHER_NOT):
            person._decline_signing()
        else:
            person._sign(person.name, session._get_record_digest())
        moment = self._set_date(plan, "signed", count)
        if plan.reaches("confirmed"):
            plan.days["signed"] = plan.days["confirmed"]
            moment = min(to_utc(plan.days["confirmed"], 8, 50), self.make.now)
            person.case_id.date_confirmed = plan.days["confirmed"]
        # Dated as the journal is: nobody changes a signature, not even the server.
        self.env.flush_all()
        signature = person.signature_ids.sorted("id")[-1]
        rows = [(signature.id, person.case_id.id)]
        self.make._update_rows(
            "exit_interview_signature", "date", rows, {person.case_id.id: moment}
        )
        self.make.date_back([plan], "signed")
