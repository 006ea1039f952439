"""What a change of division did to the areas of a view, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import areas as divisions
from geo.areas import COUNTRY
from geo.crosswalk import Relation, relation
from layers.text import say

if TYPE_CHECKING:
    from geo.areas import Language
    from layers.view import View


def became(before: View, after: View, lang: Language) -> str:
    """Say which other area is in focus, or open, in place of one that the new division does not have.

    Parameters
    ----------
    before, after : View
        A view, and the same in another division (`View.in_division`).

    Returns
    -------
    str
        Empty where focus and open area are the same pieces of land as before, and the level is there.
    """
    old, new = divisions.load(before.division), divisions.load(after.division)
    pairs = dict.fromkeys([(before.pick, after.pick or COUNTRY), (before.area, after.area)])
    said = [say("doubt.level", lang, given=str(before.level))] if before.level not in new.levels else []
    for was, now in pairs:
        if (
            was is None
            or was not in old
            or relation(before.division, was, after.division, now) is Relation.SAME
        ):
            continue
        key = "division.became.none" if now == COUNTRY else "division.became"
        area = f"{old[was].name(lang)} ({say(f'level.{old[was].level}', lang)})"
        words = {"division": say(f"division.of.{after.division}", lang), "now": new[now].name(lang)}
        said.append(say(key, lang, area=area, level=say(f"level.{new[now].level}", lang), **words))
    return " ".join(dict.fromkeys(said))
