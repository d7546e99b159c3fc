package io.whoread.collector.demo;

import io.whoread.collector.cli.CommandFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of this machine's loopback address. */
final class Ports {
  private Ports() {}

  /**
   * @param wanted asked for by the person, or null
   * @param usual taken where nothing was asked for and it is free; else any free one
   * @throws CommandFailed where the wanted port is taken
   */
  static int choose(String option, Integer wanted, int usual) {
    if (wanted != null) {
      if (wanted < 1 || wanted > 65_535) {
        throw new CommandFailed(option + " " + wanted + ": a port is a number from 1 to 65535");
      }
      if (!free(wanted)) {
        throw new CommandFailed(
            option
                + " "
                + wanted
                + ": another process listens there; choose another port, or leave "
                + option
                + " out to have a free one chosen");
      }
      return wanted;
    }
    return free(usual) ? usual : anyFree();
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int anyFree() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new CommandFailed("no free port on the loopback address", e);
    }
  }
}
