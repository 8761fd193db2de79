# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.exit_interview.models.local_date import get_today

# Part of the briefing: what goes with it.
FILE_KINDS = {"letter": "resignation", "documents": "other"}
ALWAYS = {"family", "complaints"}
CONTENT = {"text", "has_complaint", "has_allegation", "reference"}


class ExitInterviewBriefingPart(models.Model):
    """One thing the Agency Advisor should know: given, or “there is none”, by somebody.

    Rules as for the briefing, whose columns it carries.

    Requirement: S-13 to S-19, S-40 to S-42.
    """

    _name = "exit.interview.briefing.part"
    _inherit = ["exit.interview.case.mixin"]
    _description = "Part of a briefing"
    _order = "briefing_id, sequence, id"

    briefing_id = fields.Many2one(
        comodel_name="exit.interview.briefing",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    case_id = fields.Many2one(
        related="briefing_id.case_id", store=True, precompute=True, required=True
    )
    worker_id = fields.Many2one(
        related="briefing_id.worker_id", store=True, index="btree_not_null"
    )
    is_open = fields.Boolean(related="briefing_id.is_open", store=True)
    sequence = fields.Integer(required=True, readonly=True)
    code = fields.Selection(
        selection=[
            ("conversations", "Conversations so far"),
            ("letter", "Letter of resignation"),
            ("family", "Time fostering and family"),
            ("children", "Children cared for"),
            ("efforts", "What was done to keep them"),
            ("said", "What they have said"),
            ("issues", "Issues that may play a part"),
            ("complaints", "Complaints and allegations"),
            ("documents", "Other documents"),
        ],
        string="Part",
        required=True,
        readonly=True,
    )
    guidance = fields.Text(string="What belongs here", compute="_compute_guidance")
    text = fields.Text(string="In your words")
    has_complaint = fields.Selection(
        selection=[("no", "No"), ("yes", "Yes")], string="A complaint"
    )
    has_allegation = fields.Selection(
        selection=[("no", "No"), ("yes", "Yes")], string="An allegation"
    )
    reference = fields.Char(
        string="Reference in the case system",
        help="What it was about stays there: few people should know.",
    )
    document_ids = fields.Many2many(
        comodel_name="exit.interview.document",
        relation="exit_interview_briefing_part_document_rel",
        string="Files",
        readonly=True,
        groups="exit_interview.group_case_interviewer",
    )
    file_text = fields.Char(string="Files given", compute="_compute_file_text")
    is_none = fields.Boolean(string="There is none", readonly=True)
    is_to_check = fields.Boolean(
        string="To be checked",
        readonly=True,
        help="Filled from the household's record, which leaves something open.",
    )
    done_by = fields.Char(string="Given by", readonly=True)
    date_done = fields.Date(string="Given on", readonly=True)
    state = fields.Selection(
        selection=[
            ("missing", "Missing"),
            ("given", "Given"),
            ("none", "There is none"),
        ],
        compute="_compute_state",
        store=True,
    )
    content = fields.Text(string="What is given", compute="_compute_content")
    can_fill = fields.Boolean(compute="_compute_can_fill")
    takes_file = fields.Boolean(compute="_compute_can_fill")
    can_be_none = fields.Boolean(compute="_compute_can_fill")

    _code_uniq = models.Constraint(
        "UNIQUE(briefing_id, code)", "The briefing has this part already."
    )

    # === COMPUTES === #

    @api.depends(
        "code",
        "text",
        "is_none",
        "is_to_check",
        "has_complaint",
        "has_allegation",
        "reference",
        "document_ids.state",
        "briefing_id.talk_ids.said",
        "briefing_id.talk_ids.offered",
        "briefing_id.talk_ids.action_ids",
    )
    def _compute_state(self):
        for part in self:
            if part.is_none:
                part.state = "none"
            else:
                part.state = "given" if part._is_given() else "missing"

    def _is_given(self):
        """Return whether this part says what belongs there.

        :rtype: bool
        """
        self.ensure_one()
        talks = self.briefing_id.talk_ids
        if self.is_to_check:
            return False
        if self.code == "complaints":
            answers = (self.has_complaint, self.has_allegation)
            return all(answers) and (
                "yes" not in answers or bool(self.reference or self.text)
            )
        if self.code in FILE_KINDS:
            kept = self.document_ids.filtered(lambda one: one.state == "kept")
            return bool(kept) or bool(self.text)
        from_talks = {
            "conversations": bool(talks),
            "efforts": any(talk.offered or talk.action_ids for talk in talks),
            "said": any(talk.said for talk in talks),
        }
        return bool(self.text) or from_talks.get(self.code, False)

    @api.depends_context("lang")
    @api.depends("code")
    def _compute_guidance(self):
        words = {
            "conversations": self.env._(
                "Every talk since the carers spoke of leaving: when, and with whom. "
                "Talks noted here are in it already; add calls and visits that are not."
            ),
            "letter": self.env._(
                "Add the letter, scanned or as a file. Where it came as an e-mail, "
                "save it as PDF."
            ),
            "family": self.env._(
                "How long the family has fostered and who belongs to it, so that "
                "everybody who should be is invited."
            ),
            "children": self.env._(
                "Ages of the children they cared for, and what may help the "
                "conversation. No child is named."
            ),
            "efforts": self.env._(
                "What was offered and done so that they could stay. Where their "
                "standard of care was the worry, say so: nothing had to be tried then."
            ),
            "said": self.env._("What they have said about leaving, as they put it."),
            "issues": self.env._(
                "Anything that happened and may have led to it: changes in the family, "
                "a placement that ended, disagreements."
            ),
            "complaints": self.env._(
                "Whether there was a complaint or an allegation that may have played a "
                "part, and where to find it. What it was about stays in the case "
                "system."
            ),
            "documents": self.env._(
                "Anything else that says why they are leaving: a review, a letter, an "
                "e-mail."
            ),
        }
        for part in self:
            part.guidance = words.get(part.code)

    @api.depends("document_ids.state")
    @api.depends_context("lang")
    def _compute_file_text(self):
        for part in self:
            # Who gave a file and when; neither its name nor what it holds.
            kept = part.sudo().document_ids.filtered(lambda one: one.state == "kept")
            part.file_text = ", ".join(
                self.env._(
                    "1 file from %(who)s, %(day)s",
                    who=document.user_name,
                    day=part._format_day(document.date_added.date()),
                )
                for document in kept
            )

    @api.depends("state", "text", "reference", "briefing_id.talk_ids")
    @api.depends_context("uid", "lang")
    def _compute_content(self):
        for part in self:
            part.content = part._get_full_text()

    @api.depends("is_open", "worker_id", "code")
    @api.depends_context("uid")
    def _compute_can_fill(self):
        for part in self:
            part.can_fill = part._is_actor("service")
            part.takes_file = part.code in FILE_KINDS
            part.can_be_none = part.code not in ALWAYS

    # === WORDS === #

    def _get_label(self):
        """Return the name of the part."""
        self.ensure_one()
        return dict(self._fields["code"]._description_selection(self.env))[self.code]

    def _format_day(self, day):
        return self.env["exit.interview"]._format_date(day)

    def _get_full_text(self):
        """Return what the part says, with the talks as far as the user reads them.

        :rtype: str
        """
        self.ensure_one()
        lines = self._get_talk_lines()
        if self.code == "complaints":
            lines += self._get_complaint_lines()
        lines += [self.text, self.file_text]
        if self.is_none:
            lines.append(
                self.env._(
                    "There is none, says %(who)s (%(day)s).",
                    who=self.done_by,
                    day=self._format_day(self.date_done),
                )
            )
        words = "\n".join(line for line in lines if line)
        return words or self.env._("Not given yet")

    def _get_talk_lines(self):
        """Return what the talks about staying say for this part.

        :rtype: list[str]
        """
        self.ensure_one()
        if self.code not in ("conversations", "efforts", "said"):
            return []
        # By a search, so that rules leave out what is kept from the worker.
        talks = self.env["exit.interview.retention.talk"].search(
            [("briefing_id", "=", self.briefing_id.id)], order="date, id"
        )
        lines = []
        for talk in talks:
            day = self._format_day(talk.date)
            if self.code == "conversations":
                lines.append(talk._describe())
            elif self.code == "said" and talk.said:
                lines.append(f"{day}: {talk.said}")
            elif self.code == "efforts":
                if talk.is_standard_concern:
                    lines.append(
                        self.env._("%s: the standard of care was the worry", day)
                    )
                if talk.offered:
                    lines.append(f"{day}: {talk.offered}")
                lines += [f"{day}: {one._describe()}" for one in talk.action_ids]
        return lines

    def _get_complaint_lines(self):
        """Return whether there was a complaint or an allegation, and where it is.

        :rtype: list[str]
        """
        self.ensure_one()
        lines = []
        for name in ("has_complaint", "has_allegation"):
            if self[name]:
                field = self._fields[name]
                answer = dict(field._description_selection(self.env))[self[name]]
                lines.append(f"{field._description_string(self.env)}: {answer}")
        if self.reference:
            lines.append(self.env._("Reference: %s", self.reference))
        return lines

    # === OPENED WITH THE BRIEFING === #

    @api.model
    def _open(self, briefings):
        """Open all parts, filled with what the household's record says.

        :param briefings: ``exit.interview.briefing``, as superuser
        """
        codes = [code for code, _label in self._fields["code"].selection]
        self.create(
            [
                {
                    "briefing_id": briefing.id,
                    "code": code,
                    "sequence": number,
                    **self._prepare_known_vals(briefing, code),
                }
                for briefing in briefings
                for number, code in enumerate(codes)
            ]
        )

    @api.model
    def _prepare_known_vals(self, briefing, code):
        """Return what is known of one part when the case opens.

        :rtype: dict
        """
        case, household = briefing.case_id, briefing.household_id
        vals = {}
        if code == "family":
            vals = self._prepare_family_vals(case)
        elif code == "children":
            vals = {"text": case.care_text}
        elif code == "complaints":
            vals = {
                "text": household.foster_notes,
                "has_allegation": case.is_after_allegation and "yes",
                "is_to_check": bool(household.foster_notes),
            }
        elif code == "said":
            vals = {"text": self._get_told_reasons(case)}
        elif code == "letter" and case.leaving_route != "resignation":
            # Nobody writes a letter then; somebody may all the same.
            vals = {"is_none": True}
        if vals.get("text") or vals.get("is_none"):
            vals |= {
                "done_by": self.env._("the service's record"),
                "date_done": get_today(case),
            }
        return vals

    @api.model
    def _get_told_reasons(self, case):
        """Return what the service wrote with its word that the household leaves.

        What the Agency Advisor wrote is theirs: carers may have spoken to them alone.

        :rtype: str
        """
        group = "exit_interview_fostering.group_worker"
        notices = case.notice_ids.filtered(
            lambda notice: notice.create_uid.has_group(group)
        )
        return "\n".join(filter(None, notices.mapped("reason")))

    @api.model
    def _prepare_family_vals(self, case):
        since = case.date_start_service
        lines = [
            since
            and self.env._(
                "Fostering since %s", self.env["exit.interview"]._format_date(since)
            ),
            case.approval_text,
            case.composition_text
            and self.env._("Others in the household: %s", case.composition_text),
        ]
        return {
            "text": "\n".join(line for line in lines if line),
            # Nobody else at home, or nobody entered? Somebody has to look.
            "is_to_check": not (since and case.composition_text),
        }

    # === ACCESS === #

    def _is_actor(self, actor):
        """Override of the case mixin: who of the fostering service fills it in."""
        self.ensure_one()
        if actor == "service":
            # Whoever reads the part may be told whether it is theirs to fill in.
            briefing = self.sudo().briefing_id.with_env(self.env)
            return briefing._is_actor(actor)
        return super()._is_actor(actor)

    @api.model
    def _get_user_writable_fields(self):
        """Override of the record mixin: what is given is typed."""
        return super()._get_user_writable_fields() | CONTENT

    def write(self, vals):
        """Override of the record mixin: whoever gives something is named for it."""
        if self.env.su:
            return super().write(vals)
        self._check_actor("service")
        result = super().write(vals)
        if CONTENT & set(vals):
            self._note_given(is_none=False)
        return result

    def _note_given(self, **vals):
        """Note who gave a part, after the caller was checked."""
        # Who gave it and when has no other way in.
        for part in self.sudo():
            part.write(
                {
                    "is_to_check": False,
                    "done_by": self.env.user.name,
                    "date_done": get_today(part),
                    **vals,
                }
            )
            case = part.case_id.with_env(self.env)
            case._log("briefing_filled", part._get_label())
        self.sudo().briefing_id.duty_update()

    # === STEPS === #

    def action_open(self):
        """Open the part in a dialog.

        :return: window action
        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self._get_label(),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_none(self):
        """Say that there is none: as an answer, by somebody.

        :return: True
        :raise UserError: where there always is something
        """
        self._check_actor("service")
        for part in self:
            if part.code in ALWAYS:
                raise UserError(
                    self.env._(
                        "%s: there always is something to say here.", part._get_label()
                    )
                )
            if part.text or part.file_text:
                raise UserError(
                    self.env._(
                        "%s: something is given already. Empty it first.",
                        part._get_label(),
                    )
                )
        self._note_given(is_none=True)
        return True

    def action_check(self):
        """Say that what the household's record says is right and complete.

        :return: True
        """
        self._check_actor("service")
        self._note_given()
        return True

    def action_open_add_document(self):
        """Open the dialog that adds a file.

        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("service")
        return {
            "type": "ir.actions.client",
            "tag": "exit_interview.add_file",
            "target": "new",
            "name": self.env._("Add a file"),
            "params": {
                "model": self._name,
                "record_id": self.id,
                "kind": FILE_KINDS.get(self.code, "other"),
            },
            "context": {"dialog_size": "medium"},
        }

    def get_document_options(self):
        """Return what the dialog that adds a file needs: kinds, endings, limits.

        :rtype: dict
        """
        self.ensure_one()
        self._check_actor("service")
        # Whoever fills it in was checked; limits are configuration of the case.
        case = self.sudo().case_id.with_env(self.env)
        options = case._get_document_options()
        kind = self._get_file_kind()
        return {
            **options,
            "kinds": [one for one in options["kinds"] if one[0] == kind],
        }

    def action_add_document(self, kind, name, content):
        """Add a file to the briefing. Whoever adds it reads no file of the case.

        Requirement: S-14, S-19, SEC-14.

        :param str kind: what the dialog was told; the part decides
        :param str name: name of the file, without folders
        :param str content: the whole file in base64
        :return: True
        :raise ValidationError: saying what is possible; nothing is kept then
        """
        self.ensure_one()
        self._check_actor("service")
        # Whoever fills it in was checked: they add, and never read, through the store
        # that checks every file.
        part_sudo = self.sudo()
        case = part_sudo.case_id.with_env(self.env)
        document = case._add_document(self._get_file_kind(), name, content)
        part_sudo.write({"document_ids": [fields.Command.link(document.id)]})
        self._note_given(is_none=False)
        return True

    def _get_file_kind(self):
        """Return which kind of file belongs to this part.

        :raise UserError: where files do not
        """
        self.ensure_one()
        if self.code not in FILE_KINDS:
            raise UserError(
                self.env._(
                    "Files go to the parts “Letter of resignation” and “Other "
                    "documents”."
                )
            )
        return FILE_KINDS[self.code]
