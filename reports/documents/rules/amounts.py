"""Money in words, as cheques and decisions write it, so that a figure can't be lengthened by a stroke."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_MOST_FEN = 10**18  # 一万万亿元


def amount_in_words(fen: int) -> str:
    """壹万零伍拾元整, 叁佰元零伍分: capitals, 零 for zeros between digits, 整 where no 分 follows.

    Raises ValueError for an amount below zero or of ten thousand billions and more.
    《正确填写票据和结算凭证的基本规定》 says how they are written.
    """
    if not 0 <= fen < _MOST_FEN:
        raise ValueError(f"no amount: {fen}")
    yuan, cents = divmod(fen, 100)
    jiao, fens = divmod(cents, 10)
    words = f"{_whole(yuan)}元" if yuan or not cents else ""
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif fens and yuan:
        words += "零"
    return words + (f"{_DIGITS[fens]}分" if fens else "整")


def _whole(number: int) -> str:
    """A whole number in capitals, by groups of four digits."""
    if number == 0:
        return _DIGITS[0]
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    words, is_owed = "", False  # a zero between digits is written once, before the next digit
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group == 0:
            is_owed = bool(words)
            continue
        if words and (is_owed or group < 1000):
            words += _DIGITS[0]
        words += _group(group) + ("万" if place == 3 and groups[2] else _GROUPS[place])  # 壹万贰仟亿, 壹万亿
        is_owed = group % 10 == 0
    return words


def _group(group: int) -> str:
    words, is_owed = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit == 0:
            is_owed = bool(words)
            continue
        words += (_DIGITS[0] if is_owed else "") + _DIGITS[digit] + _PLACES[place]
        is_owed = False
    return words
