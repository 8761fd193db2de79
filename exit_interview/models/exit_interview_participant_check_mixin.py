# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError, ValidationError


class ExitInterviewParticipantCheckMixin(models.AbstractModel):
    """The participant reads the record, has it corrected, signs it or does not.

    The private methods are called by the participant's own page, as superuser, once it
    knows who came in. Nobody with a login reaches them.

    Requirement: B-12, B-13, P-11.
    """

    _name = "exit.interview.participant.check.mixin"
    _description = "Participant who checks the record"

    correction_ids = fields.One2many(
        comodel_name="exit.interview.correction",
        inverse_name="participant_id",
        string="Corrections",
        readonly=True,
    )
    signature_ids = fields.One2many(
        comodel_name="exit.interview.signature",
        inverse_name="participant_id",
        string="Signatures",
        readonly=True,
    )

    # === SHOW === #

    def _get_check_session(self):
        """Return the conversation whose record is to be checked; empty if not yet."""
        self.ensure_one()
        sessions = self.case_id._get_sessions_of(self)
        # Who did not wish for a follow-up keeps the record of the first one.
        held = sessions.filtered(
            lambda one: one.state == "held" and self in one.participant_ids
        )
        session = held.sorted(lambda one: (one.date_start, one.id))[-1:]
        return session if session.date_handed_in else session.browse()

    def _get_check_stage(self):
        """Return what can be done with the record now.

        :return: `waiting` (not ready), `open`, or `closed` (copies are out, or over)
        :rtype: str
        """
        self.ensure_one()
        session = self._get_check_session()
        if not session:
            return "waiting"
        can_check = self.case_id.state in ("interviewed", "confirmed")
        if session.previous_id or session.apart_id:
            # Copies of the first version may be out, or others still to be heard.
            can_check = session._is_unconfirmed() or can_check
        return "open" if can_check else "closed"

    def _prepare_check_page(self):
        """Return the record as the participant reads it: plain values, no records.

        :rtype: dict
        """
        self.ensure_one()
        stage = self._get_check_stage()
        session = self._get_check_session()
        if not session:
            return {"stage": stage}
        corrections = self._prepare_corrections(session)
        signature = self._get_last_signature(session)
        return {
            "stage": stage,
            "follow": self._get_follow_stage(),
            "facts": session._get_record_facts(),
            "sections": self._prepare_check_sections(session, corrections),
            "overall": corrections.get(False, []),
            "open_count": len(self._get_open_corrections(session)),
            "settled_count": sum(
                not one["is_open"] for some in corrections.values() for one in some
            ),
            "version": session.version,
            "seen": session._get_record_digest(),
            "name": self.name,
            "signature": self._prepare_signature(signature),
            "confirmed": session._get_confirmation()[0] or False,
        }

    def _prepare_check_sections(self, session, corrections):
        """Return the sections, each line with its words before and what was asked."""
        earlier = session._get_earlier_texts(self._get_seen_version(session))
        sections = session._get_record_sections()
        for section in sections:
            for line in section["lines"]:
                question_id = line["question_id"]
                line["is_changed"] = question_id in earlier
                line["before"] = earlier.get(question_id) or ""
                line["corrections"] = corrections.get(question_id, [])
        return sections

    def _get_seen_version(self, session):
        """Return which version this participant last answered to; 0 if none."""
        rows = [*self.correction_ids, *self.signature_ids]
        return max(
            (row.version for row in rows if row.session_id == session), default=0
        )

    def _get_open_corrections(self, session):
        return self.env["exit.interview.correction"].search(
            [
                ("participant_id", "=", self.id),
                ("session_id", "=", session.id),
                ("state", "=", "open"),
            ]
        )

    def _get_last_signature(self, session):
        """Return what this participant last said of signing; empty if nothing."""
        return self.env["exit.interview.signature"].search(
            [("participant_id", "=", self.id), ("session_id", "=", session.id)],
            order="id desc",
            limit=1,
        )

    def _prepare_corrections(self, session):
        """Return what this participant asked for, by question, the first first."""
        labels = dict(
            self.env["exit.interview.correction"]
            ._fields["state"]
            ._description_selection(self.env)
        )
        found = {}
        for row in self.correction_ids.filtered(
            lambda row: row.session_id == session
        ).sorted("id"):
            found.setdefault(row.question_id.id, []).append(
                {
                    "wording": row.wording,
                    "is_open": row.state == "open",
                    "state": labels[row.state],
                    "reply": row.reply or "",
                    "date": self._format_moment(row.date),
                }
            )
        return found

    def _prepare_signature(self, signature):
        if not signature:
            return False
        return {
            "is_declined": signature.how == "declined",
            "is_current": signature.is_current,
            "name": signature.name or "",
            "version": signature.version,
            "date": self._format_moment(signature.date),
        }

    def _format_moment(self, moment):
        case = self.case_id
        return case._format_date(case.policy_id._get_local_date(moment))

    # === DO === #

    def _check_seen(self, session, seen):
        """Check that nothing changed between reading and answering.

        :param str seen: digest of the record that stood on the page
        """
        if seen != session._get_record_digest():
            raise UserError(
                self.env._(
                    "The record was changed while you had it open. It stands here as "
                    "it is now: please look at it once more."
                )
            )

    def _begin_check(self):
        """Return the session to answer to, held for this transaction.

        :raise UserError: if it is not ready yet, or too late to change
        """
        self.ensure_one()
        stage = self._get_check_stage()
        if stage == "waiting":
            raise UserError(
                self.env._(
                    "The record is not ready to be checked yet. We let you know when "
                    "it is."
                )
            )
        if stage == "closed":
            raise UserError(
                self.env._(
                    "The record cannot be changed from here any more. Ring us if "
                    "something in it is wrong: we can still put it right."
                )
            )
        session = self._get_check_session()
        session._lock_version()
        return session

    def _ask_corrections(self, wordings):
        """Ask for corrections; a confirmed record is opened again by this.

        The same words asked twice stand once. Signatures stay: they say which version
        was signed.

        Requirement: B-12, P-11.

        :param dict wordings: {id of a question of the record, or False: words}
        :return: the corrections
        :rtype: ``exit.interview.correction``
        :raise ValidationError: if there are no words, or the question is another's
        """
        session = self._begin_check()
        known = set(session.questionnaire_id.question_ids.ids)
        to_ask = {}
        for question_id, wording in wordings.items():
            wording = self._read_line(wording, self.env._("Your correction"), 5000)
            if not wording or not wording.strip("\u200b\ufeff \r\n\t"):
                continue
            if question_id and question_id not in known:
                raise ValidationError(
                    self.env._(
                        "This question does not belong to the record. Please load the "
                        "page again."
                    )
                )
            to_ask[question_id or False] = wording
        if not to_ask:
            raise ValidationError(
                self.env._(
                    "Please write what should be put right, below the answer or at the "
                    "end of the page."
                )
            )
        asked = {
            (row.question_id.id, row.wording)
            for row in self._get_open_corrections(session)
        }
        corrections = self.correction_ids.create(
            [
                {
                    "participant_id": self.id,
                    "session_id": session.id,
                    "question_id": question_id,
                    "wording": wording,
                    "version": session.version,
                }
                for question_id, wording in to_ask.items()
                if (question_id, wording) not in asked
            ]
        )
        if corrections:
            session._note_seen()
            self.case_id._log("correction", self.env._("Asked for"))
            self.case_id._reopen_record(session)
            self.case_id.duty_update()
        return corrections

    def _sign(self, name, seen, drawn=False):
        """Sign the record as it stands; it is confirmed once everybody has.

        Requirement: B-13, P-11.

        :param str name: as typed
        :param str seen: digest of the record that stood on the page
        :param str drawn: address of a PNG that holds its own bytes, or empty
        :raise UserError: if the record changed meanwhile, or corrections are open
        """
        session = self._begin_check()
        Signature = self.env["exit.interview.signature"]
        name = self._read_line(name, self.env._("Your name"), 100)
        self._check_text(name, self.env._("your name: it stands for your signature"))
        image = Signature._read_drawing(drawn)
        self._check_seen(session, seen)
        if self._get_open_corrections(session):
            raise UserError(
                self.env._(
                    "Your corrections are not settled yet. We let you know when the "
                    "record is ready to be read again."
                )
            )
        how = "drawn" if image else "typed"
        self._keep_signature(session, how, name=name, image=image)

    def _decline_signing(self):
        """Note that this participant would rather not sign. Nobody asks why.

        Requirement: B-13.
        """
        self._keep_signature(self._begin_check(), "declined")

    def _keep_signature(self, session, how, **vals):
        """Add a signature, once a version, and let the case follow."""
        is_declined = how == "declined"
        if self.signature_ids.filtered(
            lambda row: row.session_id == session
            and row.version == session.version
            and (row.how == "declined") == is_declined
        ):
            return
        self.signature_ids.create(
            [
                {
                    "participant_id": self.id,
                    "session_id": session.id,
                    "version": session.version,
                    "digest": session._get_record_digest(),
                    "how": how,
                    **vals,
                }
            ]
        )
        session._note_seen()
        labels = dict(
            self.signature_ids._fields["how"]._description_selection(self.env)
        )
        self.case_id._log("signed", labels[how])
        self.case_id._confirm_as_signed(session)
