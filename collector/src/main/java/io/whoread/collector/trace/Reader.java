package io.whoread.collector.trace;

import io.whoread.record.Roles;

/**
 * What one read leads to, without its time and subject: many reads share one. All texts may be null
 * or empty where a record does not tell.
 *
 * @param role of the actor, such as {@link Roles#STAFF}
 * @param actor id within the role
 * @param own whether a customer read what is the customer's own, or it cannot be told whose it is;
 *     accuses no person
 * @param operation of the service
 * @param session any name of it: the same for reads of the same session
 * @param export names the access where it is one that exported; null for any other
 * @param plain which kinds of fields left in plain: {@link PlainFields}
 * @param imported whether it was taken from a file into a trail that otherwise captures reads
 *     itself
 */
public record Reader(
    String role,
    String actor,
    boolean own,
    String service,
    String operation,
    String address,
    String session,
    String export,
    int plain,
    boolean imported) {

  /** The name of its source of a kind; null where there is none, always so for sellers. */
  SourceName source(SourceKind kind) {
    return switch (kind) {
      case PERSON ->
          // A machine reads for everybody, and a customer what is theirs.
          Roles.SYSTEM.equals(role) || own ? null : named(role, actor);
      case SERVICE -> named(null, service);
      case OPERATION -> named(service, operation);
      case ADDRESS -> named(null, address);
      case SESSION -> named(null, session);
      case EXPORT -> named(null, export);
      case SELLER -> null;
    };
  }

  /** The customer who read what is the customer's own; null for any other read. */
  SourceName customer() {
    return own ? named(role, actor) : null;
  }

  private static SourceName named(String group, String name) {
    return name == null || name.isEmpty() ? null : new SourceName(group == null ? "" : group, name);
  }
}
