"""``mali-map build …``: the project's own tables from published files."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from ui.terminal import ATTENTION

app = typer.Typer(help="Make the project's own tables from published files.")


class Build(NamedTuple):
    """A module of `geo.build` that makes files of one folder of ``data/`` from published ones."""

    makes: str
    source: str
    folder: str
    said: str = "{}"


BUILDS = {
    "boundaries": Build("the boundaries of a division", "an official COD-AB download", "boundaries"),
    "basemap": Build("the base map: neighbours, rivers, lakes, towns", "Natural Earth files", "boundaries"),
    "displacement": Build(
        "the tables of displacement rounds and national figures", "DTM files", "displacement"
    ),
    "census": Build(
        "the table of the census of 2009", "the census table", "reference", "census_2009.csv: {} rows"
    ),
    "camps": Build(
        "the table of camps and hosting places abroad",
        "the refugee counts",
        "displacement",
        "camps.csv: {} rows",
    ),
    "floods": Build("the table of floods", "IDMC's events", "displacement", "floods.csv: {} rows"),
    "series": Build(
        "the table of regional figures of other series; needs the rounds",
        "the published figures",
        "displacement",
    ),
    "settlements": Build("the named places", "the settlements", "boundaries"),
    "codes": Build(
        "the table of what the codes of 2015 denote today",
        "the codes of 2015",
        "reference",
        "codes_2015.csv: {} codes",
    ),
}


def _offer(name: str, build: Build) -> None:
    @app.command(name, help=f"Make {build.makes}.")
    def run(source: Path = typer.Option(help=f"Folder of {build.source}.")) -> None:
        from geo.paths import DATA

        module = import_module(f"geo.build.{name}")
        print(build.said.format(module.build(source, DATA / build.folder)))
        _seal()


for _name, _build in BUILDS.items():
    _offer(_name, _build)


@app.command("sites")
def build_sites() -> None:
    """Make the template of a list of sites, and the invented EXAMPLE sites."""
    from geo.build import sites
    from geo.paths import DATA

    print(f"example_sites.csv: {sites.build(DATA / 'sites')} invented sites")
    _seal()


@app.command("reform2023")
def build_reform2023(
    source: Annotated[Path, typer.Option(help="Folder with the regions of the communes in 2023.")],
) -> None:
    """Make the derived division of 2023 from the communes of 2021."""
    from geo.build import reform2023
    from geo.paths import DATA

    print(reform2023.build_communes(source, DATA / "reference"))
    print(reform2023.build(DATA / "boundaries"))
    _seal()


@app.command("catalog")
def build_catalog() -> None:
    """Write the digests of the data files into the catalogue."""
    _seal()


def _seal() -> None:
    from geo import catalog as catalogue

    catalogue.seal()
    findings = catalogue.check()
    for finding in findings:
        print(finding, file=sys.stderr)
    raise typer.Exit(ATTENTION if findings else 0)
