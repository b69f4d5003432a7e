"""The kinds of documents, by the word of the number they bear."""

from enum import StrEnum


class DocumentKind(StrEnum):
    INSPECTION_RECORD = "inspection_record"  # 检查笔录
    RECTIFICATION_ORDER = "rectification_order"  # 责令限期整改治安隐患通知书
    DRAW_RECORD = "draw_record"  # 双随机抽取记录
    EXTENSION_REPLY = "extension_reply"  # 同意（不同意）延期整改通知书
    RECHECK_OPINION = "recheck_opinion"  # 复查意见书
    TRANSFER_LETTER = "transfer_letter"  # 安全生产隐患移送函
    TRAINING_CERTIFICATE = "training_certificate"  # 年度轮训合格证
    EXAM_TRANSCRIPT = "exam_transcript"  # 考试成绩单
    SESSION_TRANSCRIPT = "session_transcript"  # 考试成绩册
    # penalties
    CASE_FILING = "case_filing"  # 立案登记表
    PENALTY_NOTICE = "penalty_notice"  # 行政处罚告知笔录
    HEARING_NOTICE = "hearing_notice"  # 听证通知书
    HEARING_RECORD = "hearing_record"  # 听证笔录
    LEGAL_REVIEW = "legal_review"  # 法制审核意见书
    PENALTY_DECISION = "penalty_decision"  # 行政处罚决定书
    SPOT_PENALTY = "spot_penalty"  # 当场处罚决定书
    NO_PENALTY_DECISION = "no_penalty_decision"  # 不予处罚决定书
    PAYMENT_REPLY = "payment_reply"  # 延（分）期缴纳罚款决定书
    PAYMENT_DEMAND = "payment_demand"  # 履行行政处罚决定催告书
    PENALTY_ANNULMENT = "penalty_annulment"  # 撤销行政处罚决定书
    ENFORCEMENT_END = "enforcement_end"  # 终结执行决定书
    CRIME_TRANSFER = "crime_transfer"  # 案件移送函
    CASE_CLOSING = "case_closing"  # 结案报告
    CASE_FILE = "case_file"  # 案卷
    DELIVERY_RECEIPT = "delivery_receipt"  # 送达回证
    DELIVERY_CONSENT = "delivery_consent"  # 电子送达确认书
    # supervision and accountability
    SUPERVISION_LETTER = "supervision_letter"  # 督办单
    SUPERVISION_VISIT = "supervision_visit"  # 督导检查记录
    DISCIPLINE_PROPOSAL = "discipline_proposal"  # 处分建议书
    # honours and ratings
    COMMENDATION_PROPOSAL = "commendation_proposal"  # 表彰对象公示
    COMMENDATION_DECISION = "commendation_decision"  # 表彰决定
    HONOUR_CERTIFICATE = "honour_certificate"  # 荣誉证书
    HONOUR_REVOCATION = "honour_revocation"  # 撤销荣誉决定
    RATING_DECISION = "rating_decision"  # 平安单位评定决定
    RATING_CERTIFICATE = "rating_certificate"  # 平安单位证书
    # figures
    BULLETIN = "bulletin"  # 通报
    SITUATION_BRIEF = "situation_brief"  # 情况汇报
    ASSESSMENT_SHEET = "assessment_sheet"  # 考核结果
    UNIT_FILE = "unit_file"  # 单位治安保卫档案
    TERM_SHEET = "term_sheet"  # 任期责任情况表


#: What people call a paper of this kind, on the verify page and in lists.
KIND_TITLES: dict[DocumentKind, str] = {
    DocumentKind.INSPECTION_RECORD: "检查笔录",
    DocumentKind.RECTIFICATION_ORDER: "责令限期整改治安隐患通知书",
    DocumentKind.DRAW_RECORD: "双随机抽取记录",
    DocumentKind.EXTENSION_REPLY: "延期整改答复通知书",
    DocumentKind.RECHECK_OPINION: "复查意见书",
    DocumentKind.TRANSFER_LETTER: "安全生产隐患移送函",
    DocumentKind.TRAINING_CERTIFICATE: "年度轮训合格证",
    DocumentKind.EXAM_TRANSCRIPT: "考试成绩单",
    DocumentKind.SESSION_TRANSCRIPT: "考试成绩册",
    DocumentKind.CASE_FILING: "立案登记表",
    DocumentKind.PENALTY_NOTICE: "行政处罚告知笔录",
    DocumentKind.HEARING_NOTICE: "听证通知书",
    DocumentKind.HEARING_RECORD: "听证笔录",
    DocumentKind.LEGAL_REVIEW: "法制审核意见书",
    DocumentKind.PENALTY_DECISION: "行政处罚决定书",
    DocumentKind.SPOT_PENALTY: "当场处罚决定书",
    DocumentKind.NO_PENALTY_DECISION: "不予处罚决定书",
    DocumentKind.PAYMENT_REPLY: "延（分）期缴纳罚款决定书",
    DocumentKind.PAYMENT_DEMAND: "履行行政处罚决定催告书",
    DocumentKind.PENALTY_ANNULMENT: "撤销行政处罚决定书",
    DocumentKind.ENFORCEMENT_END: "终结执行决定书",
    DocumentKind.CRIME_TRANSFER: "案件移送函",
    DocumentKind.CASE_CLOSING: "结案报告",
    DocumentKind.CASE_FILE: "案卷",
    DocumentKind.DELIVERY_RECEIPT: "送达回证",
    DocumentKind.DELIVERY_CONSENT: "电子送达确认书",
    DocumentKind.SUPERVISION_LETTER: "督办单",
    DocumentKind.SUPERVISION_VISIT: "督导检查记录",
    DocumentKind.DISCIPLINE_PROPOSAL: "处分建议书",
    DocumentKind.COMMENDATION_PROPOSAL: "表彰对象公示",
    DocumentKind.COMMENDATION_DECISION: "表彰决定",
    DocumentKind.HONOUR_CERTIFICATE: "荣誉证书",
    DocumentKind.HONOUR_REVOCATION: "撤销荣誉决定",
    DocumentKind.RATING_DECISION: "平安单位评定决定",
    DocumentKind.RATING_CERTIFICATE: "平安单位证书",
    DocumentKind.BULLETIN: "通报",
    DocumentKind.SITUATION_BRIEF: "情况汇报",
    DocumentKind.ASSESSMENT_SHEET: "考核结果",
    DocumentKind.UNIT_FILE: "单位治安保卫档案",
    DocumentKind.TERM_SHEET: "任期责任情况表",
}
