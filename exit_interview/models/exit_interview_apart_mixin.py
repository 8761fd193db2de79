# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command


class ExitInterviewApartMixin(models.AbstractModel):
    """Several people of one case, heard together or each by themselves.

    Apart, everybody has conversations, a record, a signature, permissions and pages of
    their own, and nothing of anybody else's. A case whose people are heard together,
    and every case of one person, knows nothing of this.

    Requirement: decision 16, A-55.
    """

    _name = "exit.interview.apart.mixin"
    _description = "Case whose people are heard apart"

    is_apart = fields.Boolean(
        string="Each by themselves",
        readonly=True,
        copy=False,
        help="Everybody has a conversation and a record of their own, and neither sees "
        "what the other says.",
    )
    can_hear_apart = fields.Boolean(compute="_compute_can_hear_apart")
    has_several = fields.Boolean(
        string="Several people", compute="_compute_has_several"
    )

    @api.depends("state", "is_apart", "participant_ids", "session_ids.state")
    @api.depends_context("uid")
    def _compute_can_hear_apart(self):
        for case in self:
            may = case._is_actor("coordinator") or case._is_actor("interviewer")
            # Whoever sees the case may know whether anything was said yet.
            case.can_hear_apart = may and case.sudo()._may_hear_apart()

    @api.depends("participant_ids")
    def _compute_has_several(self):
        for case in self:
            case.has_several = len(case.participant_ids) > 1

    def _may_hear_apart(self):
        """Return whether nothing was said yet that two people would share.

        :rtype: bool
        """
        self.ensure_one()
        return (
            not self.is_apart
            and len(self.participant_ids) > 1
            and self.state in ("new", "offered", "scheduled")
            and not self.session_ids.answer_ids
        )

    def _get_sessions_of(self, participant=None):
        """Return the conversations of one person, or of all.

        :param participant: ``exit.interview.participant``; empty: everybody
        :rtype: ``exit.interview.session``
        """
        if not participant or not self.is_apart:
            return self.session_ids
        return self.session_ids.filtered(lambda one: one.apart_id == participant)

    def _get_heard(self):
        """Return who was heard by themselves.

        :rtype: ``exit.interview.participant``
        """
        self.ensure_one()
        return self._get_first_sessions().apart_id

    def _is_everybody_heard(self):
        """Return whether each was heard, or does not wish to be.

        :rtype: bool
        """
        self.ensure_one()
        rest = self.participant_ids - self._get_heard()
        return all(one.reply == "declined" for one in rest)

    # === STEPS === #

    def action_hear_apart(self):
        """Hear each person by themselves; each conversation is planned by itself then.

        Requirement: decision 16, F-27.

        :return: True
        :raise UserError: with one person, or once something was planned or said
        """
        self._check_actor("coordinator", "interviewer")
        # The caller was checked; people have no right to write here.
        for case in self.sudo():
            if not case._may_hear_apart():
                raise UserError(
                    self.env._(
                        "%s: people are heard apart from the start, before anybody "
                        "has said anything, and only where there are several.",
                        case.name,
                    )
                )
            if case._get_planned_session():
                raise UserError(
                    self.env._(
                        "%s: a conversation of all together is planned. Cancel it "
                        "first, then plan one for each.",
                        case.name,
                    )
                )
            case._hear_apart()
        self._log("wish", self.env._("Each by themselves"))
        self.duty_update()
        return True

    def _hear_apart(self):
        """Give each their own; whoever decided on copies for all decides again."""
        self.ensure_one()
        self.write({"is_apart": True})
        planned = self._get_planned_session()
        if len(planned.participant_ids) == 1:
            planned.write({"apart_id": planned.participant_ids.id})
        elif planned:
            planned._cancel(self.env._("Each by themselves"), "leaver")
            self._settle_plans()
        self.share_ids._give_to(self.participant_ids)
        self._ensure_shares()

    def _hear_alone(self, participant):
        """Follow the wish of one person on their page to be heard alone.

        What was planned together stays with the other, if it is one other.

        :param participant: ``exit.interview.participant`` who wishes so
        """
        self.ensure_one()
        if not self._may_hear_apart():
            return
        planned = self._get_planned_session()
        if participant in planned.participant_ids:
            self._note_news()
            planned.write({"participant_ids": [Command.unlink(participant.id)]})
        self._hear_apart()

    def _settle_plans(self):
        """Let the state say whether a conversation is planned."""
        for case in self:
            state = "scheduled" if case._get_planned_session() else "offered"
            if case.state != state:
                case._set_state(state)

    def _follow_held(self):
        """Let the state follow a conversation that took place.

        Apart, the case is interviewed once each was heard, or declined.
        """
        for case in self:
            if case.is_apart and not case._is_everybody_heard():
                case._settle_plans()
            else:
                case._set_state("interviewed")
            case._ensure_shares()

    def _follow_declined(self):
        """Let a case in which the others were heard go on without who declined."""
        for case in self:
            if (
                case.is_apart
                and case.state in ("offered", "scheduled")
                and case._get_heard()
            ):
                if not case._is_everybody_heard():
                    case._settle_plans()
                    continue
                case._set_state("interviewed")
                case._confirm_if_all()

    def _confirm_if_all(self):
        """Let the state follow when no record waits to be confirmed any more."""
        self.ensure_one()
        last = self._get_latest_records().sorted("date_confirmed")[-1:]
        if self.state == "interviewed" and last and not self._get_open_records():
            self._set_state(
                "confirmed",
                confirm_how=last.confirm_how,
                date_confirmed=last.date_confirmed,
            )

    # === RECORDS === #

    def _get_open_records(self):
        """Return the latest version of each record that waits to be confirmed.

        :rtype: ``exit.interview.session``
        """
        self.ensure_one()
        return self.session_ids.filtered(
            lambda one: one._is_unconfirmed() and one._is_latest()
        )

    def _get_latest_records(self):
        """Return the latest conversation held: one, or one for each person apart.

        :rtype: ``exit.interview.session``
        """
        self.ensure_one()
        if not self.is_apart:
            return self._get_held_session()
        return self.session_ids.filtered(lambda one: one._is_latest())

    def _confirm_records(self, sessions, how, date, subject=False):
        """Confirm records; the case is confirmed once none waits any more.

        :param sessions: ``exit.interview.session`` recordset of this case
        :param str how: a value of ``confirm_how``
        :param datetime.date date: day of the confirmation
        :param str subject: for the journal, in place of the words for `how`
        """
        self.ensure_one()
        sessions._hand_in()
        sessions._note_confirmation(how, date)
        if self.state != "interviewed":
            self._pass_on_follow_ups(sessions)
            self._close_if_settled()
        elif not self._get_open_records():
            self._set_state("confirmed", confirm_how=how, date_confirmed=date)
        label = self._get_selection_label("confirm_how", how)
        self._log("confirmed", subject or label)
        self.duty_update()

    def _get_permitting_people(self):
        """Return who decides on copies: each for their own words, or all as one.

        :return: participants; one empty recordset where all decide as one
        :rtype: list
        """
        self.ensure_one()
        if not self.is_apart:
            return [self.participant_ids.browse()]
        live = self.session_ids.filtered(lambda one: one.state != "cancelled")
        return list(live.apart_id)

    def _get_record_shares(self):
        """Return the copies of which there is a record: of who was heard.

        :rtype: ``exit.interview.share``
        """
        self.ensure_one()
        if not self.is_apart:
            return self.share_ids
        heard = self._get_heard()
        return self.share_ids.filtered(lambda share: share.participant_id in heard)

    # === WHOSE === #

    def _read_person(self, participant_id):
        """Return a participant of this case, or an empty recordset.

        :param int participant_id: id from outside, or empty
        """
        self.ensure_one()
        what = self.env._("person")
        person = self._read_record("exit.interview.participant", participant_id, what)
        if person and person.case_id != self:
            # Whose participant it is stays untold.
            raise ValidationError(self.env._("There is no such %s to choose.", what))
        return person

    def _check_person(self, person):
        """Check that a conversation is planned for whom it can be.

        :param person: ``exit.interview.participant``, may be empty
        """
        self.ensure_one()
        if not self.is_apart:
            return
        if not person:
            raise UserError(
                self.env._(
                    "%s: each is heard alone. Say whose conversation this is: plan it "
                    "beside the person's name.",
                    self.name,
                )
            )
        if person in self._get_heard():
            raise UserError(self.env._("%s: this person was heard already.", self.name))
        if person.reply == "declined":
            raise UserError(
                self.env._("%s: this person does not wish to talk.", self.name)
            )

    def _get_permitted_writers(self):
        """Return for whom a form in writing is opened: one for all, or one each.

        :return: participants; one empty recordset for all together
        :rtype: list
        """
        self.ensure_one()
        if not self.is_apart:
            return [self.participant_ids.browse()]
        return list(self._get_taking_part() - self._get_heard())

    def _check_person_writes(self, person):
        """Check that nobody opens a form for several who are heard apart."""
        self.ensure_one()
        if self.is_apart and not person:
            raise UserError(
                self.env._("%s: each is heard alone. Say who writes.", self.name)
            )

    def _prepare_person_vals(self, person):
        """Return what makes a session one person's, where each is heard alone.

        :param person: ``exit.interview.participant``, may be empty
        :rtype: dict
        """
        self.ensure_one()
        if not self.is_apart or not person:
            return {}
        return {"apart_id": person.id, "participant_ids": [Command.set(person.ids)]}

    # === SHOW === #

    def _get_shares_of(self, participant):
        """Return the copies of one person's words; where all are together, all.

        :param participant: ``exit.interview.participant``, may be empty
        :rtype: ``exit.interview.share``
        """
        self.ensure_one()
        if not self.is_apart:
            return self.share_ids
        return self.share_ids.filtered(
            lambda share: participant and share.participant_id == participant
        )

    def _prepare_apart_form(self, session):
        """Return what the screen shows of a case whose people are heard apart.

        :param session: the ``exit.interview.session`` that is open
        :return: empty where people are heard together
        :rtype: dict
        """
        self.ensure_one()
        person = session.apart_id
        if not person:
            return {}
        return {"leaver": person.name, "wishes": person.wish_words or ""}
