# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib
import json
import re

from odoo import fields, models


class ExitInterviewSessionRecordMixin(models.AbstractModel):
    """The record of a conversation as it is read, on paper and on the leaver's page.

    Requirement: B-12, B-13, P-11.
    """

    _name = "exit.interview.session.record.mixin"
    _description = "Record of a session"

    version_seen = fields.Integer(
        string="Version the leaver answered to",
        readonly=True,
        help="The last version that a leaver signed, declined to sign or asked to "
        "correct. Words of that version are kept when they are changed.",
    )
    correction_ids = fields.One2many(
        comodel_name="exit.interview.correction",
        inverse_name="session_id",
        string="Corrections",
        readonly=True,
    )
    signature_ids = fields.One2many(
        comodel_name="exit.interview.signature",
        inverse_name="session_id",
        string="Signatures",
        readonly=True,
    )

    def _get_record_facts(self):
        """Return what heads the record: pairs of label and text, none empty.

        :rtype: list[tuple[str, str]]
        """
        self.ensure_one()
        # Called where the case was checked; its policy is configuration.
        session_sudo = self.sudo()
        facts = session_sudo.case_id._get_header_facts(session_sudo)
        return [fact for fact in facts if fact[1]]

    def _get_record_sections(self):
        """Return the parts of the record with questions and answers, as they are read.

        Questions that were not asked, by earlier answers, are left out.

        :rtype: list[dict]
        """
        self.ensure_one()
        answers = {answer.question_id: answer for answer in self._get_shown_answers()}
        first = self._get_first_texts()
        sections, last = [], None
        for question in self.questionnaire_id._get_ordered_questions():
            answer = answers.get(question)
            is_hidden = question.depends_question_id or question.parent_id
            if not answer and is_hidden and question.id not in first:
                continue
            if question.section_id != last:
                last = question.section_id
                sections.append(
                    {
                        "name": last.name,
                        "is_protected": last.is_protected,
                        "note": last._get_note(),
                        "lines": [],
                    }
                )
            line = self._prepare_record_line(question, answer)
            line["is_altered"] = question.id in first
            line["first"] = first.get(question.id, "")
            sections[-1]["lines"].append(line)
        return sections

    def _prepare_record_line(self, question, answer):
        if not answer:
            return {
                "question_id": question.id,
                "question": question.name,
                "answer": self.env._("Not answered"),
                "is_empty": True,
                "comment": False,
                "version": 0,
            }
        labels = dict(answer._fields["status"]._description_selection(self.env))
        return {
            "question_id": question.id,
            "question": answer.question_text,
            "answer": answer._get_main_text(
                answer.score, answer.choice_ids, answer.text
            )
            if answer.status == "answered"
            else labels[answer.status],
            "is_empty": False,
            "comment": answer.comment,
            "comment_label": question.comment_label or self.env._("Comment"),
            "version": answer.version,
        }

    def _get_risk_answers(self):
        """Return the answers that may mean a concern, by a word or by an option.

        They prompt the interviewer to consider; never the person who said them, and
        nothing is passed on by itself.

        Requirement: I-16.

        :rtype: ``exit.interview.answer``
        """
        self.ensure_one()
        # Whoever sees the answers may know which words the policy asks to look at.
        words = self.sudo().case_id.policy_id._get_concern_words()
        literal = "|".join(map(re.escape, words))
        # At the beginning of a word, as the interview screen looks for them.
        pattern = literal and re.compile(rf"(?<![^\W\d_])(?:{literal})")
        return self.answer_ids.filtered(
            lambda answer: (
                any(answer.choice_ids.mapped("prompts_concern"))
                or (pattern and pattern.search(answer._get_text().lower()))
            )
        )

    def _get_record_digest(self):
        """Return what changes whenever a word of the record does: 64 letters.

        The same whoever asks, in whichever language: what was signed is the words.

        Requirement: P-11.

        :rtype: str
        """
        self.ensure_one()
        # Whoever sees a signature may know whether it still stands for the record.
        session = self.sudo().with_context(lang="en_US", exit_interview_plain=True)
        lines = [
            [section["name"], line["question"], line["answer"], line["comment"] or ""]
            for section in session._get_record_sections()
            for line in section["lines"]
        ]
        facts = [list(fact) for fact in session._get_record_facts()]
        text = json.dumps([facts, lines], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def _get_earlier_texts(self, version):
        """Return what answers said at `version`, as far as they say more or less now.

        :param int version: the version that somebody saw
        :return: {question id: text}; empty where there was no answer then
        :rtype: dict
        """
        self.ensure_one()
        texts = {}
        if not version:
            return texts
        Revision = self.env["exit.interview.answer.revision"]
        kept = Revision.search(
            [
                ("session_id", "=", self.id),
                ("is_refused", "=", False),
                ("version", "<=", version),
            ],
            order="version, id",
        )
        wordings = {row.question_id.id: row.wording or "" for row in kept}
        now = {answer.question_id.id: answer for answer in self.answer_ids}
        for question in self.questionnaire_id.question_ids:
            answer = now.get(question.id)
            before = wordings.get(question.id, "")
            if answer and answer.version > version:
                # Changed and put back is not changed.
                if before != answer._get_text():
                    texts[question.id] = before
            elif not answer and before:
                texts[question.id] = before
        return texts

    def _note_seen(self):
        """Keep that a leaver has answered to the record as it is now."""
        for session in self:
            session.write({"version_seen": session.version})
