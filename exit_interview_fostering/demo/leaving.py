# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From the letter to the letter: a household leaves, step by step, each on its day."""

import base64
from datetime import timedelta

from odoo.addons.exit_interview.demo.extras import LETTER
from odoo.addons.exit_interview.demo.timeline import to_utc

from .answers import say, say_again
from .talks import HOLDERS

# Calendar days from the letter, or the decision, to each step.
DAYS = {
    "told": 3,
    "decided": 5,
    "offered": 5,
    "briefed": 6,
    "replied": 9,
    "planned": 10,
    "held": 21,
    "confirmed": 28,
    "shared": 30,
    "learned": 34,
    "submitted": 42,
    "approved": 46,
    "follow_up_planned": 43,
    "follow_up": 52,
    "letter": 62,
    "no_reply": 33,
}
BEFORE_SHIFT = ("told", "decided", "briefed")


class Leaving:
    """Lets one household leave.

    :param generator: the :class:`~.generator.CarerGenerator`
    :param dict story: one of stories.json
    :param household: ``res.partner``
    :param int number: which of the stories it is
    """

    def __init__(self, generator, story, household, number):
        self.make = generator
        self.env = generator.env
        self.voices = generator.voices
        self.story = story
        self.household = household
        self.number = number
        self.days = {
            step: day + (0 if step in BEFORE_SHIFT else story.get("shift", 0))
            for step, day in DAYS.items()
        } | story.get("days", {})
        self.case = self.env["exit.interview"]
        self.advisor = generator.coordinator
        self.worker = generator.get_worker(story)
        self.interviewer = generator.user(story.get("interviewer", "ada"))

    # === WHEN === #

    def plan(self):
        """Plan every step that the story takes; those still to come stay undone."""
        has = self.story.get
        self._on("told", 8, self._tell)
        self._on("briefed", 15, self._brief)
        if has("not_offered"):
            return
        if has("after_allegation") or has("route") == "death":
            self._on("decided", 9, self._decide)
        self._on("offered", 10, self._offer)
        if has("retained"):
            self.make.at(has("ago") - 22, 10, self._confirm_stays)
        elif has("not_answered"):
            self.make.at(has("ago") - self.days["offered"] - 4, 16, self._ring)
        elif has("no_reply"):
            self._on("no_reply", 10, self._reply, "no_reply")
        elif has("declined"):
            self._on("replied", 11, self._reply, "declined")
        else:
            self._on("replied", 11, self._accept)
            self._on("planned", 12, self._schedule)
            self._plan_record()

    def _plan_record(self):
        if not self.story.get("voice"):
            return
        self._on("held", 14, self._hold)
        self._on("confirmed", 15, self._confirm)
        self._on("shared", 16, self._share)
        self._on("learned", 17, self._learn)
        if not self.story.get("no_answer"):
            self._on("submitted", 14, self._submit)
            if not self.story.get("no_approval"):
                self._on("approved", 15, self._approve)
                if not self.story.get("no_letter"):
                    self._on("letter", 10, self._write_letter)
        if self.story.get("follow_up"):
            self._on("follow_up_planned", 16, self._plan_follow_up)
            self._on("follow_up", 16, self._hold_follow_up)
        elif self.story.get("no_follow_up"):
            ago = self.story["ago"] - self.days["held"] - 1
            self.make.at(ago, 17, self._decline_follow_up)

    def _on(self, step, hour, function, *arguments):
        ago = self.story["ago"] - self.days[step]
        self.make.at(ago, hour, function, *arguments)

    def _get_day(self, step):
        return self.make.get_day(self.story["ago"] - self.days[step])

    def _as(self, user, record=None):
        return self.make.act(self.case if record is None else record, user)

    # === THE NOTICE AND THE BRIEFING === #

    def _tell(self):
        story, route = self.story, self.story["route"]
        decided = self.make.get_day(story["ago"])
        source, teller = "letter", self.worker
        if any(talk["outcome"] == "leaves" for talk in story.get("talks", [])):
            source = "retention_talk"
        elif route != "resignation":
            source = "service_decision"
            teller = self.make.user(HOLDERS[story["team"]]["team_manager"])
        carers = self.household.foster_carer_ids.filtered(
            lambda one: one.name in story.get("leaving", story["carers"])
        )
        words = self.voices["notice"][route]
        self._as(teller, self.env["exit.interview.notice"]).register(
            {
                "population": "foster_carer",
                "source": source,
                "household_id": self.household.id,
                "carer_ids": carers.ids if story.get("leaving") else [],
                "leaving_route": route,
                "date_decided": decided,
                "is_after_allegation": story.get("after_allegation", False),
                "date_departure": False
                if route == "resignation"
                else decided + timedelta(days=35),
                "reason": words[self.number % len(words)],
                "told": True,
            }
        )
        self.case = self.env["exit.interview"].search(
            [("household_id", "=", self.household.id)]
        )

    def _brief(self):
        """Fill the briefing in as the supervising social worker does."""
        left_open = self.story.get("briefing_open", ())
        briefing = self._as(self.worker, self.case.briefing_ids)
        for part in briefing._get_missing():
            if part.code not in left_open:
                self._give(part)
        if not left_open:
            briefing.action_hand_in()

    def _give(self, part):
        issues, route = self.voices["issues"], self.story["route"]
        if part.code == "complaints":
            alleged = bool(self.story.get("after_allegation"))
            notes = self.story.get("notes", "")
            part.write(
                {
                    "has_complaint": "no",
                    "has_allegation": "yes" if alleged else "no",
                    "reference": notes.split("reference ")[-1].strip(".") or False,
                }
            )
        elif part.is_to_check or part.code == "family":
            part.action_check()
        elif part.code == "letter":
            content = base64.b64encode(LETTER).decode()
            part.action_add_document("resignation", "Letter.pdf", content)
        elif part.code == "issues":
            part.text = issues.get(route, issues["default"])
        elif part.code == "conversations":
            part.text = self.voices["conversations"]
        else:
            part.action_none()

    # === THE OFFER === #

    def _decide(self):
        reasons = self.voices["route_reasons"]
        is_death = self.story["route"] == "death"
        self._as(self.advisor).action_decide_route(
            "interview", reasons["death" if is_death else "allegation"]
        )

    def _offer(self):
        if self.case.state == "new":
            channel = ("mail", "letter", "told")[self.number % 3]
            self._as(self.advisor).action_offer(channel)

    def _ring(self):
        self._as(self.advisor).action_record_contact(
            "phone", False, "Answering machine; asked them to ring back."
        )

    def _reply(self, reply):
        reason = reply == "declined" and self.voices["declined"]
        self._as(self.advisor).action_record_reply(reply, reason)

    def _accept(self):
        """Let each carer say yes on the own page, or both on the telephone."""
        if self._is_on_telephone():
            self._as(self.advisor).action_record_reply("accepted")
            return
        public = self.env.ref("base.public_user")
        for place, person in enumerate(self.case.participant_ids):
            person = person.with_user(public).sudo()
            wishes = person._read_wishes(self._get_wishes() if not place else {})
            wishes["wants_apart"] = bool(self.story.get("apart"))
            person._reply_from_page("accepted", wishes, self.make.clock.moment)

    def _is_on_telephone(self):
        return self.number % 4 == 2 and not self.story.get("apart")

    def _get_wishes(self):
        wishes = {"preferred_place": self._get_place()}
        if "companion" in self.story:
            wishes["companion"] = self.voices["companions"][self.story["companion"]]
        if self.story.get("wish"):
            wishes["wish_words"] = self.voices["wish"]
        return wishes

    def _get_place(self):
        places = self.voices["places"]
        return places[self.story.get("place", self.number) % len(places)]

    # === THE CONVERSATION === #

    def _schedule(self):
        if self.interviewer != self.advisor:
            self._as(self.advisor).action_assign(self.interviewer.id)
        people = [False]
        if self.story.get("apart"):
            if not self.case.is_apart:
                self._as(self.advisor).action_hear_apart()
            people = self.case.participant_ids.ids
        for place, person_id in enumerate(people):
            companion = self._get_wishes().get("companion", False)
            self._as(self.advisor).action_schedule(
                to_utc(self._get_day("held"), 10 + 2 * place),
                "in_person",
                self._get_place(),
                False,
                companion,
                person_id,
            )
        if self._is_on_telephone():
            self._as(self.advisor, self.case.share_ids).action_record_told(
                "On the telephone, when they said yes"
            )

    def _get_voice(self, session):
        is_second = session.apart_id and session.apart_id != self._get_first_person()
        name = self.story["voice_apart"] if is_second else self.story["voice"]
        return name, self.voices["voices"][name]

    def _get_first_person(self):
        return self.case.participant_ids.sorted("id")[:1]

    def _hold(self):
        for session in self.case.session_ids.sorted("date_start"):
            mine = self._as(self.interviewer, session)
            answers = say(session.questionnaire_id, self._get_voice(session)[1])
            mine.action_save_answers(answers, session.version)
            length = timedelta(minutes=55 + 5 * (self.number % 6))
            start = session.date_start
            mine.action_mark_held(start, start + length)
            mine.action_hand_in()
        if self.story.get("concern"):
            self._raise_concern()

    def _decline_follow_up(self):
        self._as(self.advisor, self.case.session_ids).action_decline_follow_up()

    def _plan_follow_up(self):
        for place, session in enumerate(self._get_firsts()):
            self._as(self.advisor, session).action_plan_follow_up(
                to_utc(self._get_day("follow_up"), 10 + 2 * place), "phone"
            )

    def _get_firsts(self):
        return self.case.session_ids.filtered(
            lambda one: one.kind == "first" and one.state == "held"
        ).sorted("date_start")

    def _hold_follow_up(self):
        for session in self.case.session_ids.filtered(
            lambda one: one.kind == "follow_up"
        ).sorted("date_start"):
            name, _voice = self._get_voice(session)
            changes = self.voices["follow_ups"].get(name, {})
            mine = self._as(self.interviewer, session)
            mine.action_save_answers(say_again(session, changes), session.version)
            start = session.date_start
            mine.action_mark_held(start, start + timedelta(minutes=25))
            mine.action_hand_in()
        self._as(self.advisor).action_confirm("agreed")

    # === A CONCERN === #

    def _raise_concern(self):
        words, make = self.voices["concern"], self.make
        Concern = self._as(self.interviewer, self.env["exit.interview.concern"])
        Concern.raise_concern(self.case.id, words["category"], words["text"])
        concern = self.case.concern_ids
        if concern.state == "pending" and concern.second_id:
            self._as(concern.second_id, concern).action_approve()
        day = self.story["ago"] - self.days["held"]
        make.at(day, 17, self._settle_concern, concern)
        make.at(day - 7, 10, self._end_concern, concern)

    def _settle_concern(self, concern):
        words = self.voices["concern"]
        self._as(concern.recipient_id, concern).action_take_on()
        handler = self._as(concern.handler_id, concern)
        handler.action_decide(
            words["decision"], words["who"], self.make.days.shift(self._today(), 5)
        )
        if concern.partner_id:
            self._as(concern.partner_id, concern).action_agree()
        if concern.tell_state == "owed":
            self._as(self.advisor, concern).action_tell(words["told"])

    def _end_concern(self, concern):
        handler = self._as(concern.handler_id, concern)
        handler.action_report_done(self.voices["concern"]["decision"])

    def _today(self):
        return self.make.clock.moment.date()

    # === THE RECORD, AND WHAT FOLLOWS === #

    def _confirm(self):
        how = ("agreed", "signed", "agreed", "not_returned")[self.number % 4]
        self._as(self.interviewer).action_confirm(how)

    def _share(self):
        self._as(self.advisor).action_share()

    def _learn(self):
        """Note what is learned, and have the wordings approved two days later."""
        if self.case.state not in ("confirmed", "shared", "done"):
            return
        vals_list = []
        for session in self._get_firsts():
            name, _voice = self._get_voice(session)
            vals_list += [
                self._prepare_finding(session, *words)
                for words in self.voices["findings"][name]
            ]
        ids = self._as(self.advisor).action_add_findings(vals_list)
        findings = self.env["exit.interview.finding"].browse(ids)
        self._as(self.advisor, findings).action_submit(
            "other", self.voices["learned_reason"]
        )
        self._as(self.advisor).action_finish_findings()
        ago = self.story["ago"] - self.days["learned"] - 3
        self.make.at(ago, 14, self._approve_findings, findings)

    def _approve_findings(self, findings):
        if not self.story.get("no_answer"):
            for approver, wordings in findings.grouped("approver_id").items():
                self._as(approver, wordings).action_approve()

    def _prepare_finding(self, session, kind, theme, code, wording):
        answer = session.answer_ids.filtered(lambda one: one.question_id.code == code)
        text = answer.text or answer.comment
        return {
            "kind": kind,
            "theme_id": self.make._ref(theme).id,
            "wording": wording,
            "answer_id": answer.id,
            "participant_id": (session.apart_id or session.participant_ids[:1]).id,
            "quote": text.split(". ")[0].rstrip(".") if text else False,
        }

    def _submit(self):
        words = self.voices["responses"][self.story["response"]]
        for share in self._get_copies():
            manager = share.user_id
            self._as(manager, share).action_submit(
                words["action"],
                words["timescale"],
                words["monitoring"],
                [
                    {
                        "name": name,
                        "owner_id": manager.id,
                        "date_due": self.make.days.shift(self._today(), days),
                    }
                    for name, days, _outcome in words["actions"]
                ],
            )

    def _get_copies(self):
        return self.case.share_ids.filtered(lambda share: share.user_id)

    def _approve(self):
        for share in self._get_copies():
            self._as(share.approver_id, share).action_approve()
            for action in share.action_ids:
                ago = (self.make.today - action.date_due).days
                self.make.at(ago, 9, self._do, action)

    def _do(self, action):
        words = self.voices["responses"][self.story["response"]]["actions"]
        outcome = next(said for name, _days, said in words if name == action.name)
        self._as(action.owner_id, action).action_done(outcome)

    def _write_letter(self):
        cannot = self.voices["cannot_change"][self.story["cannot"]]
        marker = self.case._get_outcome_marker()
        advisor = self._as(self.advisor)
        channel = ("letter", "told")[self.number % 5 == 4]
        nobody = self.case.participant_ids.browse()
        # Whoever was heard alone gets a letter of their own.
        people = self.case._get_interviewed() if self.case.is_apart else [nobody]
        for person in people:
            text = self.case._prepare_outcome_text(person).replace(marker, cannot)
            advisor.action_write_outcome(text, person.id)
            advisor.action_send_outcome(channel, participant_id=person.id)

    def _confirm_stays(self):
        self._as(self.advisor).action_confirm_stays()
