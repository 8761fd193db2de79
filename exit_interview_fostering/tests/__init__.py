from . import (
    test_circulation,
    test_household,
    test_notice,
    test_policy,
    test_population,
)
from . import test_household, test_notice, test_population, test_sessions
