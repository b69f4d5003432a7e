"""What units protect themselves with: registers, upkeep, camera pictures and their verdicts, recordings, alarms."""
