# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import exit_interview_analysis
from . import exit_interview_briefing_pdf
from . import exit_interview_data_form_pdf
from . import exit_interview_panel_pdf
from . import exit_interview_workbook_mixin
