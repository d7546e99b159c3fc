package io.whoread.agent.config;

import java.util.Locale;

/** What is seen of a read. */
public enum Signal {
  /** Rows that came through JDBC. */
  LOADED,

  /** Accessors and fields of guarded objects. */
  TOUCHED,

  /** What left the service, and whether in plain. */
  DISCLOSED;

  /** As a configuration names it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
