# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ExitInterviewPageWordsMixin(models.AbstractModel):
    """What the leaver's pages say where the populations would say it differently."""

    _name = "exit.interview.page.words.mixin"
    _description = "Words on the leaver's pages of a case"

    def _get_page_words(self):
        """Return questions and hints of the page that asks for wishes.

        Populations say it their way; these words fit anybody.

        Requirement: F-27 to F-30.

        :return: `availability`, `place`, `companion`, `topics_label`, `topics`
        :rtype: dict[str, str]
        """
        self.ensure_one()
        return {
            "availability": self.env._("Such as “Thursdays after 4”."),
            "place": self.env._(
                "Our office, your home, or somewhere convenient for both; for a call "
                "the number."
            ),
            "companion": self.env._("A friend or somebody you trust: as you like."),
            "topics_label": self.env._("What or whom would you like to speak about?"),
            "topics": self.env._(
                "A few words help us to prepare. A complaint goes another way; we show "
                "you which."
            ),
        }

    def _get_page_template(self, name):
        """Return which template draws one of the leaver's pages.

        Populations draw pages of their own: it gets what the page would get, and what
        :meth:`_prepare_page_values` adds. Called for whoever came in by a link.

        Requirement: R-23.

        :param str name: id of the page's template, such as
            ``exit_interview.leaver_unsaved``
        :return: id of the template to draw instead; `name` if the page fits
        :rtype: str
        """
        self.ensure_one()
        return name

    def _prepare_page_values(self, name, values):
        """Return what a page of a population needs beyond what every page gets.

        Plain values only: pages never get records.

        Requirement: R-23.

        :param str name: id of the page's template, before any other took its place
        :param dict values: what the page gets so far; not to be changed
        :return: further values
        :rtype: dict
        """
        self.ensure_one()
        return {}

    def _get_notice_wording(self):
        """Return the words that say what happens with what the leaver says.

        Populations may have several, such as for readers of another age. Placeholders
        are filled by whoever shows them.

        Requirement: P-10, F-22.

        :rtype: str
        """
        self.ensure_one()
        return self.policy_id.notice_wording

    def _get_guide_blocks(self):
        """Return the guide for who leaves, as headings, paragraphs and lists.

        Requirement: F-01.

        :return: dictionaries of `heading`, `text` and `items`, one of them filled;
            empty if the policy has no guide
        :rtype: list[dict]
        """
        self.ensure_one()
        # Words of the policy for who leaves, which interviewers print, too.
        case_sudo = self.sudo()
        guide = case_sudo._fill_offer(case_sudo.policy_id.leaving_guide)
        blocks = []
        for part in guide.split("\n\n"):
            rest = []
            for line in filter(None, map(str.strip, part.split("\n"))):
                if line.startswith("# "):
                    blocks.append({"heading": line[2:], "text": "", "items": []})
                else:
                    rest.append(line)
            words = " ".join(line for line in rest if not line.startswith("- "))
            if words:
                blocks.append({"heading": "", "text": words, "items": []})
            items = [line[2:] for line in rest if line.startswith("- ")]
            if items:
                blocks.append({"heading": "", "text": "", "items": items})
        return blocks
