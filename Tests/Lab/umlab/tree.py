"""A set of files with modes and owners, packed as a reproducible tar."""

import io
import tarfile
from dataclasses import dataclass, field


@dataclass
class FileTree:
    """Files and symbolic links that a machine gets at its first boot."""

    _members: dict[str, tuple[tarfile.TarInfo, bytes]] = field(default_factory=dict)

    def write(self, path: str, text: str | bytes, mode: int = 0o644, group: str = "root") -> None:
        """Adds a file; `path` is absolute on the machine."""
        data = text.encode() if isinstance(text, str) else text
        member = self._member(path)
        member.mode, member.gname, member.size = mode, group, len(data)
        self._members[path] = (member, data)

    def link(self, path: str, target: str) -> None:
        """Adds a symbolic link."""
        member = self._member(path)
        member.type, member.linkname = tarfile.SYMTYPE, target
        self._members[path] = (member, b"")

    def enable(self, unit: str, template: str | None = None) -> None:
        """Enables a systemd unit (an instance of `template`) for normal operation."""
        self.link(
            f"/etc/systemd/system/multi-user.target.wants/{unit}",
            f"/lib/systemd/system/{template or unit}",
        )

    def tar(self) -> bytes:
        """The tree as a tar; the same tree gives the same bytes."""
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as packed:
            for _, (member, data) in sorted(self._members.items()):
                packed.addfile(member, io.BytesIO(data))
        return buffer.getvalue()

    @staticmethod
    def _member(path: str) -> tarfile.TarInfo:
        member = tarfile.TarInfo(path.lstrip("/"))
        member.uname = "root"
        return member
