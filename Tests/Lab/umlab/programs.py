"""Programs of the host on a machine, with the libraries that the machine lacks."""

import io
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

from .errors import LabError
from .progress import say
from .ssh import Shell

# In the linker's path, and not on any package's.
_LIBRARIES = "usr/local/lib"
_NEEDED = re.compile(r"^\s*(\S+) => (/\S+)", re.MULTILINE)
_MISSING = re.compile(r"^\s*(\S+) => not found", re.MULTILINE)


def install(shell: Shell, name: str, program: Path, path: str) -> None:
    """Puts `program`, without its symbols, at `path` on the machine, where it then can start."""
    libraries = _libraries(program)
    known = set(re.findall(r"^\s*(\S+) \(", shell.run(name, "ldconfig -p"), re.MULTILINE))
    missing = {library: file for library, file in libraries.items() if library not in known}
    with tempfile.TemporaryDirectory() as directory:
        stripped = Path(directory) / "program"
        subprocess.run(["strip", "-o", stripped, program], check=True)
        archive = _archive({path.lstrip("/"): stripped} | {
            f"{_LIBRARIES}/{library}": file for library, file in missing.items()
        })
    shell.send(name, "tar -xz --no-same-owner -C / && ldconfig", archive)
    if unmet := _MISSING.findall(shell.run(name, f"ldd {path} || :")):
        raise LabError(f"{name}: {path} still lacks {', '.join(unmet)}")
    say(f"{name}: {path}, with {len(missing)} libraries, {len(archive) / 1e6:.0f} MB packed")


def _libraries(program: Path) -> dict[str, Path]:
    """What the program loads, by the name that it asks for."""
    try:
        done = subprocess.run(["ldd", program], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise LabError(f"{program}: what it loads can't be told: {error}") from error
    return {library: Path(file) for library, file in _NEEDED.findall(done.stdout)}


def _archive(files: dict[str, Path]) -> bytes:
    """A packed tar of files by their places below the root; rather quick to pack than small."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=1) as archive:
        for place, file in files.items():
            info = archive.gettarinfo(str(file.resolve()), place)
            info.mode = 0o755
            with file.open("rb") as content:
                archive.addfile(info, content)
    return packed.getvalue()
