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
