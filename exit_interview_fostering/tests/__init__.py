from . import test_household, test_notice, test_population, test_sessions
