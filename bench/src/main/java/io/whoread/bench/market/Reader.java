package io.whoread.bench.market;

import io.whoread.record.Roles;

/**
 * Who reads, as records name them.
 *
 * @param person null for customers and machines
 */
record Reader(String role, String id, Person person) {
  static Reader customer(String pseudonym) {
    return new Reader(Roles.CUSTOMER, pseudonym, null);
  }

  static Reader machine(String name) {
    return new Reader(Roles.SYSTEM, name, null);
  }
}
