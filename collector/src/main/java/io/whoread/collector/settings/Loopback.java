package io.whoread.collector.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Tells this machine from others, without asking anybody for a name. */
public final class Loopback {
  private Loopback() {}

  /**
   * @param host as an address writes it: {@code localhost}, {@code 127.0.0.1}, {@code [::1]}
   */
  public static boolean is(String host) {
    try {
      return (host.equals("localhost") || host.matches("127\\.[0-9.]+|\\[::1\\]"))
          && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
