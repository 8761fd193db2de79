# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import exit_interview_household_report
from . import exit_interview_policy_template
from . import exit_interview_briefing_return
from . import exit_interview_data_form
