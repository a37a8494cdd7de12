"""The rounds that ask for news before a meeting: answers, reminders, rates."""
