package io.whoread.collector.trace;

import java.util.List;
import java.util.Map;

/**
 * What was made of the numbers of a list.
 *
 * @param made of each number, by the victim's subject: of each kind the pseudonyms, one for each
 *     key
 * @param resolved of lines without a number, by the victim's subject: the orders that they may mean
 */
public record Numbers(
    Map<ReadTable.Subject, Map<String, List<byte[]>>> made,
    Map<ReadTable.Subject, List<Candidate>> resolved) {}
