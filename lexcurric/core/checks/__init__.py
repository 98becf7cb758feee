"""
Checks: what a careful reader would point out. Nothing is refused for it.

Each rule is a small function with an id, a reason, an example and a severity, and can be switched off; they stand by
theme in `form`, `marks`, `wording`, `sets` and `lines`. How often each is right is measured: docs/checks-results.md.
"""

from __future__ import annotations

from lexcurric.core.checks.check import IDS as IDS
from lexcurric.core.checks.check import RULES as RULES
from lexcurric.core.checks.check import accept as accept
from lexcurric.core.checks.check import active_rules as active_rules
from lexcurric.core.checks.check import check as check
from lexcurric.core.checks.check import check_in_steps as check_in_steps
from lexcurric.core.checks.check import check_statement as check_statement
from lexcurric.core.checks.check import repaired as repaired
from lexcurric.core.checks.records import Accepted as Accepted
from lexcurric.core.checks.records import Finding as Finding
from lexcurric.core.checks.records import Fix as Fix
from lexcurric.core.checks.records import Rule as Rule
from lexcurric.core.checks.records import Severity as Severity
from lexcurric.core.checks.settings import CheckSettings as CheckSettings
from lexcurric.core.checks.settings import Limits as Limits
from lexcurric.core.checks.settings import Spelling as Spelling
from lexcurric.core.checks.settings import parse_settings as parse_settings
