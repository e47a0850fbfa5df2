"""What is uploaded for pages reaches their readers; the photographs themselves stay with the editors."""

from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from PIL import Image as Photograph

from portal.roles import EDITOR
from tests.factories.portal import login, user_with_role
from tests.factories.public_site import ImageFactory

pytestmark = pytest.mark.django_db
PLACE = 0x8825  # the block of an Exif header that says where


def taken_outdoors() -> ImageFile:
    exif = Photograph.Exif()
    exif[PLACE] = {1: "N", 2: (30.0, 34.0, 12.0)}
    file = BytesIO()
    Photograph.new("RGB", (400, 300)).save(file, "JPEG", exif=exif)
    return ImageFile(file, name="visit.jpg")


@pytest.mark.parametrize("size", ["width-960|format-webp", "max-165x165"])
def test_a_reader_gets_the_picture_of_a_page_without_its_place(client, size):
    picture = ImageFactory(file=taken_outdoors()).get_rendition(size)

    answer = client.get(picture.url)

    shown = Photograph.open(BytesIO(answer.getvalue()))
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert not dict(shown.getexif())


def test_the_photograph_itself_is_for_editors(client):
    address = ImageFactory(file=taken_outdoors()).file.url

    assert client.get(address).status_code == 404
    login(client, user_with_role(EDITOR))
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("way", ["images/../{}", "images/..%2F{}", "images/./../{}"])
def test_no_way_round_leads_to_the_photograph(client, way):
    name = ImageFactory(file=taken_outdoors()).file.name

    assert client.get(f"/media/{way.format(name)}").status_code == 404


@pytest.mark.parametrize("name", ["gone.jpg", "a%00b.jpg", ".", "exports/a.csv"])
def test_nothing_else_lies_there(client, name):
    assert client.get(f"/media/images/{name}").status_code == 404
