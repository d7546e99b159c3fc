package io.whoread.collector.index;

import java.time.Instant;
import java.util.List;

/**
 * Which accesses. Null means any.
 *
 * @param actor id, as a rule together with {@code role}; empty for reads that are nobody's
 * @param subjects pseudonyms of 16 bytes, any of which the access must touch, as a subject or as a
 *     link
 * @param field a kind of personal data that left or was touched: "phone"
 */
public record AccessFilter(
    Instant from,
    Instant to,
    String actor,
    String role,
    String service,
    String operation,
    String form,
    String address,
    String field,
    List<byte[]> subjects) {
  public static AccessFilter between(Instant from, Instant to) {
    return new AccessFilter(from, to, null, null, null, null, null, null, null, List.of());
  }

  public AccessFilter ofActor(ActorId who) {
    return new AccessFilter(
        from, to, who.id(), who.role(), service, operation, form, address, field, subjects);
  }

  public AccessFilter ofSubjects(List<byte[]> ids) {
    return new AccessFilter(from, to, actor, role, service, operation, form, address, field, ids);
  }
}
