package io.whoread.collector.detect;

import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.detect.v1.Actor;
import io.whoread.record.Roles;

/** Who is the same actor: the one notion of it that all stages and alerts share. */
final class Actors {
  private Actors() {}

  /**
   * The key of an actor. Of those who could not be named, each service's are others', and each
   * address's.
   */
  static String key(Actor actor) {
    return key(actor.getRole(), actor.getId(), actor.getService(), actor.getAddress());
  }

  static String key(Alert alert) {
    return key(alert.getRole(), alert.getActor(), alert.getService(), alert.getAddress());
  }

  /** Tells named actors apart where an eighth of a kilobyte is too much; never 0. */
  static int hash(Actor actor) {
    int hash = 31 * actor.getRole().hashCode() + actor.getId().hashCode();
    return hash == 0 ? 1 : hash;
  }

  private static String key(String role, String id, String service, String address) {
    return role.equals(Roles.UNKNOWN)
        ? role + '\n' + id + '\n' + service + '\n' + address
        : role + '\n' + id;
  }
}
