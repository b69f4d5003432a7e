"""What the law does not allow about hearings. Source: 行政处罚法 arts. 63-65."""

from reports.penalties.errors.refusals import PenaltyRefusal


class NoHearingRight(PenaltyRefusal):
    code = "no_hearing_right"
    title = "拟给予的处罚未达到听证的数额"


class HearingWindowRuns(PenaltyRefusal):
    code = "hearing_window_runs"
    title = "当事人申请听证的期限未满"


class HearingAskedTooLate(PenaltyRefusal):
    code = "hearing_asked_too_late"
    title = "申请听证的期限已过"


class HearingAsked(PenaltyRefusal):
    code = "hearing_already_settled"
    title = "当事人已经申请或者放弃听证"


class HearingNotAsked(PenaltyRefusal):
    code = "hearing_not_asked"
    title = "当事人没有申请听证"


class HearingNotSet(PenaltyRefusal):
    code = "hearing_not_set"
    title = "尚未通知听证的时间、地点"


class HearingTooSoon(PenaltyRefusal):
    code = "hearing_too_soon"
    title = "听证的时间、地点未在法定期限前通知当事人"


class HearingNoticeUnserved(PenaltyRefusal):
    code = "hearing_notice_unserved"
    title = "听证通知书尚未送达当事人，不能举行听证；请先登记送达"


class HearingToldTooLate(PenaltyRefusal):
    code = "hearing_told_too_late"
    title = "听证通知书送达之日距听证不足法定期限，请另定日期重新通知"


class HearingNotHeld(PenaltyRefusal):
    code = "hearing_not_held"
    title = "当事人申请听证，听证尚未举行"


class HearingHeld(PenaltyRefusal):
    code = "hearing_already_held"
    title = "听证已经举行"


class HearingOfAnotherDay(PenaltyRefusal):
    code = "hearing_of_another_day"
    title = "听证不能早于通知的时间，也不能晚于今天"


class HearingOfAnotherHost(PenaltyRefusal):
    code = "hearing_of_another_host"
    title = "听证笔录由通知中指定的主持人提交"
