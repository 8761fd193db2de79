# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from .exit_interview_population_mixin import POPULATION


class ExitInterviewPolicyChildWordsMixin(models.AbstractModel):
    """What a policy tells children, and the words by which one could be known.

    Stands before the engine's policy, whose methods it overrides.
    """

    _name = "exit.interview.policy.child.words.mixin"
    _description = "Words of a policy for children"

    @api.constrains(
        "young_advocacy_wording", "child_advocacy_wording", "young_complaints_wording"
    )
    def _check_child_help(self):
        """Refuse promises nobody can keep on their help page (C-28, P-10)."""
        for policy in self:
            policy._check_promises(policy.young_advocacy_wording or "")
            policy._check_promises(policy.child_advocacy_wording or "")
            policy._check_promises(policy.young_complaints_wording or "")

    @api.constrains("young_notice_wording", "middle_notice_wording")
    def _check_child_notices(self):
        """Refuse unknown placeholders, and promises nobody can keep (P-10, C-26)."""
        known = [*self._get_offer_placeholders(), "recipients", "normal_circulation"]
        for policy in self:
            for name in ("young_notice_wording", "middle_notice_wording"):
                policy._check_promises(policy[name] or "")
                policy._check_words(name, known)

    @api.constrains("young_letter_body", "middle_letter_body")
    def _check_child_letters(self):
        """Refuse words in braces that would reach a child unfilled, or leak (C-21)."""
        known = [
            *self._get_offer_placeholders(),
            "changes",
            "cannot_change",
            *self._get_signing_roles(),
        ]
        for policy in self:
            policy._check_words("young_letter_body", known)
            policy._check_words("middle_letter_body", known)

    def _get_default_message_bodies(self):
        """Override of `exit_interview`: plain words, in case one is read out.

        Nothing is mailed to a child (P-19); the words stand ready for an organisation
        that prints them.
        """
        bodies = super()._get_default_message_bodies()
        if self.population != POPULATION:
            return bodies
        return {
            **bodies,
            "offer": self.env._(
                "Hello,\n\n"
                "we would like to ask you something. It is on a page just for you:\n\n"
                "{link}\n\n"
                "It is your choice. If you say no, nothing happens."
            ),
            "offer_reminder": self.env._(
                "Hello,\n\n"
                "we asked you something a while ago. You can still say yes or no:\n\n"
                "{link}\n\n"
                "Please use this link now, not the old one."
            ),
            "planned": self.env._(
                "Hello,\n\n"
                "there is a date for you. When and where it is, and how to change it, "
                "is here:\n\n"
                "{link}\n\n"
                "Please use this link now, not the old one."
            ),
            "cancelled": self.env._(
                "Hello,\n\n"
                "we are sorry. We can't keep a date we had with you. Why, and how to "
                "choose a new one, is here:\n\n"
                "{link}\n\n"
                "Please use this link now, not the old one."
            ),
            "answer": self.env._(
                "Hello,\n\n"
                "the questions are ready for you. You can stop and go on later. We "
                "keep what you have saved:\n\n"
                "{link}"
            ),
            "check": self.env._(
                "Hello,\n\n"
                "there is something for you to read. You can change it, and you can "
                "say what should not be sent on:\n\n"
                "{link}"
            ),
            "check_reminder": self.env._(
                "Hello,\n\n"
                "there is still something for you to read. We will not ask again:\n\n"
                "{link}\n\n"
                "Please use this link now, not the old one."
            ),
            "outcome": self.env._(
                "Hello,\n\n"
                "we said we would tell you what came of it. Here it is:\n\n"
                "{link}"
            ),
        }

    def _get_default_trait_words(self):
        """Override of `exit_interview`: what tells children of a home apart (P-16)."""
        words = super()._get_default_trait_words()
        if self.population != POPULATION:
            return words
        return "\n".join(
            [
                words,
                self.env._(
                    "only girl\nonly boy\nnew girl\nnew boy\ntwin*\ntriplet*\n"
                    "sibling*\nbrother*\nsister*\nunaccompanied\nasylum*\nfoster*\n"
                    "adopt*\nspecial guardian*\nmy baby\nsecure unit\nsecure home"
                ),
                self.env._(
                    "my mum\nmy dad\nmy nan\nmy gran*\nmy uncle\nmy aunt*\n"
                    "stepdad\nstepmum\nprison\nrehab\nfuneral\ndied"
                ),
                self.env._(
                    "special school\nexcluded\nexpelled\npupil referral\nsign language"
                    "\nlearning disab*\nspeech therap*\nfeeding tube\ncochlear\n"
                    "eating disorder\nself-harm*\noverdose\nsectioned"
                ),
                self.env._(
                    "allegation*\nrestrain*\nmissing\nran away\npolice\ncourt\n"
                    "arrest*\ncharged\nyouth offending\nremand*\nelectronic tag\n"
                    "county lines\nexploit*\ndeport*\nage assess*"
                ),
            ]
        )
