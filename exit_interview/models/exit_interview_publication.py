# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from . import name_check
from .local_date import get_today
from .name_match import get_words

# Anything public stands on at least so many people, whatever the policy says.
PUBLIC_BASE = 10
LENGTH = 600
# Numbers below ten, days, and months of a year: what tells people apart.
SMALL_NUMBER = re.compile(
    r"(?<![\w.,/-])[0-9](?![\w/-]|[.,]\d)"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine)"
    r"(?= (?:people|persons?|leavers?|colleagues?|workers?|carers?|children|staff))",
    re.IGNORECASE,
)
DAY = re.compile(
    r"\b\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?\b"
    r"|\b(?:jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? \d{1,4}\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
    r"|dec)",
    re.IGNORECASE,
)


class ExitInterviewPublication(models.Model):
    """What was said and what was done about it, in words for everybody.

    +----------------+--------------------------------------------------------------+
    | who            | may                                                          |
    +----------------+--------------------------------------------------------------+
    | coordinator    | write, hand over, withdraw                                   |
    | second person  | approve or return what somebody else wrote                   |
    | everybody      | read on the public page what is approved, once the review it |
    |                | belongs to is published                                      |
    +----------------+--------------------------------------------------------------+

    Requirement: F-26, L-19, two-person rules.
    """

    _name = "exit.interview.publication"
    _inherit = [
        "exit.interview.record.mixin",
        "exit.interview.state.mixin",
        "exit.interview.policy.duty.mixin",
        "exit.interview.publication.consent.mixin",
    ]
    _description = "You said, we did"
    _order = "date_from desc, id"

    _state_steps = {
        "draft": {"asked", "withdrawn"},
        "asked": {"draft", "approved", "withdrawn"},
        "approved": {"withdrawn"},
        "withdrawn": set(),
    }

    review_id = fields.Many2one(
        comodel_name="exit.interview.review",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The words come out with this review: once it is published.",
    )
    company_id = fields.Many2one(
        related="review_id.company_id", store=True, precompute=True, index=True
    )
    population = fields.Selection(
        related="review_id.population", store=True, precompute=True
    )
    policy_id = fields.Many2one(
        related="review_id.policy_id", store=True, precompute=True, index=True
    )
    date_from = fields.Date(
        related="review_id.date_from", string="Period", store=True, precompute=True
    )
    review_state = fields.Selection(
        related="review_id.state", string="State of the review"
    )
    said = fields.Text(string="You said", required=True, readonly=True)
    did = fields.Text(string="We did", required=True, readonly=True)
    action_id = fields.Many2one(
        comodel_name="exit.interview.action",
        string="Action it is about",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="exit_interview.group_case_coordinator",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("asked", "Waits for approval"),
            ("approved", "Approved"),
            ("withdrawn", "Withdrawn"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    author_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    writer_ids = fields.Many2many(
        comodel_name="res.users",
        relation="exit_interview_publication_writer_rel",
        string="Everybody who wrote it",
        readonly=True,
        groups=fields.NO_ACCESS,
    )
    approver_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    author_name = fields.Char(string="Written by", readonly=True)
    approver_name = fields.Char(string="Approved by", readonly=True)
    date_asked = fields.Date(string="Approval asked on", readonly=True)
    date_approved = fields.Date(string="Approved on", readonly=True)
    reason = fields.Text(string="Why returned or withdrawn", readonly=True)
    can_write = fields.Boolean(compute="_compute_can")
    can_approve = fields.Boolean(compute="_compute_can")

    _two_people = models.Constraint(
        "CHECK(state <> 'approved' OR (approver_id IS DISTINCT FROM author_id"
        " AND date_approved IS NOT NULL))",
        "What everybody may read is approved by somebody who did not write it.",
    )

    @api.depends("review_id")
    def _compute_display_name(self):
        for publication in self:
            publication.display_name = self.env._("You said, we did")

    @api.depends("state", "approver_id")
    @api.depends_context("uid")
    def _compute_can(self):
        for publication in self:
            publication.can_write = publication._is_actor("coordinator")
            publication.can_approve = (
                publication.state == "asked" and publication._is_actor("approver")
            )

    def _is_actor(self, actor):
        self.ensure_one()
        if actor == "coordinator":
            group = self.env["exit.interview"]._get_coordinator_group(
                self.sudo().population
            )
            return self.env.user.has_group(group)
        if actor == "approver":
            return self.sudo().approver_id == self.env.user
        return super()._is_actor(actor)

    # === STEPS === #

    @api.model
    def propose(self, review_id, said, did, action_id=False):
        """Write what was said and what was done, for everybody.

        :param int review_id: ``exit.interview.review`` it comes out with
        :param str said: what leavers said, without anybody in it
        :param str did: what was done, or why it cannot be
        :param int action_id: ``exit.interview.action`` whose public wording it is
        :return: id
        :rtype: int
        """
        self.check_access("read")
        review = self._read_record(
            "exit.interview.review", review_id, self.env._("review")
        ).with_env(self.env)
        if not review:
            raise ValidationError(self.env._("Choose the review it comes out with."))
        review._check_actor("coordinator")
        action = self._read_record(
            "exit.interview.action", action_id, self.env._("action")
        ).with_env(self.env)
        if action:
            action.check_access("read")
        words = self._read_public_words(review, said, did)
        self._check_consent(review, list(words.values()), action)
        # The coordinator was checked; words for everybody are written by steps only.
        publication = self.sudo().create(
            {
                "review_id": review.id,
                "action_id": action.id,
                "author_id": self.env.uid,
                "author_name": self.env.user.name,
                "writer_ids": [fields.Command.link(self.env.uid)],
                **words,
            }
        )
        return publication.id

    def action_change(self, said, did):
        """Change a draft.

        :param str said: what leavers said
        :param str did: what was done
        :return: True
        """
        self.ensure_one()
        self._check_actor("coordinator")
        words = self._read_public_words(self.review_id, said, did)
        self._check_consent(self.review_id, list(words.values()), self.action_id)
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "These words lie with whoever approves them, or are out already. "
                    "Take them back to the draft, or withdraw them and write anew."
                )
            )
        # The coordinator was checked; whoever wrote last is the author, and nobody who
        # wrote a word of it approves it.
        self.sudo().write(
            {
                **words,
                "author_id": self.env.uid,
                "author_name": self.env.user.name,
                "writer_ids": [fields.Command.link(self.env.uid)],
            }
        )
        return True

    def action_ask_approval(self):
        """Hand drafts to the second person.

        :return: True
        :raise UserError: if too few people stand behind it, or nobody could approve
        """
        self._check_actor("coordinator")
        # The coordinator was checked; people hold no right to write these fields.
        for publication in self.sudo():
            publication._check_step("asked")
            publication._check_base()
            publication._check_still_permitted()
            review = publication.review_id
            approver = review._find_approver(publication.writer_ids | self.env.user)
            if not approver:
                raise UserError(
                    self.env._(
                        "Nobody but the author could approve it. Name a second person "
                        "in the roles of the policy."
                    )
                )
            publication._set_state(
                "asked",
                approver_id=approver.id,
                date_asked=get_today(publication),
                reason=False,
            )
        self.sudo().duty_update()
        return True

    def action_approve(self):
        """Approve what somebody else wrote: everybody may read it with the review.

        :return: True
        """
        self._check_actor("approver")
        # The approver was checked; people hold no right to write these fields.
        for publication in self.sudo():
            publication._check_step("approved")
            if self.env.user in publication.writer_ids | publication.author_id:
                raise AccessError(
                    self.env._("Nobody approves words they wrote themselves.")
                )
            publication._check_base()
            publication._check_still_permitted()
            publication._set_state(
                "approved",
                date_approved=get_today(publication),
                approver_name=self.env.user.name,
            )
            publication.action_id.write({"public_wording": publication.did})
        self.sudo().duty_update()
        return True

    def action_return(self, reason):
        """Give words back to their author.

        :param str reason: what is to be changed
        :return: True
        """
        self._check_actor("approver", "coordinator")
        self._check_text(reason, self.env._("what is to be changed"))
        reason = self._read_line(reason, self.env._("What is to be changed"), LENGTH)
        # The actor was checked; people hold no right to write these fields.
        for publication in self.sudo():
            publication._check_step("draft")
            publication._set_state("draft", approver_id=False, reason=reason)
        self.sudo().duty_update()
        return True

    def action_withdraw(self, reason):
        """Take words back; they leave the public page at once.

        :param str reason: why
        :return: True
        """
        self._check_actor("coordinator")
        self._check_text(reason, self.env._("the reason"))
        reason = self._read_line(reason, self.env._("The reason"), LENGTH)
        # The coordinator was checked; people hold no right to write these fields.
        for publication in self.sudo():
            publication._check_step("withdrawn")
            publication.action_id.write({"public_wording": False})
            publication._set_state("withdrawn", reason=reason)
        self.sudo().duty_update()
        return True

    # === WORDS FOR EVERYBODY === #

    @api.model
    def _read_public_words(self, review, said, did):
        """Return checked words from outside.

        :raise ValidationError: if they are missing, or could tell of somebody
        """
        words = {}
        for name, value in (("said", said), ("did", did)):
            label = self._fields[name]._description_string(self.env)
            self._check_text(value, f"“{label}”")
            words[name] = self._read_line(value, label, LENGTH)
            self._check_public_words(review, words[name])
        return words

    @api.model
    def _check_public_words(self, review, text):
        """Refuse small numbers, days and names.

        A first sieve, no judgement: the second person reads every word.

        Requirement: F-26, L-19.

        :raise ValidationError: naming what is to go
        """
        found = SMALL_NUMBER.search(text) or DAY.search(text)
        if found:
            raise ValidationError(
                self.env._(
                    "“%s” is too exact for everybody: no numbers below ten, and no day "
                    "or month. Say “some”, “several” or the quarter.",
                    found[0],
                )
            )
        flags = self._find_names(text, self._get_names(review))
        if flags:
            raise ValidationError(
                self.env._(
                    "Nobody's name may stand here, nor what could be taken for one: "
                    "%s. Say it in other words.",
                    "; ".join(f"“{flag.text}” ({flag.why})" for flag in flags),
                )
            )

    @api.model
    def _find_names(self, text, names):
        """Return where somebody is named: as findings look for names, too.

        Short names, slips of the pen and initials as well. In small letters a word
        that is only like a name is simply another word; findings may point at it, but
        here it would stop the author.

        :param list[str] names: of people
        :rtype: list[name_check.Flag]
        """
        known = [name_check.Known(name, name) for name in names]
        labels = self.env["exit.interview"]._get_flag_labels()
        of_names = {word for name in names for word in get_words(name)}
        return [
            flag
            for flag in name_check.find(text, known, [], labels)
            if flag.kind == "name"
            and (not flag.text.islower() or of_names & set(get_words(flag.text)))
        ]

    @api.model
    def _get_names(self, review):
        """Return the names of everybody who has a part in cases like those of a review.

        Leavers, their managers, interviewers, and whoever holds a role of the policy.

        :rtype: list[str]
        """
        # Names are compared with what was typed in; the coordinator sees the cases.
        rows = self.env.execute_query(
            SQL(
                """
                WITH of_case AS (
                    SELECT manager_name, interviewer_id, manager_user_id
                      FROM exit_interview
                     WHERE company_id = %(company)s AND population = %(population)s)
                SELECT p.name FROM exit_interview_participant p
                 WHERE p.company_id = %(company)s AND p.population = %(population)s
                 UNION
                SELECT manager_name FROM of_case
                 UNION
                SELECT partner.name
                  FROM res_users u
                  JOIN res_partner partner ON partner.id = u.partner_id
                 WHERE u.id IN (SELECT interviewer_id FROM of_case
                                 UNION SELECT manager_user_id FROM of_case
                                 UNION SELECT user_id
                                         FROM exit_interview_policy_role
                                        WHERE policy_id = %(policy)s)
                """,
                company=review.company_id.id,
                population=review.population,
                policy=review.policy_id.id,
            )
        )
        return [name for (name,) in rows if name]

    def _check_base(self):
        """Refuse words that rest on too few people.

        By the figures that the review shows itself, so that nothing new is told.

        :raise UserError: saying how many are needed
        """
        self.ensure_one()
        if not self._has_base(self.review_id):
            raise UserError(
                self.env._(
                    "Words for everybody need a review that shows at least %s people. "
                    "Let them come out with the review of the year.",
                    self._get_base(self.review_id),
                )
            )

    @api.model
    def _get_base(self, review):
        """Return how many people words for everybody rest on, at least."""
        rule = review.policy_id._get_disclosure_rule()
        return max(PUBLIC_BASE, rule.comment_threshold, rule.for_outside().threshold)

    @api.model
    def _has_base(self, review):
        """Return whether a review shows that so many people are behind it."""
        counts = review.line_ids.filtered(
            lambda line: line.kind == "count" and line.level == "whole"
        )
        shown = [line.denominator for line in counts if line.denominator is not False]
        return max(shown, default=0) >= self._get_base(review)

    @api.model
    def _get_public(self):
        """Return what everybody may read, newest period first.

        Words, the period of their review and the organisation; no more.

        :return: ``organisation``, ``periods`` of ``label`` and ``entries``
        :rtype: list[dict]
        """
        # What is approved and published is for everybody; nothing else is taken out.
        domain = Domain("state", "=", "approved")
        domain &= Domain("review_id.state", "=", "published")
        groups = []
        publications = self.sudo().search(
            domain, order="company_id, date_from desc, id"
        )
        publications = publications.filtered(lambda one: one._is_permitted())
        for company, of_company in publications.grouped("company_id").items():
            groups.append(
                {
                    "organisation": company.name,
                    "periods": [
                        {
                            "label": review.name,
                            "entries": [
                                {"said": one.said, "did": one.did} for one in of_review
                            ],
                        }
                        for review, of_review in of_company.grouped("review_id").items()
                    ],
                }
            )
        return groups

    # === WHAT IS OWED === #

    def _get_duty_reference(self):
        """Override of the duty mixin: told apart from the review it belongs to."""
        return self.env._("You said, we did")

    def _get_expected_duties(self):
        """Override of the duty mixin: to be approved by the second person."""
        self.ensure_one()
        if self.state != "asked":
            return []
        policy = self.policy_id
        due = policy._plan_working_days(policy.review_approval_days, self.date_asked)
        return [
            self._prepare_duty("approve_review", "second_person", due, self.approver_id)
        ]

    def _is_duty_void(self, kind):
        """Override of the duty mixin: what came back was not approved."""
        self.ensure_one()
        return self.state in ("draft", "withdrawn")

    def _get_escalation_people(self, duty):
        """Override of the duty mixin: whoever answers for the policy."""
        self.ensure_one()
        return [("head_of_service", self.policy_id.responsible_id)]
