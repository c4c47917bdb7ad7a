x-seen
