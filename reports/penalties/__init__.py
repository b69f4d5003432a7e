"""The penalty procedure as dated acts, from the filing of a case to its closing (行政处罚)."""
