"""What a verb asks of a learner, in thought and in the hand: the project's own list, and how it is read off a text."""

from __future__ import annotations

from lexcurric.core.demand.demand import Demand as Demand
from lexcurric.core.demand.demand import VerbUse as VerbUse
from lexcurric.core.demand.demand import demand_of as demand_of
from lexcurric.core.demand.proposals import PROPOSED as PROPOSED
from lexcurric.core.demand.records import SOURCES as SOURCES
from lexcurric.core.demand.records import Bloom as Bloom
from lexcurric.core.demand.records import Dave as Dave
from lexcurric.core.demand.records import Sense as Sense
from lexcurric.core.demand.records import Verb as Verb
from lexcurric.core.demand.verbs import VerbList as VerbList
from lexcurric.core.demand.verbs import own_verbs as own_verbs
