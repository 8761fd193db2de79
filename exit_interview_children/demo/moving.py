# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From the decision to the letter: a young person moves, step by step."""

from datetime import timedelta

from .answers import say

# Calendar days from the notice to each step, in the order in which they are taken.
DAYS = {
    "told": 0,
    "decided": 2,
    "feasible": 2,
    "agreed": 5,
    "assigned": 7,
    "planned": 9,
    "held": 18,
    "handed": 19,
    "shared": 22,
    "learned": 24,
    "read": 26,
    "considered": 30,
    "noted": 33,
    "answered": 42,
    "letter": 50,
}
STEPS = list(DAYS)
MOVED_AFTER = 26


class Moving:
    """Lets one young person move.

    :param generator: the :class:`~.generator.ChildGenerator`
    :param dict story: one of stories.json
    :param homes: the :class:`~.homes.Homes`
    :param int number: which of the stories it is
    """

    def __init__(self, generator, story, homes, number):
        self.make = generator
        self.env = generator.env
        self.words = generator.words
        self.story = story
        self.number = number
        self.child = homes.children[story["child"]]
        self.case = self.env["exit.interview"]
        self.interviewer = story.get("by") and generator.user(story["by"])
        self.worker = self.child.social_worker_id
        self.officer = self.child.officer_id
        self.hours = {}

    # === WHEN === #

    def plan(self):
        """Plan every step that the story takes; those still to come stay undone."""
        has = self.story.get
        self._on("told", 10, self._tell)
        if has("stays"):
            self.make.at(has("ago") - 4, 12, self._stay)
            return
        if self.child.has_learning_disability:
            self._on("feasible", 11, self._decide_feasible)
        if has("not_feasible"):
            self._on("assigned", 9, self._hear)
            return
        self._on("agreed", 15, self._ask)
        if "refused" in self.story:
            self._on("assigned", 9, self._hear)
            return
        self._on("assigned", 9, self._assign)
        self._on("planned", 12, self._arrange)
        self._on("held", 17, self._hold)
        self._on("handed", 10, self._hand_in)
        self._plan_record()

    def _plan_record(self):
        if self.story.get("limited"):
            self._on("handed", 14, self._limit)
        self._on("shared", 10, self._share)
        self._on("learned", 16, self._learn)
        self._on("read", 13, self._read)
        self._on("considered", 14, self._consider)
        self._on("noted", 9, self._note)
        self._on("answered", 11, self._answer)
        self._on("letter", 15, self._write_letter)

    def _on(self, step, hour, function):
        """Plan a step, unless the story stops before it."""
        stop = self.story.get("stop")
        if stop and STEPS.index(step) >= STEPS.index(stop):
            return
        day, last_hour = self._get_day(step), self.hours.get(self._get_day(step), 0)
        # Around a week-end two steps fall on one day: still one after the other.
        self.hours[day] = max(hour, last_hour + 1)
        self.make.at(self.story["ago"] - DAYS[step], self.hours[day], function)

    def _get_day(self, step):
        return self.make.get_day(self.story["ago"] - DAYS[step])

    def _as(self, user, record=None):
        return self.make.act(self.case if record is None else record, user)

    def _pick(self, words):
        return words[self.number % len(words)]

    # === TOLD, AND ASKED === #

    def _tell(self):
        """Tell in the dialog: the home's manager; of an agency's, the social worker."""
        to, day = self.story["to"], self._get_day("told")
        teller = self.child.home_manager_id or self.worker
        dialog = self._as(teller, self.env["exit.interview.child.report"]).create(
            {
                "child_id": self.child.id,
                "moving_to": to,
                "date_move_decided": self.make.days.shift(day, -1 - self.number % 3),
                "date_departure": day
                + timedelta(days=MOVED_AFTER - 3 * (self.number % 5)),
                "reason": self._pick(self.words["reasons"][to]),
                "told": bool(self.number % 4),
            }
        )
        dialog.action_tell()
        self.case = self.env["exit.interview"].search(
            [("child_id", "=", self.child.id)]
        )

    def _stay(self):
        self._as(self.make.coordinator).action_cancel(self.story["stays"])

    def _get_dialog(self):
        Dialog = self.env["exit.interview.agreement.answer"].with_context(
            active_id=self.case.agreement_ids.id
        )
        return self._as(self.worker, Dialog)

    def _decide_feasible(self):
        reason = self.story.get("not_feasible")
        dialog = self._get_dialog().create(
            {
                "feasible": "no" if reason else "yes",
                "feasible_reason": reason or self.words["feasible_yes"],
            }
        )
        dialog.action_record()

    def _hear(self):
        """The Children's Services Manager reads that there is no conversation."""
        self._as(self.make.coordinator, self.case.agreement_ids).action_read()

    def _ask(self):
        """Record what the young person says, and how and where they can be met."""
        if "refused" in self.story:
            vals = {"agreement": "no", "reason": self.story["refused"]}
        else:
            vals = {
                "agreement": "yes",
                "wish": self.story.get("wish"),
                "meeting_note": self._pick(self.words["meeting_notes"]),
                "address": self._get_address(),
            }
        is_helped = self.child.has_learning_disability
        how = "supported" if is_helped else ("talk", "talk", "phone")[self.number % 3]
        self._get_dialog().create({**vals, "agreement_how": how}).action_record()

    def _get_address(self):
        streets, places = self.words["streets"], self.words["towns"]
        street = self._pick(streets)
        return f"{5 + 11 * self.number % 80} {street}, {self._pick(places)}"

    # === THE CONVERSATION === #

    def _assign(self):
        self._as(self.make.coordinator).action_assign(self.interviewer.id)

    def _get_outside(self):
        """Return the case as the interviewer's own pages find it."""
        Case = self.env["exit.interview"]
        found = Case._find_outside_cases(self.interviewer)
        return found.filtered(lambda one: one.id == self.case.id)

    def _get_hour(self):
        return 15 + self.number % 2

    def _arrange(self):
        self._get_outside()._plan_from_outside(
            str(self._get_day("held")),
            f"{self._get_hour()}:00",
            "in_person",
            self._pick(self.words["places"]),
            self.case.age_band == "young" and "Somebody they know",
            False,
        )

    def _hold(self):
        case = self._get_outside()
        session = case._get_outside_session()
        voices, seen = self.make.voices, self._observe()
        said = say(session.questionnaire_id, self._get_voice(), seen, voices)
        _version, refused = case._save_from_outside(said, session.version)
        if refused:
            raise ValueError(f"{self.story['child']}: {refused}")
        hour = self._get_hour()
        case._hold_from_outside(
            str(self._get_day("held")),
            f"{hour}:00",
            f"{hour}:{25 + 5 * (self.number % 6)}",
            True,
        )
        if self.story.get("concern"):
            self._raise_concern(case)

    def _get_voice(self):
        voices = self.make.voices["voices"][self.case.age_band]
        return voices[self.story.get("voice", 0)]

    def _observe(self):
        """Return what the interviewer saw: where, how, and one thing besides."""
        seen = self.make.voices["observations"][self.case.age_band]
        last = "obs_follow" if self.number % 3 == 0 else "obs_unsaid"
        codes = ("obs_setting", "obs_manner", last)
        return {code: self._pick(seen[code]) for code in codes}

    def _hand_in(self):
        how = "declined" if self.number % 7 == 6 else "agreed"
        is_kept = self.story.get("keep_home")
        kept = [{"role": "home_manager", "choice": "none"}] if is_kept else []
        self._get_outside()._hand_in_from_outside(how, kept)

    # === A CONCERN === #

    def _raise_concern(self, case):
        words, make = self.words["concern"], self.make
        case._raise_from_outside(words["category"], words["text"], False, [], True)
        concern = self.case.concern_ids
        if concern.state == "pending" and concern.second_id:
            self._as(concern.second_id, concern).action_approve()
        day = self.story["ago"] - DAYS["held"]
        make.at(day, 18, self._settle_concern, concern)
        make.at(day - 7, 10, self._end_concern, concern)

    def _settle_concern(self, concern):
        words = self.words["concern"]
        self._as(concern.recipient_id, concern).action_take_on()
        handler = self._as(concern.handler_id, concern)
        due = self.make.days.shift(self._get_day("held"), 5)
        handler.action_decide(words["decision"], words["who"], due)
        if concern.partner_id:
            self._as(concern.partner_id, concern).action_agree()
        if concern.tell_state == "owed":
            self._as(self.make.coordinator, concern).action_tell(words["told"])

    def _end_concern(self, concern):
        handler = self._as(concern.handler_id, concern)
        handler.action_report_done(self.words["concern"]["decision"])

    # === COPIES === #

    def _get_share(self, role):
        return self.case.share_ids.filtered(lambda share: share.role == role)

    def _limit(self):
        share = self._as(self.make.coordinator, self._get_share("home_manager"))
        share.action_limit(self.story["limited"])

    def _share(self):
        self._as(self.make.coordinator).action_share()

    def _read(self):
        """Let those who only read confirm it; some copies lie there still unread."""
        for place, role in enumerate(("home_manager", "social_worker")):
            share = self._get_share(role)
            is_late = self.story.get("stop") and (self.number + place) % 2
            if share.state == "sent" and not is_late:
                self._as(share.user_id, share).action_acknowledge()

    # === WHAT IS LEARNED === #

    def _learn(self):
        """Note what is learned, and have the wordings approved two days later."""
        case = self._as(self.make.coordinator)
        answers = self.case.session_ids.answer_ids
        answers = {one.question_id.code: one for one in answers}
        ids = case.action_add_findings(
            [
                {
                    "kind": kind,
                    "theme_id": self.make._ref(f"theme_{theme}").id,
                    "wording": wording,
                    "answer_id": answers[code].id,
                }
                for kind, theme, code, wording in self._get_voice()["learned"]
            ]
        )
        findings = self.env["exit.interview.finding"].browse(ids)
        reason = "Says nothing of this young person that is not said of many."
        self._as(self.make.coordinator, findings).action_submit("other", reason)
        case.action_finish_findings()
        ago = self.story["ago"] - DAYS["learned"] - 3
        self.make.at(ago, 18, self._approve_findings, findings)

    def _approve_findings(self, findings):
        for approver, wordings in findings.grouped("approver_id").items():
            self._as(approver, wordings).action_approve()

    # === THE OFFICER === #

    def _get_consideration(self):
        return self.case.consideration_ids

    def _consider(self):
        mine = self._as(self.officer, self._get_consideration())
        if not self.story.get("recs"):
            mine.action_no_action(self.words["nothing"][self.story["nothing"]])
            return
        mine.env["exit.interview.recommendation"].create(
            [
                {
                    "consideration_id": mine.id,
                    "text": self.words["recommendations"][key]["text"],
                    "user_id": self._get_asked(key).id,
                    "sequence": 10 * place,
                }
                for place, key in enumerate(self.story["recs"], start=1)
            ]
        )
        mine.action_recommend()

    def _get_asked(self, key):
        """Return who is asked: for an agency's home it is the manager of them all."""
        who = self.words["recommendations"][key]["who"]
        people = {
            "home": self.case.home_manager_id,
            "worker": self.case.social_worker_id,
        }
        return people.get(who) or self.make.coordinator

    def _note(self):
        """Let those who got copies of the recommendations say that they read them."""
        consideration = self._get_consideration()
        for user in (self.make.coordinator, consideration.copy_user_id):
            mine = self._as(user, consideration)
            if user and mine.can_read:
                mine.action_read()

    def _answer(self):
        """Let everybody who was asked answer, but those who are late."""
        late = self.story.get("late", ())
        recommendations = self._get_consideration().recommendation_ids.sorted()
        for key, one in zip(self.story.get("recs", ()), recommendations, strict=True):
            if key in late:
                continue
            words = self.words["recommendations"][key]
            day = False
            if not words.get("refused"):
                day = self.make.days.shift(self._get_day("answered"), words["days"])
            answer = "accepted" if day else "refused"
            self._as(one.user_id, one).action_answer(words["reply"], day, answer)

    # === THE LETTER === #

    def _write_letter(self):
        """Write and give the letter: the answers, and the rest in their own words."""
        if self.story.get("late"):
            return
        case, band = self.case, self.case.age_band
        words = self.words["letter"][band]
        text = case._prepare_outcome_text()
        text = text.replace(case._get_explain_marker(), words["changes"].strip("- "))
        text = text.replace(case._get_outcome_marker(), words["cannot"].strip("- "))
        share = self._as(self.officer, self._get_share("reviewing_officer"))
        share.action_write_outcome(text)
        way = {"young": "read_out", "middle": "by_worker", "teenage": "handed"}[band]
        share.action_send_outcome(way)

    # === AFTERWARDS === #

    def settle(self):
        """Keep the young people's records as their social workers do."""
        case, child = self.case, self.child
        is_over = case.state in ("done", "cancelled")
        if not is_over or self.story.get("stays"):
            return
        if case.date_departure and case.date_departure < self.make.today:
            self._as(self.worker, child).write({"active": False})
