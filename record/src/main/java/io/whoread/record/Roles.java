package io.whoread.record;

/** Roles of an actor that every configuration has; configurations add others. */
public final class Roles {
  public static final String STAFF = "staff";
  public static final String SELLER = "seller";
  public static final String COURIER = "courier";
  public static final String CUSTOMER = "customer";

  /** A job or another machine, positively known as such. */
  public static final String SYSTEM = "system";

  /** Nobody could be named: never the same as {@link #SYSTEM}. */
  public static final String UNKNOWN = "unknown";

  private Roles() {}
}
