package io.whoread.collector.api.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final LoginThrottle throttle = new LoginThrottle(() -> now);

  @Test
  void anAddressThatGuessesWaitsLongerAndLonger() {
    for (int i = 0; i < 5; i++) {
      assertThat(throttle.admit("admin" + i, "10.0.0.1")).isZero();
    }
    Duration earlier = Duration.ZERO;
    for (int i = 0; i < 12; i++) {
      Duration wait = throttle.admit("someone", "10.0.0.1");
      assertThat(wait)
          .isGreaterThanOrEqualTo(earlier)
          .isBetween(Duration.ofSeconds(1), Duration.ofMinutes(15));
      earlier = wait;
      now = now.plus(wait);
      assertThat(throttle.admit("guess" + i, "10.0.0.1")).isZero();
    }
    assertThat(earlier).isEqualTo(Duration.ofMinutes(15));
    assertThat(throttle.admit("admin", "10.0.0.2")).isZero();
  }

  @Test
  void nobodyIsLockedOutForLongFromElsewhere() {
    for (int i = 0; i < 200; i++) {
      throttle.admit("admin", "10.0.1." + i);
      now = now.plusMillis(1);
    }
    assertThat(throttle.admit("admin", "10.0.0.2"))
        .isPositive()
        .isLessThanOrEqualTo(Duration.ofMinutes(1));
  }

  /** Whoever has one address of a network of 64 bits has them all. */
  @Test
  void anIpv6NetworkIsOneAddress() {
    for (int i = 0; i < 5; i++) {
      assertThat(throttle.admit("admin" + i, "2001:db8:1:2::" + i)).isZero();
    }
    assertThat(throttle.admit("admin", "2001:db8:1:2:ffff:1:2:3")).isPositive();
    assertThat(throttle.admit("admin", "2001:db8:1:3::1")).isZero();
  }

  /** Their lengths would fill the memory, and each would be a name of its own. */
  @Test
  void namesThatNobodyCanHaveAreOneName() {
    for (int i = 0; i < 20; i++) {
      assertThat(throttle.admit("x".repeat(65 + i), "10.0.2." + i)).isZero();
    }
    assertThat(throttle.admit("y".repeat(1_000), "10.0.3.1")).isPositive();
    assertThat(throttle.admit("y".repeat(64), "10.0.3.1")).isZero();
  }

  @Test
  void aLogInAndTimeForgetFailures() {
    for (int i = 0; i < 5; i++) {
      throttle.admit("admin", "10.0.0.1");
    }
    throttle.succeeded("admin", "10.0.0.1");
    assertThat(throttle.admit("admin", "10.0.0.1")).isZero();
    for (int i = 0; i < 9; i++) {
      throttle.admit("other" + i, "10.0.0.1");
    }
    assertThat(throttle.admit("admin", "10.0.0.1")).isPositive();
    now = now.plus(Duration.ofMinutes(61));
    assertThat(throttle.admit("admin", "10.0.0.1")).isZero();
  }
}
