"""The columns of a roster, the words for kinds of helper, and what other names they go by."""

import re
import unicodedata

from volunteers.choices import CredentialKind, HelperKind

NAME, ID_NUMBER, PHONE, KIND, AREA = "姓名", "证件号码", "手机号码", "人员类别", "所在区划"
SEX, BIRTH_DATE, EMAIL, WORK_UNIT, EXPERTISE, REMARKS = (
    "性别",
    "出生日期",
    "电子邮箱",
    "工作单位",
    "专业特长",
    "备注",
)
CREDENTIAL, CREDENTIAL_NUMBER, ISSUED_ON, VALID_TO = "资格证书", "证书编号", "发证日期", "有效期至"
AVAILABILITY = "可服务时段"

REQUIRED = (NAME, ID_NUMBER, PHONE, KIND, AREA)
COLUMNS = (
    *REQUIRED,
    SEX,
    BIRTH_DATE,
    EMAIL,
    WORK_UNIT,
    EXPERTISE,
    REMARKS,
    CREDENTIAL,
    CREDENTIAL_NUMBER,
    ISSUED_ON,
    VALID_TO,
    AVAILABILITY,
)

ALIASES = {
    ID_NUMBER: ("身份证号", "身份证号码", "身份证"),
    PHONE: ("手机", "手机号", "联系电话", "电话"),
    KIND: ("类别",),
    AREA: ("区划", "所在街道", "所在社区", "镇街"),
    EMAIL: ("邮箱",),
}

KIND_ALIASES = {
    HelperKind.EXPERT: ("专家",),
    HelperKind.SCHOLAR: ("学者",),
    HelperKind.PUBLIC_FIGURE: ("知名人士",),
    HelperKind.RETIREE: ("离退休人员", "退休人员", "退休干部"),
    HelperKind.COMMITTEE_MEMBER: (
        "村（居）民委员会成员",
        "居委会成员",
        "村委会成员",
        "社区干部",
    ),
    HelperKind.VILLAGE_ASSISTANT: ("村级协管员", "协管员"),
    HelperKind.STUDENT: ("高校学生", "大学生", "学生"),
    HelperKind.TEACHER: ("高校教师", "教师"),
    HelperKind.RELATIVE: ("近亲属", "亲属"),
    HelperKind.EMPLOYER_STAFF: ("所在单位人员", "单位人员"),
    HelperKind.PRISON_STAFF: ("监狱（戒毒）工作人员", "监狱民警"),
    HelperKind.LEGAL_WORKER: ("法律工作者", "律师", "法律服务工作者"),
    HelperKind.COUNSELLOR: ("心理咨询人员", "心理咨询师"),
    HelperKind.SOCIAL_WORKER: ("社会工作者", "社工"),
    HelperKind.COMMUNITY_POLICE: ("社区民警", "民警"),
    HelperKind.AUXILIARY: ("矫正辅助人员", "辅助人员"),
    HelperKind.OFFICE_STAFF: ("司法所工作人员",),
    HelperKind.VOLUNTEER: ("其他志愿者", "志愿者"),
}

# Longer names first: 助理社会工作师 contains 社会工作师.
CREDENTIAL_NAMES = (
    ("助理社会工作师", CredentialKind.ASSISTANT_SOCIAL_WORKER),
    ("高级社会工作师", CredentialKind.SENIOR_SOCIAL_WORKER),
    ("社会工作师", CredentialKind.SOCIAL_WORKER),
    ("基础培训", CredentialKind.COUNSELLING_TRAINING),
    ("心理咨询师", CredentialKind.COUNSELLOR),
    ("注册心理师", CredentialKind.REGISTERED_PSYCHOLOGIST),
    ("法律职业资格", CredentialKind.LEGAL_QUALIFICATION),
    ("律师执业", CredentialKind.LAWYER_LICENCE),
    ("基层法律服务", CredentialKind.GRASSROOTS_LEGAL_WORKER),
    ("教师资格", CredentialKind.TEACHER),
    ("家庭教育指导", CredentialKind.FAMILY_EDUCATION),
    ("职业技能", CredentialKind.VOCATIONAL_SKILL),
)


def plain(text: str) -> str:
    """Half-width and without any space: the form in which labels are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


_COLUMN_OF = {plain(name): column for column in COLUMNS for name in (column, *ALIASES.get(column, ()))}
_KIND_OF = {plain(name): kind for kind, names in KIND_ALIASES.items() for name in names}
_BRACKETS = re.compile(r"\(.*?\)|\*")


def column_of(header) -> str | None:
    """The column that a header cell names, also with a remark in brackets or an asterisk."""
    label = plain(str(header)) if header is not None else ""
    return _COLUMN_OF.get(label) or _COLUMN_OF.get(_BRACKETS.sub("", label))


def kind_of(text: str) -> HelperKind | None:
    """The kind of helper that a label or one of its aliases names."""
    return _KIND_OF.get(plain(text))


def credential_kind_of(title: str) -> str:
    """The kind of certificate a printed title belongs to; empty where we know none."""
    label = plain(title)
    return next((kind.value for name, kind in CREDENTIAL_NAMES if name in label), "")
