# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reviews, words for everybody and workbooks of the cast, full of canaries.

They belong to no leaver: a :class:`~.cast.Leaver` without a case stands for all that
one organisation writes about what it learned.
"""

from odoo import fields

from .cast import Leaver

NARRATIVES = ("works", "worries", "done", "asks", "meeting_name")


class ReviewCastMixin:
    """For :class:`~.cast.CastMixin`: what an organisation learned."""

    @classmethod
    def plant_reviews(cls):
        """Make a published, a waiting and a returned review, and all around them."""
        learned = cls.leavers["REV"] = Leaver("REV")
        cls.policy.date_go_live = fields.Date.subtract(fields.Date.today(), months=14)
        cls.review_published = cls._write_review(learned, "review")
        review = cls.as_user("cora", cls.review_published)
        cls.as_user("ola", review.sudo().action_ids).action_done(
            learned.word("REVIEW_OUTCOME", "review", "G11", holder="ola")
        )
        review.action_ask_approval()
        cls.as_user("peg", review).action_approve()
        cls.env.flush_all()
        review.action_publish()
        cls.review_asked = cls._write_review(learned, "review_asked")
        cls.as_user("cora", cls.review_asked).action_ask_approval()
        cls.review_draft = cls._write_review(learned, "review_draft")
        cls.as_user("cora", cls.review_draft).action_ask_approval()
        cls.as_user("peg", cls.review_draft).action_return(
            learned.word("REVIEW_RETURN", "review_draft", "G11")
        )
        cls._plant_publications(learned)
        cls._plant_export(learned)
        cls._plant_counted(learned)
        other = cls.leavers["REB"] = Leaver("REB")
        cls.other_policy.date_go_live = cls.policy.date_go_live
        cls._write_review(other, "review_draft", "bea", cls.other_policy, owner="bea")
        return [learned, other]

    @classmethod
    def _write_review(cls, learned, kind, login="cora", policy=None, owner="ola"):
        """Prepare the review of the oldest period without one; return it."""
        policy = policy or cls.policy
        Review = cls.as_user(login, cls.env["exit.interview.review"])
        closed = next(
            period
            for period in Review._get_closed_periods(policy)
            if period.period == "quarter"
        )
        review_id = Review.prepare("staff", "quarter", closed.date_from)
        review = cls.env["exit.interview.review"].browse(review_id)
        cls.as_user(login, review).write(
            {
                name: learned.word(f"{kind}_{name}".upper(), kind, "G11")
                for name in NARRATIVES
            }
        )
        cls.as_user(login, review).action_add(
            learned.word(f"{kind}_ACTION".upper(), kind, "G11", holder=owner),
            cls.users[owner].id,
            fields.Date.add(fields.Date.today(), days=30),
        )
        cls._plant_lines(learned, review, kind)
        return review

    @classmethod
    def _plant_lines(cls, learned, review, kind):
        """Add figures as a computation leaves them, of more people than there are."""
        line = {"review_id": review.id, "sequence": 900}
        cls.env["exit.interview.review.line"].create(
            [
                {
                    **line,
                    "section": "uptake",
                    "code": "canary.left",
                    "table_code": "canary",
                    "table": learned.word(f"{kind}_TABLE".upper(), kind, "G11"),
                    "label": learned.word(f"{kind}_FIGURE".upper(), kind, "G11"),
                    "kind": "count",
                    "value": 40,
                    "denominator": 40,
                },
                {
                    **line,
                    "section": "finding",
                    "code": "canary.words",
                    "label": learned.word(f"{kind}_LABEL".upper(), kind, "G11"),
                    "text": learned.word(f"{kind}_TEXT".upper(), kind, "G11"),
                    "kind": "text",
                },
            ]
        )

    @classmethod
    def propose(cls, learned, key, kind, review):
        """Write words for everybody, as the coordinator; return them.

        The superuser puts the canaries in: the check of such words takes them for the
        names of leavers, which are canaries, too.
        """
        Publication = cls.as_user("cora", cls.env["exit.interview.publication"])
        publication_id = Publication.propose(review.id, "It was too much", "We do less")
        publication = Publication.browse(publication_id)
        publication.sudo().write(
            {
                name: learned.word(f"{key}_{name}".upper(), kind, "G11")
                for name in ("said", "did")
            }
        )
        return publication

    @classmethod
    def _plant_publications(cls, learned):
        """Words in each state but the last, which everybody reads on the page."""
        word = learned.word
        draft = ("review_draft", cls.review_published)
        cls.propose(learned, "DRAFT", *draft)
        returned = cls.propose(learned, "RETURNED", *draft)
        returned.action_ask_approval()
        cls.as_user("peg", returned).action_return(
            word("WORDS_RETURN", "review_draft", "G11")
        )
        withdrawn = cls.propose(learned, "WITHDRAWN", *draft)
        withdrawn.action_ask_approval()
        withdrawn.action_withdraw(word("WORDS_WITHDRAW", "review_draft", "G11"))
        asked = cls.propose(learned, "ASKED", "review_asked", cls.review_published)
        asked.action_ask_approval()
        early = cls.propose(learned, "EARLY", "review_asked", cls.review_asked)
        early.action_ask_approval()
        cls.as_user("peg", early).action_approve()

    @classmethod
    def publish_words(cls, learned):
        """Let the public page hold something; what is there everybody reads."""
        words = cls.propose(learned, "PUBLIC", "public", cls.review_published)
        words.action_ask_approval()
        cls.as_user("peg", words).action_approve()
        cls.env.flush_all()
        return words

    @classmethod
    def _plant_export(cls, learned):
        """A workbook that waits: what was chosen is of whoever asked for it.

        The name is written by the superuser: dates, which is all that may be chosen,
        hold no canary.
        """
        Export = cls.as_user("cora", cls.env["exit.interview.export"])
        filters = {"date_from": False, "date_to": False, "states": "all"}
        cls.export = Export._request(filters).sudo()
        cls.export.write(
            {
                "name": learned.word("EXPORT", "export", "G8", holder="cora"),
                "request": {
                    **cls.export.request,
                    "note": learned.word("EXPORT_REQUEST", "export", "G8"),
                },
            }
        )

    @classmethod
    def _plant_counted(cls, learned):
        """Who was counted: written by publishing, of cases that closed long ago."""
        cls.env["exit.interview.review.counted"].create(
            {
                "review_id": cls.review_published.id,
                "case_id": cls.leavers["LEA"].case.id,
                "part": learned.word("PART", "counted", "G11"),
                "person": learned.word("PERSON", "counted", "G11"),
            }
        )
