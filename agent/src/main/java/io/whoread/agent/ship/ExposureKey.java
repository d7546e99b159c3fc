package io.whoread.agent.ship;

import java.util.Arrays;
import java.util.Objects;

/**
 * How one subject was treated, as bit masks over the configured field kinds (bit i is the i-th kind
 * of {@link FieldNames}). Immutable, compared by value.
 */
public final class ExposureKey {
  /** Empty where there is no subject. */
  public final String subjectKind;

  public final long touched;
  public final long framework;

  /** By number of {@link io.whoread.record.v1.Channel}: what left in plain, what left masked. */
  final long[] plain;

  final long[] masked;
  private final int hash;

  /**
   * @param plain one mask a channel, index 0 unused; copied
   * @param masked of the same length; copied
   */
  public ExposureKey(
      String subjectKind, long touched, long framework, long[] plain, long[] masked) {
    this.subjectKind = Objects.requireNonNull(subjectKind, "subjectKind");
    this.touched = touched;
    this.framework = framework;
    this.plain = plain.clone();
    this.masked = masked.clone();
    this.hash =
        ((subjectKind.hashCode() * 31 + Long.hashCode(touched)) * 31 + Long.hashCode(framework))
                * 961
            + Arrays.hashCode(plain) * 31
            + Arrays.hashCode(masked);
  }

  @Override
  public boolean equals(Object other) {
    if (other == this) {
      return true;
    }
    if (!(other instanceof ExposureKey)) {
      return false;
    }
    ExposureKey that = (ExposureKey) other;
    return hash == that.hash && that.says(subjectKind, touched, framework, plain, masked);
  }

  /** Whether this is the key that would be made of these. */
  public boolean says(
      String subjectKind, long touched, long framework, long[] plain, long[] masked) {
    return this.touched == touched
        && this.framework == framework
        && this.subjectKind.equals(subjectKind)
        && Arrays.equals(this.plain, plain)
        && Arrays.equals(this.masked, masked);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
