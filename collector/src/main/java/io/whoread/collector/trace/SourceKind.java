package io.whoread.collector.trace;

import java.util.Locale;

/** What may have leaked a list of victims. Each kind is ranked among its own only. */
public enum SourceKind {
  /** Somebody of a role: staff E1 and courier E1 are two. */
  PERSON,
  /** To whom an order belongs: explains what was bought there, read or not. */
  SELLER,
  SERVICE,
  /** A route, method or job of a service. */
  OPERATION,
  /** A client's address. */
  ADDRESS,
  SESSION,
  /** One access that took many subjects out of the system. */
  EXPORT;

  /** As written in a result: {@code person}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
