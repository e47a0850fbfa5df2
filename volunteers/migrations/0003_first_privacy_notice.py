"""A first wording of the privacy notice, so that a new installation can take applications at once."""

from datetime import date

from django.db import migrations

TEXT = """一、谁在处理您的信息：主办本平台的司法局及其司法所。联系方式见页面底部。
二、处理目的：登记、审核社会力量人员，安排社区矫正帮扶服务，记录服务时长，出具志愿服务记录证明。
三、处理哪些信息：姓名、手机号码、电子邮箱、人员类别、专业特长、资格证书、常住区划、可服务时间、服务与培训记录。
四、保存多久：服务期间及退出后法律规定的最短期限；从未通过审核的申请在退出时删除。
五、谁能看到：您所在辖区负责审核和安排服务的工作人员；他们查看完整证件号码和手机号须填写事由，并留下记录。不公开，不用于商业目的。
六、您的权利：随时查阅、复制、更正您的信息，撤回同意，申请退出；对答复不满意的，可以向主办单位投诉。"""

SENSITIVE_TEXT = """为核实真实身份并防止重复登记，需要处理您的身份证件号码。号码加密保存，页面上只显示前三位和后四位。
从事接触未成年人的服务时，依法查询有无法律规定的违法犯罪记录，只保存结果、日期和编号。
不同意将无法通过审核，但不影响您浏览本平台的公开内容。"""


def publish(apps, schema_editor):
    notices = apps.get_model("portal", "PrivacyNotice")
    if not notices.objects.exists():
        notices.objects.create(
            version="2026-1", effective_from=date(2026, 1, 1), text=TEXT, sensitive_text=SENSITIVE_TEXT
        )


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0002_people"), ("portal", "0001_initial")]
    operations = [migrations.RunPython(publish, migrations.RunPython.noop)]
