-- options: no-history
-- expect: MIG020
ALTER TABLE events DETACH PARTITION events_2025;
