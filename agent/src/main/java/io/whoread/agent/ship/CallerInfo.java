package io.whoread.agent.ship;

import java.util.Arrays;
import java.util.Objects;

/** Who reads. Immutable, compared by value. */
public final class CallerInfo {
  public final ActorInfo actor;

  /** Null where unknown. */
  public final String address;

  /** 16 bytes, or null. */
  public final byte[] session;

  private final int hash;

  public CallerInfo(ActorInfo actor, String address, byte[] session) {
    this.actor = Objects.requireNonNull(actor, "actor");
    this.address = address;
    this.session = session;
    this.hash = Objects.hash(actor, address) * 31 + Arrays.hashCode(session);
  }

  @Override
  public boolean equals(Object other) {
    if (other == this) {
      return true;
    }
    if (!(other instanceof CallerInfo)) {
      return false;
    }
    CallerInfo that = (CallerInfo) other;
    return hash == that.hash
        && actor.equals(that.actor)
        && Objects.equals(address, that.address)
        && Arrays.equals(session, that.session);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** A person, or a machine. */
  public static final class ActorInfo {
    public final String id;
    public final String role;

    /** The resolver that named the actor; empty for unknown. */
    public final String source;

    public final boolean pseudonymous;

    /** As {@link #id}, with the previous key; null but for a pseudonym while keys change. */
    public final String previousId;

    private final int hash;

    public ActorInfo(String id, String role, String source, boolean pseudonymous) {
      this(id, role, source, pseudonymous, null);
    }

    public ActorInfo(
        String id, String role, String source, boolean pseudonymous, String previousId) {
      this.id = Objects.requireNonNull(id, "id");
      this.role = Objects.requireNonNull(role, "role");
      this.source = Objects.requireNonNull(source, "source");
      this.pseudonymous = pseudonymous;
      this.previousId = previousId;
      this.hash = Objects.hash(id, role, source, pseudonymous);
    }

    @Override
    public boolean equals(Object other) {
      if (!(other instanceof ActorInfo)) {
        return false;
      }
      ActorInfo that = (ActorInfo) other;
      return pseudonymous == that.pseudonymous
          && id.equals(that.id)
          && role.equals(that.role)
          && source.equals(that.source);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
