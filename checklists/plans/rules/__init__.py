"""What a plan is: when its periods lie (``periods``), which units it takes and what must hold of it (``drafts``)."""
