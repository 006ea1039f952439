"""What the tests of pages share."""

from collections.abc import Iterator

import pytest
from streamlit.components.v2 import manifest_scanner


@pytest.fixture(scope="session", autouse=True)
def no_components_of_other_packages() -> Iterator[None]:
    """Spare every page a search of all installed packages for components: ours come with the page."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(manifest_scanner, "scan_component_manifests", lambda: [])
        yield
