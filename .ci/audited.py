"""Say what pip-audit found, and what it could not look up; fail only on what it found."""

import json
import sys
from pathlib import Path

packages = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["dependencies"]
asked = [package for package in packages if "skip_reason" not in package]
found = [f"{package['name']} {one['id']}" for package in asked for one in package["vulns"]]
print(f"{len(asked)} of {len(packages)} packages were looked up; known vulnerabilities: {len(found)}")
print("\n".join(found))
sys.exit(bool(found))
