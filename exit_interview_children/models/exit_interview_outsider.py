# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import email_normalize

from odoo.addons.exit_interview.models.local_date import get_today

from .exit_interview_population_mixin import POPULATION

OUTSIDE_GROUP = "exit_interview_children.group_outside_interviewer"


class ExitInterviewOutsider(models.Model):
    """Somebody from outside the authority who interviews young people.

    They work through their own pages with a portal login and hold no right on any
    model. Whether they may is said here: a row that is not archived, with the day on
    which their DBS certificate was seen.

    +-------------+-----------------------------------------------------------------+
    | who         | may                                                             |
    +-------------+-----------------------------------------------------------------+
    | coordinator | keep the register, give access, end it                          |
    | others      | nothing                                                         |
    +-------------+-----------------------------------------------------------------+

    Requirement: C-04, C-14, SEC-08, SEC-18, decision 8.
    """

    _name = "exit.interview.outsider"
    _description = "Outside interviewer"
    _order = "name, id"

    name = fields.Char(
        compute="_compute_from_user",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="As young people call them.",
    )
    email = fields.Char(
        string="E-mail",
        compute="_compute_from_user",
        store=True,
        readonly=False,
        precompute=True,
        help="The invitation goes here, and it is the name they sign in with.",
    )
    phone = fields.Char(string="Telephone")
    organisation = fields.Char(
        string="Works for",
        help="The advocacy service, charity or practice. Nobody who works for the "
        "agency that runs a home interviews a young person who leaves it.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Interviews for",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Login",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        domain="[('share', '=', True), ('active', '=', True)]",
        help="Choose a portal login that is there already; otherwise “Give access” "
        "makes one.",
    )
    languages = fields.Char(help="Which languages they speak or sign.")
    skills = fields.Char(
        help="What they are good at: young children, signs and symbols, autism, trauma."
    )
    availability = fields.Char(
        string="When and where", help="Such as “Tuesdays and Thursdays, the east”."
    )
    date_checked = fields.Date(
        string="DBS certificate seen on",
        copy=False,
        help="The day on which you saw their enhanced certificate. Without it they "
        "get no access and interview nobody. If you empty it, their access ends.",
    )
    active = fields.Boolean(default=True)
    is_own_login = fields.Boolean(
        string="Login made here",
        readonly=True,
        copy=False,
        help="Made by “Give access”: it is archived when the access ends.",
    )
    access_state = fields.Selection(
        selection=[
            ("none", "No access"),
            ("invited", "Invited"),
            ("used", "Signs in"),
        ],
        string="Access",
        compute="_compute_access_state",
    )
    open_count = fields.Integer(
        string="Open conversations",
        compute="_compute_open_count",
        help="How many they have still to finish.",
    )

    _user_uniq = models.UniqueIndex(
        "(user_id, company_id) WHERE user_id IS NOT NULL AND active IS TRUE",
        "This login stands in the register already.",
    )

    # === COMPUTES === #

    @api.depends("user_id")
    def _compute_from_user(self):
        for outsider in self:
            # Whoever keeps the register chose the login by its name.
            user = outsider.user_id.sudo()
            outsider.name = outsider.name or user.name
            outsider.email = outsider.email or user.email

    @api.depends("user_id.group_ids", "user_id.active", "active", "date_checked")
    def _compute_access_state(self):
        for outsider in self:
            # Only whether they have signed in is told to whoever keeps the register.
            user = outsider.user_id.sudo()
            if not outsider._has_access():
                outsider.access_state = "none"
            else:
                outsider.access_state = "used" if user.login_date else "invited"

    @api.depends("user_id")
    def _compute_open_count(self):
        counts = self.env["exit.interview"]._count_open_interviews(self.user_id)
        for outsider in self:
            outsider.open_count = counts[outsider.user_id.id]

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of the ORM: a login that was there already is not ours."""
        if self.env.su:
            return super().create(vals_list)
        if any(vals.get("is_own_login") for vals in vals_list):
            raise self._make_own_login_error()
        return super().create([{**vals, "is_own_login": False} for vals in vals_list])

    def write(self, vals):
        """Override of the ORM: whoever leaves the register has no access any more.

        Nor has anybody whose certificate counts as not seen; archived logins are those
        that were made here.
        """
        if not self.env.su and any(
            one.is_own_login != vals.get("is_own_login", one.is_own_login)
            for one in self
        ):
            # It would be archived with the row, whoever's it is.
            raise self._make_own_login_error()
        leaving = changed = self.browse()
        if "active" in vals and not vals["active"]:
            leaving = self.filtered("active")
        if "date_checked" in vals and not vals["date_checked"]:
            leaving |= self.filtered("date_checked")
        if "user_id" in vals:
            changed = self.filtered(lambda one: one.user_id.id != vals["user_id"])
            leaving |= changed.filtered("user_id")
        users = leaving.user_id
        own = leaving.filtered("is_own_login").user_id
        result = super().write(vals)
        if "is_own_login" not in vals:
            # Whose login was chosen instead is somebody else's to archive.
            super(ExitInterviewOutsider, changed).write({"is_own_login": False})
        self._withdraw(users, own)
        return result

    @api.model
    def _make_own_login_error(self):
        return AccessError(
            self.env._("Only “Give access” says that a login was made here.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_access(self):
        if self.filtered(lambda one: one._has_access()):
            raise UserError(
                self.env._("End the access first: archive the interviewer instead.")
            )

    # === ACCESS === #

    def _has_access(self):
        """Return whether this person may use the pages of outside interviewers.

        :rtype: bool
        """
        self.ensure_one()
        # Answers yes or no about a login that stands in the register.
        user = self.user_id.sudo()
        return (
            self.active
            and self._is_checked()
            and user.active
            and user.has_group(OUTSIDE_GROUP)
        )

    def _is_checked(self):
        """Return whether a DBS certificate was seen, today or before.

        :rtype: bool
        """
        self.ensure_one()
        return bool(self.date_checked) and self.date_checked <= get_today(self)

    @api.model
    def _find(self, user, company):
        """Return the row of somebody in the register, if they may interview.

        :param user: ``res.users`` record
        :param company: ``res.company`` record
        :return: superuser recordset of at most one
        """
        # Nobody reads the register here: callers ask whether somebody stands in it.
        row = self.sudo().search(
            [("user_id", "=", user.id), ("company_id", "=", company.id)], limit=1
        )
        return row if row and row._has_access() else row.browse()

    @api.model
    def _get_users(self):
        """Return the logins of everybody who may interview.

        :rtype: ``res.users`` as superuser
        """
        # As above: for the dialog that has checked the coordinator.
        rows = self.sudo().search([("user_id", "!=", False)])
        return rows.filtered(lambda row: row._has_access()).user_id

    def _check_keeper(self):
        """Check that whoever presses a button keeps this register.

        :raise AccessError: if not
        """
        self.check_access("write")
        group = self.env["exit.interview"]._get_coordinator_group(POPULATION)
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(
                self.env._("Only the Children's Services Manager keeps this register.")
            )

    def action_give_access(self):
        """Let this person in: an existing portal login, or a new one by invitation.

        Requirement: C-14, SEC-08, SEC-18.

        :return: a notice of what was done
        :rtype: dict
        :raise UserError: without a certificate seen, or for somebody who works here
        """
        self.ensure_one()
        self._check_keeper()
        if not self._is_checked():
            raise UserError(
                self.env._(
                    "%s: enter first on which day you saw their DBS certificate.",
                    self.name,
                )
            )
        if not self.active:
            raise UserError(
                self.env._("%s is archived. Unarchive them first.", self.name)
            )
        # The keeper was checked; logins are made by the platform's own invitation.
        self.sudo()._give_access()
        return self._notify(self.env._("%s can sign in now.", self.name))

    def action_invite_again(self):
        """Send the invitation once more to somebody who has not signed in yet.

        :return: a notice of what was done
        :rtype: dict
        """
        self.ensure_one()
        self._check_keeper()
        if self.access_state != "invited":
            raise UserError(
                self.env._("%s does not wait for an invitation.", self.name)
            )
        # The keeper was checked, as above.
        self.sudo()._invite(self.user_id.sudo().partner_id, is_again=True)
        return self._notify(self.env._("The invitation is on its way."))

    def action_end_access(self):
        """End the access at once, and archive the row.

        Conversations that wait go back to the coordinator.

        Requirement: SEC-08, R-10, X-17.

        :return: True
        """
        self._check_keeper()
        self.write({"active": False})
        return True

    def _give_access(self):
        """Make or find the login; private twin of :meth:`action_give_access`."""
        self.ensure_one()
        user = self.user_id or self._find_login()
        if user and not user.share:
            raise UserError(
                self.env._(
                    "%s works for the authority and has a login already. Outside "
                    "interviewers do not.",
                    user.name,
                )
            )
        is_new = not user
        if is_new:
            partner = self.env["res.partner"].create(
                {
                    "name": self.name,
                    "email": email_normalize(self.email),
                    "phone": self.phone,
                    "company_id": self.company_id.id,
                }
            )
            self._invite(partner)
            user = partner.user_ids
        group = self.env.ref(OUTSIDE_GROUP)
        user.write(
            {
                "active": True,
                "group_ids": [Command.link(group.id)],
                "company_ids": [Command.link(self.company_id.id)],
            }
        )
        self.write({"user_id": user.id, "is_own_login": is_new or self.is_own_login})

    def _find_login(self):
        """Return the login with this address, archived ones included.

        :rtype: ``res.users``
        :raise UserError: without an address
        """
        address = email_normalize(self.email)
        if not address:
            raise UserError(
                self.env._(
                    "%s: enter one e-mail address, to which the invitation goes.",
                    self.name,
                )
            )
        Users = self.env["res.users"].with_context(active_test=False)
        return Users.search([("login", "=", address)], limit=1)

    def _invite(self, partner, is_again=False):
        """Send the platform's own invitation to set a password.

        :param partner: ``res.partner`` of the interviewer
        :param bool is_again: whether there is a login already
        """
        wizard = (
            self.env["portal.wizard"]
            .with_company(self.company_id)
            .create(
                {
                    "partner_ids": [Command.set(partner.ids)],
                    "welcome_message": self.env._(
                        "Please set a password. You find what waits for you under "
                        "“Conversations”."
                    ),
                }
            )
        )
        line = wizard.user_ids
        if is_again:
            line.action_invite_again()
        else:
            line.action_grant_access()

    def _withdraw(self, users, own):
        """Take the role from people who left the register, and pass on their cases.

        :param users: ``res.users`` who stood in the rows
        :param own: those of them whose login was made here: they are archived
        """
        # The register's own rule let the caller write; nothing read goes back.
        env = self.sudo().env
        kept = env["exit.interview.outsider"].search(
            [("user_id", "in", users.ids), ("date_checked", "!=", False)]
        )
        gone = (users - kept.user_id).with_env(env)
        if not gone:
            return
        group = env.ref(OUTSIDE_GROUP)
        # Whoever has a login for something else keeps it.
        portal = env.ref("base.group_portal")
        gone.write({"group_ids": [Command.unlink(group.id), Command.link(portal.id)]})
        (gone & own.with_env(env)).filtered("active").write({"active": False})
        env["exit.interview"]._hand_over(gone)
        env["exit.interview.duty"].search(
            [("user_id", "in", gone.ids), ("state", "=", "open")]
        )._update_owners()

    def _notify(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    # === WORDS === #

    def _get_note(self):
        """Return in one line each what helps to choose this person.

        :rtype: str
        """
        self.ensure_one()
        lines = [
            (self.env._("Works for"), self.organisation),
            (self.env._("Speaks"), self.languages),
            (self.env._("Good at"), self.skills),
            (self.env._("When and where"), self.availability),
        ]
        return "\n".join(f"{label}: {text}" for label, text in lines if text)
