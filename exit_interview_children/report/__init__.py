# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import exit_interview_analysis
from . import exit_interview_home_period_pdf
from . import exit_interview_monitoring_pdf
from . import exit_interview_outcome_letter
from . import exit_interview_workbook_mixin
