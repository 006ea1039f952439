"""``mali-map brief …``: a briefing's slides in words, and as a file to send."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ui.terminal import ATTENTION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.areas import Language
    from layers.briefing import Briefing
    from layers.deck import Page


def brief(
    file: Annotated[
        str | None,
        typer.Argument(help="A briefing's file, or the name of one that is kept; none lists those."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", "--out", help="File to write: .pptx, .pdf or .toml.")
    ] = None,
    lang: Annotated[Literal["fr", "en"], typer.Option(help="Language of the slides.")] = "fr",
    audience: Annotated[Literal["public", "partner"], typer.Option(help="Whom it is for.")] = "public",
    notes: Annotated[bool, typer.Option(help="With the notes for whoever speaks.")] = True,
    keep: Annotated[bool, typer.Option("--keep", help="Keep it in the workspace, for the app.")] = False,
    renew: Annotated[
        bool,
        typer.Option(
            "--renew", help="Compare with today's figures from now on: next month says what changed."
        ),
    ] = False,
) -> None:
    """Say what changed since a briefing; write it as slides.

    Without -o it prints what the slides say and what has changed since.
    """
    from geo import durable
    from layers import briefing as briefings
    from layers import deck
    from layers.view import View

    if file is None:
        _listed(output)
        return
    kind = _ending(output)
    given = _given(file)
    pages = deck.pages(given, View(lang=lang, audience=audience), lang)
    if output:
        durable.write(output, _made(given, pages, kind, notes=notes))
    else:
        _told(pages, lang)
    if renew:
        given = _renewed(file, given, pages)
    if keep:
        name = briefings.keep(given)
        print(f"{name}: ?{View(brief=name, slide=1, lang=lang, present=True).query()}")
    raise typer.Exit(ATTENTION if _doubts(pages, lang) else 0)


def _listed(output: Path | None) -> None:
    """List the briefings that are kept."""
    from geo import briefings as kept
    from geo.errors import GeoError
    from layers import briefing as briefings

    if output:
        raise GeoError("briefing_target")
    for name in kept.names():
        given = briefings.load(name)
        print(f"{name:40} {len(given.slides):3}  {given.title}")


def _ending(output: Path | None) -> str:
    """Return the format that is asked for."""
    from geo.errors import GeoError
    from layers.render import briefing_file

    known = (*briefing_file.FORMATS, "toml")
    ending = output.suffix.lstrip(".").lower() if output else known[0]
    if ending not in known:
        raise GeoError("briefing_format", given=ending, known=", ".join(known))
    return ending


def _is_kept(file: str) -> bool:
    from geo import briefings as kept

    return file in kept.names() and not Path(file).is_file()


def _given(file: str) -> Briefing:
    """Read a briefing, from a file or from those that are kept."""
    from geo.errors import GeoError
    from layers import briefing as briefings

    if _is_kept(file):
        return briefings.load(file)
    if not Path(file).exists():
        raise GeoError("briefing_missing", file=file)
    with Path(file).open("rb") as opened:
        return briefings.read(opened.read(briefings.LARGEST + 1))


def _made(given: Briefing, pages: Sequence[Page], ending: str, *, notes: bool) -> bytes:
    from layers import briefing as briefings
    from layers.render import briefing_file

    if ending == "toml":
        return briefings.write(given).encode()
    return briefing_file.make(given.title, pages, ending, notes=notes)


def _told(pages: Sequence[Page], lang: Language) -> None:
    """Print what each slide says, and what has changed since it was made."""
    from layers import reading
    from layers.text import say

    for page in pages:
        print(say("briefing.slide", lang, n=str(page.number), title=page.title))
        scene = page.scenes[0]
        for line in filter(None, (page.reading(scene), reading.since(page.slide, scene), page.slide.note)):
            print("   ", *line.split())


def _renewed(file: str, given: Briefing, pages: Sequence[Page]) -> Briefing:
    """Have the file compare with what its slides say now; return it as it then is."""
    from dataclasses import replace

    from geo.durable import write
    from geo.rights import OPERATOR
    from layers import briefing as briefings
    from layers import reading

    now = {page.slide: reading.renewed(page.slide, page.scenes[0]) for page in pages}

    def renewed(briefing: Briefing) -> Briefing:
        return replace(briefing, slides=tuple(now.get(slide, slide) for slide in briefing.slides))

    if _is_kept(file):
        briefings.change(file, renewed, OPERATOR)
    else:
        write(Path(file), briefings.write(renewed(_given(file))))
    return renewed(given)


def _doubts(pages: Sequence[Page], lang: Language) -> bool:
    """Say on stderr what was not understood, and which readings were written for other figures."""
    from layers.text import say

    found = False
    for page in pages:
        outdated = [say("briefing.outdated", lang)] if page.outdated else []
        for told in (*(doubt for scene in page.scenes for doubt in scene.doubts), *outdated):
            print(
                say("briefing.slide", lang, n=str(page.number), title=f"{page.title}: {told}"),
                file=sys.stderr,
            )
            found = True
    return found
