"""Acts on plans (``planning``), the making of their tasks (``making``), and what is overdue (``escalating``)."""
