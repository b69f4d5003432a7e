"""The codes of acts as papers write them; screens take theirs from the glossary."""

EVIDENCE = {
    "documents": "书证",
    "objects": "物证",
    "audio_visual": "视听资料",
    "electronic": "电子数据",
    "testimony": "证人证言",
    "statement": "当事人的陈述",
    "expert": "鉴定意见",
    "record": "勘验笔录、现场笔录",
}
SOURCES = {
    "recheck": "复查发现",
    "inspection": "监督检查发现",
    "report": "举报",
    "transfer": "其他机关移送",
    "other": "其他",
}
CONSEQUENCES = {"injury": "造成人身伤害", "loss": "造成财产损失", "serious_threat": "严重威胁人身、财产或者公共安全"}
ROLES = {"first_responsible": "第一责任人", "jointly_responsible": "共同责任人"}
REVIEW = {"agreed": "同意", "returned": "不同意，退回补正"}
#: Ground of no penalty → paragraph of the law.
NO_PENALTY = {
    "first_minor_corrected": "初次违法且危害后果轻微并及时改正",
    "minor_no_harm": "违法行为轻微并及时改正，没有造成危害后果",
    "no_fault": "有证据足以证明没有主观过错",
    "not_established": "违法事实不能成立",
}
