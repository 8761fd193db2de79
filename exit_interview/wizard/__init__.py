# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import exit_interview_step
from . import exit_interview_share_step
from . import exit_interview_action_close
from . import exit_interview_outcome
from . import exit_interview_notice_dismiss
from . import exit_interview_policy_step
from . import exit_interview_policy_template
from . import exit_interview_report
from . import exit_interview_notice_import
from . import exit_interview_notice_import_column
from . import exit_interview_notice_import_line
from . import exit_interview_notice_import_sheet
from . import exit_interview_workbook
from . import exit_interview_loop
from . import exit_interview_handover
from . import exit_interview_concern_raise
from . import exit_interview_concern_step
from . import exit_interview_referral
from . import hr_departure_wizard
from . import exit_interview_assign
from . import exit_interview_assign_candidate
from . import exit_interview_contact_log
from . import exit_interview_document_withdraw
from . import exit_interview_wish
from . import exit_interview_review_prepare
from . import exit_interview_review_step
