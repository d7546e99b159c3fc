package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.Actor;

/**
 * Keys of actors. The reads of one access follow each other and share the very actor, which no
 * other batch does: its key is made once.
 */
final class ActorKeys {
  private Actor last;
  private String key;

  String of(Actor actor) {
    if (actor != last) {
      last = actor;
      key = Actors.key(actor);
    }
    return key;
  }
}
