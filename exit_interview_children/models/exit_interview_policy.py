# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .exit_interview_population_mixin import POPULATION


class ExitInterviewPolicy(models.Model):
    """The numbers, questions and words that only children need."""

    _name = "exit.interview.policy"
    _inherit = ["exit.interview.policy.child.words.mixin", "exit.interview.policy"]

    young_questionnaire_id = fields.Many2one(
        comodel_name="exit.interview.questionnaire",
        string="Questions for the youngest",
        ondelete="restrict",
        domain="[('population', '=', population), ('state', '=', 'published'),"
        " ('kind', '=', 'interview')]",
        help="Few, short, and with pictures. Empty: the questions for teenagers.",
    )
    middle_questionnaire_id = fields.Many2one(
        comodel_name="exit.interview.questionnaire",
        string="Questions for primary school age",
        ondelete="restrict",
        domain="[('population', '=', population), ('state', '=', 'published'),"
        " ('kind', '=', 'interview')]",
        help="Empty: the questions for teenagers.",
    )
    young_age_max = fields.Integer(
        string="The youngest are at most",
        default=7,
        help="Age in years at the notice, up to which a child gets the questions and "
        "words for the youngest.",
    )
    middle_age_max = fields.Integer(
        string="Primary school age is at most",
        default=11,
        help="Age in years at the notice, up to which a child gets the questions and "
        "words for primary school age.",
    )
    child_age_max = fields.Integer(
        string="Offered by itself up to",
        default=18,
        help="Age in years at the notice. For anybody older a person decides what is "
        "offered.",
    )
    feasible_days = fields.Integer(
        string="Feasibility decided within",
        default=3,
        help="Working days from the notice until the social worker has said whether a "
        "conversation is feasible, for a child with a significant learning disability.",
    )
    agreement_days = fields.Integer(
        string="Young person asked within",
        default=5,
        help="Working days from the notice, or from the decision that a conversation "
        "is feasible, until the social worker has asked the young person.",
    )
    consideration_days = fields.Integer(
        string="Considered within",
        default=10,
        help="Working days from the copy until the independent reviewing officer has "
        "said what they recommend.",
    )
    recommendation_days = fields.Integer(
        string="Recommendations answered within",
        default=15,
        help="Working days from a recommendation until whoever it is for has said what "
        "will be done.",
    )
    monitoring_days = fields.Integer(
        string="Monitoring report within",
        default=20,
        help="Working days from the publication of the review of a year until the "
        "reviewing officer has given the annual monitoring report to Joint Senior "
        "Managers.",
    )
    reading_days = fields.Integer(
        string="Recommendations read within",
        default=5,
        help="Working days until the Children's Services Manager and the social worker "
        "have said that they read their copies of what is recommended.",
    )
    asked_days = fields.Integer(
        string="Advocate or complaint within",
        default=1,
        help="Working days until somebody sees to it that a young person asked, on "
        "their page, for an advocate or how to complain. Their page tells them.",
    )
    home_months = fields.Integer(
        string="Months of a home",
        default=6,
        help="How many whole months the document of a home holds unless somebody "
        "chooses other days: six for the review of its own care.",
    )
    address_days = fields.Integer(
        string="Address kept for",
        default=14,
        help="Calendar days after the meeting, after which it is deleted where the "
        "young person lives, how they can be met, and where they were met.",
    )
    access_days = fields.Integer(
        string="Outside interviewers may look for",
        default=14,
        help="Calendar days after the hand-in during which an interviewer from outside "
        "still sees the conversation.",
    )
    helpline_name = fields.Char(
        string="Helpline for children",
        default="Childline",
        translate=True,
        help="Whom a young person can ring at any time. It stands on their help page.",
    )
    helpline_phone = fields.Char(
        string="Number of the helpline",
        default="0800 1111",
        help="Free to call. Empty: no helpline stands on their help page.",
    )
    helpline_wording = fields.Text(
        string="About the helpline",
        default=lambda self: self.env._(
            "You can also ring Childline, day and night. It costs nothing and does not "
            "show on a bill."
        ),
        translate=True,
        help="In words for every age; read aloud on their help page.",
    )
    young_notice_wording = fields.Text(
        string="What happens with what I say: the youngest", translate=True
    )
    middle_notice_wording = fields.Text(
        string="What happens with what I say: primary school age", translate=True
    )
    young_advocacy_wording = fields.Text(
        string="Advocates: the youngest",
        translate=True,
        help="One short sentence for their help page: who an advocate is, and whom to "
        "ask or ring. Empty: the words for older children.",
    )
    child_advocacy_wording = fields.Text(
        string="Advocates: other children",
        translate=True,
        help="Stands on their help page: who an advocate is, and whom to ask or ring.",
    )
    young_complaints_wording = fields.Text(
        string="Complaints: the youngest",
        translate=True,
        help="One short sentence for their help page. Empty: the words that all others "
        "read.",
    )
    young_letter_body = fields.Text(string="Letter to the youngest", translate=True)
    middle_letter_body = fields.Text(
        string="Letter to those of primary school age", translate=True
    )

    _children_days_positive = models.Constraint(
        "CHECK(feasible_days > 0 AND agreement_days > 0 AND consideration_days > 0 AND"
        " recommendation_days > 0 AND monitoring_days > 0 AND reading_days > 0 AND"
        " asked_days > 0 AND home_months > 0 AND address_days >= 0 AND"
        " access_days >= 0)",
        "Days are not negative, and everybody has at least one to answer.",
    )
    _children_ages_order = models.Constraint(
        "CHECK(young_age_max < middle_age_max AND middle_age_max < child_age_max)",
        "The ages go up: the youngest, primary school age, the oldest.",
    )

    @api.model
    def _get_questionnaire_fields(self):
        """Override of `exit_interview`: questions for three ages."""
        found = super()._get_questionnaire_fields()
        return {
            **found,
            "interview": [
                *found["interview"],
                "middle_questionnaire_id",
                "young_questionnaire_id",
            ],
        }

    def _is_told_apart(self):
        """Override of `exit_interview`: young people are told, and so are staff."""
        return self.population == POPULATION or super()._is_told_apart()

    def _get_wanted_roles(self):
        """Override of `exit_interview`: who is around a child stands with the child.

        Social worker and officer are the child's, the manager is the home's, and the
        interviewer is found for each child; rows of the policy are the fallback.
        """
        wanted = super()._get_wanted_roles()
        if self.population != POPULATION:
            return wanted
        own = {"interviewer", "social_worker", "reviewing_officer", "home_manager"}
        return [role for role in wanted if role not in own]

    def _get_age_band(self, age):
        """Return which questions, pages and letters somebody of an age gets.

        Requirement: decision 11.

        :param int age: full years
        :return: `young`, `middle` or `teenage`
        :rtype: str
        """
        self.ensure_one()
        if age <= self.young_age_max:
            return "young"
        return "middle" if age <= self.middle_age_max else "teenage"
