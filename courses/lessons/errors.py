"""What can go wrong with courses, their files and classes."""

from __future__ import annotations

from server.core.errors import Invalid, NotFound, RuleViolation, ShouwangError


class LessonIncomplete(Invalid):
    code = "lesson_incomplete"
    title = "课时内容不完整"


class CourseEmpty(RuleViolation):
    code = "course_empty"
    title = "课程还没有课时，不能发布"


class CoursePublished(RuleViolation):
    """Who learns must not find the floor moved: lessons are changed in a draft or a withdrawn course."""

    code = "course_published"
    title = "课程已发布，请先撤回再修改课时"


class CourseOfOthers(RuleViolation):
    code = "course_of_others"
    title = "只能修改本单位或本机关及下级的课程"


class LessonLearned(RuleViolation):
    """Somebody's hours rest on these bytes."""

    code = "lesson_learned"
    title = "已有人学习该课时，不能更换内容或删除，请新增课时"


class LessonsNotAll(Invalid):
    code = "lessons_not_all"
    title = "课时顺序应包含该课程的全部课时"


class LessonFileRefused(ShouwangError):
    code = "unsupported_media_type"
    title = "只接受 MP4、WebM 视频，JPEG、PNG 图片或 PDF 文件"
    status = 415


class LessonFileMissing(RuleViolation):
    code = "lesson_file_missing"
    title = "课时文件还没有上传完成，请先上传"


class LessonFileWrong(RuleViolation):
    code = "lesson_file_wrong"
    title = "文件类型与课时类型不符"


class LessonPackageMissing(RuleViolation):
    code = "lesson_package_missing"
    title = "没有可用的该课件"


class LessonItemsMissing(RuleViolation):
    code = "lesson_items_missing"
    title = "所选试题不存在或不可用"


class FilmUnplayable(RuleViolation):
    code = "film_unplayable"
    title = "手机无法播放该视频，请转为 H.264、VP8、VP9 或 AV1 编码"


class LinkExpired(NotFound):
    code = "film_link_expired"
    title = "播放链接已失效，请重新打开课时"


class MeetingTimesWrong(Invalid):
    code = "meeting_times_wrong"
    title = "上课时间有误"


class MeetingAttended(RuleViolation):
    code = "meeting_attended"
    title = "已有人签到，不能再改时间和学时"


class MeetingCancelled(RuleViolation):
    code = "meeting_cancelled"
    title = "该授课已取消"


class CodeWrong(RuleViolation):
    code = "class_code_wrong"
    title = "签到码不正确"


class NotDoubtful(RuleViolation):
    code = "attendance_not_doubtful"
    title = "该签到无需确认"
