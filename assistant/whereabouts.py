"""Where a firm is, resolved for the documents that are written for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.places import chain_names, resolve

if TYPE_CHECKING:
    from prompts.plan_contacts import Whereabouts


def whereabouts(region: str | None, scheme_place: str) -> Whereabouts:
    """The place that a region names, and whether it is known to lie outside the place of a scheme.

    A region around the place of the scheme (河南省 for a text of 三门峡市) is open, not outside.
    """
    # Reading requests does not need the documents.
    from prompts.plan_contacts import Whereabouts

    if not region:
        return Whereabouts()
    place, home = resolve(region), resolve(scheme_place)
    if place is None:
        return Whereabouts((region,))
    outside = home is not None and not place.within(home) and not home.within(place)
    return Whereabouts((*chain_names(place), region), outside)
