# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from .local_date import get_today


class ExitInterviewReplyCaseMixin(models.AbstractModel):
    """How a case follows what its participants answer on their pages."""

    _name = "exit.interview.reply.case.mixin"
    _description = "Replies to the offer of an exit interview case"

    date_news = fields.Datetime(
        string="Changed by the leaver",
        readonly=True,
        copy=False,
        help="The leaver changed something on their page that waits to be looked at.",
    )

    # === WORDS === #

    def _fill_offer_page(self, text):
        """Return words of the leaver's pages, placeholders filled.

        :param str text: from the policy
        :rtype: str
        """
        self.ensure_one()
        label = self._get_reader_label
        names = ", ".join(map(label, self.policy_id.recipient_ids))
        normal = self.policy_id._get_normal_recipients()
        normal_names = ", ".join(map(label, normal))
        return self._fill_offer(text, recipients=names, normal_circulation=normal_names)

    def _get_reader_label(self, recipient):
        """Return what a recipient of copies is called where a leaver reads it.

        Hook for populations that are spoken to in other words.

        :param recipient: ``exit.interview.policy.recipient`` record
        :rtype: str
        """
        self.ensure_one()
        labels = dict(recipient._fields["role"]._description_selection(self.env))
        return labels[recipient.role]

    # === REPLY === #

    def _follow_reply(self, participant):
        """Let the case say what its participants say: one yes is a yes.

        :param participant: ``exit.interview.participant`` who just replied
        """
        self.ensure_one()
        if participant.reply != "accepted":
            self._leave_session(participant)
            self._follow_declined()
        replies = set(self.participant_ids.mapped("reply"))
        if "accepted" in replies:
            if self.reply != "accepted" or self.state == "done":
                self._record_reply("accepted")
                return
        elif replies == {"declined"}:
            self._follow_no()
            return
        else:
            self._reopen_reply()
        self._log("reply", participant._get_reply_label())

    def _leave_session(self, participant):
        """Take somebody out of a planned conversation; the others' stays."""
        session = self._get_planned_session(participant)
        if participant not in session.participant_ids:
            return
        self._note_news()
        if session.participant_ids - participant:
            session.write({"participant_ids": [fields.Command.unlink(participant.id)]})
        else:
            session._cancel(participant._get_reply_label(), "leaver")
            self._settle_plans()

    def _follow_no(self):
        """Record that everybody said no, also where nobody had replied in time."""
        if self.state == "done":
            self.write(
                {
                    "reply": "declined",
                    "outcome": "declined",
                    "date_replied": get_today(self),
                }
            )
            self._log("reply", self._get_selection_label("reply", "declined"))
        else:
            self._record_reply("declined")

    def _reopen_reply(self):
        """Wait for a reply again: nobody says yes, and not everybody no."""
        vals = {"reply": False, "date_replied": False}
        if self.state == "done":
            self._set_state("offered", **vals, outcome=False, outcome_reason=False)
        elif self.state == "scheduled":
            self._set_state("offered", **vals)
        else:
            self.write(vals)

    def _get_later_date(self):
        """Return before which day nobody asks again, if everybody said so.

        :rtype: datetime.date or bool
        """
        self.ensure_one()
        open_ones = self.participant_ids.filtered(lambda one: one.reply != "declined")
        dates = open_ones.mapped("date_ask_again")
        return min(dates) if dates and all(dates) else False

    def _get_taking_part(self):
        """Return who takes part in a conversation: who said yes, else who may.

        Requirement: I-22.

        :rtype: ``exit.interview.participant``
        """
        self.ensure_one()
        people = self.participant_ids
        return people.filtered(lambda one: one.reply == "accepted") or people.filtered(
            lambda one: one.reply != "declined"
        )

    def _prepare_wished_vals(self):
        """Return how the conversation was wished for, as far as anybody said.

        :return: values of a session: ``mode``, ``location``, ``companion``
        :rtype: dict
        """
        self.ensure_one()
        people = self._get_taking_part()
        talks = [mode for mode in people.mapped("preferred_mode") if mode != "written"]
        vals = {
            "mode": next(filter(None, talks), False),
            "location": ", ".join(filter(None, people.mapped("preferred_place"))),
            "companion": ", ".join(filter(None, people.mapped("companion"))),
        }
        return {name: value for name, value in vals.items() if value}

    # === WHAT OTHERS SEE TO === #

    def _note_news(self):
        """Note that the leaver changed something others rely on."""
        self.write({"date_news": fields.Datetime.now()})

    def _get_reply_duties(self):
        """Return the duties to look at what the leaver changed, or asked for.

        :return: dictionaries of ``_prepare_duty``
        :rtype: list[dict]
        """
        self.ensure_one()
        plan, days = self.policy_id._plan_working_days, self.policy_id.change_days
        duties = []
        if self.date_news:
            due = plan(days, self.date_news)
            duties.append(self._prepare_duty("news", "interviewer", due))
        if not self.interviewer_id or self.state not in ("offered", "scheduled"):
            return duties
        wishes = [date for date in self.participant_ids.mapped("date_wish") if date]
        if wishes:
            due = plan(days, min(wishes))
            duties.append(self._prepare_duty("assign", "coordinator", due))
        return duties

    def action_see_news(self):
        """Say that one has looked at what the leaver changed.

        :return: True
        """
        self._check_actor("coordinator", "interviewer")
        # The caller was checked; people have no right to write here.
        self.sudo().filtered("date_news").write({"date_news": False})
        self.duty_update()
        return True
