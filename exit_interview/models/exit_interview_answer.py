# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..fields import Score


class ExitInterviewAnswer(models.Model):
    """One answer of one session. No row means: not answered."""

    _name = "exit.interview.answer"
    _inherit = ["exit.interview.case.mixin"]
    _description = "Exit interview answer"
    _order = "session_id, question_id, id"

    session_id = fields.Many2one(
        comodel_name="exit.interview.session",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    case_id = fields.Many2one(
        related="session_id.case_id", store=True, precompute=True, required=True
    )
    question_id = fields.Many2one(
        comodel_name="exit.interview.question",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    question_text = fields.Text(
        string="Question as asked", required=True, readonly=True
    )
    metric_id = fields.Many2one(
        comodel_name="exit.interview.metric",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_protected = fields.Boolean(
        related="question_id.is_protected", store=True, precompute=True
    )
    status = fields.Selection(
        selection=[
            ("answered", "Answered"),
            ("not_applicable", "Does not apply"),
            ("rather_not_say", "Rather not say"),
        ],
        required=True,
        readonly=True,
    )
    score = Score(readonly=True, help="0 to 10; for yes or no: 1 and 0.")
    choice_ids = fields.Many2many(
        comodel_name="exit.interview.choice",
        relation="exit_interview_answer_choice_rel",
        string="Options",
        readonly=True,
        ondelete="restrict",
    )
    text = fields.Text(readonly=True)
    comment = fields.Text(readonly=True)
    version = fields.Integer(readonly=True)
    author_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    participant_id = fields.Many2one(
        comodel_name="exit.interview.participant",
        string="Written by the leaver",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Who wrote it on their own page; empty if an interviewer did.",
    )
    origin_id = fields.Many2one(
        comodel_name="exit.interview.answer",
        string="As said at first",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The answer of the first conversation from which this one of the "
        "follow-up started.",
    )
    revision_ids = fields.One2many(
        comodel_name="exit.interview.answer.revision",
        inverse_name="answer_id",
        string="Earlier wordings",
        readonly=True,
    )

    _question_uniq = models.UniqueIndex(
        "(session_id, question_id)", "This question has an answer already."
    )
    _score_range = models.Constraint(
        "CHECK(score IS NULL OR (score >= 0 AND score <= 10))",
        "A score lies between 0 and 10.",
    )

    @api.model
    def _get_max_length(self):
        """Return how long one text may be, in characters."""
        return 10000

    # === READ WHAT COMES IN === #

    @api.model
    def _read_answer_vals(self, values, questions):
        """Return checked values of one answer from outside.

        :param dict values: see ``action_save_answers``
        :param dict questions: {id: question} of the session's questionnaire
        :rtype: dict
        :raise ValidationError: in words, naming the question
        """
        number = values.get("question_id")
        question = questions.get(number) if isinstance(number, int) else None
        if not question:
            raise ValidationError(
                self.env._("This question does not belong to the interview.")
            )
        allowed = {"question_id", "status", "score", "choice_ids", "text", "comment"}
        if set(values) - allowed:
            raise ValidationError(self.env._("An answer has no such field."))
        vals = {
            "question_id": question.id,
            "status": values.get("status") or False,
            "score": False,
            "choice_ids": [fields.Command.set([])],
            "text": False,
            "comment": self._read_words(question, values.get("comment")),
        }
        if vals["status"]:
            self._check_value("status", vals["status"])
        if vals["status"] in (False, "answered"):
            vals |= getattr(self, f"_read_{question.kind}")(question, values)
        has_value = (
            vals["score"] is not False
            or vals["text"]
            or bool(vals["choice_ids"][0][2])
            or vals["comment"]
        )
        if not vals["status"] and has_value:
            vals["status"] = "answered"
        elif vals["status"] == "answered" and not has_value:
            vals["status"] = False
        return vals

    def _read_scale(self, question, values):
        return {"score": self._read_score(question, values.get("score"), 10)}

    def _read_yes_no(self, question, values):
        return {"score": self._read_score(question, values.get("score"), 1)}

    def _read_score(self, question, value, highest):
        if value is None or value is False or value == "":
            return False
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or value != value
            or not 0 <= value <= highest
            or value != int(value)
        ):
            raise ValidationError(
                self.env._(
                    "“%(question)s”: give a whole number from 0 to %(highest)s, or "
                    "leave it empty.",
                    question=question.name,
                    highest=highest,
                )
            )
        return int(value)

    def _read_choice(self, question, values):
        chosen = self._read_choices(question, values)
        if len(chosen["choice_ids"][0][2]) > 1:
            raise ValidationError(
                self.env._("“%s”: choose one option only.", question.name)
            )
        return chosen

    def _read_choices(self, question, values):
        ids = values.get("choice_ids") or []
        if not isinstance(ids, list | tuple) or not set(ids) <= set(
            question.choice_ids.ids
        ):
            raise ValidationError(
                self.env._(
                    "“%s”: this is not one of its options.",
                    question.name,
                )
            )
        return {"choice_ids": [fields.Command.set(list(dict.fromkeys(ids)))]}

    def _read_date(self, question, values):
        text = self._read_words(question, values.get("text"))
        if not text:
            return {"text": False}
        try:
            date = fields.Date.to_date(text)
        except ValueError as error:
            raise ValidationError(
                self.env._(
                    "“%s”: write the date as year-month-day, such as 2026-11-30.",
                    question.name,
                )
            ) from error
        return {"text": fields.Date.to_string(date)}

    def _read_text(self, question, values):
        return {"text": self._read_words(question, values.get("text"))}

    def _read_words(self, question, text):
        """Return what somebody typed, or False if there is nothing to see (I-10)."""
        if not text:
            return False
        if not isinstance(text, str):
            raise ValidationError(self.env._("“%s”: this is no text.", question.name))
        # PostgreSQL cannot hold NUL; a pasted one must not lose the rest.
        text = text.replace("\x00", "")
        if len(text) > self._get_max_length():
            raise ValidationError(
                self.env._(
                    "“%(question)s”: %(length)s characters are more than fit in one "
                    "answer (%(max)s). Please shorten it a little.",
                    question=question.name,
                    length=len(text),
                    max=self._get_max_length(),
                )
            )
        visible = text.replace("\u200b", "").replace("\ufeff", "")
        return text if visible.strip() else False

    # === FOLLOW-UP === #

    def _prepare_follow_vals(self, session):
        """Return the values by which a follow-up starts from this answer (S-24).

        :param session: the ``exit.interview.session`` that follows
        :rtype: dict
        """
        self.ensure_one()
        return {
            "session_id": session.id,
            "origin_id": self.id,
            "question_id": self.question_id.id,
            "status": self.status,
            "score": self.score,
            "choice_ids": [fields.Command.set(self.choice_ids.ids)],
            "text": self.text,
            "comment": self.comment,
            "author_id": self.author_id.id,
            "participant_id": self.participant_id.id,
            # What nobody has changed yet is of no version.
            "version": 0,
        }

    # === WRITE === #

    @api.model_create_multi
    def create(self, vals_list):
        Question = self.env["exit.interview.question"]
        questions = Question.browse([vals["question_id"] for vals in vals_list])
        for vals, question in zip(vals_list, questions, strict=True):
            vals["question_text"] = question.name
            vals["metric_id"] = question.metric_id.id
        return super().create(vals_list)

    def _differs(self, vals):
        """Return whether `vals` say something else than the stored answer.

        :param dict vals: checked values
        :rtype: bool
        """
        self.ensure_one()
        return (
            self.status != vals["status"]
            or self.score is not vals["score"]
            and self.score != vals["score"]
            or set(self.choice_ids.ids) != set(vals["choice_ids"][0][2])
            or (self.text or "") != (vals["text"] or "")
            or (self.comment or "") != (vals["comment"] or "")
        )

    def _replace(self, vals):
        """Take new values over; what another hand wrote, or a leaver read, is kept.

        :param dict vals: checked values with ``version`` and whose they are
        """
        self.ensure_one()
        if not self._differs(vals):
            return
        Revision = self.env["exit.interview.answer.revision"]
        if self._keeps_wording(vals):
            Revision.create([self._prepare_revision_vals()])
        if vals["status"]:
            self.write(vals)
        else:
            # The leaver took it back: no row means "not answered".
            self.unlink()

    def _keeps_wording(self, vals):
        """Return whether the words that stand are kept when `vals` replace them.

        What another hand wrote, a leaver read, or somebody took back (R-02). A
        population whose leavers decide what stays says so here (C-25).

        :param dict vals: checked values with ``version`` and whose they are
        :rtype: bool
        """
        self.ensure_one()
        if self.origin_id and not self.version:
            # The first words of a follow-up stand in the first conversation.
            return False
        is_seen = self.version <= self.session_id.version_seen
        return self._is_other_hand(vals) or not vals["status"] or is_seen

    @api.model
    def _prepare_author_vals(self, participant=None):
        """Return whose hand writes: a participant on their page, or the user.

        :param participant: ``exit.interview.participant``
        :rtype: dict
        """
        if participant:
            return {"author_id": False, "participant_id": participant.id}
        return {"author_id": self.env.uid, "participant_id": False}

    def _is_other_hand(self, vals):
        """Return whether `vals` come from somebody else than this answer.

        :param dict vals: checked values
        :rtype: bool
        """
        self.ensure_one()
        return (self.author_id.id, self.participant_id.id) != (
            vals["author_id"],
            vals["participant_id"],
        )

    def _get_author_name(self):
        """Return who wrote the answer, as people call them.

        :rtype: str
        """
        self.ensure_one()
        return self.participant_id.name or self.author_id.name or ""

    def _is_removable(self):
        """Override of the record mixin: an answer taken back leaves no row."""
        return True

    def _prepare_revision_vals(self, vals=None):
        """Return a revision of this answer, or of refused `vals` in its place.

        :param dict vals: checked values that were refused
        :rtype: dict
        """
        self.ensure_one()
        return {
            "session_id": self.session_id.id,
            "answer_id": self.id,
            "question_id": self.question_id.id,
            "author_id": vals["author_id"] if vals else self.author_id.id,
            "participant_id": vals["participant_id"]
            if vals
            else self.participant_id.id,
            "is_refused": bool(vals),
            "version": self.version,
            "wording": self._get_text(vals),
        }

    @api.model
    def _prepare_clash_details(self, clashes):
        """Return what to tell the second writer of each answer.

        :param list clashes: pairs of stored answer and refused values
        :rtype: list[dict]
        """
        return [
            {
                "question_id": answer.question_id.id,
                "author": answer._get_author_name(),
                "date": fields.Datetime.to_string(answer.write_date),
                "version": answer.version,
                "theirs": answer._get_form(),
                "their_text": answer._get_text(),
                "my_text": answer._get_text(vals),
            }
            for answer, vals in clashes
        ]

    @api.model
    def _create_refused(self, clashes):
        """Store refused texts.

        :param list clashes: pairs of stored answer and refused values
        """
        self.env["exit.interview.answer.revision"].create(
            [answer._prepare_revision_vals(vals) for answer, vals in clashes]
        )

    @api.model
    def _refuse_clashes(self, clashes):
        """Keep the refused texts, then tell the second writer about both.

        :param list clashes: pairs of stored answer and refused values
        :raise UserError: always
        """
        details = self._prepare_clash_details(clashes)
        self._keep_refused(clashes)
        first = details[0]
        mine = not clashes[0][0]._is_other_hand(clashes[0][1])
        error = UserError(
            self.env._(
                "%(author)s changed this answer while you were writing.\n"
                "There: %(theirs)s\nHere: %(mine)s\n"
                "Both are kept. Decide which words stand and save again.",
                author=self.env._("You, in another window,")
                if mine
                else first["author"],
                theirs=first["their_text"],
                mine=first["my_text"],
            )
        )
        error.context = {"exit_interview_conflict": details}
        raise error

    @api.model
    def _keep_refused(self, clashes):
        """Store refused texts in a transaction of their own: the refusal rolls back.

        :param list clashes: pairs of stored answer and refused values
        """
        vals_list = [answer._prepare_revision_vals(vals) for answer, vals in clashes]
        with self.env.registry.cursor() as cr:
            env = self.env(cr=cr)
            env["exit.interview.answer.revision"].create(vals_list)

    # === SHOW === #

    def _fetch_query(self, query, fields):
        """Override of the ORM: who reads answers stands in the journal (SEC-17)."""
        answers = super()._fetch_query(query, fields)
        if (
            not self.env.su
            and answers
            and {"text", "comment", "score"} & {field.name for field in fields}
        ):
            # The rows were read under the user's own rights just now.
            self.env["exit.interview.journal"]._log_reading(
                answers.sudo().case_id, "record_read"
            )
        return answers

    def _get_form(self):
        """Return the answer for the renderers.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "status": self.status,
            "score": self.score,
            "choice_ids": self.choice_ids.ids,
            "text": self.text or "",
            "comment": self.comment or "",
            "version": self.version,
            "author": self._get_author_name(),
            "by_leaver": bool(self.participant_id),
            "revisions": len(self.revision_ids),
        }

    def _get_text(self, vals=None):
        """Return the answer as a sentence for copies and comparisons.

        :param dict vals: checked values shown in place of the stored ones
        :rtype: str
        """
        self.ensure_one()
        comment = vals["comment"] if vals else self.comment
        return "\n".join(part for part in (self._get_value_text(vals), comment) if part)

    def _get_value_text(self, vals=None):
        """Return the answer without its comment; parameters as :meth:`_get_text`."""
        self.ensure_one()
        values = vals or {}
        status = values.get("status", self.status)
        if status in ("not_applicable", "rather_not_say"):
            labels = dict(self._fields["status"]._description_selection(self.env))
            return labels[status]
        return self._get_main_text(
            values.get("score", self.score),
            self.choice_ids.browse(values["choice_ids"][0][2])
            if vals
            else self.choice_ids,
            values.get("text", self.text),
        )

    def _get_main_text(self, score, choices, text):
        kind = self.question_id.kind
        if kind == "scale" and score is not False:
            return self.env._("%s out of 10", score)
        if kind == "yes_no" and score is not False:
            return self.env._("Yes") if score else self.env._("No")
        if kind in ("choice", "choices"):
            return ", ".join(choices.mapped("name"))
        if kind == "date" and text:
            return self.case_id._format_date(fields.Date.to_date(text))
        return text or ""
