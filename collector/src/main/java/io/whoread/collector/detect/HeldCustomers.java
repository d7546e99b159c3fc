package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Subject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The customers of one access whom another of its subjects names. A page that shows an order and
 * its customer shows one that was read, not two: it counts as the order, and what left of the
 * customer as having left of the order.
 *
 * @param exposures what left of each, by pseudonym
 * @param named those whom another subject names
 */
record HeldCustomers(Map<ByteString, Exposure> exposures, Set<ByteString> named) {
  private static final String CUSTOMER = "customer";
  private static final HeldCustomers NONE = new HeldCustomers(Map.of(), Set.of());

  static HeldCustomers of(Batch batch, Access access) {
    if (access.getSubjectsCount() < 2) {
      return NONE;
    }
    // Mostly there is none: then nothing is made.
    Map<ByteString, Exposure> customers = Map.of();
    for (Subject subject : access.getSubjectsList()) {
      Exposure exposure = exposure(batch, subject);
      if (isCustomer(exposure)) {
        customers = customers.isEmpty() ? new HashMap<>() : customers;
        customers.put(subject.getId(), exposure);
      }
    }
    if (customers.isEmpty() || customers.size() == access.getSubjectsCount()) {
      return NONE;
    }
    Set<ByteString> named = new HashSet<>();
    for (Subject subject : access.getSubjectsList()) {
      if (!isCustomer(exposure(batch, subject))) {
        subject.getLinksList().forEach(link -> named.add(link.getId()));
      }
    }
    named.retainAll(customers.keySet());
    return named.isEmpty() ? NONE : new HeldCustomers(customers, named);
  }

  /** Whether a subject counts as another one that names it. */
  boolean holds(Subject subject) {
    return named.contains(subject.getId());
  }

  /** Whether something holds of what left of a customer that counts as a subject. */
  boolean anyOf(Subject subject, Predicate<Exposure> left) {
    if (named.isEmpty() || named.contains(subject.getId())) {
      return false;
    }
    for (Link link : subject.getLinksList()) {
      Exposure customer = exposures.get(link.getId());
      if (customer != null && left.test(customer)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCustomer(Exposure exposure) {
    return exposure.getSubjectKind().equals(CUSTOMER);
  }

  private static Exposure exposure(Batch batch, Subject subject) {
    int reference = subject.getExposure();
    return reference >= 1 && reference <= batch.getExposuresCount()
        ? batch.getExposures(reference - 1)
        : Exposure.getDefaultInstance();
  }
}
