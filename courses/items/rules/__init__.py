"""What an item is made of and how an answer to it is marked."""

from courses.items.rules.content import check_content
from courses.items.rules.drafts import ItemDraft, norm_hash
from courses.items.rules.kinds import AUTOMATIC, Category, ItemType

__all__ = ["AUTOMATIC", "Category", "ItemDraft", "ItemType", "check_content", "norm_hash"]
