"""Cases in which somebody answers for grave consequences, and what is proposed to whom (责任追究)."""
