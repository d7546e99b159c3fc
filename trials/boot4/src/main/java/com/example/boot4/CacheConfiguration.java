package com.example.boot4;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.GenericJacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializer;
import tools.jackson.databind.json.JsonMapper;

/** A cache of JSON. */
@Configuration
class CacheConfiguration {
  @Bean
  RedisTemplate<String, Object> cache(RedisConnectionFactory connections, JsonMapper json) {
    RedisTemplate<String, Object> cache = new RedisTemplate<>();
    cache.setConnectionFactory(connections);
    cache.setKeySerializer(RedisSerializer.string());
    cache.setValueSerializer(new GenericJacksonJsonRedisSerializer(json));
    return cache;
  }
}
