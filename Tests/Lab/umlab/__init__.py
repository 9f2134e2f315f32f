"""The lab of umstieg: a batman-adv mesh of virtual machines for its tests."""
