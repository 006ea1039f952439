"""Native shapes of slides, written as DrawingML.

python-pptx would make them too, one point at a time and with a theme's shadow; 53 areas then take
half a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from layers.render.said import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from layers.render.flat import Box, Ring

NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
POINT = 12_700
"""Units of a slide (EMU) in a point."""

GRID = 1_800
"""Units of an outline's own grid: a twentieth of a millimetre is finer than any eye."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How a text is written: colour, size in points, weight."""

    colour: str
    size: float
    bold: bool = False


def solid(colour: str, percent: int = 100) -> str:
    """Return a plain fill, `percent` opaque."""
    alpha = f'<a:alpha val="{percent * 1000}"/>' if percent < 100 else ""
    return f'<a:solidFill><a:srgbClr val="{colour.lstrip("#")}">{alpha}</a:srgbClr></a:solidFill>'


def hatch(ground: str, lines: str) -> str:
    """Return a fill of diagonal lines."""
    return (
        f'<a:pattFill prst="wdUpDiag"><a:fgClr><a:srgbClr val="{lines.lstrip("#")}"/></a:fgClr>'
        f'<a:bgClr><a:srgbClr val="{ground.lstrip("#")}"/></a:bgClr></a:pattFill>'
    )


class Tree:
    """The shapes of a slide, in the order they are drawn.

    Parameters
    ----------
    slide : pptx.slide.Slide
        Gets the shapes.
    """

    def __init__(self, slide: Any) -> None:
        self._tree = slide.shapes._spTree
        self._next = max((shape.shape_id for shape in slide.shapes), default=1) + 1

    def outline(
        self,
        name: str,
        rings: Sequence[Ring],
        fill: str,
        line: str,
        width: float,
        told: str = "",
        *,
        closed: bool = True,
        dash: bool = False,
    ) -> None:
        """Add a free shape, or lines; rings inside others are holes. Without any, nothing is added."""
        if not rings:
            return
        xs, ys = ([point[axis] for ring in rings for point in ring] for axis in (0, 1))
        left, top = min(xs), min(ys)
        wide, high = (max(1, round((max(of) - min(of)) / GRID)) for of in (xs, ys))
        paths = "".join(_path(ring, left, top, closed) for ring in rings)
        self._add(
            name,
            told,
            f"{_frame(left, top, wide * GRID, high * GRID)}"
            "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{wide}" h="{high}">{paths}</a:path>'
            f"</a:pathLst></a:custGeom>{fill or '<a:noFill/>'}{_line(line, width, dash=dash)}",
        )

    def mark(
        self, name: str, preset: str, box: Box, fill: str, line: str, text: str = "", size: float = 7
    ) -> None:
        """Add a preset shape, such as ``rect`` or ``ellipse``, perhaps with a white text inside."""
        self._add(
            name,
            name,
            f"{_frame(box.left, box.top, box.width, box.height)}"
            f'<a:prstGeom prst="{preset}"><a:avLst/></a:prstGeom>{fill}{_line(line, 0.5)}',
            _body([text], Ink("FFFFFF", size, bold=True), middle=True) if text else "",
        )

    def text(
        self,
        name: str,
        box: Box,
        lines: Iterable[str],
        ink: Ink,
        *,
        middle: bool = False,
        fill: str = "",
    ) -> None:
        """Add a text, a paragraph per line; on nothing, unless a fill is given."""
        self._add(
            name,
            "",
            f"{_frame(box.left, box.top, box.width, box.height)}"
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill or "<a:noFill/>"}',
            _body(lines, ink, middle=middle),
        )

    def _add(self, name: str, told: str, looks: str, body: str = "") -> None:
        from pptx.oxml import parse_xml

        told = f" descr={quoteattr(printable(told))}" if told else ""
        shape = parse_xml(
            f'<p:sp {NAMES}><p:nvSpPr><p:cNvPr id="{self._next}" name={quoteattr(printable(name))}{told}/>'
            f"<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{looks}</p:spPr>{body}</p:sp>"
        )
        self._tree.append(shape)
        self._next += 1


def _frame(left: int, top: int, width: int, height: int) -> str:
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _line(colour: str, width: float, *, dash: bool = False) -> str:
    dashes = '<a:prstDash val="dash"/>' if dash else ""
    return f'<a:ln w="{round(width * POINT)}">{solid(colour)}{dashes}<a:round/></a:ln>'


def _path(ring: Ring, left: int, top: int, closed: bool) -> str:
    grid = [(round((x - left) / GRID), round((y - top) / GRID)) for x, y in ring]
    (x, y), *others = [now for now, before in zip(grid, [None, *grid], strict=False) if now != before]
    lines = "".join(f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in others)
    return f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>{lines}{"<a:close/>" if closed else ""}'


def _body(lines: Iterable[str], ink: Ink, *, middle: bool) -> str:
    run = f'<a:rPr sz="{round(ink.size * 100)}" b="{int(ink.bold)}">{solid(ink.colour)}</a:rPr>'
    align = ' algn="ctr"' if middle else ""
    paragraphs = "".join(
        f"<a:p><a:pPr{align}/><a:r>{run}<a:t>{escape(printable(line))}</a:t></a:r></a:p>" for line in lines
    )
    anchor = "ctr" if middle else "t"
    return (
        f'<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">'
        f"<a:normAutofit/></a:bodyPr><a:lstStyle/>{paragraphs}</p:txBody>"
    )
