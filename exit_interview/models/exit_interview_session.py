# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, LockError, UserError, ValidationError


class ExitInterviewSession(models.Model):
    """One conversation: when, where, with whom, and its answers."""

    _name = "exit.interview.session"
    _inherit = [
        "exit.interview.case.mixin",
        "exit.interview.state.mixin",
        "exit.interview.session.mixin",
        "exit.interview.session.written.mixin",
        "exit.interview.session.follow.mixin",
        "exit.interview.session.record.mixin",
    ]
    _description = "Exit interview session"
    _order = "date_start desc, id desc"

    _state_steps = {
        "planned": {"held", "cancelled"},
        "held": set(),
        # A leaver who goes on writing takes the cancelled session up again.
        "cancelled": {"planned"},
    }

    kind = fields.Selection(
        selection=[
            ("first", "First conversation"),
            ("follow_up", "Follow-up"),
            ("survey", "Survey"),
        ],
        required=True,
        readonly=True,
        default="first",
    )
    state = fields.Selection(
        selection=[
            ("planned", "Planned"),
            ("held", "Held"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        readonly=True,
        index=True,
    )
    participant_ids = fields.Many2many(
        comodel_name="exit.interview.participant",
        relation="exit_interview_session_participant_rel",
        readonly=True,
    )
    apart_id = fields.Many2one(
        comodel_name="exit.interview.participant",
        string="Heard alone",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Whose conversation this is, where each is heard alone; empty: everybody "
        "who takes part.",
    )
    leaver_name = fields.Char(
        string="Leaver",
        compute="_compute_leaver_name",
        search="_search_leaver_name",
    )
    interviewer_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    interviewer_name = fields.Char(
        readonly=True, help="As the interviewer was called when it took place."
    )
    date_start = fields.Datetime(string="Start", required=True, readonly=True)
    date_end = fields.Datetime(string="End", readonly=True)
    date_handed_in = fields.Datetime(string="Handed in", readonly=True)
    mode = fields.Selection(
        selection=[
            ("in_person", "In person"),
            ("video", "Video call"),
            ("phone", "Telephone"),
            ("written", "In writing"),
        ],
        string="How",
        readonly=True,
    )
    location = fields.Char(string="Where", readonly=True)
    companion = fields.Char(
        readonly=True, help="Who comes with the leaver, if anybody."
    )
    cancel_reason = fields.Text(
        readonly=True, help="Why the conversation was cancelled; the leaver is told."
    )
    questionnaire_id = fields.Many2one(
        comodel_name="exit.interview.questionnaire",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    answer_ids = fields.One2many(
        comodel_name="exit.interview.answer", inverse_name="session_id", readonly=True
    )
    version = fields.Integer(
        readonly=True, help="Counts the saved changes, so that no writer overwrites."
    )

    _end_after_start = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date_start)",
        "The conversation ends before it starts.",
    )
    _planned_uniq = models.UniqueIndex(
        "(case_id, COALESCE(apart_id, 0)) WHERE state = 'planned'",
        "A conversation is planned for this case already.",
    )

    @api.depends("case_id.leaver_name", "apart_id.name")
    def _compute_leaver_name(self):
        for session in self:
            name = session.apart_id.name or session.case_id.leaver_name
            session.leaver_name = name

    def _search_leaver_name(self, operator, value):
        return [("participant_ids.name", operator, value)]

    def _is_actor(self, actor):
        self.ensure_one()
        if actor == "writer":
            # Interviewers write; whoever holds the session or the case counts.
            session_sudo = self.sudo()
            people = session_sudo.interviewer_id | session_sudo.case_id.interviewer_id
            return self.env.user in people
        return super()._is_actor(actor)

    # === INTERVIEW SCREEN === #

    def get_form(self):
        """Return all that the interview screen shows: one call opens it.

        Requirement: L-24 to L-65; opening is noted in the journal (SEC-17).

        :return: session, case, participants, questionnaire, answers and permissions
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer", "writer")
        # The caller may see the session; the questionnaire is configuration. However
        # the caller came by it, its answers are read together, not one by one.
        session_sudo = self.sudo().with_prefetch()
        case_sudo = session_sudo.case_id
        # One query for every name on the screen.
        people = case_sudo.coordinator_id | session_sudo.interviewer_id
        (people | self.env.user.sudo()).fetch(["name"])
        case_sudo.with_env(self.env)._log("record_read")
        return {
            "session": session_sudo._get_form_session(self._get_form_rights()),
            "case": case_sudo._get_form_case(session_sudo.apart_id)
            | case_sudo._prepare_apart_form(session_sudo),
            "participants": [
                {
                    "id": participant.id,
                    "name": participant.name,
                    "phone": participant.phone or "",
                    "needs": participant._get_needs_text(),
                    "topics": participant.topics or "",
                }
                for participant in session_sudo.participant_ids
            ],
            "questionnaire": session_sudo.questionnaire_id._get_form(),
            "answers": session_sudo._prepare_shown_answers(),
            "first": session_sudo._prepare_first_answers(),
            "permissions": session_sudo._get_form_permissions(),
            "corrections": session_sudo._get_form_corrections(),
        }

    def get_changes(self, version):
        """Return what is new since `version`, for a screen that is open already.

        The screen asks again and again: reading is noted once an hour, as everywhere
        (SEC-17), and the questionnaire stays where it is.

        Requirement: R-02.

        :param int version: the version of the session that the screen shows
        :return: session, case and permissions as in :meth:`get_form`, the answers saved
            since, and the ids of all questions that have an answer
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer", "writer")
        self._check_version(version)
        # The caller may see the session, as in get_form.
        session_sudo = self.sudo().with_prefetch()
        answers = session_sudo._get_shown_answers()
        changed = session_sudo.answer_ids.filtered(
            lambda answer: answer.version > version
        )
        if changed:
            self.env["exit.interview.journal"]._log_reading(
                session_sudo.case_id, "record_read"
            )
        return {
            "session": session_sudo._get_form_session(self._get_form_rights()),
            "case": session_sudo.case_id._get_form_case(session_sudo.apart_id)
            | session_sudo.case_id._prepare_apart_form(session_sudo),
            "answers": {
                answer.question_id.id: answer._get_form() for answer in changed
            },
            "answered": answers.question_id.ids,
            "permissions": session_sudo._get_form_permissions(),
            "corrections": session_sudo._get_form_corrections(),
        }

    def _get_form_rights(self):
        """Return which steps of the screen the user may take now.

        :rtype: dict[str, bool]
        """
        self.ensure_one()
        session_sudo = self.sudo()
        is_open = session_sudo._is_unconfirmed()
        is_latest = session_sudo._is_latest()
        writes = self._is_actor("writer")
        of_case = self._is_actor("coordinator") or self._is_actor("interviewer")
        return {
            "can_write": writes and session_sudo._is_writable(),
            "can_strike": writes
            and session_sudo._is_writable()
            and session_sudo._can_strike(),
            "can_mark_held": (writes or of_case) and self.state == "planned",
            "can_hand_in": writes and not self.date_handed_in and is_open,
            "can_confirm": of_case
            and is_latest
            and is_open
            and not session_sudo.case_id._get_open_corrections(),
            "can_send_check": of_case and is_latest and self.case_id.can_send_check,
            "can_settle": of_case and is_open,
            "can_permit": of_case and self.state != "cancelled",
            "can_add_file": of_case,
        }

    def _can_strike(self):
        """Return whether an answer can be taken away here for good, not just emptied.

        Where a population says so, the interview screen offers it for each answer and
        calls the public step ``action_strike(question_id)``, which that population
        brings and which checks the caller itself.

        Requirement: C-25.

        :rtype: bool
        """
        self.ensure_one()
        return False

    def _get_form_session(self, rights):
        self.ensure_one()
        return {
            **rights,
            "id": self.id,
            "kind": self.kind,
            "state": self.state,
            "version": self.version,
            "date_start": fields.Datetime.to_string(self.date_start),
            "date_end": fields.Datetime.to_string(self.date_end) or False,
            "date_handed_in": fields.Datetime.to_string(self.date_handed_in) or False,
            "date_recorded": self.is_late_entry
            and fields.Datetime.to_string(self.date_recorded),
            "mode": self._fields["mode"].convert_to_export(self.mode, self),
            "location": self.location or "",
            "companion": self.companion or "",
            "interviewer": self.interviewer_id.name or "",
            "confirmed": self.case_id._get_selection_label(
                "confirm_how", self._get_confirmation()[0]
            )
            or "",
            # The two versions lead to each other.
            "first_id": self.previous_id.id,
            "follow_up_id": self._get_follow_up().id,
        }

    def _get_form_corrections(self):
        """Return what the leaver asks to have corrected, the first first."""
        self.ensure_one()
        return [row._get_form() for row in self.correction_ids.sorted("id")]

    def _get_form_permissions(self):
        self.ensure_one()
        return {
            "wording": self.case_id.policy_id.permission_wording or "",
            "shares": [
                share._get_form()
                for share in self.case_id._get_shares_of(self.apart_id)
            ],
        }

    def _is_writable(self):
        """Return whether answers may still be written: until the record is confirmed.

        :rtype: bool
        """
        self.ensure_one()
        if self.kind == "follow_up":
            is_ahead = self.state == "planned" and self.case_id._is_followable()
            return is_ahead or self._is_unconfirmed()
        # What a follow-up started from stays as it is (decision 7).
        return (
            self.state in ("planned", "held") and self._is_case_open()
        ) and not self._has_begun_follow_up()

    def _is_case_open(self):
        """Return whether the case is where its conversations are written down."""
        self.ensure_one()
        if self.apart_id:
            is_planned = self.state == "planned" and self.case_id.state == "scheduled"
            return is_planned or self._is_unconfirmed()
        return self.case_id.state in ("scheduled", "interviewed")

    # === ANSWERS === #

    def action_save_answers(self, answers, version):
        """Save answers as they are left; never overwrite another writer silently.

        Requirement: R-01, R-02, M-17.

        :param list[dict] answers: ``question_id``, and ``status``, ``score``,
            ``choice_ids``, ``text``, ``comment`` as far as they apply; a ``status`` of
            ``False`` clears the answer
        :param int version: the version of the session that the writer had seen
        :return: the new version
        :rtype: int
        :raise ``odoo.exceptions.UserError``: if another writer changed one of these
            answers since; its ``context`` holds both texts, and the refused one is kept
        """
        self.ensure_one()
        self._check_actor("writer")
        # The writer was checked; people hold no right to write into answers.
        session_sudo = self.sudo()
        if not session_sudo._is_writable():
            raise UserError(
                self.env._(
                    "%s: the record is closed. Ask the exit interview coordinator if "
                    "something must be corrected.",
                    session_sudo.case_id.name,
                )
            )
        self._check_version(version)
        return session_sudo._save_answers(answers, version)

    @api.model
    def _check_version(self, version):
        if isinstance(version, bool) or not isinstance(version, int):
            raise ValidationError(self.env._("The version is a whole number."))

    def _save_answers(self, answers, version):
        """Save checked answers; private twin of :meth:`action_save_answers`."""
        vals_by_question = self._read_answers(answers)
        self._lock_version()
        self._begin()
        vals_by_question = self._leave_out_late(vals_by_question, version)
        clashes = self._find_clashes(vals_by_question, version)
        if clashes:
            self.env["exit.interview.answer"]._refuse_clashes(clashes)
        return self._write_answers(vals_by_question)

    def _read_answers(self, answers, participant=None):
        """Return checked values of answers from outside, and whose hand they are.

        :param list[dict] answers: see :meth:`action_save_answers`
        :param participant: ``exit.interview.participant`` who writes; empty: the user
        :return: {question id: values}
        :rtype: dict
        """
        Answer = self.env["exit.interview.answer"]
        author = Answer._prepare_author_vals(participant)
        questions = {q.id: q for q in self.questionnaire_id.question_ids}
        vals_by_question = {}
        is_list = isinstance(answers, list | tuple)
        if not is_list or not all(isinstance(values, dict) for values in answers):
            raise ValidationError(self.env._("Give the answers as a list."))
        for values in answers:
            vals = Answer._read_answer_vals(values, questions)
            vals_by_question[vals.pop("question_id")] = vals | author
        return vals_by_question

    def _leave_out_late(self, vals_by_question, version):
        """Return the values to save, without what must not come back.

        A screen that was without a connection may send words that somebody took away
        meanwhile. Who may take words away is a matter of the population.

        Requirement: C-25.

        :param dict vals_by_question: {question id: checked values}
        :param int version: the version of the session that the writer had seen
        :rtype: dict
        """
        self.ensure_one()
        return vals_by_question

    def _find_clashes(self, vals_by_question, version):
        """Return stored answers that somebody changed since `version`, with the new.

        :rtype: list[tuple]
        """
        known = {answer.question_id.id: answer for answer in self.answer_ids}
        return [
            (known[question_id], vals)
            for question_id, vals in vals_by_question.items()
            if question_id in known
            and known[question_id].version > version
            and known[question_id]._differs(vals)
        ]

    def _write_answers(self, vals_by_question):
        """Write checked values that clash with nobody, and return the new version."""
        Answer = self.env["exit.interview.answer"]
        known = {answer.question_id.id: answer for answer in self.answer_ids}
        new_version = self.version + 1
        to_create = []
        for question_id, vals in vals_by_question.items():
            answer = known.get(question_id)
            vals["version"] = new_version
            if answer:
                answer._replace(vals)
            elif vals["status"]:
                to_create.append(
                    {**vals, "session_id": self.id, "question_id": question_id}
                )
        Answer.create(to_create)
        self.write({"version": new_version})
        return new_version

    def _lock_version(self):
        """Hold the row until the end of the transaction, and read it as it is now.

        A writer who comes second waits for nobody: the platform retries, and then
        finds the newer version.
        """
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            # Two answers saved in the same instant are no reason to bother anybody.
            raise ConcurrencyError(str(error)) from error
        self.invalidate_recordset(["version"])
        self.answer_ids.invalidate_recordset()

    # === STEPS === #

    def action_mark_held(self, date_start=False, date_end=False):
        """Record that the conversation took place, when it really did.

        Requirement: S-33, R-21, I-38.

        :param date_start: UTC datetime; the planned start if empty
        :param date_end: UTC datetime; now if empty and the start is today
        :return: True
        """
        self._check_actor("writer", "coordinator")
        now = fields.Datetime.now()
        date_start = self._read_moment(date_start, self.env._("the start"))
        date_end = self._read_moment(date_end, self.env._("the end"))
        for session in self.sudo():
            start = date_start or session.date_start
            end = date_end or max(start, now)
            if start > now or end > now:
                raise UserError(
                    self.env._(
                        "%s: this lies in the future. Plan the conversation anew, or "
                        "give the time at which it took place.",
                        session.case_id.name,
                    )
                )
            if end < start:
                raise UserError(self.env._("The conversation ends before it starts."))
            session._check_held_after_first(start)
            session._begin()
            session._set_state(
                "held",
                date_start=start,
                date_end=end,
                interviewer_name=session.interviewer_id.name,
                date_recorded=now,
            )
            if session.kind != "follow_up":
                session.case_id._follow_held()
            session.case_id.with_env(self.env)._log("held")
            session.case_id.duty_update()
        return True

    def action_hand_in(self):
        """Say that the record is complete as far as the interviewer is concerned.

        :return: True
        """
        self._check_actor("writer")
        for session in self.sudo():
            if session.state != "held":
                raise UserError(
                    self.env._(
                        "%s: mark the conversation as held first.", session.case_id.name
                    )
                )
            session._hand_in()
        return True

    def _hand_in(self):
        for session in self.filtered(lambda session: not session.date_handed_in):
            session.write({"date_handed_in": fields.Datetime.now()})
            session.case_id._log("handed_in")

    def action_confirm(self, how, date=False):
        """Record how the record of this conversation was confirmed.

        Where each is heard alone, the case is confirmed once everybody's record is.

        Requirement: B-12, B-13, decision 16.

        :param str how: `signed`, `agreed`, `declined` or `not_returned`
        :param date: day of the confirmation; today if empty
        :return: True
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        if not self.apart_id:
            return self.case_id.action_confirm(how, date)
        date = self.case_id._read_confirmation(how, date)
        # The caller was checked; people hold no right to write into sessions.
        session_sudo = self.sudo()
        session_sudo._check_confirmable(date)
        session_sudo.case_id._confirm_records(session_sudo, how, date)
        return True

    def _check_confirmable(self, date):
        """Check that the record of this one conversation can be confirmed.

        :param datetime.date date: the day
        """
        self.ensure_one()
        case = self.case_id
        if self not in case._get_open_records():
            raise UserError(
                self.env._("%s: this record does not wait to be confirmed.", case.name)
            )
        if self.correction_ids.filtered(lambda one: one.state == "open"):
            case._check_corrections_settled()
        if date < case.policy_id._get_local_date(self.date_start):
            raise UserError(
                self.env._(
                    "%s: the record cannot be confirmed before the conversation.",
                    case.name,
                )
            )

    def action_cancel(self, reason, rebook_date=False, cancelled_by="us"):
        """Cancel a planned conversation and rebook it in the same step.

        Requirement: F-11, F-12.

        :param str reason: told to the leaver; needed unless it was the leaver's doing
        :param rebook_date: UTC datetime of the new conversation, if known
        :param str cancelled_by: `us`, `leaver` or `absent` (the leaver did not come)
        :return: True
        """
        self._check_actor("writer", "coordinator")
        self._check_value("cancelled_by", cancelled_by)
        reason = self._read_line(reason, self.env._("the reason"))
        if cancelled_by == "us":
            self._check_text(reason, self.env._("the reason; the leaver is told"))
        rebook_date = self._read_moment(rebook_date, self.env._("the new date"))
        for session in self.sudo():
            case = session.case_id
            if session.kind == "follow_up":
                session._cancel_follow_up(reason, cancelled_by, rebook_date)
                continue
            session._cancel(reason, cancelled_by)
            if rebook_date:
                case._schedule(
                    rebook_date,
                    session.mode if session.date_meeting else "in_person",
                    session.location,
                    session.companion,
                    session.apart_id,
                )
            else:
                case._settle_plans()
            if cancelled_by == "us":
                case._queue_where_mailable("cancelled", session.participant_ids)
            case.duty_update()
        return True

    def _cancel(self, reason, cancelled_by="us"):
        self._set_state(
            "cancelled",
            cancel_reason=reason,
            cancelled_by=cancelled_by,
            date_cancelled=fields.Datetime.now(),
        )
        self.case_id._log("session_cancelled")

    def action_open_interview(self):
        """Open the interview screen.

        :return: client action
        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer", "writer")
        return {
            "type": "ir.actions.client",
            "tag": "exit_interview.interview",
            "name": self.display_name,
            "params": {"session_id": self.id},
            "context": {"active_id": self.id},
        }
