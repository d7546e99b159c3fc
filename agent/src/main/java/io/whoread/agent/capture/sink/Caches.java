package io.whoread.agent.capture.sink;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import io.whoread.agent.capture.LibraryHook;
import io.whoread.record.v1.Channel;
import java.util.Arrays;
import java.util.List;

/**
 * Values that are kept outside of the service, sessions among them; not the keys they are under.
 */
public final class Caches {
  private static final int CACHE = Channel.CHANNEL_CACHE_VALUE;

  private Caches() {}

  public static List<LibraryHook> all() {
    return Arrays.asList(
        new LibraryHook("spring-data-redis")
            .yields(
                "org.springframework.data.redis.core.AbstractOperations",
                CACHE,
                named("rawValue").or(named("rawValues")).or(named("rawHashValue")))
            .at(
                "org.springframework.data.redis.cache.DefaultRedisCacheWriter",
                "io.whoread.agent.capture.sink.CacheWriterAdvice",
                CACHE,
                named("put")
                    .or(named("putIfAbsent"))
                    .or(named("store"))
                    .and(takesArgument(2, byte[].class))));
  }
}
