# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import case_file
from . import report
from . import notice_import
from . import leaver
from . import leaver_entry
from . import leaver_pin
from . import leaver_answer
from . import leaver_offer
from . import leaver_check
from . import leaver_permission
from . import leaver_follow_up
from . import leaver_guide
from . import publication
