"""The first responsibility letter, so that a group has something to sign from the first day (rule 18)."""

from datetime import date

from django.db import migrations

LETTER = """为做好社区矫正对象的监督管理和教育帮扶，根据《中华人民共和国社区矫正法》及其实施办法，社区矫正机构（受委托的司法所）与矫正小组签订本责任书。

一、社区矫正机构（司法所）的职责
1. 指导矫正小组对社区矫正对象开展监督管理和教育帮扶；
2. 认真听取矫正小组成员反映的情况，及时处理有关事项。

二、矫正小组的职责
1. 按照矫正方案开展个案矫正工作；
2. 督促社区矫正对象遵纪守法，遵守社区矫正规定；
3. 参与对社区矫正对象的考核评议和教育活动；
4. 对社区矫正对象走访谈话，了解其思想、工作和生活情况，及时向社区矫正机构（司法所）报告；
5. 发现社区矫正对象有违法犯罪或者违反监督管理规定的行为，立即报告；
6. 协助对社区矫正对象进行监督管理和教育帮扶；
7. 按照成员所在单位和身份承担的其他职责。

三、共同遵守
1. 对工作中知悉的社区矫正对象身份信息和个人隐私严格保密；未成年社区矫正对象的信息不得提供给任何单位或者个人，依法查询的除外；
2. 执法事项由国家工作人员承担，其他成员不得代行；
3. 不得向社区矫正对象收取或者变相收取报酬。

本责任书由矫正小组全体成员签署。成员变动后，全体成员重新签署。"""

def first_letter(apps, schema_editor):
    apps.get_model("volunteers", "LetterVersion").objects.get_or_create(
        number=1, defaults={"text": LETTER, "effective_from": date(2020, 7, 1)}
    )


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0004_groups")]

    operations = [
        migrations.RunPython(first_letter, migrations.RunPython.noop),
    ]
