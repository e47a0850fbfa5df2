"""/styleguide/: every component with all its states, for those who build screens. Demo mode only."""

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render

from portal.rules import LOCAL_POLICY, SAFEGUARD, Verdict, Violation
from portal.sources import GROUP_MEMBERSHIP
from portal.widgets import DateInput, DigitsInput, TimeInput


class ExampleForm(forms.Form):
    """One field of each kind; sent empty it shows each kind's message."""

    name = forms.CharField(label="姓名", help_text="与身份证件一致，审核时核对")
    phone = forms.RegexField(
        r"^1\d{10}$",
        label="手机号",
        help_text="用来登录和接收服务通知",
        widget=DigitsInput(attrs={"autocomplete": "tel"}),
        error_messages={"invalid": "手机号少了 1 位，请填写 11 位号码"},
    )
    email = forms.EmailField(label="电子邮箱", required=False)
    password = forms.CharField(label="密码", widget=forms.PasswordInput)
    town = forms.ChoiceField(
        label="常住的镇或街道", choices=[("", "请选择"), ("1", "柳溪镇"), ("2", "白鹭街道")]
    )
    day = forms.DateField(label="服务日期", widget=DateInput)
    start = forms.TimeField(label="开始", widget=TimeInput)
    rest = forms.IntegerField(label="中间休息", help_text="分钟", initial=15)
    kind = forms.ChoiceField(
        label="您的身份",
        widget=forms.RadioSelect,
        choices=[("1", "离退休人员"), ("2", "高校学生"), ("3", "社区居民"), ("4", "其他")],
        error_messages={"required": "请选择您的身份，可以选“其他”"},
    )
    skills = forms.MultipleChoiceField(
        label="专长",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", "心理疏导"), ("2", "法律咨询"), ("3", "就业帮扶")],
    )
    what = forms.CharField(
        label="做了什么",
        help_text="请不要写对象的姓名、电话或者住址",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    proof = forms.FileField(label="证书照片", required=False, help_text="PDF 或者图片，不超过 5 MB")
    area = forms.CharField(label="辖区", disabled=True, initial="柳溪镇", required=False)
    agree = forms.BooleanField(
        label="我已阅读个人信息处理规则（2026年3月1日版）", error_messages={"required": "请先阅读并同意"}
    )


def styleguide(request):
    """Show the parts of the house; a production installation does not have this page."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "portal/styleguide.html", _examples(request))


def _examples(request):
    return {
        "form": ExampleForm(),
        "broken_form": ExampleForm({"broken-phone": "1380000123", "broken-email": "周岚"}, prefix="broken"),
        "verdicts": _verdicts(),
        "violations": [verdict.violation for verdict in _verdicts() if verdict.violation],
        "people": [
            _person(1, "周岚", [30, 20, 15, 10, 5]),
            _person(2, "沈秋禾", [20, 14, 15, 10, 5]),
            _person(None, "林小满", [30, 7, 15, 10, 0]) | _barred(),
        ],
        "trail_steps": [
            {"text": "11月14日 您已登记"},
            {"text": "等柳溪司法所核验", "note": "已等 10 天，超过 7 天的约定，已提醒经办人", "state": "now"},
            {"text": "计入已确认时长", "state": "later"},
        ],
        "figure_items": [
            {
                "label": "今年志愿服务",
                "value": "6,214.50",
                "unit": "小时",
                "note": "187 人参与",
                "url": "#figures",
            },
            {"label": "购买服务已验收", "value": "12,080.00", "unit": "小时", "note": "不与志愿服务时长相加"},
            {"label": "已付款", "value": "56.85", "unit": "万元", "note": "合同总额 128.60 万元"},
            {"label": "在用矫正小组", "value": "0", "unit": "个"},
        ],
        "flow_steps": [
            {"label": "登记", "value": "13,383", "unit": "小时", "url": "#flow"},
            {"label": "核验", "value": "13,231", "unit": "小时", "url": "#flow"},
            {"label": "验收", "value": "12,080", "unit": "小时", "url": "#flow"},
            {"label": "应付", "value": "71.92", "unit": "万元"},
            {"label": "已付", "value": "56.85", "unit": "万元", "note": "还差 15.07 万元", "due": True},
        ],
        "fact_pairs": [("对象编号", "QH-2026-017"), ("执行地", "柳溪镇"), ("期限", "12月1日前成组")],
        "columns": ["镇 / 街道", "矫正小组#", "志愿者#"],
        "rows": [["柳溪镇", "31 个", "52 人"], ["白鹭街道", "28 个", "61 人"], ["云岭乡", "8 个", "不适用"]],
        "totals": ["合计", "67 个", "113 人"],
        "page": Paginator(range(200), 20).get_page(request.GET.get("page", 3)),
    }


def _verdicts():
    remedy = Violation("group.needs_female_member", "至少加入 1 名女性成员", GROUP_MEMBERSHIP)
    return [
        Verdict("对象为女性，小组没有女性成员", GROUP_MEMBERSHIP, violation=remedy),
        Verdict("组长为司法所工作人员", LOCAL_POLICY),
        Verdict("邀请发出后须本人接受才生效", GROUP_MEMBERSHIP, pending=True),
        Verdict("对象入矫时已满 18 周岁", SAFEGUARD, not_applicable=True),
    ]


def _person(rank, name, got):
    labels = ["能力", "远近", "时间", "语言", "搭配"]
    possible = [30, 20, 15, 10, 5]
    return {
        "rank": rank,
        "name": name,
        "about": "退休教师，柳溪镇，在岗小组 1 个",
        "total": sum(got),
        "parts": [
            {"label": label, "got": part, "possible": most}
            for label, part, most in zip(labels, got, possible, strict=True)
        ],
        "verdicts": _verdicts()[1:3],
        "is_open": rank == 1,
        "summary": "1 条规则通过，1 条待本人同意，查看依据",
    }


def _barred():
    missing = Violation("pair.trained", "尚未完成岗前培训", LOCAL_POLICY)
    failure = Verdict("岗前培训未完成", LOCAL_POLICY, violation=missing, remedy="若完成岗前培训，即可邀请")
    return {
        "barred": "不能邀请",
        "lead": failure.remedy,
        "failures": [failure],
        "verdicts": _verdicts()[1:2],
        "summary": "1 条规则通过，以及若能邀请的得分",
    }
