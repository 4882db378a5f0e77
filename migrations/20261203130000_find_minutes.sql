-- An announcement says of which meeting or event it is, when it brings the minutes as well.
create unique index gatherings_by_minutes on gatherings (minutes_id) where minutes_id is not null;
