# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Wishes and paper forms of the sample, as the people who make them."""

import base64
import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WISHES = ("Not on a Friday, please", "Somebody from another service", "By telephone")
PAPER = (
    "Exit interview: paper form (sample)",
    "Filled in by hand in the conversation, typed up afterwards.",
)


class Contacts:
    """Lets some leavers ask for something, and hand in paper.

    :param generator: the ``Generator``, after conversations are planned
    """

    def __init__(self, generator):
        self.generator = generator

    def run(self):
        """Make everything."""
        self._wish()

    def _wish(self):
        generator = self.generator
        plans = [plan for plan in generator.plans if plan.state == "scheduled"][:3]
        for plan, wish in zip(plans, WISHES, strict=False):
            case = generator.act(generator.case(plan), generator.coordinator)
            case.action_record_wish(note=wish)
        generator.date_back(plans, "replied")

    def add_papers(self, plans):
        """Keep the paper form of every third conversation.

        :param list plans: the plans whose conversation was held
        """
        generator = self.generator
        content = base64.b64encode(self._make_paper()).decode()
        for plan in plans[::3]:
            case = generator.case(plan)
            generator.act(case, case.interviewer_id).action_add_document(
                "paper_form", "paper form.pdf", content
            )
            # Kept on the day on which it was filled in.
            session = case.session_ids.filtered(lambda one: one.state == "held")
            case.document_ids.date_added = session[:1].date_end

    def _make_paper(self):
        stream = io.BytesIO()
        canvas = Canvas(stream, pagesize=A4, invariant=1)
        for number, line in enumerate(PAPER):
            canvas.drawString(72, 770 - 24 * number, line)
        canvas.save()
        return stream.getvalue()
