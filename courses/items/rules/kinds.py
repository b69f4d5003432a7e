"""Types of items and the four categories."""

from __future__ import annotations

from enum import StrEnum


class Category(StrEnum):
    """What security people must know; a paper draws from all four. Source: LN-3b."""

    LAW = "law"  # 法律
    BUSINESS = "business"  # 业务
    SKILL = "skill"  # 技能
    PROFESSIONAL = "professional"  # 专业


class ItemType(StrEnum):
    """Shapes of content / key / response:

    ============ ============================================== ================================== =================
    type         content (always with ``stem``)                 key                                response
    ============ ============================================== ================================== =================
    single       ``options: [{id, text}]``                      ``right: [id]``                    ``id``
    multiple     ``options``                                    ``right: [id, …]``                 ``[id, …]``
    true_false                                                  ``right: bool``                    ``bool``
    fill_in      ``blanks: n`` (stem has ``____`` n times)      ``blanks: [[accepted, …], …]``     ``[text, …]``
    short_answer                                                ``points: [{text, share}]``        ``text``
    order        ``options``                                    ``right: [id, …]`` in order        ``[id, …]``
    match        ``left: [{id, text}], right: [{id, text}]``    ``pairs: {left id: right id}``     ``{left: right}``
    case         ``parts: [{id, type, share, content}]``        ``parts: {id: key}``               ``{id: response}``
    ============ ============================================== ================================== =================

    Shares are whole numbers and say how a case's or a short answer's worth is divided.
    """

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    FILL_IN = "fill_in"
    SHORT_ANSWER = "short_answer"
    ORDER = "order"
    MATCH = "match"
    CASE = "case"


#: Marked without a person; a case is if all its parts are.
AUTOMATIC = frozenset(ItemType) - {ItemType.SHORT_ANSWER, ItemType.CASE}
