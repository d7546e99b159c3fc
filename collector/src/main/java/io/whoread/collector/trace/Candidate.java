package io.whoread.collector.trace;

import java.util.List;
import java.util.Map;

/**
 * An order that a line of a list may mean.
 *
 * @param kinds what its number may be: by kind, the pseudonyms under each key
 * @param placed when it was; null where only the records can tell
 */
public record Candidate(Map<String, List<byte[]>> kinds, TimeText placed) {}
