package io.whoread.collector.detect.work;

import io.whoread.collector.detect.v1.History;

/**
 * Who reads, when and how.
 *
 * @param actor hash of the actor, never 0
 * @param team hash of the actor's team; 0 where none is known
 * @param timeMs since 1970
 * @param form number of {@link io.whoread.record.v1.Form}
 * @param name hash of the actor's id, as owners have it
 * @param behalf the same of whom the actor acts for; 0 for nobody else
 */
public record Moment(int actor, int team, long timeMs, int form, int name, int behalf) {
  /** Whether a subject belongs to the actor, or to whom the actor acts for. */
  boolean owns(History subject) {
    return subject.getOwner() == name || subject.getOwner() == behalf;
  }
}
