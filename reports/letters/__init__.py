"""Letters that police send to other bodies, and what these answer: 处分建议书 and 移送函, to governments and departments."""
