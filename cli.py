"""The same things from a terminal: ``mali-map …``.

Exit status 0: done. 1: done, but something needs attention. 2: could not be done.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import typer

from ui import terminal, terminal_brief, terminal_build
from ui.terminal import ATTENTION, FAILED

UsageError: Any = typer.BadParameter.__base__  # typer itself names only the errors derived from it
ROOT = Path(__file__).resolve().parent

Sent = Annotated[Path, typer.Argument(help="A file somebody sent.")]
SentKind = Annotated[
    Literal["displacement", "sites", "offices", "projects", "figures", "lines", "areas"] | None,
    typer.Option("--kind", help="Kind of table, where it is known."),
]
SentDivision = Annotated[
    str | None, typer.Option("--division", help="Division of its areas; inferred where not given.")
]

app = typer.Typer(
    help="Where displaced people are in Mali, who helps where, and where nobody reports it.",
    add_completion=False,
    rich_markup_mode=None,  # drawing boxes around the help takes as long as all else of it
    pretty_exceptions_enable=False,
)
app.add_typer(terminal_build.app, name="build")
app.command("brief")(terminal_brief.brief)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8501,
) -> None:
    """Start the web app."""
    os.chdir(ROOT)  # Streamlit reads `.streamlit/config.toml` from the working directory.
    from ui import logs

    logs.configure()
    from app import app as web_app
    from ui import server

    server.serve(web_app, host, port)


@app.command()
def check(
    file: Sent,
    kind: SentKind = None,
    division: SentDivision = None,
    json_wanted: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    placements: Annotated[bool, typer.Option(help="List where each row landed.")] = False,
) -> None:
    """Say where each row of a file lands, or why it does not."""
    from layers.render.report import as_json, as_text

    reports = _checked(file, kind, division)
    if json_wanted:
        tables = [as_json(report, "en", placements=placements) for report in reports]
        print(json.dumps({"schema": 1, "file": file.name, "tables": tables}, ensure_ascii=False, indent=2))
    else:
        for report in reports:
            print(as_text(report, "en", placements=placements))
    raise typer.Exit(ATTENTION if any(report.needs_attention for report in reports) else 0)


@app.command("join")
def join_rows(
    file: Sent,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="File to write: .gpkg, .geojson, .parquet, .csv or .xlsx.")
    ],
    kind: SentKind = None,
    division: SentDivision = None,
    engine: Annotated[Literal["here", "dask"], typer.Option(help="Who joins a folder of parts.")] = "here",
    scheduler: Annotated[str | None, typer.Option(help="Address of Dask: tcp://10.0.0.5:8786.")] = None,
) -> None:
    """Write the rows of a file, placed or not, with their areas.

    Of a folder of parts too.
    """
    if file.is_dir() or engine == "dask" or scheduler:
        from layers.render import parts

        with terminal.progress() as told:
            raise typer.Exit(parts.run(file, output, engine, scheduler, kind, division, told))
    from geo import imports, joined
    from layers.render.report import as_text

    reports = imports.known(_checked(file, kind, division))
    joined.write(reports, output)
    for report in reports:
        print(as_text(report, "en"))
    raise typer.Exit(ATTENTION if any(report.needs_attention for report in reports) else 0)


@app.command("import")
def import_file(
    file: Sent,
    name: Annotated[str, typer.Option(help="Name of the dataset: a-z, 0-9 and hyphens.")],
    kind: SentKind = None,
    division: SentDivision = None,
    title: Annotated[str | None, typer.Option(help="What it is called on the map.")] = None,
    source: Annotated[str | None, typer.Option(help="Who says so.")] = None,
    date: Annotated[str | None, typer.Option(help="YYYY, YYYY-MM or YYYY-MM-DD.")] = None,
    sensitivity: Annotated[
        Literal["public", "internal", "restricted"] | None,
        typer.Option(help="Who may see it; restricted unless its owner says otherwise."),
    ] = None,
    complete: Annotated[
        list[str] | None,
        typer.Option(help="It names everybody: CLUSTERS:AREAS[:START:END], such as WSH,HEA:ML05 or all:ML."),
    ] = None,
) -> None:
    """Keep the rows of a file in the workspace, as a layer of the map."""
    from dataclasses import replace

    from geo import completeness, imports
    from layers.holdings import view_of
    from layers.render.report import as_text

    reports = imports.known(_checked(file, kind, division))
    for report, called in zip(reports, imports.names(reports, name), strict=True):
        proposed = imports.described(report, called, alone=len(reports) == 1)
        said: dict[str, Any] = {"title": title, "source": source, "date": date, "sensitivity": sensitivity}
        said = {what: value for what, value in said.items() if value is not None}
        if complete and report.sheet.kind == "projects":
            said["claims"] = tuple(completeness.read(text, report.division) for text in complete)
        kept = imports.save(report, replace(proposed, **said), file)
        print(as_text(report, "en"))
        query = view_of(kept, None).query()
        print(f"{kept.name}: {kept.kind}, {kept.rows} rows, {kept.sensitivity}; ?{query}")
    raise typer.Exit(ATTENTION if any(report.needs_attention for report in reports) else 0)


SIZE = typer.Option(help="Size of a printed page.")
UPRIGHT = typer.Option("--portrait/--landscape", help="Which way a printed page stands.")
DPI = typer.Option(help="Dots per inch of a PNG, 150 to 600.")
WITHOUT = typer.Option(help="Parts of a printed page to leave out, with commas between.")
LANG = typer.Option(help="Language, where the view names none.")
HXL = typer.Option(help="Add a row of HXL tags to a table.")


@app.command()
def snapshot(
    query: Annotated[str | None, typer.Argument(help="A view's query, or a whole address.")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File to write: its ending says the format.")
    ] = None,
    size: Annotated[Literal["a4", "a3", "slide"], SIZE] = "a4",
    portrait: Annotated[bool, UPRIGHT] = False,
    dpi: Annotated[int, DPI] = 300,
    without: Annotated[str, WITHOUT] = "",
    lang: Annotated[Literal["fr", "en"], LANG] = "fr",
    hxl: Annotated[bool, HXL] = False,
    pages: Annotated[
        Path | None, typer.Option("--set", help="A saved list of pages (TOML); -o is then a folder.")
    ] = None,
) -> None:
    """Render a view to a file, or a saved list of views to a folder."""
    from geo.errors import GeoError
    from layers.render import export

    if output is None or (query is None) == (pages is None):
        raise GeoError("snapshot_target")
    if pages is not None:
        from layers.render import batch, report_set

        raise typer.Exit(
            _told(batch.run(report_set.read(pages), output, lang, progress=terminal.left), output)
        )
    options = _options(size, portrait, dpi, without, hxl)
    ending = output.suffix.lstrip(".").lower() or output.name
    export.known(ending)
    scenes = export.all_composed(query or "", lang)
    output.write_bytes(export.make(scenes, ending, options))
    if doubts := dict.fromkeys(doubt for scene in scenes for doubt in scene.doubts):
        print(*doubts, sep="\n", file=sys.stderr)
    raise typer.Exit(ATTENTION if doubts else 0)


@app.command()
def atlas(
    query: Annotated[str, typer.Argument(help="A view's query, or a whole address.")],
    by: Annotated[Literal["region", "cercle", "sector"], typer.Option(help="What each sheet is of.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder to write to.")],
    ending: Annotated[str, typer.Option("--format", help="Format of the sheets, beside PDF.")] = "pdf",
    size: Annotated[Literal["a4", "a3", "slide"], SIZE] = "a4",
    portrait: Annotated[bool, UPRIGHT] = False,
    dpi: Annotated[int, DPI] = 300,
    without: Annotated[str, WITHOUT] = "",
    lang: Annotated[Literal["fr", "en"], LANG] = "fr",
    workers: Annotated[int | None, typer.Option(help="Processes; as many as cores if not said.")] = None,
) -> None:
    """Make a sheet per region, cercle or cluster, and one PDF."""
    from layers.render import atlas

    options = _options(size, portrait, dpi, without)
    made = atlas.make(query, by, output, ending, options, lang=lang, workers=workers, progress=terminal.left)
    status = _told(made.outcomes, output)
    if made.bound:
        print(f"bound: {output / made.bound}")
    for doubt in made.doubts:
        print(doubt, file=sys.stderr)
    raise typer.Exit(status or (ATTENTION if made.doubts else 0))


def _options(size: str, portrait: bool, dpi: int, without: str, hxl: bool = False) -> Any:
    from layers.render.export import Options

    parts = tuple(filter(None, (part.strip() for part in without.split(","))))
    return Options(size, "portrait" if portrait else "landscape", dpi, parts, hxl)  # type: ignore[arg-type]


def _checked(file: Path, kind: str | None, division: str | None) -> Any:
    from geo import imports

    with terminal.progress() as told:
        return imports.check(file, kind=kind, division=division, progress=told)


def _told(outcomes: Any, folder: Path) -> int:
    """Say what became of pages; return the exit status."""
    for outcome in outcomes:
        state = "failed" if outcome.problem else "made" if outcome.made else "unchanged"
        print(f"{state}: {', '.join(str(folder / name) for name in outcome.files) or outcome.title}")
        for change in outcome.changes:
            print(f"  {change.area}: {change.before or '–'} → {change.after or '–'}")
        for told in filter(None, (outcome.problem, *outcome.doubts)):
            print(f"{outcome.title}: {told}", file=sys.stderr)
    return ATTENTION if any(outcome.problem or outcome.doubts for outcome in outcomes) else 0


@app.command()
def catalog(
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """List the datasets in hand; those loaded here come last.

    Damaged files of the workspace are named, with what can be done.
    """
    from dataclasses import asdict

    from geo import catalog as catalogue
    from geo import workspace
    from layers import damages

    loaded = workspace.loaded()
    if as_json:
        known = [*catalogue.as_json(), *({"id": f"data:{one.name}"} | asdict(one) for one in loaded)]
        print(json.dumps(known, ensure_ascii=False, indent=2))
    else:
        for dataset in catalogue.datasets():
            said = f"[{dataset.source}; {dataset.licence}]"
            print(f"{dataset.id:22} {dataset.date:10}  {dataset.title['en']}  {said}")
        for one in loaded:
            said = f"[{one.source or 'no source given'}; {one.sensitivity}, {one.at}]"
            print(f"data:{one.name:17} {one.date:10}  {one.title}  {said}")
    damaged = damages.found()
    for broken in damaged:
        print(damages.line(broken, "en"), file=sys.stderr)
    raise typer.Exit(ATTENTION if damaged else 0)


@app.command()
def refresh(
    sources: Annotated[list[str] | None, typer.Argument(help="Sources: hapi, hdx, dtm, boundaries.")] = None,
    every: Annotated[str, typer.Option(help="Again and again: 24h, 90m, 7d.")] = "",
) -> None:
    """Bring newer data; a refresh that fails changes nothing."""
    from layers.render import refreshing

    raise typer.Exit(refreshing.run(sources or [], every))


def main() -> NoReturn:
    """Run a command; what cannot be done is one line on stderr and exit status 2."""
    from geo.errors import GeoError

    try:
        sys.exit(app(standalone_mode=False) or 0)
    except UsageError as error:
        print(f"mali-map: {error.format_message()} See mali-map --help.", file=sys.stderr)
    except GeoError as error:
        from layers.text import sentence

        print(f"mali-map: {' '.join(sentence(error, 'en').split())}", file=sys.stderr)
    except OSError as error:
        said = error.strerror or error, error.filename
        print("mali-map", *filter(None, said), sep=": ", file=sys.stderr)
    sys.exit(FAILED)


if __name__ == "__main__":
    main()
