# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import exit_interview_analysis
from . import exit_interview_workbook_mixin
from . import exit_interview_workbook_xlsx
from . import exit_interview_document_mixin
from . import exit_interview_review_report_mixin
from . import exit_interview_review_pdf
from . import exit_interview_review_xlsx
from . import exit_interview_publication_pdf
from . import exit_interview_letter_mixin
from . import exit_interview_letter
from . import exit_interview_message_letter_mixin
from . import exit_interview_planned_letter
from . import exit_interview_answer_letter
from . import exit_interview_check_letter
from . import exit_interview_outcome_letter
from . import exit_interview_outcome_share_letter
from . import exit_interview_guide
from . import exit_interview_record
from . import exit_interview_session_record
from . import exit_interview_form
from . import exit_interview_cancellation
from . import exit_interview_copy
from . import exit_interview_questionnaire_form
