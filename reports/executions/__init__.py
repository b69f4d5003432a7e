"""What follows a decision: payment, surcharge, demand, remedies, annulment and closing (处罚执行与救济)."""
