"""What attempts come to: marks by key and by people, results, marking anew, and how good items are."""
