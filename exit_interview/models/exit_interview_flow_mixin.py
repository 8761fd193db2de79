# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .exit_interview_share_normal_mixin import COPY
from .local_date import get_today


class ExitInterviewFlowMixin(models.AbstractModel):
    """The case's journey: what coordinators and interviewers do with it.

    Every public step checks its caller, checks the state, acts on all records, writes
    the journal and lets the duties follow. It answers ``True`` or plain ids.
    """

    _name = "exit.interview.flow.mixin"
    _description = "Journey of an exit interview case"

    # === OFFER === #

    def action_offer(self, channel):
        """Offer the interview.

        Requirement: L-03, L-07, B-01, B-03.

        :param str channel: `mail` (sent now), `letter` (print and post it) or `told`
        :return: True
        :raise UserError: within the grace period, or if a mail has nowhere to go
        """
        self._check_actor("coordinator")
        self._check_value("offer_channel", channel)
        self._check_step("offered")
        for case in self.sudo():
            case._check_route_decided()
            case._check_grace_period()
        if channel == "mail":
            # Contacts are out of the coordinator's own rights by design.
            self._queue_messages(self.sudo().participant_ids, "offer")
        self._set_state(
            "offered",
            offer_channel=channel,
            date_offered=get_today(self),
            reply=False,
            date_replied=False,
            outcome=False,
            outcome_reason=False,
            attempt_count=0,
        )
        # The coordinator was checked: a new offer, a new answer.
        self.sudo().participant_ids._follow_case(False)
        self._log("offered", self._get_selection_label("offer_channel", channel))
        self.duty_update()
        return True

    def _check_grace_period(self):
        """Check that nothing goes out before a mistake could be withdrawn."""
        self.ensure_one()
        first = fields.Date.add(self.date_notified, days=self.policy_id.grace_days)
        if self.policy_id._get_local_date() < first:
            raise UserError(
                self.env._(
                    "%(reference)s can be offered from %(date)s on. Until then the "
                    "notice can still be withdrawn without the leaver hearing of it.",
                    reference=self.name,
                    date=self._format_date(first),
                )
            )

    def _get_offer_paragraphs(self):
        """Return the text of the offer, placeholders filled, by paragraph.

        :rtype: list[str]
        """
        self.ensure_one()
        policy = self.policy_id
        survey = self.route == "survey" and policy.survey_body
        text = self._fill_offer(survey or policy.offer_body)
        return self._split_paragraphs(text)

    def _split_paragraphs(self, text):
        return [part.strip() for part in text.split("\n\n") if part.strip()]

    def _get_offer_subject(self):
        """Return the subject of the offer, placeholders filled; it names nobody.

        :rtype: str
        """
        self.ensure_one()
        policy = self.policy_id
        survey = self.route == "survey" and policy.survey_subject
        return self._fill_offer(survey or policy.offer_subject)

    def _fill_offer(self, text, **more):
        """Return `text` with the allowed placeholders filled.

        :param str text: subject or body from the policy
        :param more: further placeholders of this text
        :rtype: str
        """
        self.ensure_one()
        coordinator = self.coordinator_id
        return (text or "").format_map(
            {
                "organisation": self.company_id.name,
                "reference": self.name,
                "coordinator": coordinator.name or self.company_id.name,
                "coordinator_phone": coordinator.phone or self.company_id.phone or "",
                "coordinator_email": coordinator.email or self.company_id.email or "",
                "date_departure": self._format_date(self.date_departure),
                "complaints": self.policy_id.complaints_wording or "",
                **more,
            }
        )

    def action_record_reply(self, reply, reason=False):
        """Record what the leaver answered to the offer. A late yes re-opens the case.

        Requirement: B-01, C-10, decision 14.

        :param str reply: `accepted`, `declined` or `no_reply`
        :param str reason: only if the leaver gave one; nobody asks
        :return: True
        """
        self._check_actor("coordinator", "interviewer")
        self._check_value("reply", reply)
        reason = self._read_line(reason, self.env._("the reason"))
        # The caller was checked; replies are not typed into the case.
        cases_sudo = self.sudo()
        cases_sudo._record_reply(reply, reason)
        cases_sudo.participant_ids._follow_case(reply)
        self.duty_update()
        return True

    def _record_reply(self, reply, reason=False):
        """Keep a checked reply; private twin of :meth:`action_record_reply`."""
        vals = {"reply": reply, "date_replied": get_today(self)}
        if reply == "accepted":
            self._record_yes(vals)
        else:
            for case in self:
                case._check_can_decline(reply)
            self._record_no(vals, reason)
        self._log("reply", self._get_selection_label("reply", reply))

    def _check_can_decline(self, reply):
        """Check that a case can end without a conversation now.

        :param str reply: `declined` or `no_reply`
        :raise UserError: saying what to do first
        """
        self.ensure_one()
        if self.state not in ("offered", "scheduled"):
            raise UserError(
                self.env._(
                    "%s: a no is the answer to an open offer. What was held "
                    "stays; a leaver who takes it back withdraws the copies.",
                    self.name,
                )
            )
        if self.is_apart and self._get_heard():
            raise UserError(
                self.env._(
                    "%s: somebody was heard already, and what was said stays. Note "
                    "beside the other's name, under “Contact”, that they take no part.",
                    self.name,
                )
            )
        if reply == "no_reply" and self._get_failed_messages():
            raise UserError(
                self.env._(
                    "%s: the last message did not reach the leaver, so their silence "
                    "says nothing. Reach them another way first.",
                    self.name,
                )
            )

    def _record_no(self, vals, reason=False):
        """End cases without a conversation; private part of `action_record_reply`.

        :param dict vals: `reply` and `date_replied`
        :param str reason: only if the leaver gave one
        """
        label = self._get_selection_label("reply", vals["reply"])
        # The caller was checked, or silence was; sessions are the server's.
        for session in self.sudo().session_ids.filtered(
            lambda session: session.state == "planned"
        ):
            session._cancel(label, "leaver")
        self._set_state("done", **vals, outcome=vals["reply"], outcome_reason=reason)

    def _record_yes(self, vals):
        late = self.filtered(lambda case: case.state == "done")
        if late.filtered(lambda case: case.outcome not in ("declined", "no_reply")):
            raise UserError(
                self.env._(
                    "Only a case that ended with a no, or without a reply, opens again."
                )
            )
        late._set_state("offered", outcome=False, outcome_reason=False)
        for case in self:
            if case.state not in ("offered", "scheduled"):
                case._check_step("scheduled")
        self.write(vals)

    def action_not_required(self, reason):
        """Close new cases that need no interview, with the reason kept.

        Requirement: L-12 to L-14.

        :param str reason: why
        :return: True
        """
        return self._end("done", "not_required", reason)

    def action_cancel(self, reason):
        """Withdraw the notice: the person is not leaving after all, or by mistake.

        :param str reason: why
        :return: True
        """
        return self._end("cancelled", "withdrawn", reason)

    def action_mark_retained(self, reason):
        """Record the success that the person stays.

        :param str reason: what made the difference
        :return: True
        """
        return self._end("cancelled", "retained", reason)

    def _end(self, state, outcome, reason):
        self._check_actor("coordinator")
        self._check_text(reason, self.env._("the reason"))
        # From "new" only: later there is a reply to record, or a record to keep.
        if outcome == "not_required":
            wrong = self.filtered(lambda case: case.state != "new")
            if wrong:
                raise UserError(
                    self.env._(
                        "%s has been offered already. Record the reply, or withdraw "
                        "the notice.",
                        wrong[0].name,
                    )
                )
        for session in self.sudo().session_ids.filtered(
            lambda session: session.state == "planned"
        ):
            session._cancel(reason)
        self._set_state(state, outcome=outcome, outcome_reason=reason)
        shares = self.sudo().share_ids
        shares.filtered(lambda share: share.state != "draft")._close_access()
        self._log(
            "cancelled" if state == "cancelled" else "closed",
            self._get_selection_label("outcome", outcome),
        )
        self.duty_update()
        shares.duty_update()
        return True

    # === INTERVIEWER AND SESSION === #

    def action_assign(self, interviewer_id, independence_reason=False):
        """Give the cases an interviewer.

        Requirement: L-15, L-16, B-10, decision 8, I-34, I-35.

        :param int interviewer_id: id of a user
        :param str independence_reason: needed if the person is not independent
        :return: True
        :raise UserError: if the person may not interview and no reason is given
        """
        self._check_actor("coordinator")
        user = self._read_interviewer(interviewer_id, self.env._("Interviewer"))
        reason = self.env._("the reason")
        independence_reason = self._read_line(independence_reason, reason)
        for case in self.sudo():
            case._assign(user, independence_reason)
        self.duty_update()
        return True

    def _assign(self, user, independence_reason=False):
        """Set the interviewer after the checks of :meth:`action_assign`."""
        self.ensure_one()
        issues = self._get_interviewer_issues(user)
        never = self._is_never_interviewer(user)
        if issues and (never or not (independence_reason or "").strip()):
            raise UserError(
                "\n".join(
                    [
                        *issues,
                        ""
                        if never
                        else self.env._(
                            "If the leaver asks for this person, the coordinator may "
                            "assign them with the reason."
                        ),
                    ]
                ).strip()
            )
        self.write(
            {
                "interviewer_id": user.id,
                "independence_reason": independence_reason if issues else False,
            }
        )
        planned = self._get_planned_session() | self._get_planned_follow_ups()
        planned.write({"interviewer_id": user.id})
        self.participant_ids._settle_wish()
        self._log("assigned", user.name)

    def action_schedule(
        self,
        date_start,
        mode,
        location=False,
        interviewer_id=False,
        companion=False,
        participant_id=False,
    ):
        """Plan the conversation, or plan it anew.

        Requirement: F-11, F-12, F-29, F-30, B-04.

        :param date_start: UTC datetime, or its text ``YYYY-MM-DD HH:MM:SS``
        :param str mode: `in_person`, `video` or `phone`
        :param str location: where, or how to reach each other
        :param int interviewer_id: another interviewer than the case's (coordinator)
        :param str companion: who comes with the leaver
        :param int participant_id: whose conversation, where each is heard alone
        :return: id of the session
        :rtype: int
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        person = self._read_person(participant_id)
        if interviewer_id and interviewer_id != self.sudo().interviewer_id.id:
            self.action_assign(interviewer_id)
        case_sudo = self.sudo()
        session = case_sudo._schedule(
            self._read_moment(date_start, self.env._("the conversation")),
            mode,
            self._read_line(location, self.env._("the place"), 300),
            self._read_line(companion, self.env._("the companion"), 300),
            person,
        )
        self._log("scheduled")
        if session.date_start > fields.Datetime.now():
            case_sudo._queue_where_mailable("planned", session.participant_ids)
        self.duty_update()
        return session.id

    def action_record_held(
        self, date_start=False, date_end=False, mode="in_person", location=False
    ):
        """Record that the conversation took place, whether or not it was planned here.

        Requirement: S-33, R-21, I-38.

        :param date_start: UTC datetime; the planned start if empty
        :param date_end: UTC datetime; now if empty and the start is today
        :param str mode: `in_person`, `video` or `phone`, if nothing was planned
        :param str location: where, if nothing was planned
        :return: True
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        # The caller was checked, and the two steps check again.
        case_sudo = self.sudo()
        planned = case_sudo._get_planned_session()
        planned = planned or case_sudo._get_planned_follow_ups()[:1]
        session = planned.with_env(self.env)
        if not session:
            session_id = self.action_schedule(date_start, mode, location)
            session = self.env["exit.interview.session"].browse(session_id)
        return session.action_mark_held(date_start, date_end)

    def _schedule(self, date_start, mode, location, companion, person=None):
        self.ensure_one()
        self._check_person(person)
        Session = self.env["exit.interview.session"]
        Session._check_value("mode", mode)
        Session._check_meeting_mode(mode)
        if not date_start:
            raise UserError(self.env._("Say when the conversation takes place."))
        if not self.interviewer_id:
            raise UserError(
                self.env._("%s has no interviewer yet. Assign one first.", self.name)
            )
        if self.reply != "accepted":
            raise UserError(
                self.env._(
                    "%s: record first that the leaver said yes to the offer.", self.name
                )
            )
        self._check_step("scheduled")
        planned = self._get_planned_session(person)
        vals = {
            "date_start": date_start,
            "mode": mode,
            "location": location,
            "companion": companion,
            "interviewer_id": self.interviewer_id.id,
        }
        if planned:
            if planned.date_start != date_start:
                vals["times_planned"] = planned.times_planned + 1
                vals["date_reconfirmed"] = False
            planned.write(vals)
        else:
            vals |= self._prepare_person_vals(person)
            planned = Session.create(self._prepare_session_vals("first", **vals))
        self._set_state("scheduled")
        self._ensure_shares()
        return planned

    def _prepare_session_vals(self, kind, **vals):
        questionnaire = self._get_questionnaire(kind)
        if not questionnaire:
            raise UserError(
                self.env._(
                    "The policy “%s” has no published questionnaire yet.",
                    self.policy_id.name,
                )
            )
        return {
            "case_id": self.id,
            "kind": kind,
            "participant_ids": [fields.Command.set(self._get_taking_part().ids)],
            "questionnaire_id": questionnaire.id,
            **vals,
        }

    # === RECORD === #

    def action_confirm(self, how, date=False):
        """Record that the leaver checked the record, or how it stands without.

        Silence is recorded as silence, never as agreement.

        Requirement: B-12, B-13.

        :param str how: `signed`, `agreed`, `declined` or `not_returned`
        :param date: day of the confirmation; today if empty
        :return: True
        """
        self._check_actor("coordinator", "interviewer")
        date = self._read_confirmation(how, date)
        # The caller was checked; people hold no right to write into a case.
        self.sudo()._confirm(how, date)
        return True

    def _read_confirmation(self, how, date):
        """Return the day of a confirmation from outside, checked with how it was.

        :rtype: datetime.date
        """
        self._check_value("confirm_how", how)
        if how == "signed_online":
            raise UserError(
                self.env._(
                    "On their page only leavers themselves sign. Choose how you know "
                    "of it."
                )
            )
        date = self._read_date(date, self.env._("the confirmation"))
        date = date or get_today(self)
        if date > get_today(self):
            raise UserError(self.env._("The day of the confirmation lies ahead."))
        return date

    def _confirm(self, how, date, subject=False):
        """Confirm records; private twin of :meth:`action_confirm`, as superuser.

        :param str how: a value of ``confirm_how``
        :param date: day of the confirmation
        :param str subject: for the journal, in place of the words for `how`
        :raise UserError: while corrections that the leaver asked for are open
        """
        self._check_corrections_settled()
        for case in self:
            held = case._get_open_records().sorted("date_start")[-1:]
            if held and date < case.policy_id._get_local_date(held.date_start):
                raise UserError(
                    self.env._(
                        "%s: the record cannot be confirmed before the conversation.",
                        case.name,
                    )
                )
        for case in self:
            records = case._get_open_records()
            if not records:
                case._check_step("confirmed")
            case._confirm_records(records, how, date, subject)

    # === SHARE AND CLOSE === #

    def _get_recipients(self):
        """Return the policy's recipients that a copy of this case can reach.

        Populations leave out who cannot receive one at all, so that nobody waits for
        a decision about them; called when copies are opened.

        Requirement: decision 9, C-17.

        :rtype: ``exit.interview.policy.recipient``
        """
        self.ensure_one()
        return self.policy_id.recipient_ids

    def _ensure_shares(self):
        """Open a draft for each recipient of the policy, to hold the permission."""
        vals_list = []
        for case in self:
            known = {(share.role, share.participant_id) for share in case.share_ids}
            vals_list += [
                case._prepare_share_vals(recipient) | {"participant_id": person.id}
                for person in case._get_permitting_people()
                for recipient in case._get_recipients()
                if (recipient.role, person) not in known
            ]
        cases_sudo = self.sudo()
        cases_sudo.env["exit.interview.share"].create(vals_list)
        cases_sudo.share_ids._follow_told()

    def _prepare_share_vals(self, recipient):
        self.ensure_one()
        # Where one of several is asked, so are the others.
        others = self.share_ids.filtered(lambda share: share.role == recipient.role)
        return {
            "case_id": self.id,
            "role": recipient.role,
            "sequence": recipient.sequence,
            "owes_response": recipient.owes_response,
            "approver_role": recipient.approver_role,
            "allow_protected": recipient.allow_protected,
            "is_normal": recipient.basis == "normal_circulation"
            and all(others.mapped("is_normal")),
        }

    def action_share(self):
        """Send the copies that the leaver permitted; the rest become themes.

        Requirement: L-17, L-19, L-64, L-65; P-02, P-03.

        :return: True
        :raise UserError: if a recipient was never asked about (I-47)
        """
        self._check_actor("coordinator")
        self._check_step("shared")
        for case in self.sudo():
            shares = case._get_record_shares()
            shares._follow_told()
            shares._check_settled()
            permitted = shares.filtered(
                lambda share: share.state == "draft"
                and not share.is_limited
                and share.permission in COPY
            )
            if permitted:
                case._set_state("shared")
                permitted._send()
            elif case._owes_outcome_letter() or case._awaits_follow_up():
                case._set_state("shared")
            else:
                case._complete()
        self.duty_update()
        return True

    def _owes_outcome_letter(self):
        """Return whether the leaver is still to be told what came of it.

        Owed once every response is approved; S-27, F-24, F-25 for every population
        whose policy says so.

        :rtype: bool
        """
        self.ensure_one()
        return (
            self.state in ("confirmed", "shared")
            and self.policy_id.outcome_letter
            and not self.date_outcome_sent
            and not self._awaits_answer()
        )

    def _awaits_answer(self, person=None):
        """Return whether somebody still owes what the leaver is to be told.

        Until then there is no letter, and the case stays open. Populations add who
        else answers what was said.

        Requirement: S-27, C-22.

        :param person: ``exit.interview.participant``, where each was heard alone
        :rtype: bool
        """
        self.ensure_one()
        return bool(self._get_unanswered_shares(person))

    def _get_unanswered_shares(self, person=None):
        """Return the shares whose recipient still owes something.

        :param person: ``exit.interview.participant``, where each was heard alone
        """
        shares = self._get_shares_of(person) if person else self.share_ids
        return shares.filtered(lambda share: share._is_pending())

    def _get_date_settled(self):
        """Return the day the last response was approved, or the record confirmed."""
        dates = [date for date in self.share_ids.mapped("date_approved") if date]
        return max(dates, default=self.date_confirmed)

    def action_outcome_sent(self, date=False):
        """Record that the leaver was told what changes, what cannot, and why.

        :param date: day of the letter or conversation; today if empty
        :return: True
        """
        self._check_actor("coordinator")
        date = self._read_told_date(date)
        for case in self.sudo():
            if case.state != "shared" or case._awaits_answer():
                raise UserError(
                    self.env._(
                        "%s: wait for the approved response, so that there is "
                        "something to tell.",
                        case.name,
                    )
                )
            people = case._get_interviewed()
            case._note_told(
                date, people.filtered(lambda one: not one.date_outcome_sent)
            )
        self._log("outcome_told")
        self.sudo()._close_if_settled()
        self.duty_update()
        return True

    def action_close(self):
        """Close cases whose copies are answered and whose leaver has been told.

        :return: True
        """
        self._check_actor("coordinator")
        for case in self.sudo():
            waiting = case._get_unanswered_shares()
            if waiting:
                raise UserError(
                    self.env._(
                        "%(reference)s: %(roles)s still owes an answer.",
                        reference=case.name,
                        roles=", ".join(waiting.mapped("role_label")),
                    )
                )
            if case._awaits_answer():
                raise UserError(
                    self.env._(
                        "%s: an answer is still awaited. Wait for it, or pass it on "
                        "to somebody else.",
                        case.name,
                    )
                )
            if case._owes_outcome_letter():
                raise UserError(
                    self.env._(
                        "%s: the leaver has not been told yet what came of it.",
                        case.name,
                    )
                )
            case._check_followed()
            case._complete()
        self.duty_update()
        return True

    def _close_if_settled(self):
        """Close shared cases that owe nothing any more."""
        for case in self:
            if (
                case.state == "shared"
                and not case._awaits_answer()
                and not case._owes_outcome_letter()
                and not case._awaits_follow_up()
            ):
                case._complete()

    def _complete(self):
        """Close cases whose conversation took place; others end by their own steps."""
        for case in self:
            if case.state not in ("confirmed", "shared"):
                raise UserError(
                    self.env._(
                        "%s has no confirmed record yet, so it cannot be completed.",
                        case.name,
                    )
                )
        self._set_state("done", outcome="completed")
        self._log("closed", self._get_selection_label("outcome", "completed"))

    # === SHOW === #

    def _get_header_facts(self, session=None):
        """Return what heads the record and its copies, in order (L-24 to L-29, L-66).

        :param session: the conversation; the latest if empty
        :return: pairs of label and text
        :rtype: list[tuple[str, str]]
        """
        self.ensure_one()
        session = session or self._get_held_session() or self._get_planned_session()
        return [
            (self.env._("Name"), session.apart_id.name or self.leaver_name),
            *self._get_leaver_facts(session.apart_id),
            *self._get_session_facts(session),
            (
                self.env._("Interviewer"),
                session.interviewer_name or session.interviewer_id.name,
            ),
        ]

    def _get_session_facts(self, session):
        """Return when a conversation was, and the one that it follows."""
        # Interviewers print the record and have no right on the policy.
        policy_sudo = self.sudo().policy_id
        day = self._format_date(
            session and policy_sudo._get_local_date(session.date_start)
        )
        first = session.previous_id
        if not first:
            return [(self.env._("Date of the conversation"), day)]
        then = self._format_date(policy_sudo._get_local_date(first.date_start))
        return [
            (self.env._("First conversation"), then),
            (self.env._("Follow-up"), day),
        ]

    def _get_leaver_facts(self, person=None):
        """Return what is known of the leaver, in order; populations add their own.

        :param person: ``exit.interview.participant`` who is heard alone; empty: all
        :return: pairs of label and text
        :rtype: list[tuple[str, str]]
        """
        self.ensure_one()
        return [
            (self.env._("Role"), self.job_title),
            (self.env._("Team"), self.team_name),
            (self.env._("Service"), self.service_name),
            (self.env._("Manager"), self.manager_name),
            (self.env._("Manager's service"), self.manager_service_name),
            (
                self.env._("In post since"),
                self._format_date(self.date_start_service),
            ),
            (self.env._("Last day"), self._format_date(self.date_departure)),
        ]

    def _get_briefing_facts(self):
        """Return what the interviewer knows beforehand, besides the leaver's facts.

        Shown on the interview screen alone: it is neither part of the record that the
        leaver reads and signs nor of a copy. Populations override it.

        Requirement: S-40 to S-42.

        :return: pairs of label and text
        :rtype: list[tuple[str, str]]
        """
        self.ensure_one()
        return []

    def _get_form_case(self, person=None):
        """Return the case for the interview screen.

        :param person: ``exit.interview.participant`` who is heard alone; empty: all
        :rtype: dict
        """
        self.ensure_one()
        return {
            "id": self.id,
            "reference": self.name,
            "state": self.state,
            "leaver": self.leaver_name,
            "facts": self._prepare_form_facts(self._get_leaver_facts(person)),
            "briefing": self._prepare_form_facts(self._get_briefing_facts()),
            "coordinator": self.coordinator_id.name or "",
            "wishes": self._get_wish_text(),
            # I-16: words that prompt; what follows is the interviewer's decision.
            "concern_words": self.policy_id._get_concern_words(),
            "confirmed": self._get_selection_label("confirm_how", self.confirm_how)
            or "",
            "confirm_options": [
                {"value": value, "label": label}
                for value, label in self._get_confirm_options()
            ],
        }

    @api.model
    def _prepare_form_facts(self, facts):
        """Return facts as the interview screen shows them, without empty ones.

        :param list facts: pairs of label and text
        :rtype: list[dict]
        """
        return [{"label": label, "text": text} for label, text in facts if text]

    def _get_confirm_options(self):
        """Return how staff may say that a record was confirmed: value and label."""
        options = self._fields["confirm_how"]._description_selection(self.env)
        return [option for option in options if option[0] != "signed_online"]

    def action_open_interview(self):
        """Open the interview screen of the planned or latest conversation.

        Where each is heard alone nobody's is opened by chance: somebody may look on.

        Requirement: A-55.

        :return: client action
        :rtype: dict
        :raise UserError: without a conversation, or with those of several people
        """
        self.ensure_one()
        self._check_actor("coordinator", "interviewer")
        if len(self.session_ids.apart_id) > 1:
            raise UserError(
                self.env._(
                    "%s: each is heard alone. Open the conversation of one person, "
                    "under “Conversations”.",
                    self.display_name,
                )
            )
        session = (
            self._get_planned_session()
            or self._get_planned_follow_ups()[:1]
            or self._get_held_session()
        )
        if not session:
            raise UserError(
                self.env._("%s: plan the conversation first.", self.display_name)
            )
        return session.action_open_interview()

    # === SMALL HELPERS === #

    def _log(self, event, subject=False):
        self.env["exit.interview.journal"]._log(self, event, subject)

    def _get_selection_label(self, name, value):
        return dict(self._fields[name]._description_selection(self.env)).get(value)

    def _format_date(self, date):
        if self.env.context.get("exit_interview_plain"):
            # For a digest: the same in every language and for ever.
            return str(date or "")
        # Days and months that nobody can mistake for each other.
        return format_date(self.env, date, date_format="d MMMM yyyy") if date else ""
