# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.exit_interview.models.name_words import (
    PIECE,
    get_common_words,
    get_tokens,
)

from .exit_interview_population_mixin import POPULATION

MAX_REASON = 200
# So many words one after the other are a quotation.
QUOTED = 3
LONG = 4  # letters of a word that tells something by itself


class ExitInterviewStrikeCaseMixin(models.AbstractModel):
    """An answer is taken out of a finished record, because the young person asks.

    They were promised that what was written is put right at any time. Whoever talked
    with them cannot do it any more once the record is confirmed.

    +---------------------+---------------------------------------------------------+
    | who                 | may                                                     |
    +---------------------+---------------------------------------------------------+
    | Children's Services | take an answer out, from the day the record is finished |
    | Manager             |                                                         |
    | anybody else        | nothing                                                 |
    +---------------------+---------------------------------------------------------+

    Requirement: C-25, I-52, decision 11.
    """

    _name = "exit.interview.strike.case.mixin"
    _description = "Case of which answers can be taken out"

    can_take_out = fields.Boolean(
        compute="_compute_can_take_out",
        help="The record is finished, and it is for you to take an answer out of it.",
    )

    @api.depends("state", "population")
    @api.depends_context("uid")
    def _compute_can_take_out(self):
        for case in self:
            case.can_take_out = (
                case.population == POPULATION
                and case._is_actor("coordinator")
                and bool(case._get_finished_questions())
            )

    def _check_strikes(self):
        """Check that answers are taken away at all in this population.

        :raise UserError: saying what is done instead
        """
        self.ensure_one()
        if self.population != POPULATION:
            raise UserError(
                self.env._(
                    "%s: here an answer is changed or emptied, not taken away.",
                    self.name,
                )
            )

    def _get_finished_questions(self):
        """Return the questions with an answer in records that nobody writes any more.

        What they said there is not read.

        :rtype: ``exit.interview.question`` as superuser
        """
        self.ensure_one()
        # Which questions were answered; the caller may see the case and its record.
        sessions_sudo = self.sudo().session_ids
        open_sessions = sessions_sudo.filtered(lambda one: one._is_writable())
        finished = (sessions_sudo - open_sessions).answer_ids.question_id
        return finished - open_sessions.answer_ids.question_id

    def action_take_out(self, question_id=0, date_asked=False, reason=False):
        """Take an answer out of a finished record, as the young person asked.

        It is gone wherever its words stand, and cannot be brought back. Copies that
        are out are frozen anew without it; whoever had read them is asked to look.

        Requirement: C-25, I-52, decision 11.

        :param int question_id: a question of the record
        :param date_asked: the day on which the young person asked; needed
        :param str reason: why, without what was said; needed
        :return: True
        :raise UserError: while the record is still written
        """
        self.ensure_one()
        self._check_actor("coordinator")
        # The Children's Services Manager was checked; nobody deletes answers by hand.
        case_sudo = self.sudo()
        case_sudo._check_strikes()
        day = self._read_date(date_asked, self.env._("the day of the request"))
        is_number = isinstance(question_id, int) and not isinstance(question_id, bool)
        answers = case_sudo.session_ids.answer_ids.filtered(
            lambda one: is_number and one.question_id.id == question_id
        )
        if not answers:
            raise ValidationError(
                self.env._("%s: there is no answer to this question.", case_sudo.name)
            )
        if answers.question_id not in case_sudo._get_finished_questions():
            raise UserError(
                self.env._(
                    "%s: this record is not confirmed yet. Whoever talks with the "
                    "young person takes the answer away, or they do it themselves on "
                    "their page.",
                    case_sudo.name,
                )
            )
        case_sudo._check_asked(day, answers)
        reason = case_sudo._read_strike_reason(reason, answers)
        # A second conversation starts from the first: both lose it.
        answers.session_id.sorted("id")[-1:]._take_out(answers.question_id)
        case_sudo._log(
            "struck",
            self.env._(
                "Asked on %(date)s: %(reason)s",
                date=case_sudo._format_date(day),
                reason=reason,
            ),
        )
        return True

    def _check_asked(self, day, answers):
        """Check the day on which the young person asked.

        :param day: date or False
        :param answers: ``exit.interview.answer`` recordset to be taken out
        :raise ValidationError: if it was not said then, or is still to come
        """
        policy = self.policy_id
        first = policy._get_local_date(min(answers.session_id.mapped("date_start")))
        if not day or not first <= day <= policy._get_local_date():
            raise ValidationError(
                self.env._(
                    "%s: give the day on which the young person asked, between the "
                    "conversation and today.",
                    self.name,
                )
            )

    def _read_strike_reason(self, reason, answers):
        """Return why answers are taken out, if it does not tell what they said.

        Requirement: C-25.

        :param str reason: from outside
        :param answers: ``exit.interview.answer`` recordset as superuser
        :rtype: str
        :raise ValidationError: if it is empty, too long or repeats their words
        """
        self.ensure_one()
        what = self.env._("the reason")
        self._check_text(reason, what)
        reason = self._read_line(reason, what, MAX_REASON)
        said = [words for answer in answers for words in answer._get_strike_words()]
        if any(self._is_quoted(words, reason) for words in said):
            raise ValidationError(
                self.env._(
                    "%s: the reason repeats what the young person said, and the reason "
                    "stays. Say it without their words, such as “They changed their "
                    "mind”.",
                    self.name,
                )
            )
        return reason

    @api.model
    def _is_quoted(self, words, reason):
        """Return whether a reason repeats some words: in a row, or a rare one.

        :param str words: what somebody said
        :param str reason: why it is taken out
        :rtype: bool
        """
        said = [token.folded for token in get_tokens(words, PIECE)]
        given = [token.folded for token in get_tokens(reason, PIECE)]
        size = min(QUOTED, len(said))
        rows = {tuple(given[at : at + size]) for at in range(len(given) - size + 1)}
        in_row = any(
            tuple(said[at : at + size]) in rows for at in range(len(said) - size + 1)
        )
        if size == 1:
            # "No" is an answer, and stands in many a reason.
            in_row = in_row and len(said[0]) >= LONG
        rare = set(said) & set(given) - get_common_words()
        return bool(size and in_row) or any(len(word) >= LONG for word in rare)
