# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import test_absence
from . import test_answer
from . import test_circulation
from . import test_contact
from . import test_document
from . import test_duty
from . import test_file_check
from . import test_flow
from . import test_history
from . import test_hooks
from . import test_js
from . import test_notice
from . import test_interviewer
from . import test_performance
from . import test_reminder
from . import test_reports
from . import test_session
from . import test_share
from . import test_board
from . import test_outcome_letter
from . import test_overview
from . import test_ways_agency
from . import test_ways_hr
from . import test_ways_moves
from . import test_ways_people
