# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import test_agreement
from . import test_child
from . import test_child_people
from . import test_child_pages
from . import test_circulation
from . import test_home
from . import test_home_period
from . import test_letter
from . import test_meeting_place
from . import test_monitoring_report
from . import test_notice
from . import test_officer
from . import test_officer_aside
from . import test_outsider
from . import test_policy
from . import test_portal
from . import test_questionnaires
from . import test_recommendation
from . import test_review_children
from . import test_sample
from . import test_strike
from . import test_workbook
from . import test_outside_concern
from . import test_unreachable
