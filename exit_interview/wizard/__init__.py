# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import exit_interview_step
from . import exit_interview_share_step
from . import exit_interview_action_close
from . import exit_interview_notice_dismiss
from . import exit_interview_notice_import
from . import exit_interview_notice_import_column
from . import exit_interview_notice_import_line
from . import exit_interview_notice_import_sheet
from . import exit_interview_policy_step
from . import exit_interview_policy_template
from . import exit_interview_workbook
from . import hr_departure_wizard
