"""The file itself: a compressed tar of database and uploads, with a manifest that says what they are."""

import hashlib
import json
import os
import tarfile
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

FORMAT = "xieshou-backup/1"
MANIFEST, DATABASE, UPLOADS = "manifest.json", "database", "media"


class BackupRefused(Exception):
    """Why a backup is not made or not restored, as one sentence that says what to do."""


@dataclass
class Manifest:
    """What a backup holds: rows by table, applied migrations, digests of its files, marks of the keys."""

    made_at: str
    vendor: str
    tables: dict[str, int]
    migrations: list[str]
    keys: dict[str, str]
    files: dict[str, str] = field(default_factory=dict)
    format: str = FORMAT


def write(target: Path, manifest: Manifest, database: Path, uploads: Path) -> None:
    """Write the backup beside ``target`` and put it there whole, readable by its owner only."""
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        try:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
                _add(tar, manifest, database, DATABASE)
                for path in sorted(uploads.rglob("*")):
                    if path.is_file() and not path.is_symlink():
                        _add(tar, manifest, path, f"{UPLOADS}/{path.relative_to(uploads).as_posix()}")
                _add_manifest(tar, manifest, Path(file.name).parent)
            os.fsync(file.fileno())
            os.replace(file.name, target)
        except BaseException:
            os.unlink(file.name)
            raise


def _add(tar: tarfile.TarFile, manifest: Manifest, path: Path, name: str) -> None:
    """Add one file; an upload that was deleted a moment ago is no part of the backup."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        member = tar.gettarinfo(arcname=name, fileobj=file)
        member.uid = member.gid = 0
        member.uname = member.gname = ""
        reader = _Digesting(file)
        tar.addfile(member, reader)
        manifest.files[name] = reader.digest.hexdigest()


def _add_manifest(tar: tarfile.TarFile, manifest: Manifest, folder: Path) -> None:
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode())
        file.seek(0)
        tar.addfile(tar.gettarinfo(arcname=MANIFEST, fileobj=file), file)


class _Digesting:
    """A file that remembers the digest of what was read from it."""

    def __init__(self, file):
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


def unpack(source: Path, folder: Path) -> Manifest:
    """Unpack a backup into ``folder`` and prove every file of it against the manifest.

    Raises:
        BackupRefused: it cannot be read, is no backup, or a file is missing, added or changed.
    """
    try:
        with tarfile.open(source, "r:gz") as tar:
            tar.extractall(folder, filter="data")
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise KeyError("format")
        manifest = Manifest(**content)
    except FileNotFoundError as error:
        missing = source if error.filename == str(source) else MANIFEST
        raise BackupRefused(_("%(name)s does not exist.") % {"name": missing}) from error
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        message = _("%(name)s is not a whole backup of this portal: %(why)s. Take another one.")
        raise BackupRefused(message % {"name": source, "why": error}) from error
    _prove(folder, manifest)
    return manifest


def _prove(folder: Path, manifest: Manifest) -> None:
    found = {
        path.relative_to(folder).as_posix(): _digest(path) for path in folder.rglob("*") if path.is_file()
    }
    del found[MANIFEST]
    wrong = sorted(name for name, _digest in found.items() ^ manifest.files.items())
    if wrong:
        message = _("The backup is damaged: %(name)s is not as it was saved. Take another one.")
        raise BackupRefused(message % {"name": wrong[0]})


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
