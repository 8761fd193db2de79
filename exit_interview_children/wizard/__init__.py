# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import exit_interview_agreement_answer
from . import exit_interview_child_report
from . import exit_interview_concern_raise
from . import exit_interview_consideration_step
from . import exit_interview_home_period
from . import exit_interview_outcome
from . import exit_interview_policy_template
from . import exit_interview_step
from . import exit_interview_strike
