from . import test_household, test_notice, test_population
from . import test_retention_talk, test_briefing
