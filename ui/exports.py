"""Files that readers take: each is noted in the audit log before it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import audit
from geo.errors import GeoError
from layers.render import kept
from layers.render.kept import Kept
from layers.render.worker import QUEUE
from ui import access

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.disclosure import Audience

KEPT = Kept()


def recorded(what: str, audience: Audience, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Return how to make a file that somebody may take, which is noted whenever it is made.

    Streamlit makes it apart from the session, so who asks is found out now; whether that account is still
    signed in is asked again then.

    Raises
    ------
    GeoError
        ``signed_out``, when it is made.
    """
    by, may_still = access.who(), access.lasting()

    def made() -> bytes:
        if audience == "partner" and not may_still():
            raise GeoError("signed_out")
        audit.record("export", what, audience, by)
        return make()

    return made


def apart(function: Callable[..., bytes], *given: object, public: bool = False) -> Callable[[], bytes]:
    """Return how to make a file in another process, so that nobody at the map waits for it.

    What is made for the public is kept for whoever asks for the same.
    """

    def made() -> bytes:
        return QUEUE.run(function, *given)

    return (lambda: KEPT.content(kept.key(function.__name__, given), made)) if public else made
