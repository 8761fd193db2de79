# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import test_absence
from . import test_access_log
from . import test_answer
from . import test_circulation
from . import test_duty
from . import test_flow
from . import test_history
from . import test_hooks
from . import test_js
from . import test_notice
from . import test_notice_import
from . import test_performance
from . import test_permission
from . import test_reminder
from . import test_reports
from . import test_share
