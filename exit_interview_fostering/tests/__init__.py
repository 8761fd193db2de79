from . import test_briefing
from . import test_circulation
from . import test_household
from . import test_notice
from . import test_policy
from . import test_population
from . import test_retention_talk
from . import test_sessions
