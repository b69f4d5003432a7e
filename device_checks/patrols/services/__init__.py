"""Acts of patrols: plan, begin and stop rounds, look at a shard, count, warn."""
