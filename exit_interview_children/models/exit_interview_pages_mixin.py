# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError

from .exit_interview_population_mixin import POPULATION

# Where the engine's pages do not fit.
TEMPLATES = {
    "exit_interview.leaver_sorry": "exit_interview_children.child_sorry",
    "exit_interview.leaver_unsaved": "exit_interview_children.child_over",
}
# What a young person can ask for -> (field with the moment, kind of duty).
ASKED = {
    "advocacy": ("date_advocate_asked", "advocate"),
    "complaint": ("date_complaint_asked", "complain"),
}


class ExitInterviewPagesMixin(models.AbstractModel):
    """The pages of a young person: their words, and what they ask for there.

    Requirement: C-24 to C-30, R-23.
    """

    _name = "exit.interview.pages.mixin"
    _description = "Case with the pages of a young person"

    date_advocate_asked = fields.Datetime(
        string="Asked for an advocate",
        readonly=True,
        copy=False,
        help="When the young person asked, on their page or in the conversation, for "
        "somebody who helps them to be heard.",
    )
    date_complaint_asked = fields.Datetime(
        string="Asked how to complain",
        readonly=True,
        copy=False,
        help="When the young person said, on their page or in the conversation, that "
        "they want to complain.",
    )

    # === NOTHING IN WRITING === #

    def _check_person_writes(self, person):
        """Override of `exit_interview`: no child is left alone with a form."""
        if self.population == POPULATION:
            raise UserError(
                self.env._(
                    "%s: a young person answers on pages of their own, while somebody "
                    "is with them. Plan the conversation; whoever talks with them "
                    "opens these pages.",
                    self.name,
                )
            )
        return super()._check_person_writes(person)

    # === WORDS === #

    def _get_reader_label(self, recipient):
        """Override of `exit_interview`: as one speaks to a young person (C-24)."""
        if self.population != POPULATION:
            return super()._get_reader_label(recipient)
        words = {
            "reviewing_officer": self.env._("your reviewing officer"),
            "home_manager": self.env._("the manager of the home"),
            "social_worker": self.env._("your social worker"),
        }
        return words.get(recipient.role) or super()._get_reader_label(recipient)

    def _get_page_template(self, name):
        """Override of `exit_interview`: pages for children."""
        if self.population != POPULATION:
            return super()._get_page_template(name)
        return TEMPLATES.get(name, name)

    def _prepare_page_values(self, name, values):
        """Override of `exit_interview`: for whom the page is drawn, and who is there.

        Requirement: R-23, decision 11.
        """
        prepared = super()._prepare_page_values(name, values)
        if self.population != POPULATION:
            return prepared
        people = [self.interviewer_id, self.officer_id, self.coordinator_id]
        interviewer, officer, coordinator = [user.name or "" for user in people]
        return {
            **prepared,
            "band": self.age_band or "middle",
            "interviewer": interviewer,
            "officer": officer,
            "coordinator": coordinator,
            "draft_key": self.name,
            "asked_words": self._get_asked_words(),
            # Where nothing can be asked for by a button any more (C-28 to C-30).
            "help_words": list(
                filter(None, map(self._get_band_text, ("advocacy", "complaints")))
            ),
            **self._get_helpline(),
        }

    def _get_asked_words(self):
        """Return until when somebody sees to what a young person asked for.

        :rtype: str
        """
        self.ensure_one()
        days = self.policy_id.asked_days
        if days == 1:
            return self.env._("Somebody sees to it on the next working day.")
        return self.env._("Somebody sees to it within %s working days.", days)

    def _get_helpline(self):
        """Return whom a young person can ring at any time, as the policy names them.

        :rtype: dict
        """
        self.ensure_one()
        policy = self.policy_id
        phone = policy.helpline_phone or ""
        return {
            "helpline_name": policy.helpline_name,
            "helpline_phone": phone,
            "helpline_call": f"tel:{''.join(phone.split())}",
            "helpline_words": policy.helpline_wording,
        }

    def _get_notice_wording(self):
        """Override of `exit_interview`: in the words of their age (C-24, P-10)."""
        wording = super()._get_notice_wording()
        if self.population != POPULATION:
            return wording
        return self._get_band_text("notice") or wording

    # === ASKED FOR === #

    def _ask_for(self, kind):
        """Keep that the young person asks for an advocate or how to complain.

        Somebody owes it to them to see to it, within the policy's working days: until
        then it stays on the list of whoever coordinates.

        Requirement: C-28 to C-30.

        :param str kind: `advocacy` or `complaint`
        """
        self.ensure_one()
        field, _duty = ASKED[kind]
        if self[field]:
            return
        self.write({field: fields.Datetime.now()})
        self._log("asked_for", self._get_referral_labels()[kind])
        self.duty_update()

    def _follow_referral(self, kind):
        """Override of `exit_interview`: what they asked for was done."""
        result = super()._follow_referral(kind)
        # The caller has just recorded the referral.
        children_sudo = self.sudo().filtered(lambda case: case.population == POPULATION)
        children_sudo.write({ASKED[kind][0]: False})
        children_sudo.duty_update()
        return result

    def _get_expected_duties(self):
        """Override of `exit_interview`: what a young person asked for on their page."""
        duties = super()._get_expected_duties()
        if self.population != POPULATION:
            return duties
        return duties + self._get_asked_duties()

    def _get_asked_duties(self):
        """Return what is owed because the young person asked for it.

        :return: dictionaries of ``_prepare_duty``
        :rtype: list[dict]
        """
        self.ensure_one()
        policy = self.policy_id
        return [
            self._prepare_duty(
                duty,
                "coordinator",
                policy._plan_working_days(
                    policy.asked_days, policy._get_local_date(self[field])
                ),
            )
            for field, duty in ASKED.values()
            if self[field]
        ]
