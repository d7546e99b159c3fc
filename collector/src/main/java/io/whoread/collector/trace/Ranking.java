package io.whoread.collector.trace;

import java.util.List;

/**
 * The sources of one kind that read of victims.
 *
 * @param sources the likeliest first; behind a supported one, what the rest of the victims say of
 *     the others
 * @param cannotTell whether nothing can be said, mostly because there are too few victims: a source
 *     of this kind that had read all of them would hardly be told from chance
 */
public record Ranking(SourceKind kind, List<Source> sources, boolean cannotTell) {
  public boolean isSupported() {
    return !sources.isEmpty() && sources.getFirst().isSupported();
  }
}
