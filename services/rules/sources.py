"""The laws that govern hours and money; only articles that were read are named."""

from portal.rules import COMMUNITY_CORRECTIONS_LAW, VOLUNTEER_SERVICE_REGULATIONS, Source

_RECORDS = "志愿服务记录与证明出具办法（试行）"
_PROCUREMENT = "政府采购法"
_PROCUREMENT_RULES = "政府采购法实施条例"
_PURCHASE = "政府购买服务管理办法"
_PAYMENTS = "保障中小企业款项支付条例"

VOLUNTEER_SERVICE = Source(VOLUNTEER_SERVICE_REGULATIONS, "第二条")
NO_PAY = Source(VOLUNTEER_SERVICE_REGULATIONS, "第二十一条")
RECORDING_UNITS = Source(_RECORDS, "第二条")
TRUTHFUL_RECORDS = Source(_RECORDS, "第三条")
RECORD_FIELDS = Source(_RECORDS, "第七条")
RECORD_DEADLINE = Source(_RECORDS, "第十一条")
CERTIFICATES = Source(_RECORDS, "第十四条")
REVOCATION = Source(_RECORDS, "第二十条")
NOT_VOLUNTEERING = Source(_RECORDS, "第十九条")
JUDICIAL_VOLUNTEERS = Source("法律援助志愿者管理办法", "第十七条")
ENFORCEMENT_BY_STAFF = Source(COMMUNITY_CORRECTIONS_LAW, "第十条")
PURCHASED_HELP = Source(COMMUNITY_CORRECTIONS_LAW, "第四十条")
FUNDING = Source(COMMUNITY_CORRECTIONS_LAW, "第六条")
PURCHASE = Source(_PURCHASE)
ACCEPTANCE = Source(_PROCUREMENT, "第四十一条")
ACCEPTANCE_SHEET = Source(_PROCUREMENT_RULES, "第四十五条")
ANNOUNCEMENT = Source(_PROCUREMENT_RULES, "第五十条")
BUDGET_FIRST = Source(_PROCUREMENT, "第六条")
PAYMENT_TERM = Source(_PAYMENTS, "第九条")
LATE_INTEREST = Source(_PAYMENTS, "第十七条")
