package io.whoread.collector.api.login;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows the guessing of passwords down. Failed attempts are counted by address, and with more
 * patience by name, so that nobody can be locked out for long from elsewhere. From the limit on,
 * each further failure doubles the wait. Whoever has an IPv6 address has as many as there are in
 * its network of 64 bits: all of those are one.
 *
 * <p>An attempt counts as failed from the moment it is let in until it has succeeded: attempts that
 * come at the same time cannot slip through together. Remembers the last 10,000 addresses and
 * names.
 */
final class LoginThrottle {
  private static final int BY_ADDRESS = 5;
  private static final int BY_NAME = 20;
  private static final Duration LONGEST_BY_ADDRESS = Duration.ofMinutes(15);
  private static final Duration LONGEST_BY_NAME = Duration.ofMinutes(1);
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
  private static final int REMEMBERED = 10_000;

  private final InstantSource clock;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Failures(int count, long lastMs) {}

  LoginThrottle(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Lets an attempt in, or says how long to wait.
   *
   * @return zero where it was let in
   */
  synchronized Duration admit(String name, String address) {
    Duration wait = wait(byAddress(address), BY_ADDRESS, LONGEST_BY_ADDRESS);
    Duration byName = wait(byName(name), BY_NAME, LONGEST_BY_NAME);
    if (byName.compareTo(wait) > 0) {
      wait = byName;
    }
    if (wait.isZero()) {
      count(byAddress(address));
      count(byName(name));
    }
    return wait;
  }

  synchronized void succeeded(String name, String address) {
    failures.remove(byAddress(address));
    failures.remove(byName(name));
  }

  /** Names that no account can have are one name: they must not fill the memory. */
  private static String byName(String name) {
    return name.length() > Account.LONGEST_NAME ? "name too long" : "name " + name;
  }

  private static String byAddress(String address) {
    if (address.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.%\\w]*")) {
      try {
        byte[] bytes = InetAddress.getByName(address).getAddress();
        if (bytes.length == 16) {
          return "network " + HexFormat.of().formatHex(bytes, 0, 8);
        }
      } catch (UnknownHostException e) {
        // No address of this machine's networks: as it is.
      }
    }
    return "address " + address;
  }

  private Duration wait(String key, int limit, Duration longest) {
    Failures past = failures.get(key);
    if (past == null || past.count() < limit) {
      return Duration.ZERO;
    }
    long passed = clock.millis() - past.lastMs();
    if (passed > FORGOTTEN_AFTER.toMillis()) {
      failures.remove(key);
      return Duration.ZERO;
    }
    long seconds = Math.min(1L << Math.min(past.count() - limit, 30), longest.toSeconds());
    return Duration.ofMillis(Math.max(0, seconds * 1000 - passed));
  }

  private void count(String key) {
    Failures past = failures.get(key);
    failures.put(key, new Failures(past == null ? 1 : past.count() + 1, clock.millis()));
  }
}
