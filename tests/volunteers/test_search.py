"""Finding a helper by two characters, pinyin or number: exactly what a plain scan would find, but quickly."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import zh
from portal.text_index import install_all
from tests.factories.portal import AreaFactory
from tests.factories.volunteers import HelperFactory
from volunteers.models import Helper

pytestmark = pytest.mark.django_db

TEXTS = st.text(st.sampled_from("王小矫正志愿者a1 ，"), max_size=12)


def found(query: str) -> set[str]:
    return set(Helper.objects.search(query).values_list("expertise", flat=True))


def by_scanning(query: str) -> set[str]:
    rows = Helper.objects.all()
    for fragment in zh.fragments(query):
        rows = rows.filter(search_text__contains=fragment)
    return set(rows.values_list("expertise", flat=True))


@pytest.fixture
def town(db):
    return AreaFactory()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=5), query=TEXTS)
def test_the_index_finds_what_a_scan_finds(town, texts, query):
    Helper.objects.all().delete()
    Helper.objects.create_numbered([Helper(name="", expertise=text, area=town) for text in texts])

    assert found(query) == by_scanning(query)


@pytest.mark.parametrize("query", ["矫正", "正", "秋禾", "shenqiuhe", "sqh", "shenq", "沈秋禾 心理"])
def test_a_helper_is_found_by(query):
    HelperFactory(name="沈秋禾", expertise="社区矫正心理辅导")
    HelperFactory(name="周岚", expertise="家庭教育")

    assert found(query) == {"社区矫正心理辅导"}


def test_a_helper_is_found_by_the_beginning_of_the_number():
    helper = HelperFactory()

    assert Helper.objects.search(helper.number.lower()).get() == helper
    assert Helper.objects.search("v1999").count() == 0


def test_the_index_follows_what_changes():
    helper = HelperFactory(expertise="书法")
    helper.expertise = "木工"
    helper.save(update_fields=["expertise"])

    assert (found("书法"), found("木工")) == (set(), {"木工"})


def test_saving_a_helper_asks_no_more_for_the_index():
    helper = HelperFactory()
    with CaptureQueriesContext(connection) as captured:
        helper.save()

    assert len(captured) == 1


def test_a_lost_index_is_built_anew_by_the_next_migrate():
    HelperFactory(expertise="园艺")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER volunteers_helper_words_update_after")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE volunteers_helper DROP COLUMN words")
    Helper.objects.update(search_text=zh.column("陶艺"))

    install_all(apps.get_app_config("volunteers"), using=connection.alias)

    assert found("陶艺") == {"园艺"}
