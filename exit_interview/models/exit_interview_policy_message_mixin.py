# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewPolicyMessageMixin(models.AbstractModel):
    """Messages to leavers: their words, how often they remind, when silence is a no."""

    _name = "exit.interview.policy.message.mixin"
    _description = "Policy on messages to leavers"

    message_template_ids = fields.One2many(
        comodel_name="exit.interview.message.template",
        inverse_name="policy_id",
        string="Mails and letters",
    )
    offer_reminder_days = fields.Integer(
        string="Remind of the offer after",
        default=5,
        help="Working days from the mail with the offer, and from each reminder, until "
        "the next one if nobody has replied.",
    )
    offer_reminder_count = fields.Integer(
        string="Remind of the offer",
        default=2,
        help="How often leavers are reminded of the offer. 0: never.",
    )
    check_reminder_days = fields.Integer(
        string="Remind of the record after",
        default=5,
        help="Working days from the mail with the record to check until the one "
        "reminder of it.",
    )
    auto_no_reply = fields.Boolean(
        string="Then close as no reply",
        default=True,
        help="After the last reminder and the same number of days again a case without "
        "a reply is closed. Not while a mail has come back or a letter is out; and a "
        "late yes opens it again.",
    )

    _messages_possible = models.Constraint(
        "CHECK(offer_reminder_days > 0 AND check_reminder_days > 0"
        " AND offer_reminder_count BETWEEN 0 AND 5)",
        "Leavers are reminded after one working day at least, and five times at most.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        policies._ensure_message_templates()
        return policies

    @api.model
    def _ensure_all_message_templates(self):
        """Give every policy its words; called when the addon is updated."""
        self.with_context(active_test=False).search([])._ensure_message_templates()

    def _ensure_message_templates(self):
        """Give policies the words of each kind of message that they lack."""
        Template = self.env["exit.interview.message.template"]
        kinds = list(dict(self.env["exit.interview.message"]._selection_kind()))
        vals_list = []
        for policy in self:
            words = policy._get_default_messages()
            known = set(policy.message_template_ids.mapped("kind"))
            vals_list += [
                {
                    "policy_id": policy.id,
                    "sequence": 10 * (kinds.index(kind) + 1),
                    "kind": kind,
                    "subject": words[kind][0],
                    "body": words[kind][1],
                }
                for kind in kinds
                if kind not in known
            ]
        # Whoever may set up a policy sets up its words; nobody adds kinds by hand.
        Template.sudo().create(vals_list)

    def _get_message_template(self, kind):
        """Return the words of one kind of message.

        :param str kind: a value of ``exit.interview.message`` ``kind``
        :rtype: ``exit.interview.message.template``
        """
        self.ensure_one()
        return self.message_template_ids.filtered(lambda one: one.kind == kind)

    def _get_default_messages(self):
        """Return the words a new policy starts with; other addons add their kinds.

        They say nothing of the case, not even that somebody leaves (SEC-20).

        :return: {kind: (subject, body)}
        :rtype: dict
        """
        sign = self.env._(
            "{access} Please do not pass the link on; it works until {expires}.\n\n"
            "If you would rather talk, or the link does not work, phone "
            "{coordinator_phone} or write to {coordinator_email}, and give the "
            "reference {reference}. If this has reached you by mistake, please let us "
            "know.\n\n"
            "{coordinator}\n{organisation}"
        )
        subject = self.env._("A message for you, reference {reference}")
        bodies = self._get_default_message_bodies()
        return {kind: (subject, f"{body}\n\n{sign}") for kind, body in bodies.items()}

    def _get_default_message_bodies(self):
        """Return what a message of each kind says, without what is said below each.

        Populations, which ask :attr:`population`, say it their way.

        :return: {kind: text}
        :rtype: dict[str, str]
        """
        return {
            "offer": self.env._(
                "Hello,\n\n"
                "we would like to invite you to something. What it is, and what you "
                "can choose, stands on a page for you alone:\n\n"
                "{link}\n\n"
                "It is your choice. Whatever you choose, you can tell us there with "
                "one click, and nobody asks why."
            ),
            "offer_reminder": self.env._(
                "Hello,\n\n"
                "a while ago we sent you an invitation. It still stands, and it is "
                "still your choice; if you would rather not, one click is enough and "
                "we will not write again:\n\n"
                "{link}\n\n"
                "This link takes the place of the one we sent before."
            ),
            "planned": self.env._(
                "Hello,\n\n"
                "there is a date for you. When and where, and how to change it, "
                "stands here:\n\n"
                "{link}\n\n"
                "This link takes the place of the one we sent before."
            ),
            "cancelled": self.env._(
                "Hello,\n\n"
                "we are sorry: a date we had agreed cannot be kept. Why, and how to "
                "choose another one, stands here:\n\n"
                "{link}\n\n"
                "This link takes the place of the one we sent before."
            ),
            "answer": self.env._(
                "Hello,\n\n"
                "the questions we talked of are ready for you. You can stop at any "
                "page and go on later; what you have saved stays:\n\n"
                "{link}"
            ),
            "check": self.env._(
                "Hello,\n\n"
                "there is something for you to read and to decide. You can correct "
                "it, and nothing goes to anybody unless you say so:\n\n"
                "{link}"
            ),
            "check_reminder": self.env._(
                "Hello,\n\n"
                "there is still something for you to read and to decide. We will not "
                "remind you again:\n\n"
                "{link}\n\n"
                "This link takes the place of the one we sent before."
            ),
            "outcome": self.env._(
                "Hello,\n\n"
                "we promised to tell you what came of it. Our answer is here:\n\n"
                "{link}"
            ),
        }
