# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import exit_interview_population_mixin
from . import exit_interview_role_mixin
from . import exit_interview_leaving_mixin
from . import exit_interview_household_mixin
from . import exit_interview_household_note
from . import exit_interview_approval
from . import exit_interview_household_member
from . import exit_interview_care_year
from . import res_partner
from . import exit_interview_policy
from . import exit_interview_duty
from . import exit_interview_journal
from . import exit_interview_household_duty_mixin
from . import exit_interview_retention_talk
from . import exit_interview_retention_action
from . import exit_interview_briefing
from . import exit_interview_briefing_part
from . import exit_interview_briefing_case_mixin
from . import exit_interview_data_form_mixin
from . import exit_interview_notice
from . import exit_interview
from . import exit_interview_participant
from . import exit_interview_demo
from . import exit_interview_publication
from . import exit_interview_review
from . import exit_interview_review_line
