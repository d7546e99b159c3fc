package io.whoread.collector.people;

import java.time.ZoneId;
import java.util.Set;

/**
 * What the rules in force give a register to speak of.
 *
 * @param zone in which its days and times are told
 * @param calendars names that it may give
 * @param roles names that no team may have, as those without a team form a group of that name
 */
public record Terms(ZoneId zone, Set<String> calendars, Set<String> roles) {}
