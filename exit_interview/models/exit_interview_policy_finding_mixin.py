# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ExitInterviewPolicyFindingMixin(models.AbstractModel):
    """What a policy says about findings: days, people, words that tell people apart."""

    _name = "exit.interview.policy.finding.mixin"
    _description = "Rules for findings"

    finding_days = fields.Integer(
        string="Findings noted within",
        default=5,
        help="Working days after the record is confirmed until somebody has noted what "
        "is to be learned from it, or that there is nothing.",
    )
    finding_approval_days = fields.Integer(
        string="Wording approved within",
        default=5,
        help="Working days until a second person has approved or returned a wording.",
    )
    finding_urgent_hours = fields.Integer(
        string="Urgent: acted on within (hours)",
        default=24,
        help="Hours until it is recorded what was done about an urgent finding. Nights "
        "and week-ends count.",
    )
    cause_people = fields.Integer(
        string="Same cause again: people",
        default=3,
        help="When so many different people left a service with the same approved "
        "worry, the coordinator is told. Many remarks of one person count once.",
    )
    cause_months = fields.Integer(
        string="Same cause again: within months",
        default=12,
        help="How far back people are counted, by the day their finding was approved.",
    )
    trait_words = fields.Text(
        string="Words that tell people apart",
        translate=True,
        default=lambda self: self._get_default_trait_words(),
        help="One word, beginning of a word (ending in *) or phrase a line. Where one "
        "stands in a wording, the author is asked to rewrite it, or to say why it may "
        "stand. Dates, ages and numbers of children are always pointed out.",
    )

    _finding_numbers_positive = models.Constraint(
        "CHECK(finding_days > 0 AND finding_approval_days > 0 AND"
        " finding_urgent_hours > 0 AND cause_people > 1 AND cause_months > 0)",
        "Findings: deadlines and months are at least one, and a cause comes again with "
        "two people at the earliest.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of the ORM: the words of a population, unless others were typed."""
        policies = super().create(vals_list)
        general = self.browse()._get_default_trait_words()
        for policy in policies.filtered(lambda one: one.trait_words == general):
            words = policy._get_default_trait_words()
            if words != general:
                policy.trait_words = words
        return policies

    def _get_trait_words(self):
        """Return the words that tell people apart, lower case.

        :rtype: list[str]
        """
        lines = (self.trait_words or "").splitlines()
        return [line.strip().lower() for line in lines if line.strip()]

    def _get_default_trait_words(self):
        """Return the words a new policy starts with (P-16, A-26).

        Populations, which ask :attr:`population`, append theirs.

        :rtype: str
        """
        return "\n".join(
            [
                self.env._(
                    "the only\nonly one\nonly man\nonly woman\nonly male\nonly female\n"
                    "the oldest\nthe youngest\nthe longest\nlongest serving\nlongest "
                    "standing\nnewest member\nmost recent starter\ntwin\ntwins\n"
                    "care experienced"
                ),
                self.env._(
                    "head of service\nprincipal social worker\nthe director\n"
                    "assistant director\ndeputy director\nexecutive director\n"
                    "chief executive\nchief officer\nthe councillor"
                ),
                self.env._(
                    "pregnan*\nmaternity\npaternity\nadoption leave\nmiscarr*\n"
                    "stillb*\nivf\nmenopaus*\nbreastfeed*\nsingle mother\nsingle "
                    "father\nsingle parent\nwidow*\ndivorc*\nmy husband\n"
                    "my wife\nmy partner\nher partner\nhis partner"
                ),
                self.env._(
                    "deaf*\nblind\nwheelchair*\ndisab*\nautis*\nadhd\ndyslexi*\n"
                    "dyspraxi*\nepilep*\ndiabet*\ncancer\nchemotherap*\n"
                    "radiotherap*\ntumour*\nstroke\nheart attack\narthrit*\nasthma*\n"
                    "crohn*\nparkinson*\nfibromyalg*\nendometrio*\nmultiple sclerosis"
                    "\nlong covid\nptsd\ndepress*\nbipolar\nsurger*\namput*\n"
                    "hospitalis*\nguide dog\nhearing aid*\nsick leave\nstammer*"
                ),
                self.env._(
                    "muslim*\nchristian*\njew\njews\njewish\nhindu*\nsikh*\nbuddhis*\ncatholic*\n"
                    "jehovah*\nquaker*\nhijab*\nniqab*\nheadscarf*\nturban*\nramadan\n"
                    "sabbath\nmosque*\nsynagogue*\nchurch*"
                ),
                self.env._(
                    "welsh speak*\nspeaks welsh\npolish\nurdu\npunjabi*\ngujarati\n"
                    "bengali\nromanian*\nbulgarian*\nlithuanian*\nukrain*\nnigerian*\n"
                    "ghana*\nzimbabw*\nkenya*\nafrican*\ncaribbean*\njamaica*\n"
                    "filipin*\nindian\npakistan*\nbangladesh*\nsyria*\niran*\nafghan*\n"
                    "kurd*\nturkish\nsomali*\neastern european*\nirish\nscottish\n"
                    "australian*\namerican*\ncanadian*\nblack\nasian\nwhite\naccent\n"
                    "mother tongue\nnative speak*\ntraveller*\nimmigrant*\nrefugee*\n"
                    "visa"
                ),
                self.env._(
                    "gay\nlesbian*\nbisexual*\ntrans\ntransgender\ntransitioning\nher "
                    "transition\nhis transition\nnon-binary\nqueer"
                ),
                self.env._(
                    "tribunal\ngrievance*\nsuspended\ndisciplinary\ndisciplined\nunion "
                    "rep*\nshop steward*\nwhistleblow*"
                ),
            ]
        )
