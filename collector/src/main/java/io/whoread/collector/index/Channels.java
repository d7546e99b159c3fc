package io.whoread.collector.index;

import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import java.util.stream.Stream;

/** Where values go that leave. */
public final class Channels {
  private Channels() {}

  /**
   * Whether what leaves through a channel goes to whoever asked for it, as far as is known; and not
   * elsewhere: into a log or a cache, to another service, to whoever takes messages.
   */
  public static boolean isToReader(Channel channel) {
    return switch (channel) {
      case CHANNEL_LOG, CHANNEL_CACHE, CHANNEL_RPC, CHANNEL_MESSAGE -> false;
      default -> true;
    };
  }

  /** What of an exposure went to whoever asked. */
  public static Stream<Disclosure> toReader(Exposure exposure) {
    return exposure.getDisclosuresList().stream().filter(each -> isToReader(each.getChannel()));
  }

  /** What of it went elsewhere. */
  public static Stream<Disclosure> elsewhere(Exposure exposure) {
    return exposure.getDisclosuresList().stream().filter(each -> !isToReader(each.getChannel()));
  }
}
