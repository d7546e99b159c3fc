package io.whoread.trials;

import java.util.Set;

/** The three shops, and what the agent is known not to tell of them yet. */
enum Shop {
  /** Spring Boot 2.7, javax, MyBatis-Plus, fastjson 1, Druid. */
  BOOT2(17, Set.of()),
  /** Spring Boot 3.5, jakarta, JPA with Hibernate, Jackson 2, Log4j2. */
  BOOT3(17, Set.of()),
  /** Spring Boot 4, MyBatis, Jackson 3, virtual threads. */
  BOOT4(21, Set.of());

  /** The oldest release of Java that runs it here. */
  final int oldestJava;

  /** Scenarios in which trail and truth differ: one that does no more must go from here. */
  final Set<String> knownMissing;

  Shop(int oldestJava, Set<String> knownMissing) {
    this.oldestJava = oldestJava;
    this.knownMissing = knownMissing;
  }

  String folder() {
    return name().toLowerCase();
  }
}
