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

  /** First millisecond that it wants, since 1970; times in the log are whole milliseconds. */
  public long fromMs() {
    return from == null ? Long.MIN_VALUE : ceilMs(from);
  }

  /** First millisecond that it does not want any more. */
  public long toMs() {
    return to == null ? Long.MAX_VALUE : ceilMs(to);
  }

  private static long ceilMs(Instant instant) {
    return instant.toEpochMilli() + (instant.getNano() % 1_000_000 == 0 ? 0 : 1);
  }

  public AccessFilter ofActor(ActorId who) {
    return new AccessFilter(
        from, to, who.id(), who.role(), service, operation, form, address, field, subjects);
  }

  public AccessFilter ofSubjects(List<byte[]> ids) {
    return new AccessFilter(from, to, actor, role, service, operation, form, address, field, ids);
  }
}
