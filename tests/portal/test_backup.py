"""A backup is whole or it is refused, and nothing is touched by one that is refused."""

import gzip
import tarfile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.backup import archive
from portal.privacy import encryption
from tests.factories.portal import UserFactory


@pytest.fixture
def uploads(tmp_path, settings):
    folder = tmp_path / "data" / "media"
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "封面.png").write_bytes(b"a picture")
    settings.MEDIA_ROOT = folder
    return folder


@pytest.fixture
def backup(tmp_path, uploads):
    """Writes a backup of a database of one byte; what is not given is as it should be."""

    def write(**changes):
        database = tmp_path / "copy"
        database.write_bytes(b"d")
        given = {
            "made_at": "2026-11-24T03:00:00+00:00",
            "vendor": connection.vendor,
            "tables": {},
            "migrations": ["portal.0001_initial"],
            "keys": encryption.fingerprints(),
        }
        target = tmp_path / "backup.tar.gz"
        archive.write(target, archive.Manifest(**given | changes), database, uploads)
        return target

    return write


def refusal(file, **options):
    with pytest.raises(CommandError) as refused:
        call_command("restore", file, **options)
    return str(refused.value)


def test_a_backup_carries_uploads_with_chinese_names(backup, tmp_path):
    manifest = archive.unpack(backup(), tmp_path / "out")
    assert (tmp_path / "out" / "media" / "images" / "封面.png").read_bytes() == b"a picture"
    assert set(manifest.files) == {"database", "media/images/封面.png"}


def test_only_its_owner_reads_a_backup(backup):
    assert backup().stat().st_mode & 0o077 == 0


def test_no_key_is_in_a_backup(backup, settings, tmp_path):
    archive.unpack(backup(), tmp_path / "out")
    text = (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
    assert not any(key in text for key in [*settings.ENCRYPTION_KEYS.values(), settings.INDEX_KEY])


def test_a_file_changed_since_is_named(backup, tmp_path):
    file = backup()
    plain = gzip.decompress(file.read_bytes())
    file.write_bytes(gzip.compress(plain.replace(b"a picture", b"A picture")))
    with pytest.raises(archive.BackupRefused, match=r"media/images/封面\.png"):
        archive.unpack(file, tmp_path / "out")


def test_a_file_slipped_in_is_named(backup, tmp_path):
    file = backup()
    (tmp_path / "plain.tar").write_bytes(gzip.decompress(file.read_bytes()))
    with tarfile.open(tmp_path / "plain.tar", "a") as tar:
        tar.add(__file__, "media/extra.html")
    file.write_bytes(gzip.compress((tmp_path / "plain.tar").read_bytes()))
    with pytest.raises(archive.BackupRefused, match=r"media/extra\.html"):
        archive.unpack(file, tmp_path / "out")


@pytest.mark.parametrize("left", [0, 10, 200])
@pytest.mark.django_db
def test_half_a_file_is_no_backup(backup, left):
    file = backup()
    file.write_bytes(file.read_bytes()[:left])
    assert str(file) in refusal(file)


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_named(tmp_path, uploads):
    assert "nowhere.tar.gz" in refusal(tmp_path / "nowhere.tar.gz")


@pytest.mark.django_db
def test_a_key_that_is_missing_is_named(backup):
    file = backup(keys=encryption.fingerprints() | {"k7": "0" * 64})
    assert "k7" in refusal(file)


@pytest.mark.django_db
def test_another_index_key_is_refused(backup):
    assert "index" in refusal(backup(keys=encryption.fingerprints() | {"index": "0" * 64}))


@pytest.mark.django_db
def test_a_backup_of_a_newer_version_is_refused(backup):
    assert "portal.9999_later" in refusal(backup(migrations=["portal.9999_later"]))


@pytest.mark.django_db
def test_a_backup_of_another_kind_of_database_is_refused(backup):
    assert "oracle" in refusal(backup(vendor="oracle"))


@pytest.mark.django_db
def test_data_is_never_replaced_unasked(backup):
    UserFactory()
    assert "--replace" in refusal(backup())


@pytest.mark.django_db
def test_a_refused_restore_leaves_every_upload(backup, uploads):
    refusal(backup(vendor="oracle"))
    assert [path.name for path in uploads.parent.iterdir()] == ["media"]
    assert (uploads / "images" / "封面.png").exists()


@pytest.mark.django_db
def test_a_place_that_cannot_be_written_is_named(tmp_path, uploads):
    with pytest.raises(CommandError, match="missing"):
        call_command("backup", tmp_path / "missing" / "backup.tar.gz")
