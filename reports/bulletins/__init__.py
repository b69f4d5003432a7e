"""Bulletins and situation briefs, made on schedule or by hand (通报、情况汇报)."""
